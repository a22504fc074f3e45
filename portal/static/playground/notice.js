/** What is at the top of the page: the notice, one message with a next step, and the introduction for new visitors. */

import { byId, el, keepFocus } from "./dom.js";
import { write } from "./storage.js";
import { t } from "./texts.js";

/** Show a message until it is dismissed or replaced; `retry` adds a button that calls it. */
export function showNotice(text, retry) {
  const notice = el("div", { class: "notice" },
    el("p", {}, text),
    el("div", { class: "bar" },
      retry && el("button", { type: "button", onclick: () => { clearNotice(); retry(); } }, t`Try again`),
      el("button", { type: "button", class: "quiet", onclick: clearNotice }, t`Dismiss`)));
  keepFocus(byId("notice"), () => byId("notice").replaceChildren(notice), () => notice.querySelector("button"));
}

/** Remove the message. */
export function clearNotice() {
  keepFocus(byId("notice"), () => byId("notice").replaceChildren(), () => byId("lesson"));
}

/** Hide the introduction for good. display.js hides it from returning visitors before the first paint. */
export function hideIntro() {
  write("portal.intro-seen", true);
  keepFocus(byId("intro"), () => document.documentElement.classList.add("returning"), () => byId("lesson"));
}
