/** The catalogue: exercises by difficulty, each with its status, and a search box. */

import { byId, el, icon, setText } from "./dom.js";

const DIFFICULTIES = ["beginner", "intermediate", "advanced"];
const STATUS = {
  not_started: ["open", "not started"],
  in_progress: ["started", "in progress"],
  completed: ["done", "solved"],
};

/** Show the exercises that match the search; `currentId` is the open exercise. */
export function showCatalogue(exercises, currentId) {
  const focused = document.activeElement?.closest("#exercises a")?.hash;
  const query = byId("search").value.trim().toLowerCase();
  const found = exercises.filter((exercise) => matches(exercise, query));
  setText("solved", progressText(exercises));
  byId("exercises").replaceChildren(
    ...DIFFICULTIES.map((name) => group(name, found, currentId)).filter(Boolean),
    exercises.length && !found.length ? el("p", { class: "muted" }, "No exercise matches.") : "",
  );
  const links = allLinks();
  const tabStop = links.find((link) => link.hasAttribute("aria-current")) ?? links[0];
  links.forEach((link) => { link.tabIndex = link === tabStop ? 0 : -1; });
  if (focused) links.find((link) => link.hash === focused)?.focus();
}

/** Make the list one tab stop: the arrow keys, Home and End move within it. */
export function enableArrowKeys() {
  byId("exercises").addEventListener("keydown", (event) => {
    const links = allLinks();
    const position = links.indexOf(document.activeElement);
    const target = { ArrowDown: position + 1, ArrowUp: position - 1, Home: 0, End: links.length - 1 }[event.key];
    if (position < 0 || target === undefined) return;
    event.preventDefault();
    links[target]?.focus();
  });
}

function allLinks() {
  return [...byId("exercises").querySelectorAll("a")];
}

/** A guest's exercises have no status. */
function progressText(exercises) {
  const solved = exercises.filter(({ status }) => status === "completed").length;
  return exercises.some(({ status }) => status) ? `${solved} of ${exercises.length} solved` : String(exercises.length);
}

function matches({ title, category, topics }, query) {
  return [title, category, ...topics].some((text) => text.toLowerCase().includes(query));
}

function group(difficulty, found, currentId) {
  const members = found.filter((exercise) => exercise.difficulty === difficulty);
  if (!members.length) return null;
  return el("section", {},
    el("h2", {}, difficulty),
    el("ul", {}, members.map((exercise) => item(exercise, exercise.id === currentId))));
}

function item({ id, title, status = "not_started" }, isCurrent) {
  const [iconName, label] = STATUS[status];
  return el("li", {},
    el("a", { href: `#/${encodeURIComponent(id)}`, "aria-current": isCurrent && "page", "data-status": status },
      icon(iconName, label), title));
}
