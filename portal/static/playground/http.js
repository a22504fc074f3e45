/** Send one request to the API; failures become an ApiError that can be explained to the learner. */

import { readEvents } from "./events.js";
import { language, t } from "./texts.js";

const TIMEOUT_MS = 60_000;

/** An error response, or no response at all (`status` 0). */
export class ApiError extends Error {
  constructor(status, { code, message, details = {} }, { retryAfterS = 0, requestId = null } = {}) {
    super(message);
    Object.assign(this, { status, code, details, retryAfterS, requestId });
  }
}

/**
 * Send a request and return the `data` of the response; throws ApiError. With `onOutput`, which gets each event of
 * output, the response is followed as it comes. `signal` ends the request; the server does a request with the same `key` once.
 */
export async function send(method, path, { body, token, key, keepalive = false, onOutput, signal } = {}) {
  const headers = { Accept: onOutput ? "text/event-stream" : "application/json", "Accept-Language": language };
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  if (key) headers["Idempotency-Key"] = key;
  const stop = new AbortController(); // AbortSignal.any is too new
  const timer = setTimeout(() => stop.abort(new DOMException("", "TimeoutError")), TIMEOUT_MS);
  signal?.addEventListener("abort", () => stop.abort());
  if (signal?.aborted) stop.abort(); // for example while the token was refreshed
  let response;
  let envelope;
  try {
    response = await fetch(path, {
      method,
      headers,
      keepalive,
      body: body && JSON.stringify(body),
      credentials: "omit",
      signal: stop.signal,
    });
    envelope = await readEnvelope(response, onOutput);
  } catch (error) {
    throw new ApiError(0, { code: error.name === "TimeoutError" ? "TIMEOUT" : "OFFLINE", message: error.message });
  } finally {
    clearTimeout(timer);
  }
  if (envelope?.success) return envelope.data;
  const unreadable = { code: "UNREADABLE", message: t`The response could not be read.` };
  const isOurs = typeof envelope?.error?.code === "string"; // a proxy may respond in JSON of its own
  throw new ApiError(response.status, isOurs ? envelope.error : unreadable, {
    retryAfterS: Number(response.headers.get("Retry-After")) || 0,
    requestId: response.headers.get("X-Request-ID"),
  });
}

/** Return the envelope of a response, or the one that ends a stream of events; null if there is none. */
async function readEnvelope(response, onOutput) {
  try {
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) return await response.json();
    for await (const { name, data } of readEvents(response.body)) {
      if (name !== "output") return data;
      onOutput(data);
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error; // the connection was lost
  }
  return null;
}

/** Explain an error and the next step to the learner; errors other than ApiError are thrown again. */
export function explainError(error) {
  if (!(error instanceof ApiError)) throw error;
  const retry = error.retryAfterS ? t`Try again in ${formatDuration(error.retryAfterS)}.` : t`Try again in a moment.`;
  if (error.code === "OFFLINE") return t`The server cannot be reached. Your code is saved in this browser. ${retry}`;
  if (error.code === "IDEMPOTENCY_KEY_IN_USE") return t`Your submission is still being tested. ${retry}`;
  if (error.code === "TIMEOUT") return t`The server did not respond in time. ${retry}`;
  if (error.status === 429) return t`Too many requests in a short time. ${retry}`;
  if (error.code === "TOKEN_MISSING") return t`Sign in to do this.`;
  if (error.code === "VALIDATION_ERROR") return Object.values(error.details).flat().join(" ") || error.message;
  if (error.status === 503) return `${error.message.split(";")[0].replace(/\.$/, "")}. ${retry}`;
  if (error.status >= 500 || error.code === "UNREADABLE") return explainServerError(error, retry);
  return error.message;
}

function explainServerError({ code, message, requestId }, retry) {
  const problem = code === "INTERNAL_ERROR" || code === "UNREADABLE" ? t`The server has a problem.` : message;
  const report = requestId ? t`If it happens again, report this ID: ${requestId}` : "";
  return [problem, t`Your code is saved.`, retry, report].filter(Boolean).join(" ");
}

function formatDuration(seconds) {
  if (seconds < 90) return seconds === 1 ? t`one second` : t`${seconds} seconds`;
  return t`${Math.ceil(seconds / 60)} minutes`;
}
