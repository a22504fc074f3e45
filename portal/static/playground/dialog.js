/** The page's dialog: one at a time, with a heading, emptied when it closes. */

import { byId, el } from "./dom.js";

/** Show a dialog, in place of one that is open; `wide` is for content that needs the width. */
export function openDialog(title, content, { wide = false } = {}) {
  const dialog = byId("dialog");
  dialog.classList.toggle("wide", wide);
  dialog.replaceChildren(el("h2", { id: "dialog-title" }, title), ...[content].flat(Infinity));
  if (!dialog.open) dialog.showModal();
}

/** Close the dialog, if it is open. */
export function closeDialog() {
  byId("dialog").close();
}

byId("dialog").addEventListener("close", ({ target }) => {
  if (!target.open) target.replaceChildren(); // it may hold a password, or a learner's code
});
