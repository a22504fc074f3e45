/** Everything on the page that depends on who is signed in, and links to reset a password. */

import * as api from "./api.js";
import { showCatalogue } from "./catalogue.js";
import { byId, el, keepFocus } from "./dom.js";
import * as drafts from "./drafts.js";
import { openAccount, openForm } from "./lazy.js";
import { saveDrafts } from "./saving.js";
import * as session from "./session.js";
import { state } from "./state.js";
import { showStatistics, streakChip } from "./statistics.js";
import { t } from "./texts.js";

const RESET_LINK = "#reset-password=";

let isSigningOut = false;

/** Show the account, the statistics and the catalogue. */
export function showLearner() {
  showAccount(session.user());
  if (state.statistics || !session.user()) showStatistics(state.statistics, () => openForm("register"));
  showCatalogue(state.exercises, state.exercise?.id);
}

function showAccount(user) {
  const node = byId("account");
  keepFocus(node, () => node.replaceChildren(...(user
    ? [streakChip(state.statistics),
      el("button", { type: "button", class: "quiet who", "aria-label": t`Account of ${user.username}`, onclick: () => openAccount(user) }, user.username),
      el("button", { type: "button", class: "quiet", onclick: signOut }, t`Sign out`)]
    : [el("span", { class: "muted guest" }, t`Guest`),
      el("button", { type: "button", class: "quiet", onclick: () => openForm("signIn") }, t`Sign in`),
      el("button", { type: "button", class: "primary", onclick: () => openForm("register") }, t`Register`)])), () => node.querySelector("button"));
}

async function signOut({ currentTarget: button }) {
  if (isSigningOut) return;
  isSigningOut = true;
  button.setAttribute("aria-disabled", "true");
  const isSaved = await saveDrafts();
  if (isSaved) drafts.removeOwn(); // the next person at this computer must not find them
  await api.signOut(isSaved ? "" : t`Some of your code could not be sent. It stays in this browser until you sign in again.`);
  isSigningOut = false;
}

/**
 * Open the form for a new password if the address is a reset link, whose token then leaves the address bar; returns
 * whether it is one.
 */
export function followResetLink() {
  if (!location.hash.startsWith(RESET_LINK)) return false;
  const token = location.hash.slice(RESET_LINK.length);
  history.replaceState(null, "", location.pathname);
  openForm("reset", token);
  return true;
}
