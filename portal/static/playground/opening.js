/** Load the page's data and open the exercise that the address names. */

import * as api from "./api.js";
import { definesFunction, firstExample } from "./call.js";
import { showCatalogue } from "./catalogue.js";
import { byId, setText } from "./dom.js";
import { closeDialog } from "./dialog.js";
import * as drafts from "./drafts.js";
import { editor } from "./editor.js";
import { showApproaches, showExercise, showNoExercise } from "./exercise.js";
import * as guestSolutions from "./guestsolutions.js";
import { explainError } from "./http.js";
import { openComparison } from "./lazy.js";
import { showLearner } from "./learner.js";
import { clearNotice, hideIntro, showNotice } from "./notice.js";
import { missingPrerequisites } from "./path.js";
import { codeChanged, save } from "./saving.js";
import * as session from "./session.js";
import { state } from "./state.js";
import { describeSubmission, earlierSubmissions } from "./submissions.js";
import { t } from "./texts.js";
import { show as showResults, showTests } from "./verdict.js";

const NARROW = window.matchMedia("(max-width: 60rem)");

let latestLoad = 0;
let latestOpening = 0;

/** Load everything: at the start, and when the signed-in user changes. */
export async function load() {
  const thisLoad = (latestLoad += 1);
  state.attempt?.stop();
  closeDialog();
  clear();
  clearNotice();
  editor.setReadOnly(true); // what is typed before the exercise is there would be lost
  showLearner();
  if (session.user()) hideIntro();
  try {
    if (session.user()) await guestSolutions.submitClaimed(session.user().id);
    const [exercises, progress, statistics] = await Promise.all([
      api.listExercises(),
      session.user() ? api.listProgress() : [],
      session.user() ? api.getStatistics() : null,
    ]);
    if (thisLoad !== latestLoad) return; // the user has changed again
    if (!session.user()) markSolved(exercises, guestSolutions.solutions());
    Object.assign(state, { exercises, statistics });
    state.savedCode = new Map(progress.map(({ exerciseId, lastCode }) => [exerciseId, lastCode]));
  } catch (error) {
    if (thisLoad !== latestLoad) return;
    showNoExercise("");
    showNotice(explainError(error), load);
    return;
  }
  showLearner();
  await open();
}

/** Remove what belongs to the learner who was signed in: whoever comes next must not see it, even if nothing can be loaded. */
function clear() {
  latestOpening += 1; // an exercise that is being loaded belongs to them as well
  if (state.exercise) {
    editor.show("");
    showResults();
    showNoExercise(t`Loading…`);
    setText("saved", "");
    document.title = "Python Portal";
  }
  if (state.statistics) byId("statistics").replaceChildren();
  Object.assign(state, { exercises: [], savedCode: new Map(), statistics: null, exercise: null, code: "", unsaved: false });
  clearInput();
}

/** Empty the input box and the call box. */
function clearInput() {
  byId("stdin").value = "";
  byId("input").open = false;
  byId("call-text").value = "";
  offerControls();
}

function markSolved(exercises, solutions) {
  for (const exercise of exercises) exercise.status = Object.hasOwn(solutions, exercise.id) ? "completed" : "not_started";
}

/** Open the exercise that the address names, else the recommended one, else the first. */
async function open() {
  const id = requestedId() || state.statistics?.recommended?.id || state.exercises[0]?.id;
  if (!id) {
    showNoExercise(t`There are no exercises yet.`);
    return;
  }
  save();
  if (!state.attempt?.counts) state.attempt?.stop();
  const thisOpening = (latestOpening += 1);
  editor.setReadOnly(true);
  setText("saved", t`Loading…`);
  try {
    const exercise = await api.getExercise(id);
    if (thisOpening === latestOpening) show(exercise);
  } catch (error) {
    if (thisOpening !== latestOpening) return;
    editor.setReadOnly(!state.exercise);
    setText("saved", "");
    if (!state.exercise) showNoExercise(t`Choose an exercise.`);
    showNotice(explainError(error), open);
  }
}

function show(exercise) {
  const { code, isDraft } = drafts.restore(exercise, state.savedCode.get(exercise.id));
  Object.assign(state, { exercise, code, hintsOpened: 0, unsaved: isDraft });
  editor.show(code);
  editor.setReadOnly(false);
  showCatalogue(state.exercises, exercise.id);
  byId("exercises").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  showCurrentExercise();
  showTests(exercise);
  setText("file", exercise.module);
  setText("saved", "");
  if (isDraft) save();
  setText("announcement", "");
  byId("exercise").scrollTop = 0;
  clearInput();
  byId("call-text").value = firstExample(exercise);
  document.title = `${exercise.title} – Python Portal`;
}

/** Show the open exercise again, for example once it is solved. */
export function showCurrentExercise() {
  const { exercise } = state;
  showExercise(exercise, {
    missing: missingPrerequisites(exercise, state.exercises),
    onCompare: compareWithReference,
    onHint: (shown) => { state.hintsOpened = Math.max(state.hintsOpened, shown); },
    submissions: session.user() ? earlierSubmissions(() => api.listSubmissions(exercise.id), compareWithSubmission) : "",
  });
}

async function compareWithReference() {
  const { exercise } = state;
  try {
    const { solution, approaches } = await api.getSolution(exercise.id);
    if (state.exercise !== exercise) return;
    const more = showApproaches(approaches);
    openComparison({ title: exercise.title, label: t`Reference solution`, code: solution, ownCode: state.code, more });
  } catch (error) {
    if (state.exercise === exercise) showNotice(explainError(error));
  }
}

function compareWithSubmission(submission) {
  const { code } = submission;
  const title = t`Earlier submission`;
  openComparison({ title, label: describeSubmission(submission), code, ownCode: state.code }, () => editor.replace(code));
}

/** The exercise id in the address, empty if there is none. */
function requestedId() {
  try {
    return location.hash.startsWith("#/") ? decodeURIComponent(location.hash.slice(2)) : "";
  } catch {
    return ""; // an invalid escape sequence
  }
}

/** React to a new address: open its exercise at the top of the page and move the focus to its heading. */
export async function followAddress() {
  if (location.hash && !location.hash.startsWith("#/")) return;
  clearNotice();
  closeDialog();
  await (state.exercises.length ? open() : load());
  if (NARROW.matches) byId("catalogue-fold").open = false;
  window.scrollTo(0, 0);
  byId("exercise").querySelector("h1")?.focus({ preventScroll: true });
}

/** Keep tabs that show the same exercise in step, so that neither overwrites the other's code. */
export function followOtherTab(exerciseId, code) {
  if (state.exercise?.id !== exerciseId) return;
  if (code === null) {
    state.unsaved = false;
    setText("saved", t`Saved`);
  } else if (code !== state.code) {
    Object.assign(state, { code, unsaved: true });
    editor.update(code);
    offerControls();
    setText("saved", t`Updated from another tab`);
  }
}

/** Store a change the learner made in the editor. */
export function editorChanged(code) {
  codeChanged(code);
  offerControls();
}

/** Show what suits the program: the input box when it reads input, the call box when it defines a function. */
function offerControls() {
  if (/\binput\s*\(|\bstdin\b/.test(state.code)) byId("input").open = true;
  byId("call").hidden = !definesFunction(state.code);
}
