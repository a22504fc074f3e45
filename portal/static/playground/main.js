/** Connect the page's elements and events to the modules that handle them. */

import { call, run, runTest, submit } from "./attempts.js";
import { enableArrowKeys, showCatalogue } from "./catalogue.js";
import { byId, setText } from "./dom.js";
import * as drafts from "./drafts.js";
import { editor } from "./editor.js";
import { openSettings } from "./lazy.js";
import { followResetLink } from "./learner.js";
import { hideIntro, showNotice } from "./notice.js";
import { editorChanged, followAddress, followOtherTab, load } from "./opening.js";
import { save } from "./saving.js";
import * as session from "./session.js";
import { state } from "./state.js";
import { t } from "./texts.js";

function startOver() {
  if (!state.exercise) return;
  editor.replace(state.exercise.starterCode);
  editor.focus();
}

function runOnKey(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  event.stopPropagation(); // the editor would insert a line
  if (event.repeat) return; // the key is held down
  if (event.shiftKey) submit();
  else run();
}

/** Open the settings, which list the shortcuts, with `?`, except where that is text. */
function openSettingsOnKey(event) {
  const isText = event.target.closest("input, textarea, select, dialog");
  if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || isText) return;
  event.preventDefault();
  openSettings();
}

/** Focus the code without changing the address, which names the exercise. */
function skipToEditor(event) {
  event.preventDefault();
  byId("work").focus();
}

function runTestOnClick({ target }) {
  const button = target.closest("[data-test]");
  if (button) runTest(button.dataset.test);
}

function toggleInstructions() {
  const isOpen = byId("lesson").classList.toggle("full-instructions");
  byId("instructions-toggle").setAttribute("aria-expanded", String(isOpen));
  setText("instructions-toggle", isOpen ? t`Show less` : t`Show all instructions`);
}

history.scrollRestoration = "manual";
byId("run").addEventListener("click", run);
byId("submit").addEventListener("click", submit);
byId("call").addEventListener("submit", (event) => {
  event.preventDefault();
  call();
});
byId("results").addEventListener("click", runTestOnClick);
byId("reset").addEventListener("click", startOver);
byId("skip").addEventListener("click", skipToEditor);
byId("open-settings").addEventListener("click", openSettings);
byId("hide-intro").addEventListener("click", hideIntro);
byId("instructions-toggle").addEventListener("click", toggleInstructions);
byId("search").addEventListener("input", () => showCatalogue(state.exercises, state.exercise?.id));
byId("catalogue-fold").open = !window.matchMedia("(max-width: 60rem)").matches;
enableArrowKeys();
editor.onChange(editorChanged);
drafts.onChangeInOtherTab(followOtherTab);
document.addEventListener("keydown", runOnKey, true);
document.addEventListener("keydown", openSettingsOnKey);
window.addEventListener("online", () => save());
document.addEventListener("visibilitychange", () => document.hidden && save({ keepalive: true }));
window.addEventListener("beforeprint", () => setText("print-code", state.code));
window.addEventListener("hashchange", () => followResetLink() || followAddress());
session.onChange(async (reason) => {
  await load();
  if (reason && !byId("notice").hasChildNodes()) showNotice(reason); // a failure to load is more urgent
});

load();
followResetLink();
