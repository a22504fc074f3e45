// The main job with @hey-api/openapi-ts: node hey_api.js URL
import assert from "node:assert";
import { getExercise, listExercises, login, register, runCode, submitSolution } from "./generated/hey-api";
import { client } from "./generated/hey-api/client.gen";

async function main(baseUrl: string): Promise<void> {
  client.setConfig({ baseUrl });
  const account = { email: "hey@example.org", username: "hey", password: "another horse" };
  const registered = await register({ body: account });
  assert.equal(registered.data?.data.user.username, "hey");
  const refused = await register({ body: account });
  const discriminated = refused.data ?? refused.error;
  assert.equal(discriminated?.success, false);
  if (discriminated && !discriminated.success) {
    const code: string = discriminated.error.code;
    assert.match(code, /_TAKEN$/);
  }
  const signedIn = await login({ body: { email: account.email, password: account.password } });
  client.setConfig({ baseUrl, auth: signedIn.data?.data.accessToken });
  const list = await listExercises({ query: { difficulty: "beginner", perPage: 5 } });
  assert.equal(list.data?.data.exercises.length, 5);
  const exercise = await getExercise({ path: { exerciseId: "greet" } });
  assert.equal(exercise.data?.data.exercise.id, "greet");
  const run = await runCode({ body: { code: "print(input())", stdin: "Ada" } });
  const result = run.data;
  assert.equal(typeof result === "object" && result.data.stdout, "Ada\n");
  const code = "def greet(name):\n    return f\"Hello, {name.strip() or 'friend'}!\"\n";
  const verdict = await submitSolution({ body: { exerciseId: "greet", code } });
  assert.equal(verdict.data?.data.passed, true);
  assert.notEqual(verdict.data?.data.submissionId, null);
}

main(process.argv[2] ?? "").then(() => console.log("walked"));
