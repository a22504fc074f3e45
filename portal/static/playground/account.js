/** The learner's account: where they are signed in, their data, and ways to change or delete it. */

import { openForm } from "./accountforms.js";
import * as api from "./api.js";
import { closeDialog, openDialog } from "./dialog.js";
import { el, keepFocus } from "./dom.js";
import { explainError } from "./http.js";
import { language, t } from "./texts.js";

/** Open the dialog with the learner's sessions and what can be done with the account. */
export function openAccount(user) {
  const problem = el("p", { class: "problem", role: "alert" });
  const close = el("button", { type: "button", class: "primary", onclick: closeDialog }, t`Close`);
  const loading = el("li", { class: "muted" }, t`Loading…`);
  const sessions = el("ul", { class: "sessions" }, loading);
  let isBusy = false;
  /** Perform an action of the dialog, one at a time, and explain its failure. */
  async function attempt(action) {
    if (isBusy) return;
    isBusy = true;
    problem.textContent = "";
    try {
      await action();
    } catch (error) {
      problem.textContent = explainError(error);
    } finally {
      isBusy = false;
    }
  }
  async function showSessions() {
    const list = await api.listSessions();
    const end = (id) => attempt(async () => {
      await api.endSession(id);
      await showSessions();
    });
    keepFocus(sessions, () => sessions.replaceChildren(...list.map((session) => sessionItem(session, end))), () => close);
  }
  openDialog(user.username, el("div", { class: "account-page" },
    user.email && el("p", { class: "muted" }, user.email),
    el("h3", {}, t`Where you are signed in`),
    sessions,
    problem,
    el("div", { class: "bar" },
      el("button", { type: "button", onclick: () => openForm("changePassword") }, t`Change password`),
      el("button", { type: "button", onclick: () => attempt(downloadData) }, t`Download my data`),
      el("button", { type: "button", onclick: () => openForm("deleteAccount") }, t`Delete account`),
      close)));
  attempt(showSessions).finally(() => loading.remove());
}

function sessionItem({ id, current, userAgent, address, lastUsedAt }, end) {
  const when = new Date(lastUsedAt).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  return el("li", {},
    el("span", {}, el("b", {}, current ? t`This browser` : describeBrowser(userAgent)), el("br"), el("small", { class: "muted" }, `${address}, ${when}`)),
    current ? "" : el("button", { type: "button", class: "quiet", onclick: () => end(id) }, t`Sign out`));
}

function describeBrowser(userAgent) {
  const [browser] = /Edg|Firefox|Chrome|Safari/.exec(userAgent) ?? [userAgent.slice(0, 40) || t`Unknown browser`];
  const [system] = /Android|iPhone|iPad|Windows|Mac OS|CrOS|Linux/.exec(userAgent) ?? [];
  return [browser === "Edg" ? "Edge" : browser, system].filter(Boolean).join(", ");
}

async function downloadData() {
  const data = await api.exportData();
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
  el("a", { href: url, download: "python-portal-data.json" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the download has started by then
}
