/** The open exercise: instructions, hints shown one at a time, and the reference solution once it is solved. */

import { byId, el, icon, keepFocus } from "./dom.js";
import { renderBlocks, renderInline } from "./markdown.js";
import { t } from "./texts.js";

const DIFFICULTIES = { beginner: t`beginner`, intermediate: t`intermediate`, advanced: t`advanced` };

/**
 * Show an exercise. `missing` are the unsolved exercises it builds on; `onCompare` shows the reference solution, which
 * is offered once the exercise is solved; `onHint` is called with the number of hints shown; `submissions` is the list of
 * earlier submissions, if there is one.
 */
export function showExercise(exercise, { missing, onCompare, onHint, submissions }) {
  const node = byId("exercise");
  const heading = el("h1", { tabindex: "-1", lang: "en" }, exercise.title);
  keepFocus(node, () => node.replaceChildren(
    el("p", { class: "tags" }, tags(exercise)),
    heading,
    missing.length ? el("p", { class: "builds-on" }, icon("locked"), t`Solve first:`, " ", missing.map(link)) : "",
    el("div", { class: "prose", lang: "en" }, renderBlocks(exercise.instructions)),
    files(exercise.files),
    hints(exercise.hints, onHint),
    exercise.status === "completed" ? el("p", { class: "history" }, el("button", { type: "button", onclick: onCompare }, t`Compare with a reference solution`)) : "",
    submissions,
  ), () => heading);
  node.setAttribute("aria-busy", "false");
}

/** Say why there is no exercise to show. */
export function showNoExercise(text) {
  byId("exercise").replaceChildren(el("p", { class: "muted" }, text));
  byId("exercise").setAttribute("aria-busy", "false");
}

/** Render the author's other ways to solve an exercise. */
export function showApproaches(approaches) {
  return approaches.map(({ title, summary, content }) => el("details", { class: "approach", lang: "en" },
    el("summary", {}, el("b", {}, title), summary && ` ${summary}`),
    el("div", { class: "prose" }, renderBlocks(content))));
}

function link({ id, title }, position) {
  return [position ? ", " : "", el("a", { href: `#/${encodeURIComponent(id)}` }, title)];
}

function tags({ difficulty, category, topics }) {
  return [...new Set([DIFFICULTIES[difficulty] ?? difficulty, category, ...topics])].map((tag) => el("span", {}, tag));
}

function files(names) {
  return names.length ? el("p", { class: "muted" }, t`Files your program can open:`, " ", names.join(", ")) : "";
}

function hints(texts, onHint) {
  if (!texts.length) return "";
  let shown = 0;
  const list = el("ol", { class: "hints", "aria-live": "polite" });
  const label = el("span");
  const button = el("button", { type: "button", class: "quiet", onclick: showNext }, icon("hint"), label);
  function updateLabel() {
    label.textContent = shown ? t`Show another hint (${shown + 1} of ${texts.length})` : t`Show a hint (1 of ${texts.length})`;
  }
  function showNext() {
    const item = el("li", { tabindex: "-1" }, renderInline(texts[shown]));
    list.append(item);
    shown += 1;
    onHint(shown);
    keepFocus(button, () => { button.hidden = shown === texts.length; }, () => (button.hidden ? item : button));
    updateLabel();
    (button.hidden ? item : button).scrollIntoView({ block: "nearest" });
  }
  updateLabel();
  return el("div", { class: "help" }, list, button);
}
