/**
 * Code that the server does not have yet: one draft per user and exercise, in this browser. An existing draft is newer
 * than the server's copy; it is removed once the server has that code.
 */

import * as session from "./session.js";
import { read, removeAll, write } from "./storage.js";

const GUEST = "guest";

/** Return the code to open: the user's draft, else the server's copy, else the guest's draft, else the starter code. */
export function restore(exercise, savedCode) {
  return read(key(exercise.id)) ?? savedCode ?? read(key(exercise.id, GUEST)) ?? exercise.starterCode;
}

/** Store a draft. */
export function store(exerciseId, code) {
  write(key(exerciseId), code);
}

/** Remove the draft, unless it has changed since this code was sent. */
export function remove(exerciseId, code) {
  if (read(key(exerciseId)) === code) write(key(exerciseId), null);
}

/** Remove all drafts of the user, so that the next user of this computer cannot read them. */
export function removeOwn() {
  removeAll(key(""));
}

/** Call a function with `(exerciseId, code)` when another tab changes a draft of this user; null means it was saved. */
export function onChangeInOtherTab(listener) {
  window.addEventListener("storage", (event) => {
    const prefix = key("");
    if (!event.key?.startsWith(prefix)) return;
    listener(event.key.slice(prefix.length), read(event.key));
  });
}

function key(exerciseId, owner = session.user()?.id ?? GUEST) {
  return `portal.draft.${owner}.${exerciseId}`;
}
