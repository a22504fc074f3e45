/** What the page knows at the moment, for the modules that act on it. */

export const state = {
  exercises: [], // the catalogue, each with the learner's `status`
  lastCode: new Map(), // by exercise id: the code the server holds
  statistics: null, // null for a guest
  exercise: null, // the one that is open
  code: "", // what stands in the editor
  unsaved: false, // whether the server lacks it
  busy: false, // whether code is being run or graded
};

/** Write words into the element with this id. */
export function say(id, words) {
  document.getElementById(id).textContent = words;
}
