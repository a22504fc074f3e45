// The main job with openapi-typescript and openapi-fetch: node openapi_typescript.js URL
import assert from "node:assert";
import createClient from "openapi-fetch";
import type { paths } from "./generated/openapi-typescript";

async function main(baseUrl: string): Promise<void> {
  const client = createClient<paths>({ baseUrl });
  const account = { email: "tess@example.org", username: "tess", password: "another horse" };
  const registered = await client.POST("/api/auth/register", { body: account });
  assert.equal(registered.data?.data.user.username, "tess");
  const again = await client.POST("/api/auth/register", { body: account });
  const discriminated = again.data ?? again.error;
  assert.equal(discriminated?.success, false);
  if (discriminated && !discriminated.success) {
    const code: string = discriminated.error.code;
    assert.match(code, /_TAKEN$/);
  }
  const login = await client.POST("/api/auth/login", { body: { username: "tess", password: account.password } });
  const headers = { Authorization: `Bearer ${login.data?.data.accessToken}` };
  const list = await client.GET("/api/exercises", { params: { query: { difficulty: "beginner", perPage: 5 } }, headers });
  assert.equal(list.data?.data.exercises.length, 5);
  const path = { exerciseId: "greet" };
  const exercise = (await client.GET("/api/exercises/{exerciseId}", { params: { path }, headers })).data?.data.exercise;
  assert.equal(exercise?.id, "greet");
  const run = await client.POST("/api/exercises/run", { body: { code: "print(input())", stdin: "Ada" }, headers });
  assert.equal(typeof run.data === "object" && run.data.data.stdout, "Ada\n");
  const code = "def greet(name):\n    return f\"Hello, {name.strip() or 'friend'}!\"\n";
  const verdict = await client.POST("/api/exercises/test", { body: { exerciseId: "greet", code }, headers });
  assert.equal(verdict.data?.data.passed, true);
}

main(process.argv[2] ?? "").then(() => console.log("walked"));
