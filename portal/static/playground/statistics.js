/** How far the learner is: figures, the heat map, and what to do next. */

import { el, icon } from "./dom.js";
import { heatMap } from "./heatmap.js";

/** Show a learner's statistics; null stands for a guest. */
export function showStatistics(node, statistics, onRegister) {
  if (!statistics) {
    node.replaceChildren(el("p", { class: "invite" },
      el("button", { type: "button", onclick: onRegister }, "Register"),
      " to keep what you solve, your streak and a year of activity."));
    return;
  }
  const { totals, currentStreak, longestStreak, attempts, successRate, activity, recommended } = statistics;
  node.replaceChildren(
    el("h2", {}, "Your progress"),
    el("dl", { class: "figures" },
      figure("Solved", `${totals.completed} of ${totals.total}`),
      figure("Streak", days(currentStreak)),
      figure("Longest streak", days(longestStreak)),
      figure("Submissions", String(attempts)),
      figure("Success rate", attempts ? `${Math.round(successRate * 100)} %` : "–")),
    heatMap(activity),
    recommended ? el("p", { class: "todo" }, "Next for you: ", el("a", { href: `#/${encodeURIComponent(recommended.id)}` }, recommended.title)) : "",
  );
}

/** The streak as it stands in the page's head. */
export function streakChip(statistics) {
  const length = statistics?.currentStreak ?? 0;
  return el("span", { class: `chip${length ? " lit" : ""}`, title: "Days in a row with a submission" },
    icon("flame"), `${length}-day streak`);
}

function figure(name, value) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value));
}

function days(number) {
  return `${number} day${number === 1 ? "" : "s"}`;
}
