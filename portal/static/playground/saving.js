/**
 * Keeping the learner's code: in this browser with every change, on the server when the learner rests, leaves the
 * exercise or leaves the page. A submission is kept by the server itself.
 */

import * as api from "./api.js";
import { showCatalogue } from "./catalogue.js";
import * as drafts from "./drafts.js";
import * as session from "./session.js";
import { say, state } from "./state.js";

const REST_MS = 20_000;
let rest = 0;

/** Keep what the learner has just written. */
export function changed(code) {
  if (!state.exercise) return;
  Object.assign(state, { code, unsaved: true });
  drafts.keep(state.exercise.id, code);
  say("saved", session.user() ? "Not saved yet" : "Kept in this browser");
  clearTimeout(rest);
  rest = setTimeout(save, REST_MS);
}

/** Send code that the server lacks; quietly, since the draft is kept whatever happens. */
export async function save({ keepalive = false } = {}) {
  clearTimeout(rest);
  const { exercise, code } = state;
  if (!exercise || !state.unsaved || !session.user()) return;
  state.unsaved = false;
  try {
    const { progress } = await api.saveCode(exercise.id, code, keepalive);
    saved(exercise.id, progress.status, code);
  } catch {
    if (state.exercise === exercise) state.unsaved = true;
  }
}

/** Note that the server has this code now. */
export function saved(exerciseId, status, code) {
  const listed = state.exercises.find(({ id }) => id === exerciseId);
  if (listed) listed.status = status;
  state.lastCode.set(exerciseId, code);
  drafts.drop(exerciseId, code);
  showCatalogue(state.exercises, state.exercise?.id);
  if (state.exercise?.id !== exerciseId || state.code !== code) return;
  state.unsaved = false;
  say("saved", "Saved");
}
