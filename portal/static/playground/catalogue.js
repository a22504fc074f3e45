/** The catalogue: exercises by difficulty, what of each is done, and a filter. */

import { byId, el, icon } from "./dom.js";

const DIFFICULTIES = ["beginner", "intermediate", "advanced"];
const STATUS = {
  not_started: ["open", "not started"],
  in_progress: ["begun", "begun"],
  completed: ["done", "solved"],
};

/** Show the exercises that the search finds; `currentId` is the one that is open. */
export function showCatalogue(exercises, currentId) {
  const wanted = byId("search").value.trim().toLowerCase();
  const found = exercises.filter((exercise) => matches(exercise, wanted));
  byId("solved").textContent = howFar(exercises);
  byId("exercises").replaceChildren(
    ...DIFFICULTIES.map((name) => group(name, found, currentId)).filter(Boolean),
    found.length ? "" : el("p", { class: "muted" }, "Nothing is called that."),
  );
}

/** A guest's exercises have no status. */
function howFar(exercises) {
  const solved = exercises.filter(({ status }) => status === "completed").length;
  return exercises.some(({ status }) => status) ? `${solved} of ${exercises.length} solved` : String(exercises.length);
}

function matches({ title, category, topics }, wanted) {
  return [title, category, ...topics].some((text) => text.toLowerCase().includes(wanted));
}

function group(difficulty, found, currentId) {
  const members = found.filter((exercise) => exercise.difficulty === difficulty);
  if (!members.length) return null;
  return el("section", {},
    el("h2", {}, difficulty),
    el("ul", {}, members.map((exercise) => item(exercise, exercise.id === currentId))));
}

function item({ id, title, status = "not_started" }, isCurrent) {
  const [symbol, words] = STATUS[status];
  return el("li", {},
    el("a", { href: `#/${encodeURIComponent(id)}`, "aria-current": isCurrent && "page", "data-status": status },
      icon(symbol, words), title));
}
