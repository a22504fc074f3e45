/** The dialog that shows another program beside the learner's, with the lines that differ marked. */

import { closeDialog, openDialog } from "./dialog.js";
import { compareLines } from "./difference.js";
import { el } from "./dom.js";
import { t } from "./texts.js";

/** Open the dialog; `onRestore` adds a button that takes the other program over, and `more` is shown below. */
export function openComparison({ title, label, code, ownCode, more = "" }, onRestore) {
  const rows = compareLines(ownCode, code);
  const differs = rows.some(([own, other]) => own !== other);
  openDialog(title, [
    differs ? "" : el("p", { class: "muted" }, t`Both are the same.`),
    el("div", { class: "comparison-frame", tabindex: "0", role: "group", "aria-label": t`Both programs` },
      el("table", { class: "comparison" },
        el("thead", {}, el("tr", {}, [t`Your code now`, label].map((text) => el("th", { scope: "col" }, text)))),
        el("tbody", {}, rows.map(row)))),
    more,
    el("div", { class: "bar" },
      el("button", { type: "button", class: "primary", onclick: closeDialog }, t`Close`),
      onRestore && el("button", { type: "button", onclick: () => { closeDialog(); onRestore(); } }, t`Restore this code`)),
  ], { wide: true });
}

function row([own, other]) {
  const differs = own !== other;
  return el("tr", {}, [[own, "own"], [other, "other"]].map(([line, side]) =>
    el("td", { class: differs && line !== null && `changed ${side}` }, el("code", {}, differs && line !== null ? el("mark", {}, line) : line ?? ""))));
}
