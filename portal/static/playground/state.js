/** The page's shared state. */

export const state = {
  exercises: [], // the catalogue; with the learner's `status` when signed in
  savedCode: new Map(), // by exercise id: the code the server holds
  statistics: null, // null for a guest
  exercise: null, // the open exercise
  hintsOpened: 0, // of the open exercise
  code: "", // the editor's content
  unsaved: false, // true while the server does not have `code`
  attempt: null, // what runs or grades code at the moment: `exercise`, `counts` and `stop()`
};
