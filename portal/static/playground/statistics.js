/** The learner's statistics: figures, the activity map, and the recommended exercise. */

import { byId, el, icon } from "./dom.js";
import { heatMap } from "./heatmap.js";
import { language, t } from "./texts.js";

/** Show a learner's statistics; null means a guest, who is invited to register. */
export function showStatistics(statistics, onRegister) {
  const node = byId("statistics");
  if (!statistics) {
    node.replaceChildren(el("p", { class: "invite" },
      el("button", { type: "button", onclick: onRegister }, t`Register`),
      " ", t`to save your progress, your streak and a year of activity.`));
    return;
  }
  const { totals, currentStreak, longestStreak, attempts, successRate, activity, recommended } = statistics;
  node.replaceChildren(
    el("h2", {}, t`Your progress`),
    el("dl", { class: "figures" },
      figure(t`Solved`, t`${totals.completed} of ${totals.total}`),
      figure(t`Streak`, days(currentStreak)),
      figure(t`Longest streak`, days(longestStreak)),
      figure(t`Submissions`, String(attempts)),
      figure(t`Success rate`, attempts ? successRate.toLocaleString(language, { style: "percent" }) : "–")),
    heatMap(activity),
    recommended ? el("p", { class: "todo" }, t`Recommended next:`, " ", el("a", { href: `#/${encodeURIComponent(recommended.id)}` }, recommended.title)) : "",
  );
}

/** The streak shown in the page header. */
export function streakChip(statistics) {
  const length = statistics?.currentStreak ?? 0;
  return el("span", { class: `chip${length ? " lit" : ""}`, title: t`Days in a row with a submission` },
    icon("flame"), t`${length}-day streak`);
}

function figure(name, value) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value));
}

function days(number) {
  return number === 1 ? t`1 day` : t`${number} days`;
}
