/**
 * Code that is not on the server yet, one draft per person and exercise, in this browser. A draft that exists is newer
 * than what the server holds; it is dropped as soon as the server has it.
 */

import * as session from "./session.js";
import { clear, read, write } from "./storage.js";

const GUEST = "guest";

/** What the editor shows first: the learner's draft, what the server holds, what they wrote as a guest, the starter. */
export function restore(exercise, lastCode) {
  return read(key(exercise.id)) ?? lastCode ?? read(key(exercise.id, GUEST)) ?? exercise.starterCode;
}

/** Keep a draft. */
export function keep(exerciseId, code) {
  write(key(exerciseId), code);
}

/** Forget the draft, unless it has changed since this code was sent. */
export function drop(exerciseId, code) {
  if (read(key(exerciseId)) === code) write(key(exerciseId), null);
}

/** Forget all drafts of the learner who signs out: the next one at this computer shall not find them. */
export function dropAll() {
  clear(key(""));
}

function key(exerciseId, owner = session.user()?.id ?? GUEST) {
  return `portal.draft.${owner}.${exerciseId}`;
}
