/** The catalogue: a path by topic, each exercise with its status, and a search box. */

import { byId, el, icon, setText } from "./dom.js";
import { missingPrerequisites, nextAfter } from "./path.js";
import { t } from "./texts.js";

const STATUS = {
  not_started: ["open", t`not started`],
  in_progress: ["started", t`in progress`],
  completed: ["done", t`solved`],
  locked: ["locked", t`locked`],
};

/** Show the exercises that match the search; `currentId` is the open exercise. */
export function showCatalogue(exercises, currentId) {
  const focused = document.activeElement?.closest("#exercises a")?.hash;
  const query = byId("search").value.trim().toLowerCase();
  const found = exercises.filter((exercise) => matches(exercise, query));
  setText("solved", progressText(exercises));
  byId("exercises").replaceChildren(
    ...[...new Set(found.map(({ category }) => category))].map((category) => group(category, found, exercises, currentId)),
    exercises.length && !found.length ? el("p", { class: "muted" }, t`No exercise matches.`) : "",
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

function progressText(exercises) {
  return exercises.length ? t`${countSolved(exercises)} of ${exercises.length} solved` : "";
}

function countSolved(exercises) {
  return exercises.filter(({ status }) => status === "completed").length;
}

function matches({ title, category, topics }, query) {
  return [title, category, ...topics].some((text) => text.toLowerCase().includes(query));
}

function group(category, found, exercises, currentId) {
  const inTopic = (exercise) => exercise.category === category;
  const all = exercises.filter(inTopic);
  const next = nextAfter(null, exercises);
  return el("section", {},
    el("h2", {}, category.replaceAll("-", " "), el("span", {}, `${countSolved(all)}/${all.length}`)),
    el("ul", {}, found.filter(inTopic).map((exercise) => item(exercise, {
      isCurrent: exercise.id === currentId,
      isNext: exercise === next,
      isLocked: exercise.status !== "completed" && missingPrerequisites(exercise, exercises).length > 0,
    }))));
}

function item({ id, title, status }, { isCurrent, isNext, isLocked }) {
  const [iconName, label] = STATUS[isLocked ? "locked" : status];
  return el("li", {},
    el("a", { href: `#/${encodeURIComponent(id)}`, "aria-current": isCurrent && "page", "data-status": isLocked ? "locked" : status },
      icon(iconName, label), title, isNext && el("span", { class: "next-mark" }, t`next`)));
}
