/** The code editor: Ace with Python, the page's colours and no keyboard trap. */

import { byId } from "./dom.js";
import { showNotice } from "./notice.js";
import { t } from "./texts.js";

const REMOVED_COMMANDS = ["find", "replace", "findnext", "findprevious", "gotoline", "showSettingsMenu", "openCommandPalette",
  "openCommandPallete", "goToNextError", "goToPreviousError"]; // each loads a file that is not included

const MESSAGES = { // what Ace says by itself, mostly to screen readers; $0 is the number
  "autocomplete.loading": t`Loading…`,
  "autocomplete.popup.aria-label": t`Completions`,
  "autocomplete.popup.aria-roledescription": t`Completions`,
  "autocomplete.popup.item.aria-roledescription": t`completion`,
  "editor.gutter.aria-label": t`Line numbers`,
  "editor.gutter.aria-roledescription": t`Line numbers`,
  "editor.scroller.aria-label": t`Your code: Enter starts editing, Esc stops it`,
  "editor.scroller.aria-roledescription": t`Editor`,
  "editor.tooltip.disable-editing": t`Wait until the exercise is loaded.`,
  "text-input.aria-label": t`line ${"$0"}`,
  "text-input.aria-roledescription": t`Editor`,
};

const ACE = "/playground/ace-1.45.2/";
const ACTIONS = ["onChange", "show", "update", "replace", "setReadOnly", "mark", "goToLine", "clearMark", "focus"];

/**
 * The page's only editor. Ace is as large as the rest of the page: it is loaded when the first exercise is shown, so
 * that its text does not wait, and what is asked of the editor until then is done as soon as it is there.
 */
export const editor = whenLoaded(() => createEditor(byId("code")));

function whenLoaded(create) {
  let created = null;
  let loading = false;
  const waiting = [];
  async function load() {
    if (loading || created) return;
    loading = true;
    try {
      const styles = [ACE + "ace.css", "/playground/editor.css"].map(addStyle);
      await Promise.all([...styles, addScript("ace.js"), addScript("mode-python.js")]);
    } catch {
      loading = false; // the next exercise tries again as well
      showNotice(t`The editor could not be loaded.`, load);
      return;
    }
    created = create();
    for (const action of waiting) action();
  }
  return Object.fromEntries(ACTIONS.map((name) => [name, (...values) => {
    if (created) return created[name](...values);
    waiting.push(() => created[name](...values));
    if (name === "show") load();
    return undefined;
  }]));
}

/** Run a file of Ace; those added before it run first. */
function addScript(name) {
  return add("script", { src: ACE + name, async: false });
}

function addStyle(href) {
  return add("link", { rel: "stylesheet", href });
}

function add(tag, properties) {
  return new Promise((resolve, reject) => {
    const node = Object.assign(document.createElement(tag), properties, { onload: resolve, onerror: reject });
    document.head.append(node);
  });
}

/** Let Ctrl+Space complete names: Python's own and those of the program. Nothing opens by itself while one types. */
async function loadCompletion(view) {
  try {
    await addScript("ext-language_tools.js");
  } catch {
    view.once("focus", () => loadCompletion(view)); // the connection was lost
    return;
  }
  const { keyWordCompleter, textCompleter } = window.ace.require("ace/ext/language_tools");
  view.setOption("enableBasicAutocompletion", [keyWordCompleter, textCompleter]);
  const completer = window.ace.require("ace/autocomplete").Autocomplete.for(view);
  Object.assign(completer, { editor: view, parentNode: byId("work") });
  completer.getPopup().renderer.textarea.disabled = true; // it is hidden, and the editor keeps the focus
}

function createEditor(node) {
  const { ace } = window;
  ace.config.set("useStrictCSP", true); // styles come from files, not from generated <style> elements
  ace.config.setMessages({ ...ace.require("ace/lib/default_english_messages").defaultEnglishMessages, ...MESSAGES });
  const view = ace.edit(node, {
    mode: "ace/mode/python",
    useWorker: false,
    newLineMode: "unix", // whatever is pasted
    enableKeyboardAccessibility: true, // Enter starts editing, Esc stops it, Tab moves on
    textInputAriaLabel: t`Your code`,
    fontSize: ".94rem",
    fontFamily: "var(--mono)",
    scrollPastEnd: 0,
    showPrintMargin: false,
    showFoldWidgets: false,
    highlightGutterLine: true,
    wrap: window.matchMedia("(max-width: 40rem)").matches,
  });
  view.setTheme({ cssClass: "ace-portal", isDark: false, cssText: "" });
  REMOVED_COMMANDS.forEach((name) => view.commands.removeCommand(name));
  node.querySelector(".ace_gutter").tabIndex = -1; // there is nothing to do
  view.once("focus", () => loadCompletion(view));
  const { Range } = ace.require("ace/range");
  let listener = () => {};
  let programmatic = false;
  let notificationPending = false;
  let marked = null;

  /** Change the content without calling the listener. */
  function change(code, cursorPosition) {
    programmatic = true;
    view.setValue(code, cursorPosition);
    programmatic = false;
  }

  function clearMark() {
    if (!marked) return;
    view.session.removeMarker(marked.id);
    view.session.removeGutterDecoration(marked.row, "ace_wrong");
    marked = null;
  }

  /** Call the listener once per action: replacing a selection is two changes, and the state between them is nobody's code. */
  function notify() {
    if (notificationPending) return;
    notificationPending = true;
    queueMicrotask(() => {
      notificationPending = false;
      listener(view.getValue());
    });
  }

  view.session.on("change", () => {
    clearMark();
    if (!programmatic) notify();
  });

  return {
    /** Set the function that is called with the code when the learner changes it. */
    onChange(callback) {
      listener = callback;
    },
    /** Show other code with its own undo history. */
    show(code) {
      change(code, -1);
      view.session.getUndoManager().reset();
    },
    /** Show the same program as edited elsewhere: the cursor stays, and undo restores the previous code. */
    update(code) {
      const cursor = view.getCursorPosition();
      const scrollTop = view.session.getScrollTop();
      change(code, -1);
      view.moveCursorToPosition(cursor);
      view.session.setScrollTop(scrollTop);
    },
    /** Replace the code as if the learner had typed it; undo restores it. */
    replace(code) {
      view.setValue(code, -1);
    },
    /** Lock the editor, for example while an exercise loads. */
    setReadOnly(readOnly) {
      view.setReadOnly(readOnly);
      node.classList.toggle("loading", readOnly);
    },
    /** Highlight a line, counted from 1, until the code changes. */
    mark(line) {
      clearMark();
      const row = line - 1;
      if (row < 0 || row >= view.session.getLength()) return;
      marked = { row, id: view.session.addMarker(new Range(row, 0, row, 1), "ace_wrong-line", "fullLine") };
      view.session.addGutterDecoration(row, "ace_wrong");
      view.scrollToLine(row, true, false);
    },
    /** Put the cursor on a line, counted from 1, and focus the editor. */
    goToLine(line) {
      view.gotoLine(line, Infinity, false);
      view.focus();
    },
    clearMark,
    focus: () => view.focus(),
  };
}
