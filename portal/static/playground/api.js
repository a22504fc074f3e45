/** The API calls of this page, with the learner's token when signed in. */

import { send } from "./http.js";
import * as session from "./session.js";
import { t } from "./texts.js";

const PER_PAGE = 100;

/** List the whole catalogue. */
export async function listExercises() {
  const exercises = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const data = await call("GET", `/api/exercises?perPage=${PER_PAGE}&page=${page}`);
    exercises.push(...data.exercises);
    pages = data.pagination.pages;
  }
  return exercises;
}

export const getExercise = async (id) => (await call("GET", `/api/exercises/${encodeURIComponent(id)}`)).exercise;

/** Return the `solution` and the author's `approaches`. */
export const getSolution = (id) => call("GET", `/api/exercises/${encodeURIComponent(id)}/solution`);

/** List the learner's latest submissions of an exercise, newest first. */
export const listSubmissions = async (id) =>
  (await call("GET", `/api/exercises/${encodeURIComponent(id)}/submissions?perPage=20`)).submissions;

/** List the learner's progress with all exercises. */
export async function listProgress() {
  const entries = [];
  for (let after = ""; after !== null;) {
    const query = after && `&after=${encodeURIComponent(after)}`;
    const data = await call("GET", `/api/progress?perPage=${PER_PAGE}${query}`);
    entries.push(...data.progress);
    after = data.pagination.next;
  }
  return entries;
}

export const getStatistics = () => call("GET", "/api/progress/stats");

/** Run a program; `onOutput` gets what it writes and, as in a terminal, reads. Aborting the `signal` ends the program. */
export const run = (code, stdin, { onOutput, signal }) =>
  call("POST", "/api/exercises/run", { body: { code, stdin, echo: true }, onOutput, signal });

/** Run one test of an exercise; nothing is recorded. */
export const runTest = (exerciseId, code, testName, signal) =>
  call("POST", "/api/exercises/test", { body: { exerciseId, code, testName }, signal });

/** Submit code. Aborting the `signal` ends the tests; a repetition with the same `key` gets the first verdict. */
export const submit = (submission, { key, signal } = {}) =>
  call("POST", "/api/exercises/test", { body: submission, key, signal });

/** Save code; with `keepalive` the request continues after the page is closed. */
export const saveCode = (exerciseId, lastCode, keepalive) =>
  call("POST", "/api/progress", { body: { exerciseId, lastCode }, keepalive });

/** Return whether accounts must have an email address. */
export const isEmailRequired = async () => (await send("GET", "/api/auth/registration")).emailRequired;

/** Create an account and sign in; `onCreated` gets the user before the page shows them. */
export async function register(account, onCreated) {
  const response = await send("POST", "/api/auth/register", { body: account });
  onCreated(response.user);
  session.start(response);
}

export async function signIn(name, password) {
  const body = { [name.includes("@") ? "email" : "username"]: name, password };
  session.start(await send("POST", "/api/auth/login", { body }));
}

/** End the session on the server; if that fails, still end it in this browser. The page shows the `reason` for a guest. */
export async function signOut(reason) {
  await call("POST", "/api/auth/logout").catch(() => {});
  session.end(reason);
}

export const requestPasswordReset = (email) => send("POST", "/api/auth/password/forgot", { body: { email } });

export const resetPassword = (token, newPassword) => send("POST", "/api/auth/password/reset", { body: { token, newPassword } });

export const changePassword = (passwords) => call("PUT", "/api/auth/password", { body: passwords });

export const listSessions = async () => (await call("GET", "/api/auth/sessions")).sessions;

export const endSession = (id) => call("DELETE", `/api/auth/sessions/${encodeURIComponent(id)}`);

/** Return everything the service stores about the learner. */
export const exportData = () => call("GET", "/api/auth/me/export");

/** Delete the account, its progress and its submissions. */
export const deleteAccount = (password) => call("DELETE", "/api/auth/me", { body: { password } });

/** Send a request as the learner who is signed in now, never as another one who signs in meanwhile. */
async function call(method, path, options = {}) {
  const [token, userId] = [session.token(), session.user()?.id];
  try {
    return await send(method, path, { ...options, token });
  } catch (error) {
    if (!token || error.status !== 401 || !error.code.startsWith("TOKEN_")) throw error;
    if (error.code !== "TOKEN_EXPIRED") {
      if (session.token() === token) session.end(t`You were signed out. Sign in again to continue; your code is saved.`);
      throw error;
    }
    await session.refresh(token);
    if (session.user()?.id !== userId) throw error;
    return send(method, path, { ...options, token: session.token() });
  }
}
