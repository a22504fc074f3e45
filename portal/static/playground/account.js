/** The account area in the header, the learner's account, and links to reset a password. */

import { openForm } from "./accountforms.js";
import * as api from "./api.js";
import { byId, el } from "./dom.js";
import { explainError } from "./http.js";
import { language, t } from "./texts.js";

const RESET_LINK = "#reset-password=";

/** Show who is signed in; `extra` is shown beside the name. */
export function showAccount(user, extra, onSignOut) {
  byId("account").replaceChildren(...(user
    ? [extra,
      el("button", { type: "button", class: "quiet who", "aria-label": t`Account of ${user.username}`, onclick: () => openAccount(user) }, user.username),
      el("button", { type: "button", class: "quiet", onclick: onSignOut }, t`Sign out`)]
    : [el("span", { class: "muted guest" }, t`Guest`),
      el("button", { type: "button", class: "quiet", onclick: () => openForm("signIn") }, t`Sign in`),
      el("button", { type: "button", class: "primary", onclick: () => openForm("register") }, t`Register`)]));
}

/** Open the form for a new password if the address is a reset link, whose token then leaves the address bar. */
export function followResetLink() {
  if (!location.hash.startsWith(RESET_LINK)) return;
  const token = location.hash.slice(RESET_LINK.length);
  history.replaceState(null, "", location.pathname);
  openForm("reset", token);
}

function openAccount(user) {
  const dialog = byId("account-dialog");
  const problem = el("p", { class: "problem", role: "alert" });
  const sessions = el("ul", { class: "sessions" }, el("li", { class: "muted" }, t`Loading…`));
  /** Perform an action of the dialog and explain its failure. */
  async function attempt(action) {
    problem.textContent = "";
    try {
      await action();
    } catch (error) {
      problem.textContent = explainError(error);
    }
  }
  async function showSessions() {
    const list = await api.listSessions();
    const end = (id) => attempt(async () => {
      await api.endSession(id);
      await showSessions();
    });
    sessions.replaceChildren(...list.map((session) => sessionItem(session, end)));
  }
  dialog.replaceChildren(el("div", { class: "account-page" },
    el("h2", { id: "account-title" }, user.username),
    user.email && el("p", { class: "muted" }, user.email),
    el("h3", {}, t`Where you are signed in`),
    sessions,
    problem,
    el("div", { class: "bar" },
      el("button", { type: "button", onclick: () => openForm("changePassword") }, t`Change password`),
      el("button", { type: "button", onclick: () => attempt(downloadData) }, t`Download my data`),
      el("button", { type: "button", onclick: () => openForm("deleteAccount") }, t`Delete account`),
      el("button", { type: "button", class: "primary", onclick: () => dialog.close() }, t`Close`))));
  dialog.showModal();
  attempt(showSessions);
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
