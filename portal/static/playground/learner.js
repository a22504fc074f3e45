/** Everything on the page that depends on who is signed in. */

import { showAccount } from "./account.js";
import { openForm } from "./accountforms.js";
import * as api from "./api.js";
import { showCatalogue } from "./catalogue.js";
import * as drafts from "./drafts.js";
import { save } from "./saving.js";
import * as session from "./session.js";
import { state } from "./state.js";
import { showStatistics, streakChip } from "./statistics.js";

/** Show the account, the statistics and the catalogue. */
export function showLearner() {
  showAccount(session.user(), streakChip(state.statistics), signOut);
  if (state.statistics || !session.user()) showStatistics(state.statistics, () => openForm("register"));
  showCatalogue(state.exercises, state.exercise?.id);
}

async function signOut() {
  await save();
  if (!state.unsaved) drafts.removeOwn();
  await api.signOut();
}
