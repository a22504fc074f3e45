/**
 * The solutions of a guest, kept in this browser. A new account takes them over: each is submitted again, so that the
 * server's verdict counts and not what the browser says.
 */

import * as api from "./api.js";
import { ApiError } from "./http.js";
import { read, write } from "./storage.js";

const GUEST = "guest";

/** Return the solutions by exercise id. */
export function solutions(owner = GUEST) {
  return read(key(owner)) ?? {};
}

/** Keep a guest's solution. */
export function keep(exerciseId, code) {
  write(key(GUEST), { ...solutions(), [exerciseId]: code });
}

/** Give the guest's solutions to a new account. */
export function claim(userId) {
  write(key(userId), read(key(GUEST)));
  write(key(GUEST), null);
}

/**
 * Submit the solutions that this account has taken over. What cannot be graded now is submitted at the next visit. None
 * counts twice, even if another tab submits it as well or a response is lost: each has a key of its own.
 */
export async function submitClaimed(userId) {
  for (const [exerciseId, code] of Object.entries(solutions(userId))) {
    try {
      await api.submit({ exerciseId, code }, { key: `guest-${userId}-${exerciseId}` });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "IDEMPOTENCY_KEY_IN_USE") continue; // another tab submits it
      if (error.status !== 404) return; // with 404 the exercise is no longer in the catalogue
    }
    const { [exerciseId]: submitted, ...rest } = solutions(userId);
    write(key(userId), Object.keys(rest).length ? rest : null);
  }
}

function key(owner) {
  return `portal.solutions.${owner}`;
}
