/**
 * Code that the server does not have yet: one draft per user and exercise, in this browser. An existing draft is newer
 * than the server's copy; it is removed once the server has that code.
 */

import * as session from "./session.js";
import { keysWith, read, write } from "./storage.js";

const GUEST = "guest";

/**
 * Return the code to open: the user's draft, else the server's copy, else the guest's draft, else the starter code; and
 * whether it is a draft.
 */
export function restore(exercise, savedCode) {
  const draft = read(key(exercise.id));
  const code = draft ?? savedCode ?? read(key(exercise.id, GUEST)) ?? exercise.starterCode;
  return { code, isDraft: draft !== null };
}

/** Return all drafts of the user as `[exerciseId, code]`. */
export function listOwn() {
  const prefix = key("");
  return keysWith(prefix).map((name) => [name.slice(prefix.length), read(name)]);
}

/** Give the guest's drafts to a new account. */
export function claim(userId) {
  const prefix = key("", GUEST);
  for (const name of keysWith(prefix)) {
    write(key(name.slice(prefix.length), userId), read(name));
    write(name, null);
  }
}

/** Store a draft; returns whether it lasts longer than the page. */
export function store(exerciseId, code) {
  return write(key(exerciseId), code);
}

/** Remove the draft, unless it has changed since this code was sent. */
export function remove(exerciseId, code) {
  if (read(key(exerciseId)) === code) write(key(exerciseId), null);
}

/** Remove all drafts of the user, so that the next user of this computer cannot read them. */
export function removeOwn() {
  keysWith(key("")).forEach((name) => write(name, null));
}

/** Call a function with `(exerciseId, code)` when another tab changes a draft of this user; null means it was saved. */
export function onChangeInOtherTab(listener) {
  window.addEventListener("storage", (event) => {
    const prefix = key("");
    if (!event.key?.startsWith(prefix)) return;
    listener(event.key.slice(prefix.length), read(event.key));
  });
  window.addEventListener("pageshow", ({ persisted }) => persisted && listOwn().forEach((draft) => listener(...draft))); // see session.js
}

function key(exerciseId, owner = session.user()?.id ?? GUEST) {
  return `portal.draft.${owner}.${exerciseId}`;
}
