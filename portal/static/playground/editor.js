/** The code editor: Ace, with Python, the page's colours, and no keyboard trap. */

const PLACES_TO_GO = ["find", "replace", "findnext", "findprevious", "gotoline", "showSettingsMenu", "openCommandPalette",
  "openCommandPallete", "goToNextError", "goToPreviousError"]; // each would load a file that is not shipped

/** Put an editor into a node; `onChange` is called when the learner changes the code, not when the page does. */
export function createEditor(node, onChange) {
  const { ace } = window;
  ace.config.set("useStrictCSP", true); // its styles come from files, not from elements made on the way
  const editor = ace.edit(node, {
    mode: "ace/mode/python",
    useWorker: false,
    enableKeyboardAccessibility: true, // Enter goes in, Esc goes out, Tab walks on
    textInputAriaLabel: "Your code",
    fontSize: "15px",
    fontFamily: "var(--mono)",
    minLines: 12,
    maxLines: 30,
    scrollPastEnd: 0,
    showPrintMargin: false,
    showFoldWidgets: false,
    highlightGutterLine: true,
    wrap: window.matchMedia("(max-width: 40rem)").matches,
  });
  editor.setTheme({ cssClass: "ace-portal", isDark: false, cssText: "" });
  PLACES_TO_GO.forEach((name) => editor.commands.removeCommand(name));
  let marked = null;
  let quiet = false;

  function clearMark() {
    if (!marked) return;
    editor.session.removeMarker(marked.id);
    editor.session.removeGutterDecoration(marked.row, "ace_wrong");
    marked = null;
  }

  editor.session.on("change", () => {
    clearMark();
    if (!quiet) onChange();
  });

  return {
    get code() {
      return editor.getValue();
    },
    /** Show other code, with a history of its own. */
    show(code) {
      quiet = true;
      editor.setValue(code, -1);
      editor.session.getUndoManager().reset();
      quiet = false;
    },
    /** Replace the code as a learner would: it can be undone. */
    replace(code) {
      editor.setValue(code, -1);
    },
    /** Mark a line, counted from 1, until the code changes. */
    mark(line) {
      clearMark();
      const row = line - 1;
      if (row < 0 || row >= editor.session.getLength()) return;
      const { Range } = ace.require("ace/range");
      marked = { row, id: editor.session.addMarker(new Range(row, 0, row, 1), "ace_wrong-line", "fullLine") };
      editor.session.addGutterDecoration(row, "ace_wrong");
      editor.scrollToLine(row, true, true);
    },
    clearMark,
    focus: () => editor.focus(),
  };
}
