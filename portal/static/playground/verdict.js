/** The results panel: a program's output, the verdict of each test, and explanations of errors. */

import { byId, el, icon, keepFocus, printed } from "./dom.js";
import { describeFailure, entry, hasDetails } from "./failure.js";
import { testList, title } from "./testlist.js";
import { formatNumber, t } from "./texts.js";

const ANNOUNCED_OUTPUT_CHARACTERS = 300;
const OUTCOMES = {
  ok: t`The program finished`,
  error: t`The program stopped with an error`,
  timeout: t`The program took too long and was stopped`,
  memory: t`The program needed too much memory and was stopped`,
  output_limit: t`The program printed too much and was stopped`,
  file_limit: t`The program wrote too much to files and was stopped`,
  crashed: t`The program crashed`,
  incomplete: t`The program ended before all tests ran`,
  stopped: t`You stopped the program`,
};

/** Show why there is no result; returns the text to announce. */
export function showError(text) {
  show(headline("bad", t`Something went wrong`, text));
  scrollToResults();
  return text;
}

/** Show that the learner has stopped the tests; returns the text to announce. */
export function showStopped() {
  const text = t`You stopped the tests`;
  show(headline("plain", text, t`Nothing was recorded.`));
  scrollToResults();
  return `${text}.`;
}

/** Show the result of a run; returns the text to announce. */
export function showRun(run) {
  const outcome = OUTCOMES[run.status] ?? t`The program did not finish`;
  show(
    headline(run.status === "ok" ? "good" : "bad", outcome, t`in ${formatMs(run.executionTime)}`),
    errorExplanation(run.error, run.limit),
    run.stdout ? printed(t`Output`, run.stdout) : el("p", { class: "muted" }, noOutput(run)),
    run.stderr ? printed(t`Error output`, run.stderr) : "",
    run.truncated ? el("p", { class: "muted" }, t`The output was cut: only the beginning is shown.`) : "",
  );
  scrollToResults();
  return [summary(outcome, run.error), run.stdout ? t`Output: ${run.stdout.slice(0, ANNOUNCED_OUTPUT_CHARACTERS)}` : noOutput(run)].join(" ");
}

/** Show what a call returned and printed; returns the text to announce. */
export function showCall(run, call) {
  const { returned, printed: output } = run;
  if (returned === null) return showRun({ ...run, stdout: output });
  show(
    headline("good", t`The call returned`),
    el("div", { class: "failure" }, el("dl", {}, entry(t`Call`, call), entry(t`Returned`, returned))),
    returned === "None" ? el("p", { class: "muted" }, t`A function without return returns None.`) : "",
    output ? printed(t`Output`, output) : "",
  );
  scrollToResults();
  return [t`${call} returned ${returned}.`, output && t`Output: ${output}`].filter(Boolean).join(" ").slice(0, ANNOUNCED_OUTPUT_CHARACTERS);
}

/** List the tests before anything has run. */
export function showTests(exercise) {
  show(
    headline("plain", willCheck(exercise.tests.length), t`Run it as often as you like. Submit it when you think it is right.`),
    testList(exercise.tests, { exercise }),
  );
}

/**
 * Show the verdict, failed tests first. `next` is the exercise to go on with, `onLine` shows a line of the code. Returns
 * the text to announce.
 */
export function showVerdict(verdict, { next, exercise, onLine }) {
  const { total } = verdict.summary;
  const failed = verdict.tests.filter((test) => !test.passed);
  const passed = verdict.tests.filter((test) => test.passed);
  const [firstFailure] = failed;
  const outcome = verdictText(verdict);
  const advice = verdict.passed ? t`Well done.` : t`Start with the first failed test.`;
  show(
    headline(verdict.passed ? "good" : "bad", outcome, total ? advice : ""),
    verdict.passed && next ? el("p", {}, el("a", { class: "next", href: `#/${encodeURIComponent(next.id)}` }, t`Next: ${next.title}`)) : "",
    errorExplanation(verdict.error, verdict.limit),
    testList([...failed, ...passed], { exercise, onLine, open: firstFailure }),
    verdict.stdout && !verdict.tests.some((test) => test.output) ? printed(t`Your program printed`, verdict.stdout) : "",
  );
  scrollToResults();
  return [summary(outcome, verdict.error), firstFailure && announceFailure(firstFailure)].filter(Boolean).join(" ");
}

/** Show the result of the only test that ran; returns the text to announce. */
export function showTestResult(verdict, { exercise, onLine }) {
  const [test] = verdict.tests;
  const outcome = verdict.passed ? t`This test passed` : t`This test failed`;
  show(
    headline(verdict.passed ? "good" : "bad", outcome, t`Only a submission runs all tests and counts.`),
    errorExplanation(verdict.error, verdict.limit),
    testList(verdict.tests, { exercise, onLine, open: test }),
  );
  scrollToResults();
  return [summary(outcome, verdict.error), !verdict.passed && test && announceFailure(test)].filter(Boolean).join(" ");
}

function verdictText({ passed, status, summary: { passed: passedTests, total } }) {
  if (!total) return OUTCOMES[status] ?? t`No test could run`;
  if (passed) return total === 1 ? t`Solved: the test passed` : t`Solved: all ${total} tests passed`;
  return total === 1 ? t`The test did not pass` : t`${passedTests} of ${total} tests passed`;
}

/** Show these nodes alone in the panel. */
export function show(...nodes) {
  const results = byId("results");
  keepFocus(results, () => results.replaceChildren(...nodes), () => results);
  results.scrollTop = 0;
}

/** Scroll the page only as far as needed to show the results, so that the end of the code stays visible. */
export function scrollToResults() {
  const { top, bottom } = byId("results").getBoundingClientRect();
  if (top < 0) window.scrollBy(0, top - 16);
  else if (bottom > innerHeight) window.scrollBy(0, Math.max(0, Math.min(bottom - innerHeight + 16, top - innerHeight * 0.3)));
}

function headline(kind, text, detail = "") {
  const iconName = { good: "done", bad: "failed" }[kind];
  return el("div", { class: `headline ${kind}` }, iconName && icon(iconName), el("h2", {}, text), el("span", { class: "muted" }, detail));
}

function errorExplanation(error, limit) {
  if (!error) return "";
  const where = error.line ? t`${error.type} on line ${error.line}` : error.type;
  return el("div", { class: "explanation" },
    el("h3", {}, where),
    el("p", { class: "means" }, error.explanation ?? error.message),
    error.explanation && error.message && !limit ? el("p", { class: "muted" }, t`Python says:`, " ", el("code", {}, error.message)) : "",
    limit ? el("p", { class: "muted" }, limitText(limit)) : "");
}

function noOutput({ status, explanation }) {
  if (status !== "ok") return t`It printed nothing.`;
  return explanation ?? t`It printed nothing. Use print(…) to show a value, call a function, or submit to run the tests.`;
}

function summary(text, error) {
  return error ? `${text}. ${error.explanation ?? `${error.type}: ${error.message}`}` : `${text}.`;
}

function announceFailure(test) {
  const details = hasDetails(test.failure) ? describeFailure(test.failure) : test.message;
  return t`First failed test: ${title(test).textContent}. ${details ?? ""}`.slice(0, 2 * ANNOUNCED_OUTPUT_CHARACTERS);
}

function formatMs(duration) {
  return duration < 1000 ? `${formatNumber(duration, duration < 10 ? 1 : 0)} ms` : `${formatNumber(duration / 1000, 1)} s`;
}

function willCheck(total) {
  return total === 1 ? t`1 test will check your code` : t`${total} tests will check your code`;
}

function limitText({ value, unit }) {
  if (unit === "ms") return t`Limit: ${`${formatNumber(value / 1000)} s`}`;
  if (unit !== "bytes") return t`Limit: ${`${formatNumber(value)} ${unit}`}`;
  const [size, name] = value < 2 ** 20 ? [2 ** 10, "KiB"] : [2 ** 20, "MiB"];
  return t`Limit: ${`${formatNumber(value / size)} ${name}`}`;
}
