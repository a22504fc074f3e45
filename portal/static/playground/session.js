/**
 * The signed-in user and their tokens, shared by all tabs. docs/decisions/0008 explains why they are in localStorage.
 * A refresh token works once, so only one request in one tab refreshes at a time.
 */

import { send } from "./http.js";
import { read, write } from "./storage.js";
import { t } from "./texts.js";

const KEY = "portal.session";
const PROPAGATION_MS = 300; // other tabs see a write to localStorage with a delay
const listeners = [];
let shownUserId = user()?.id;
let queue = Promise.resolve();

/** The signed-in user, null for a guest. */
export function user() {
  return read(KEY)?.user ?? null;
}

/** The access token, undefined for a guest. */
export function token() {
  return read(KEY)?.accessToken;
}

/** Call a function when the signed-in user changes, in this tab or another; it gets the reason if there is one. */
export function onChange(listener) {
  listeners.push(listener);
}

/** Store the response of register, login or refresh. */
export function start({ user, accessToken, refreshToken }) {
  write(KEY, { user, accessToken, refreshToken });
  notify();
}

/** Continue as a guest. */
export function end(reason) {
  write(KEY, null);
  notify(reason);
}

/** Refresh the tokens unless another request or tab already has; ends the session if the server refuses. */
export function refresh(expiredToken) {
  return oneAtATime(async () => {
    const current = read(KEY);
    if (!current || current.accessToken !== expiredToken) return;
    try {
      start(await send("POST", "/api/auth/refresh", { token: current.refreshToken }));
      await new Promise((resolve) => { setTimeout(resolve, PROPAGATION_MS); });
    } catch (error) {
      if (error.status === 401) end(t`Your session has ended. Sign in again to continue; your code is saved.`);
      throw error;
    }
  });
}

function oneAtATime(task) {
  if (navigator.locks) return navigator.locks.request(KEY, task);
  // Web Locks need HTTPS or localhost. Without them this tab queues its own requests, and the server's grace period
  // covers another tab that refreshes at the same time.
  const result = queue.then(task);
  queue = result.catch(() => {});
  return result;
}

function notify(reason) {
  const id = user()?.id;
  if (id === shownUserId) return;
  shownUserId = id;
  listeners.forEach((listener) => listener(reason));
}

window.addEventListener("storage", (event) => {
  if (event.key === KEY || event.key === null) notify();
});
// A page that the browser keeps for its Back button hears of no change until it is shown again.
window.addEventListener("pageshow", ({ persisted }) => persisted && notify());
