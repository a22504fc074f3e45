/** A list of tests: what each checks, its code unless the author hides it, its result if it ran, and running it alone. */

import { el, icon, printed } from "./dom.js";
import { failureDetails, hasDetails } from "./failure.js";
import { t } from "./texts.js";

/**
 * Render tests of an exercise as it lists them, or as a verdict does. `onLine` is called with the line of the code to
 * show; `open` is the test whose details are shown. Buttons have the name of the test to run in `data-test`.
 */
export function testList(tests, { exercise, onLine, open }) {
  const listed = new Map(exercise.tests.map((test) => [test.name, test]));
  const severalTasks = new Set(exercise.tests.map(({ task }) => task)).size > 1;
  return el("ul", { class: "tests" }, tests.map((test) => {
    const { task, source } = listed.get(test.name.split("[")[0]) ?? {};
    return el("li", {},
      el("details", { open: test === open },
        el("summary", { class: "test" }, outcome(test), title(test), severalTasks && task ? el("span", { class: "task muted" }, t`Task ${task}`) : ""),
        el("div", { class: "test-body" },
          explanation(test, onLine),
          test.output ? printed(t`Your program printed`, test.output) : "",
          source ? printed(t`The test`, source.trimEnd()) : "",
          el("button", { type: "button", class: "quiet", "data-test": test.name }, t`Run this test`))));
  }));
}

function outcome({ passed }) {
  if (passed === undefined) return icon("open");
  return icon(passed ? "done" : "failed", passed ? t`passed` : t`failed`);
}

function explanation({ failure, message }, onLine) {
  if (hasDetails(failure)) return failureDetails(failure, onLine);
  return message ? el("pre", { tabindex: "0" }, message) : "";
}

/** The author's title, else the name as words: `test_greets_by_name[Ada]` becomes "greets by name [Ada]". */
export function title({ name, title: given }) {
  if (given) return el("span", { class: "name", title: name }, given);
  const [, path, parameters] = /^(.*?)(\[.*)?$/s.exec(name);
  const words = path.split(/::|\./).map((part) => part.replace(/^test_?/i, "").replaceAll("_", " ")).filter(Boolean).join(": ");
  return el("span", { class: "name", title: name }, words || name, parameters ? el("code", {}, parameters) : "");
}
