/** The page: what is open, what is known, and what happens when somebody does something. */

import { openDialog, showAccount } from "./account.js";
import * as api from "./api.js";
import { showCatalogue } from "./catalogue.js";
import { byId, el } from "./dom.js";
import * as drafts from "./drafts.js";
import { createEditor } from "./editor.js";
import { showExercise } from "./exercise.js";
import { inPlainWords } from "./http.js";
import * as session from "./session.js";
import { showStatistics, streakChip } from "./statistics.js";
import { read, write } from "./storage.js";
import { showRun, showTests, showTrouble, showVerdict, showWaiting } from "./verdict.js";

const REST_MS = 20_000; // code goes to the server when the learner rests, leaves the exercise or leaves the page
const INTRO_SEEN = "portal.intro-seen";

const state = { exercises: [], lastCode: new Map(), statistics: null, exercise: null, unsaved: false, busy: false };
let rest = 0;
let opening = 0;

const editor = createEditor(byId("code"), () => {
  if (!state.exercise) return;
  drafts.keep(state.exercise.id, editor.code);
  state.unsaved = true;
  say("saved", session.user() ? "Not saved yet" : "Kept in this browser");
  offerInput();
  clearTimeout(rest);
  rest = setTimeout(save, REST_MS);
});

/** Get everything anew: at the start, and when somebody else is signed in. */
async function load() {
  Object.assign(state, { exercise: null, unsaved: false });
  showAccount(session.user(), streakChip(null), signOut);
  try {
    const [exercises, progress, statistics] = await Promise.all([
      api.listExercises(),
      session.user() ? api.listProgress() : [],
      session.user() ? api.getStatistics() : null,
    ]);
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
  const named = decodeURIComponent(location.hash.startsWith("#/") ? location.hash.slice(2) : "");
  const id = named || state.statistics?.recommended?.id || state.exercises[0]?.id;
  if (!id) return notice("There are no exercises yet.");
  save();
  const turn = (opening += 1);
  let exercise;
  try {
    exercise = await api.getExercise(id);
  } catch (error) {
    return turn === opening && notice(inPlainWords(error), open);
  }
  if (turn !== opening) return; // somebody clicked on
  Object.assign(state, { exercise, unsaved: false });
  editor.show(drafts.restore(exercise, state.lastCode.get(id)));
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

/** Go where a link of the catalogue points, and let the keyboard and the reader's eye follow. */
async function follow() {
  if (!location.hash.startsWith("#/")) return;
  await open();
  if (isNarrow()) byId("catalogue-fold").open = false;
  byId("exercise").querySelector("h1")?.focus();
}

async function run() {
  const { exercise } = state;
  const result = await work("Running…", () => api.run(editor.code, byId("stdin").value));
  if (!result || state.exercise !== exercise) return;
  say("announcement", showRun(byId("results"), result));
  if (result.error?.line) editor.mark(result.error.line);
}

async function submit() {
  const { exercise } = state;
  const code = editor.code;
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
  if (exercise?.id === exerciseId && exercise.status !== status) {
    exercise.status = status;
    showExercise(byId("exercise"), exercise, loadSolution);
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

/** Send code that the server does not have; quietly, since the draft is kept whatever happens. */
async function save(keepalive = false) {
  clearTimeout(rest);
  const { exercise } = state;
  if (!exercise || !state.unsaved || !session.user()) return;
  const code = editor.code;
  state.unsaved = false;
  try {
    const { progress } = await api.saveCode(exercise.id, code, keepalive);
    saved(exercise.id, progress.status, code);
  } catch {
    if (state.exercise === exercise) state.unsaved = true;
  }
}

/** Note that the server has this code now. */
function saved(exerciseId, status, code) {
  const listed = state.exercises.find(({ id }) => id === exerciseId);
  if (listed) listed.status = status;
  state.lastCode.set(exerciseId, code);
  drafts.drop(exerciseId, code);
  showCatalogue(state.exercises, state.exercise?.id);
  if (state.exercise?.id !== exerciseId || editor.code !== code) return;
  state.unsaved = false;
  say("saved", "Saved");
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
  if (/\binput\s*\(|\bstdin\b/.test(editor.code)) byId("input").open = true;
}

function isNarrow() {
  return window.matchMedia("(max-width: 60rem)").matches;
}

function setBusy(busy) {
  state.busy = busy;
  for (const id of ["run", "submit"]) byId(id).setAttribute("aria-disabled", String(busy));
}

function say(id, words) {
  byId(id).textContent = words;
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
document.addEventListener("visibilitychange", () => document.hidden && save(true));
window.addEventListener("hashchange", follow);
session.onChange(async (reason) => {
  await load();
  if (reason) notice(reason);
});

load();
