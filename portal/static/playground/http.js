/** One request to the API: its data, or an ApiError that can be told in plain words. */

const GIVE_UP_MS = 60_000;

/** What the API refused, or why it could not be asked. `status` is 0 when no answer came. */
export class ApiError extends Error {
  constructor(status, { code, message, details = {} }, retryAfterS = 0) {
    super(message);
    Object.assign(this, { status, code, details, retryAfterS });
  }
}

/** Send a request and return the `data` of its answer; raises ApiError. */
export async function send(method, path, { body, token, keepalive = false } = {}) {
  const headers = { Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      keepalive,
      body: body && JSON.stringify(body),
      credentials: "omit",
      signal: AbortSignal.timeout(GIVE_UP_MS),
    });
  } catch (error) {
    throw new ApiError(0, { code: error.name === "TimeoutError" ? "TIMEOUT" : "OFFLINE", message: error.message });
  }
  const answer = await response.json().catch(() => null);
  if (answer?.success) return answer.data;
  const unreadable = { code: "UNREADABLE", message: "The answer cannot be read." };
  throw new ApiError(response.status, answer?.error ?? unreadable, Number(response.headers.get("Retry-After")) || 0);
}

/** Tell a person what happened and what to do; a mistake in this page is thrown on. */
export function inPlainWords(error) {
  if (!(error instanceof ApiError)) throw error;
  const later = error.retryAfterS ? `Try again in ${inWords(error.retryAfterS)}.` : "Try again in a moment.";
  if (error.code === "OFFLINE") return `The server cannot be reached. Your code is kept in this browser. ${later}`;
  if (error.code === "TIMEOUT") return `The server did not answer in time. ${later}`;
  if (error.status === 429) return `That was a lot of requests in a short time. ${later}`;
  if (error.code === "TOKEN_MISSING") return "Sign in to do this.";
  if (error.code === "UNREADABLE") return `The server has a problem. ${later}`;
  if (error.code === "VALIDATION_ERROR") return Object.values(error.details).flat().join(" ") || error.message;
  if (error.status === 503) return `${error.message.split(";")[0].replace(/\.$/, "")}. ${later}`;
  return error.message;
}

function inWords(seconds) {
  if (seconds < 90) return seconds === 1 ? "one second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
