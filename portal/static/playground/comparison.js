/** The dialog that shows another program beside the learner's, with the lines that differ marked. */

import { compareLines } from "./difference.js";
import { byId, el } from "./dom.js";
import { t } from "./texts.js";

/** Open the dialog; `onRestore` adds a button that takes the other program over. */
export function openComparison({ title, label, code, ownCode }, onRestore) {
  const dialog = byId("comparison");
  const rows = compareLines(ownCode, code);
  const differs = rows.some(([own, other]) => own !== other);
  dialog.replaceChildren(
    el("h2", { id: "comparison-title" }, title),
    differs ? "" : el("p", { class: "muted" }, t`Both are the same.`),
    el("div", { class: "comparison-frame", tabindex: "0", role: "group", "aria-label": t`Both programs` },
      el("table", { class: "comparison" },
        el("thead", {}, el("tr", {}, [t`Your code now`, label].map((text) => el("th", { scope: "col" }, text)))),
        el("tbody", {}, rows.map(row)))),
    el("div", { class: "bar" },
      el("button", { type: "button", class: "primary", onclick: () => dialog.close() }, t`Close`),
      onRestore && el("button", { type: "button", onclick: () => { dialog.close(); onRestore(); } }, t`Restore this code`)));
  dialog.showModal();
}

function row([own, other]) {
  const differs = own !== other;
  return el("tr", {}, [[own, "own"], [other, "other"]].map(([line, side]) =>
    el("td", { class: differs && line !== null && `changed ${side}` }, el("code", {}, differs && line !== null ? el("mark", {}, line) : line ?? ""))));
}
