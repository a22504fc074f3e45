/** The page: what is open, what is known, and what happens when somebody does something. */

import { openDialog, showAccount } from "./account.js";
import * as api from "./api.js";
import { showCatalogue } from "./catalogue.js";
import { byId, el } from "./dom.js";
import * as drafts from "./drafts.js";
import { createEditor } from "./editor.js";
import { showExercise } from "./exercise.js";
import { inPlainWords } from "./http.js";
import { changed, save, saved } from "./saving.js";
import * as session from "./session.js";
import { say, state } from "./state.js";
import { showStatistics, streakChip } from "./statistics.js";
import { read, write } from "./storage.js";
import { showRun, showTests, showTrouble, showVerdict, showWaiting } from "./verdict.js";

const INTRO_SEEN = "portal.intro-seen";

let loads = 0;
let openings = 0;

const editor = createEditor(byId("code"), () => {
  changed(editor.code);
  offerInput();
});

/** Get everything anew: at the start, and when somebody else is signed in. */
async function load() {
  const turn = (loads += 1);
  Object.assign(state, { exercise: null, unsaved: false });
  showAccount(session.user(), streakChip(null), signOut);
  try {
    const [exercises, progress, statistics] = await Promise.all([
      api.listExercises(),
      session.user() ? api.listProgress() : [],
      session.user() ? api.getStatistics() : null,
    ]);
    if (turn !== loads) return; // somebody signed in meanwhile
    Object.assign(state, { exercises, statistics });
    state.lastCode = new Map(progress.map(({ exerciseId, lastCode }) => [exerciseId, lastCode]));
  } catch (error) {
    return notice(inPlainWords(error), load);
  }
  notice("");
  byId("intro").hidden = Boolean(session.user() || read(INTRO_SEEN));
  showLearner();
  await open();
}

/** Open the exercise that the address names, else the one to do next. */
async function open() {
  const id = named() || state.statistics?.recommended?.id || state.exercises[0]?.id;
  if (!id) return notice("There are no exercises yet.");
  save();
  const turn = (openings += 1);
  let exercise;
  try {
    exercise = await api.getExercise(id);
  } catch (error) {
    if (turn !== openings) return;
    if (!state.exercise) byId("exercise").replaceChildren(el("p", { class: "muted" }, "Pick an exercise."));
    return notice(inPlainWords(error), open);
  }
  if (turn !== openings) return; // somebody clicked on
  Object.assign(state, { exercise, code: drafts.restore(exercise, state.lastCode.get(id)), unsaved: false });
  editor.show(state.code);
  showCatalogue(state.exercises, id);
  showExercise(byId("exercise"), exercise, loadSolution);
  showTests(byId("results"), exercise.testNames);
  say("file", exercise.module);
  say("saved", "");
  notice("");
  byId("stdin").value = "";
  byId("input").open = false;
  offerInput();
  document.title = `${exercise.title} – Python Portal`;
}

/** The exercise that the address names, empty when it names none. */
function named() {
  try {
    return location.hash.startsWith("#/") ? decodeURIComponent(location.hash.slice(2)) : "";
  } catch {
    return ""; // a broken escape
  }
}

/** Go where a link of the catalogue points, and let the keyboard and the reader's eye follow. */
async function follow() {
  if (!location.hash.startsWith("#/")) return;
  await open();
  if (isNarrow()) byId("catalogue-fold").open = false;
  byId("exercise").querySelector("h1")?.focus();
}

async function run() {
  const { exercise } = state;
  const result = await work("Running…", () => api.run(state.code, byId("stdin").value));
  if (!result || state.exercise !== exercise) return;
  say("announcement", showRun(byId("results"), result));
  if (result.error?.line) editor.mark(result.error.line);
}

async function submit() {
  const { exercise, code } = state;
  const verdict = await work("Asking the tests…", () => api.submit(exercise.id, code));
  if (!verdict) return;
  if (state.exercise === exercise) {
    say("announcement", showVerdict(byId("results"), verdict, nextAfter(exercise)));
    if (verdict.error?.line) editor.mark(verdict.error.line);
  }
  if (verdict.progress) await record(verdict.progress, code);
}

function nextAfter({ id }) {
  const place = state.exercises.findIndex((exercise) => exercise.id === id);
  return [...state.exercises.slice(place + 1), ...state.exercises.slice(0, place)].find(({ status }) => status !== "completed");
}

/** Show what a submission has changed, wherever the learner is by now. */
async function record({ exerciseId, status }, code) {
  const { exercise } = state;
  saved(exerciseId, status, code);
  if (exercise?.id === exerciseId) {
    const solvedNow = status === "completed" && exercise.status !== status;
    exercise.status = status;
    if (solvedNow) showExercise(byId("exercise"), exercise, loadSolution);
  }
  try {
    state.statistics = await api.getStatistics();
    showLearner();
  } catch (error) {
    notice(inPlainWords(error));
  }
}

/** Do one thing with the code at a time; undefined when there is no result. */
async function work(words, action) {
  if (state.busy || !state.exercise) return undefined;
  const { exercise } = state;
  const results = byId("results");
  setBusy(true);
  editor.clearMark();
  showWaiting(results, words);
  results.scrollIntoView({ block: "nearest" });
  try {
    return await action();
  } catch (error) {
    const trouble = inPlainWords(error);
    if (state.exercise === exercise) say("announcement", showTrouble(results, trouble));
  } finally {
    setBusy(false);
  }
  return undefined;
}

function startOver() {
  if (!state.exercise) return;
  editor.replace(state.exercise.starterCode);
  editor.focus();
}

async function signOut() {
  await save();
  if (!state.unsaved) drafts.dropAll();
  await api.signOut();
}

async function loadSolution() {
  return api.getSolution(state.exercise.id).catch(inPlainWords);
}

function showLearner() {
  showAccount(session.user(), streakChip(state.statistics), signOut);
  showStatistics(byId("statistics"), state.statistics, () => openDialog("register"));
  showCatalogue(state.exercises, state.exercise?.id);
}

/** Open the box for input when the program reads any. */
function offerInput() {
  if (/\binput\s*\(|\bstdin\b/.test(state.code)) byId("input").open = true;
}

function isNarrow() {
  return window.matchMedia("(max-width: 60rem)").matches;
}

function setBusy(busy) {
  state.busy = busy;
  for (const id of ["run", "submit"]) byId(id).setAttribute("aria-disabled", String(busy));
}

function notice(words, retry) {
  byId("notice").replaceChildren(...(words ? [el("p", { class: "notice" }, words,
    retry && el("button", { type: "button", onclick: () => retry() }, "Try again"))] : []));
}

function onKey(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || byId("sign-in").open) return;
  event.preventDefault();
  event.stopPropagation(); // the editor has nothing to add
  if (event.shiftKey) submit();
  else run();
}

byId("run").addEventListener("click", run);
byId("submit").addEventListener("click", submit);
byId("reset").addEventListener("click", startOver);
byId("search").addEventListener("input", () => showCatalogue(state.exercises, state.exercise?.id));
byId("hide-intro").addEventListener("click", () => {
  write(INTRO_SEEN, true);
  byId("intro").hidden = true;
});
byId("catalogue-fold").open = !isNarrow();
document.addEventListener("keydown", onKey, true);
document.addEventListener("visibilitychange", () => document.hidden && save({ keepalive: true }));
window.addEventListener("hashchange", follow);
session.onChange(async (reason) => {
  await load();
  if (reason) notice(reason);
});

load();
