/** Why a test failed: the call, the expected and the actual value with their difference marked, and how to go on. */

import { el, icon } from "./dom.js";
import { renderInline } from "./markdown.js";
import { t } from "./texts.js";

/** Render a test's `failure`; `onLine` is called with the line number when the learner wants to see it. */
export function failureDetails({ call, expected, actual, difference, line, explanation, hint }, onLine) {
  const [markedExpected, markedActual] = markDifference(expected, actual);
  return el("div", { class: "failure" },
    call || expected || actual ? el("dl", {},
      entry(t`Call`, call),
      entry(t`Expected`, markedExpected, "expected"),
      entry(t`Got`, markedActual, "actual"),
      entry(t`First difference`, difference)) : "",
    explanation ? el("p", { class: "why" }, renderInline(explanation)) : "",
    hint ? el("p", { class: "test-hint" }, icon("hint"), el("span", {}, el("b", {}, t`Hint:`), " ", renderInline(hint))) : "",
    line ? el("button", { type: "button", class: "quiet", onclick: () => onLine(line) }, t`Go to line ${line}`) : "");
}

/** Whether a failure says more than the plain message would. */
export function hasDetails(failure) {
  return Boolean(failure && (failure.call || failure.expected || failure.actual || failure.explanation));
}

/** Describe a failure in one sentence, for the announcement to screen readers. */
export function describeFailure({ call, expected, actual, explanation }) {
  const values = [call && t`Call: ${call}`, expected && t`expected: ${expected}`, actual && t`got: ${actual}`].filter(Boolean);
  return [values.join(", "), explanation].filter(Boolean).join(". ");
}

/** Render one entry of a list of values, nothing without content. */
export function entry(label, content, name = "") {
  if (!content?.length) return "";
  return [el("dt", {}, label), el("dd", { class: name }, el("pre", { tabindex: "0" }, el("code", {}, content)))];
}

/**
 * Mark what differs between two texts, after the start and before the end that they share. Texts with little in common
 * are returned as they are: marking nearly everything would not help.
 */
function markDifference(expected, actual) {
  if (!expected || !actual || expected === actual) return [expected, actual];
  const left = [...expected];
  const right = [...actual];
  const shortest = Math.min(left.length, right.length);
  let start = 0;
  while (start < shortest && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < shortest - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  if ((start + end) * 4 < shortest) return [expected, actual];
  return [left, right].map((text) => {
    const middle = text.slice(start, text.length - end).join("");
    return [text.slice(0, start).join(""), middle && el("mark", {}, middle), text.slice(text.length - end).join("")];
  });
}
