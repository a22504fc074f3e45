/** What an exercise asks for, its hints one by one, and how others solve it once it is solved. */

import { el, icon } from "./dom.js";
import { blocks, inline } from "./markdown.js";

/** Show an exercise; `loadSolution` fetches the reference solution and is offered when the exercise is solved. */
export function showExercise(node, exercise, loadSolution) {
  node.replaceChildren(
    el("p", { class: "tags" }, tags(exercise)),
    el("h1", { tabindex: "-1" }, exercise.title),
    el("div", { class: "prose" }, blocks(exercise.instructions)),
    files(exercise.files),
    hints(exercise.hints),
    solution(exercise.status, loadSolution),
  );
  node.setAttribute("aria-busy", "false");
}

function tags({ difficulty, category, topics }) {
  return [...new Set([difficulty, category, ...topics])].map((tag) => el("span", {}, tag));
}

function files(names) {
  return names.length ? el("p", { class: "muted" }, "Beside your code lie: ", names.join(", ")) : "";
}

function hints(texts) {
  if (!texts.length) return "";
  let shown = 0;
  const list = el("ol", { class: "hints", "aria-live": "polite" });
  const label = el("span");
  const button = el("button", { type: "button", class: "quiet", onclick: reveal }, icon("hint"), label);
  const describe = () => {
    label.textContent = shown ? `Another hint (${shown + 1} of ${texts.length})` : `Show a hint (1 of ${texts.length})`;
  };
  function reveal() {
    list.append(el("li", {}, inline(texts[shown])));
    shown += 1;
    button.hidden = shown === texts.length;
    describe();
  }
  describe();
  return el("div", { class: "help" }, list, button);
}

function solution(status, load) {
  if (status !== "completed") return "";
  const code = el("code");
  const details = el("details", { class: "solution", ontoggle: fill },
    el("summary", {}, "Compare with a reference solution"),
    el("pre", { tabindex: "0" }, code));
  async function fill() {
    if (details.open && !code.textContent) code.textContent = await load();
  }
  return details;
}
