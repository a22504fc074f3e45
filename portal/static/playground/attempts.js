/** Run or submit the code in the editor, one at a time. */

import * as api from "./api.js";
import { programWithCall, splitOutput, withoutAddedLine } from "./call.js";
import { showCatalogue } from "./catalogue.js";
import { byId, setText } from "./dom.js";
import { editor } from "./editor.js";
import * as guestSolutions from "./guestsolutions.js";
import { explainError } from "./http.js";
import { showLearner } from "./learner.js";
import { clearNotice, hideIntro, showNotice } from "./notice.js";
import { showCurrentExercise } from "./opening.js";
import { nextAfter } from "./path.js";
import { showProgress } from "./progress.js";
import { codeSaved } from "./saving.js";
import * as session from "./session.js";
import { state } from "./state.js";
import { t } from "./texts.js";
import { showCall, showError, showRun, showStopped, showTestResult, showVerdict } from "./verdict.js";

let unanswered = null; // the submission, as sent, that has no response yet

/** Run the program and show what it prints. */
export async function run() {
  const { exercise, code } = state;
  const result = await attempt(t`Running…`, (control) => follow(code, control));
  if (!result || state.exercise !== exercise) return;
  setText("announcement", showRun(result));
  if (result.error?.line) editor.mark(result.error.line);
}

/** Call a function of the program and show what it returns. */
export async function call() {
  const { exercise, code } = state;
  const text = byId("call-text").value.trim();
  if (!text) return;
  const marker = `returned-${randomText()}:`;
  const printed = (output) => splitOutput(output, marker).printed;
  const result = await attempt(t`Running…`, (control) => follow(programWithCall(code, text, marker), control, printed));
  if (!result || state.exercise !== exercise) return;
  const shown = withoutAddedLine({ ...result, ...splitOutput(result.stdout, marker) }, code);
  setText("announcement", showCall(shown, text));
  if (shown.error?.line) editor.mark(shown.error.line);
}

/** Submit the code and show the verdict. It counts, so opening another exercise does not end it. */
export async function submit() {
  const { exercise, code, hintsOpened } = state;
  const submission = { exerciseId: exercise?.id, code, hintsOpened };
  const verdict = await attempt(t`Running the tests…`, ({ signal }) => sendOnce(submission, signal), { counts: true });
  if (!verdict) return;
  if (verdict.passed) markSolved(exercise.id, code);
  if (state.exercise === exercise) {
    const next = nextAfter(exercise.id, state.exercises);
    setText("announcement", showVerdict(verdict, { next, exercise, onLine: editor.goToLine }));
    markFailure(verdict);
  }
  if (verdict.progress) await record(verdict.progress, code);
}

/** Send a submission. Repeating one whose response was lost does not count twice: it has the same key. */
async function sendOnce(submission, signal) {
  const content = JSON.stringify(submission);
  if (unanswered?.content !== content) unanswered = { content, key: randomText() };
  try {
    const verdict = await api.submit(submission, { key: unanswered.key, signal });
    unanswered = null;
    return verdict;
  } catch (error) {
    const isRefused = error.status >= 400 && error.status < 500 && error.code !== "IDEMPOTENCY_KEY_IN_USE";
    if (isRefused || signal.aborted) unanswered = null;
    throw error;
  }
}

function randomText() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

/** Run one test and show its result, which does not count. */
export async function runTest(name) {
  const { exercise, code } = state;
  const verdict = await attempt(t`Running the test…`, ({ signal }) => api.runTest(exercise.id, code, name, signal));
  if (!verdict || state.exercise !== exercise) return;
  setText("announcement", showTestResult(verdict, { exercise, onLine: editor.goToLine }));
  markFailure(verdict);
}

function markFailure({ error, tests }) {
  const line = error?.line ?? tests.find(({ passed }) => !passed)?.failure?.line;
  if (line) editor.mark(line);
}

/** Run a program and show its output, or the part of it that is to be seen, until it ends or the learner stops it. */
async function follow(code, { progress, signal }, visible = (output) => output) {
  const written = { stdout: "", stderr: "" };
  const onOutput = ({ stream, text }) => {
    written[stream] += text;
    progress.showOutput(stream, visible(written[stream]));
  };
  try {
    return await api.run(code, byId("stdin").value, { onOutput, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    return { status: "stopped", ...written, executionTime: progress.elapsedMs() };
  }
}

/**
 * Perform one action at a time, which the learner can stop; returns undefined if there is no result. Leaving the
 * exercise stops what does not count.
 */
async function attempt(text, action, { counts = false } = {}) {
  const { exercise } = state;
  if (!exercise) return undefined;
  if (state.attempt) {
    if (state.attempt.exercise !== exercise) showNotice(t`The tests of your last submission are still running.`);
    return undefined;
  }
  const stop = new AbortController();
  setAttempt({ exercise, counts, stop: () => stop.abort() });
  clearNotice();
  hideIntro();
  editor.clearMark();
  setText("announcement", text);
  const progress = showProgress(text, state.attempt.stop);
  try {
    return await action({ progress, signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) {
      if (state.exercise === exercise) setText("announcement", showStopped());
      return undefined;
    }
    const explanation = explainError(error);
    if (state.exercise === exercise) setText("announcement", showError(explanation));
    else if (counts) showNotice(`${exercise.title}: ${explanation}`);
  } finally {
    progress.end();
    setAttempt(null);
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
  const userId = session.user()?.id;
  try {
    const statistics = await api.getStatistics();
    if (session.user()?.id !== userId) return;
    state.statistics = statistics;
    showLearner();
  } catch (error) {
    showNotice(t`Your progress could not be loaded. ${explainError(error)}`, refreshStatistics);
  }
}

function setAttempt(current) {
  state.attempt = current;
  for (const id of ["run", "submit", "call-button"]) byId(id).setAttribute("aria-disabled", String(Boolean(current)));
}
