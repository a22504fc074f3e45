/**
 * Save the learner's code: in this browser on every change, on the server after a pause, when the learner opens another
 * exercise and when they leave the page. The server stores submitted code itself.
 */

import * as api from "./api.js";
import { showCatalogue } from "./catalogue.js";
import { setText } from "./dom.js";
import * as drafts from "./drafts.js";
import * as session from "./session.js";
import { state } from "./state.js";
import { t } from "./texts.js";

const PAUSE_MS = 20_000;
let timer = 0;

/** Store code that the learner has just changed. */
export function codeChanged(code) {
  if (!state.exercise) return;
  Object.assign(state, { code, unsaved: true });
  const isStored = drafts.store(state.exercise.id, code);
  const guestText = isStored ? t`Saved in this browser` : t`Not saved: the browser’s storage is full or blocked`;
  setText("saved", session.user() ? t`Not saved yet` : guestText);
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE_MS);
}

/** Send code that the server does not have. Failures are silent because the draft remains. */
export async function save({ keepalive = false } = {}) {
  clearTimeout(timer);
  const { exercise, code } = state;
  if (!exercise || !state.unsaved || !session.user()) return;
  state.unsaved = false;
  if (!await send(exercise.id, code, keepalive) && state.exercise === exercise) state.unsaved = true;
}

/** Send all drafts; returns whether the server has them all. */
export async function saveDrafts() {
  const sent = await Promise.all(drafts.listOwn().map(([exerciseId, code]) => send(exerciseId, code)));
  return sent.every(Boolean);
}

async function send(exerciseId, code, keepalive = false) {
  const userId = session.user()?.id;
  try {
    const { progress } = await api.saveCode(exerciseId, code, keepalive);
    if (session.user()?.id === userId) codeSaved(exerciseId, progress.status, code);
    return true;
  } catch {
    return false;
  }
}

/** Record that the server now has this code. */
export function codeSaved(exerciseId, status, code) {
  const listed = state.exercises.find(({ id }) => id === exerciseId);
  if (listed) listed.status = status;
  state.savedCode.set(exerciseId, code);
  drafts.remove(exerciseId, code);
  showCatalogue(state.exercises, state.exercise?.id);
  if (state.exercise?.id !== exerciseId || state.code !== code) return;
  state.unsaved = false;
  setText("saved", t`Saved`);
}
