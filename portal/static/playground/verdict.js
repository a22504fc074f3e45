/** The results: what a program printed, what each test saw, and what went wrong in a beginner's words. */

import { el, icon } from "./dom.js";

const ENDINGS = {
  error: "The program stopped with an error",
  timeout: "The program took too long and was stopped",
  memory: "The program needed too much memory and was stopped",
  output_limit: "The program printed too much and was stopped",
  file_limit: "The program wrote too much to files and was stopped",
  crashed: "The program crashed",
  incomplete: "The program ended before every test had its say",
};

/** What will be checked, before anything was. */
export function showTests(node, names) {
  node.replaceChildren(
    headline("plain", `${count(names.length, "test")} will check your code`, "Run it as often as you like; submit when you think it is right."),
    el("ul", { class: "tests" }, names.map((name) => el("li", {}, el("div", { class: "test" }, icon("open"), title(name))))),
  );
}

/** Say that something goes on. */
export function showWaiting(node, words) {
  node.replaceChildren(el("p", { class: "headline plain waiting" }, words));
}

/** Say why there is no result. */
export function showTrouble(node, words) {
  node.replaceChildren(headline("bad", "That did not work", words));
  return words;
}

/** Show how a run ended; returns the sentence that sums it up. */
export function showRun(node, run) {
  const words = run.status === "ok" ? "The program ran" : ENDINGS[run.status] ?? "The program did not finish";
  node.replaceChildren(
    headline(run.status === "ok" ? "good" : "bad", words, `in ${milliseconds(run.executionTime)}`),
    explanation(run.error, run.limit),
    run.stdout ? printed("Output", run.stdout) : el("p", { class: "muted" }, nothing(run)),
    run.stderr ? printed("Python’s own words", run.stderr) : "",
    run.truncated ? el("p", { class: "muted" }, "There was more; only the beginning is shown.") : "",
  );
  return sentence(words, run.error);
}

/** Show the verdict of every test, and `next`, the exercise to go on with; returns the sentence that sums it up. */
export function showVerdict(node, verdict, next) {
  const { passed, total } = verdict.summary;
  const words = verdict.passed ? `Solved: all ${count(total, "test")} passed` : `${passed} of ${count(total, "test")} passed`;
  const advice = verdict.passed ? "Well done." : "Not there yet. The first test that failed is the best place to look.";
  const firstFailure = verdict.tests.find((test) => !test.passed);
  node.replaceChildren(
    headline(verdict.passed ? "good" : "bad", total ? words : ENDINGS[verdict.status] ?? "No test could run", total ? advice : ""),
    verdict.passed && next ? el("p", {}, el("a", { class: "next", href: `#/${encodeURIComponent(next.id)}` }, `Next: ${next.title}`)) : "",
    explanation(verdict.error, verdict.limit),
    el("ul", { class: "tests" }, verdict.tests.map((test) => row(test, test === firstFailure))),
    verdict.stdout && !verdict.tests.some((test) => test.output) ? printed("Your program printed", verdict.stdout) : "",
  );
  return sentence(total ? words : advice, verdict.error);
}

function headline(kind, words, more) {
  const symbol = { good: "done", bad: "failed" }[kind];
  return el("div", { class: `headline ${kind}` }, symbol && icon(symbol), el("h2", {}, words), el("span", { class: "muted" }, more));
}

function explanation(error, limit) {
  if (!error) return "";
  const where = error.line ? `${error.type} on line ${error.line}` : error.type;
  return el("div", { class: "explanation" },
    el("h3", {}, where),
    el("p", { class: "means" }, error.explanation ?? error.message),
    error.explanation && error.message ? el("p", { class: "muted" }, "Python says: ", el("code", {}, error.message)) : "",
    limit ? el("p", { class: "muted" }, `Limit: ${limit.value} ${limit.unit}, used: ${Math.round(limit.used * 100) / 100} ${limit.unit}`) : "");
}

function row(test, isFirstFailure) {
  const label = [icon(test.passed ? "done" : "failed", test.passed ? "passed" : "failed"), title(test.name),
    el("span", { class: "muted time" }, milliseconds(test.duration))];
  if (!test.message && !test.output) return el("li", {}, el("div", { class: "test" }, label));
  return el("li", {},
    el("details", { open: isFirstFailure },
      el("summary", { class: "test" }, label),
      test.message ? el("pre", { tabindex: "0" }, test.message) : "",
      test.output ? printed("It printed", test.output) : ""));
}

/** `test_greets_by_name` reads better as words; what stands in brackets are values and stays. */
function title(name) {
  const [, path, values] = /^(.*?)(\[.*)?$/s.exec(name);
  const words = path.split(/::|\./).map((part) => part.replace(/^test_?/i, "").replaceAll("_", " ")).filter(Boolean).join(": ");
  return el("span", { class: "name", title: name }, words || name, values ? el("code", {}, values) : "");
}

function printed(label, text) {
  return el("figure", { class: "printed" }, el("figcaption", {}, label), el("pre", { tabindex: "0" }, text));
}

function nothing(run) {
  return run.status === "ok" ? "It printed nothing. print(…) shows a value, Submit asks the tests." : "It printed nothing.";
}

function sentence(words, error) {
  return error ? `${words}. ${error.explanation ?? `${error.type}: ${error.message}`}` : `${words}.`;
}

function milliseconds(duration) {
  return duration < 1000 ? `${duration < 10 ? duration.toFixed(1) : Math.round(duration)} ms` : `${(duration / 1000).toFixed(1)} s`;
}

function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
