// The main job with orval's fetch client, which knows the address of the service.
import assert from "node:assert";
import { getExercise, listExercises, login, register, runCode, submitSolution } from "./generated/orval";

async function main(): Promise<void> {
  const account = { email: "orval@example.org", username: "orval", password: "another horse" };
  const registered = await register(account);
  assert(registered.status === 201);
  assert.equal(registered.data.data.user.username, "orval");
  const refused = await register(account);
  assert(refused.status === 409);
  assert.match(refused.data.error.code, /_TAKEN$/);
  const signedIn = await login({ username: account.username, password: account.password });
  assert(signedIn.status === 200);
  const options = { headers: { Authorization: `Bearer ${signedIn.data.data.accessToken}` } };
  const list = await listExercises({ difficulty: "beginner", perPage: 5 }, options);
  assert(list.status === 200);
  assert.equal(list.data.data.exercises.length, 5);
  const exercise = await getExercise("greet", options);
  assert(exercise.status === 200);
  assert.equal(exercise.data.data.exercise.id, "greet");
  const run = await runCode({ code: "print(input())", stdin: "Ada" }, options);
  assert(run.status === 200 && typeof run.data === "object");
  assert.equal(run.data.data.stdout, "Ada\n");
  const code = "def greet(name):\n    return f\"Hello, {name.strip() or 'friend'}!\"\n";
  const verdict = await submitSolution({ exerciseId: "greet", code }, options);
  assert(verdict.status === 200);
  assert.equal(verdict.data.data.passed, true);
}

main().then(() => console.log("walked"));
