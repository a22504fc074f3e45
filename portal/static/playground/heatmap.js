/** A map of one year's activity: a column per week, a row per weekday, darker for more submissions. Days are UTC days. */

import { el, svg } from "./dom.js";
import { language, t } from "./texts.js";

const DAY_MS = 86_400_000;
const WEEKS = 53;
const CELL = 11;
const STEP = 14;
const LEFT = 30;
const TOP = 18;
const LEVELS = [1, 2, 4, 7]; // the fewest submissions for each shade
const MONTH = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
const DAY = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
const WEEKDAY = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
const LABELLED_ROWS = [0, 2, 4];

/** Render the days `[{date, submissions, passed}]` as a picture and as a table. */
export function heatMap(activity, today = new Date()) {
  const days = new Map(activity.map((day) => [day.date, day]));
  const last = Date.parse(dateOf(today.getTime()));
  const monday = last - ((new Date(last).getUTCDay() + 6) % 7) * DAY_MS;
  const first = monday - (WEEKS - 1) * 7 * DAY_MS;
  const cells = [];
  for (let time = first; time <= last; time += DAY_MS) cells.push(cell(time, first, days.get(dateOf(time))));
  const picture = svg("svg", {
    class: "heat", role: "img", "aria-label": summary(activity), viewBox: `0 0 ${LEFT + WEEKS * STEP} ${TOP + 7 * STEP}`,
  }, months(first), LABELLED_ROWS.map((row) => label(WEEKDAY.format(monday + row * DAY_MS), 0, TOP + row * STEP + CELL - 1)), cells);
  const frame = el("div", { class: "heat-frame", tabindex: "0", role: "group", "aria-label": t`A year of activity` }, picture);
  return el("div", {}, frame, el("div", { class: "heat-foot muted" }, table(activity), legend()));
}

function cell(time, first, day) {
  const index = Math.round((time - first) / DAY_MS);
  const date = dateOf(time);
  const shown = DAY.format(time);
  const text = day ? t`${shown}: ${day.submissions} submitted, ${day.passed} passed` : t`${shown}: no submissions`;
  return svg("rect", {
    class: `level-${level(day)}`, "data-date": date, rx: 2.5, width: CELL, height: CELL,
    x: LEFT + Math.floor(index / 7) * STEP, y: TOP + (index % 7) * STEP,
  }, svg("title", {}, text));
}

function level(day) {
  return LEVELS.filter((minimum) => day && day.submissions >= minimum).length;
}

function months(first) {
  const labels = [];
  let previous = -1;
  for (let week = 0; week < WEEKS - 1; week += 1) {
    const day = new Date(first + week * 7 * DAY_MS);
    const month = day.getUTCMonth();
    if (month !== previous && (week > 0 || new Date(first).getUTCDate() < 15)) {
      labels.push(label(MONTH.format(day), LEFT + week * STEP, 11));
    }
    previous = month;
  }
  return labels;
}

function label(text, x, y) {
  return svg("text", { x, y, "aria-hidden": "true" }, text);
}

function legend() {
  const steps = [0, 1, 2, 3, 4].map((step) => svg("rect", {
    class: `level-${step}`, rx: 2.5, width: CELL, height: CELL, x: step * STEP, y: 0,
  }));
  return el("span", { class: "legend", "aria-hidden": "true" }, t`less`, svg("svg", { width: 5 * STEP, height: CELL }, steps), t`more`);
}

function table(activity) {
  if (!activity.length) return el("span", {}, t`Submit an exercise to fill in today’s square.`);
  const rows = [...activity].reverse().map((day) =>
    el("tr", {}, el("th", { scope: "row" }, DAY.format(Date.parse(day.date))), el("td", {}, day.submissions), el("td", {}, day.passed)));
  return el("details", {},
    el("summary", {}, summary(activity)),
    el("table", {},
      el("thead", {}, el("tr", {}, [t`Day (UTC)`, t`Submitted`, t`Passed`].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, rows)));
}

function summary(activity) {
  const total = activity.reduce((sum, day) => sum + day.submissions, 0);
  const days = activity.length;
  const made = total === 1 ? t`1 submission` : t`${total} submissions`;
  return days === 1 ? t`${made} on 1 day in the last year` : t`${made} on ${days} days in the last year`;
}

function dateOf(time) {
  return new Date(time).toISOString().slice(0, 10);
}
