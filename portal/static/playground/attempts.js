/** Run or submit the code in the editor, one at a time. */

import * as api from "./api.js";
import { programWithCall, splitOutput } from "./call.js";
import { showCatalogue } from "./catalogue.js";
import { byId, setText } from "./dom.js";
import { editor } from "./editor.js";
import * as guestSolutions from "./guestsolutions.js";
import { explainError } from "./http.js";
import { hideIntro } from "./intro.js";
import { showLearner } from "./learner.js";
import { clearNotice, showNotice } from "./notice.js";
import { showCurrentExercise } from "./opening.js";
import { nextAfter } from "./path.js";
import { showProgress } from "./progress.js";
import { codeSaved } from "./saving.js";
import * as session from "./session.js";
import { state } from "./state.js";
import { t } from "./texts.js";
import { showCall, showError, showRun, showTestResult, showVerdict } from "./verdict.js";

/** Run the program and show what it prints. */
export async function run() {
  const { exercise } = state;
  const result = await attempt(() => follow(state.code));
  if (!result || state.exercise !== exercise) return;
  setText("announcement", showRun(result));
  if (result.error?.line) editor.mark(result.error.line);
}

/** Call a function of the program and show what it returns. */
export async function call() {
  const { exercise, code } = state;
  const text = byId("call-text").value.trim();
  if (!text) return;
  const marker = `returned-${crypto.getRandomValues(new Uint32Array(2)).join("-")}:`;
  const result = await attempt(() => follow(programWithCall(code, text, marker), (output) => splitOutput(output, marker).printed));
  if (!result || state.exercise !== exercise) return;
  setText("announcement", showCall({ ...result, ...splitOutput(result.stdout, marker) }, text));
  if (result.error?.line) editor.mark(result.error.line);
}

/** Submit the code and show the verdict. */
export async function submit() {
  const { exercise, code, hintsOpened } = state;
  const verdict = await attempt(() => grade(t`Running the tests…`, () => api.submit(exercise.id, code, hintsOpened)));
  if (!verdict) return;
  if (verdict.passed) markSolved(exercise.id, code);
  if (state.exercise === exercise) {
    const next = nextAfter(exercise.id, state.exercises);
    setText("announcement", showVerdict(verdict, { next, exercise, onLine: editor.goToLine }));
    markFailure(verdict);
  }
  if (verdict.progress) await record(verdict.progress, code);
}

/** Run one test and show its result, which does not count. */
export async function runTest(name) {
  const { exercise, code } = state;
  const verdict = await attempt(() => grade(t`Running the test…`, () => api.runTest(exercise.id, code, name)));
  if (!verdict || state.exercise !== exercise) return;
  setText("announcement", showTestResult(verdict, { exercise, onLine: editor.goToLine }));
  markFailure(verdict);
}

function markFailure({ error, tests }) {
  const line = error?.line ?? tests.find(({ passed }) => !passed)?.failure?.line;
  if (line) editor.mark(line);
}

/** Run a program and show its output, or the part of it that is to be seen, until it ends or the learner stops it. */
async function follow(code, visible = (output) => output) {
  const stop = new AbortController();
  const written = { stdout: "", stderr: "" };
  const progress = begin(t`Running…`, () => stop.abort());
  const onOutput = ({ stream, text }) => {
    written[stream] += text;
    progress.showOutput(stream, visible(written[stream]));
  };
  try {
    return await api.run(code, byId("stdin").value, { onOutput, signal: stop.signal });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return { status: "stopped", ...written, executionTime: progress.elapsedMs() };
  } finally {
    progress.end();
  }
}

async function grade(text, request) {
  const progress = begin(text);
  try {
    return await request();
  } finally {
    progress.end();
  }
}

function begin(text, onStop) {
  setText("announcement", text);
  return showProgress(text, onStop);
}

/** Perform one action at a time; returns undefined if it failed or another one is in progress. */
async function attempt(action) {
  if (state.busy || !state.exercise) return undefined;
  const { exercise } = state;
  setBusy(true);
  clearNotice();
  hideIntro();
  editor.clearMark();
  try {
    return await action();
  } catch (error) {
    const explanation = explainError(error);
    if (state.exercise === exercise) setText("announcement", showError(explanation));
  } finally {
    setBusy(false);
  }
  return undefined;
}

/** Mark an exercise as solved in the catalogue; a guest's solution is kept in this browser. */
function markSolved(exerciseId, code) {
  if (!session.user()) guestSolutions.keep(exerciseId, code);
  const listed = state.exercises.find(({ id }) => id === exerciseId);
  if (listed) listed.status = "completed";
  showCatalogue(state.exercises, state.exercise?.id);
}

/** Show the progress that a submission made, also when the learner has opened another exercise meanwhile. */
async function record({ exerciseId, status }, code) {
  const { exercise } = state;
  codeSaved(exerciseId, status, code);
  if (exercise?.id === exerciseId) {
    const isNewlySolved = status === "completed" && exercise.status !== status;
    exercise.status = status;
    if (isNewlySolved) showCurrentExercise();
  }
  await refreshStatistics();
}

async function refreshStatistics() {
  try {
    state.statistics = await api.getStatistics();
    showLearner();
  } catch (error) {
    showNotice(t`Your progress could not be loaded. ${explainError(error)}`, refreshStatistics);
  }
}

function setBusy(busy) {
  state.busy = busy;
  for (const id of ["run", "submit", "call-button"]) byId(id).setAttribute("aria-disabled", String(busy));
}
