// The main job with a client whose types are generated from the API document.
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./portal.js";

const baseUrl = process.env["PORTAL_URL"] ?? "http://localhost:3000";
const api = createClient<paths, "application/json">({ baseUrl });
let tokens: components["schemas"]["SignIn"] | undefined;
let renewal: Promise<void> | undefined;

// Sends the token with every request; when it has expired, gets another pair and sends the request once more.
const signedIn: Middleware = {
  onRequest({ request }) {
    if (tokens) request.headers.set("Authorization", `Bearer ${tokens.accessToken}`);
    kept.set(request, request.clone());
    return request;
  },
  async onResponse({ request, response }) {
    const again = kept.get(request);
    if (response.status !== 401 || !tokens || !again) return response;
    renewal ??= renew().finally(() => (renewal = undefined)); // one renewal, however many requests wait for it
    await renewal;
    again.headers.set("Authorization", `Bearer ${tokens.accessToken}`);
    return fetch(again);
  },
};
const kept = new WeakMap<Request, Request>(); // a body can be read once only

async function renew(): Promise<void> {
  const body = { refreshToken: tokens?.refreshToken ?? "" };
  tokens = dataOf(await createClient<paths, "application/json">({ baseUrl }).POST("/api/auth/refresh", { body }));
  console.log("Tokens renewed");
}

type Failure = { error: { code: string; message: string } };

// The data of an answer; an error ends the program with its code.
function dataOf<T>(answer: { data?: { data: T }; error?: Failure }): T {
  if (answer.data) return answer.data.data;
  throw new Error(`${answer.error?.error.code}: ${answer.error?.error.message}`);
}

api.use(signedIn);
const name = `ada-${crypto.randomUUID().slice(0, 8)}`;
const account = { email: `${name}@example.org`, username: name, password: "correct horse" };
tokens = dataOf(await api.POST("/api/auth/register", { body: account }));
tokens = { ...tokens, accessToken: "expired" }; // as it will be one day: the next request renews it

const query = { difficulty: "beginner", perPage: 3 } as const;
const { exercises } = dataOf(await api.GET("/api/exercises", { params: { query } }));
console.log("Exercises:", exercises.map((exercise) => exercise.title).join(", "));

const program = { code: "print('Hello,', input())", stdin: "Ada" };
const run = dataOf(await api.POST("/api/exercises/run", { body: program }));
console.log("The program printed:", run.stdout.trim());

const code = "def keep_even(numbers):\n    return [number for number in numbers if number % 2 == 0]\n";
const attempt = { exerciseId: "keep-even", code };
const verdict = dataOf(await api.POST("/api/exercises/test", { body: attempt }));
console.log("Tests passed:", verdict.summary.passed, "of", verdict.summary.total);

const { progress } = dataOf(await api.GET("/api/progress"));
for (const each of progress) console.log("Progress:", each.exerciseId, each.status);
const stats = dataOf(await api.GET("/api/progress/stats"));
console.log("Completed:", stats.totals.completed, "of", stats.totals.total);
