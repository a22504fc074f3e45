/** The notice at the top of the page: one message, with a next step. */

import { byId, el } from "./dom.js";
import { t } from "./texts.js";

/** Show a message until it is dismissed or replaced; `retry` adds a button that calls it. */
export function showNotice(text, retry) {
  byId("notice").replaceChildren(el("div", { class: "notice" },
    el("p", {}, text),
    el("div", { class: "bar" },
      retry && el("button", { type: "button", onclick: () => { clearNotice(); retry(); } }, t`Try again`),
      el("button", { type: "button", class: "quiet", onclick: clearNotice }, t`Dismiss`))));
}

/** Remove the message. */
export function clearNotice() {
  byId("notice").replaceChildren();
}
