/**
 * Who is signed in: user and tokens, shared by all tabs. docs/decisions/0008 says why they are kept in localStorage.
 * Renewing spends the refresh token, so it is done by one request of one tab at a time.
 */

import { send } from "./http.js";
import { read, write } from "./storage.js";

const KEY = "portal.session";
const SPREAD_MS = 300; // what one tab writes into localStorage reaches the others a moment later
const listeners = [];
let shown = user()?.id;
let queue = Promise.resolve();

/** The learner who is signed in, null for a guest. */
export function user() {
  return read(KEY)?.user ?? null;
}

/** The access token, undefined for a guest. */
export function token() {
  return read(KEY)?.accessToken;
}

/** Call a function whenever someone else is signed in, here or in another tab; it gets the reason, if there is one. */
export function onChange(listener) {
  listeners.push(listener);
}

/** Keep the answer of register, login or refresh. */
export function begin({ user, accessToken, refreshToken }) {
  write(KEY, { user, accessToken, refreshToken });
  notify();
}

/** Go on as a guest. */
export function end(reason) {
  write(KEY, null);
  notify(reason);
}

/** Get another pair of tokens, unless another request or tab has done so; a session that is over ends here. */
export function renew(spentToken) {
  return oneAtATime(async () => {
    const kept = read(KEY);
    if (!kept || kept.accessToken !== spentToken) return;
    try {
      begin(await send("POST", "/api/auth/refresh", { token: kept.refreshToken }));
      await new Promise((resolve) => { setTimeout(resolve, SPREAD_MS); });
    } catch (error) {
      if (error.status === 401) end("Your session has ended. Sign in again to go on; your code is kept.");
      throw error;
    }
  });
}

function oneAtATime(work) {
  if (navigator.locks) return navigator.locks.request(KEY, work);
  // Locks need HTTPS or localhost. Elsewhere this tab keeps order, and the server forgives another tab for some seconds.
  const turn = queue.then(work);
  queue = turn.catch(() => {});
  return turn;
}

function notify(reason) {
  const id = user()?.id;
  if (id === shown) return;
  shown = id;
  listeners.forEach((listener) => listener(reason));
}

window.addEventListener("storage", (event) => {
  if (event.key === KEY || event.key === null) notify();
});
