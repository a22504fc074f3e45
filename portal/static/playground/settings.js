/** The dialog for language, theme, text size, printing and keyboard shortcuts. */

import { closeDialog, openDialog } from "./dialog.js";
import { el } from "./dom.js";
import { read, write } from "./storage.js";
import { LANGUAGES, language, t } from "./texts.js";

const KEY = "portal.display"; // read by display.js before the first paint
const OPTIONS = {
  language: [t`Language`, LANGUAGES, language],
  theme: [t`Theme`, { system: t`System`, light: t`Light`, dark: t`Dark` }, "system"],
  textSize: [t`Text size`, { small: t`Small`, medium: t`Medium`, large: t`Large`, huge: t`Huge` }, "medium"],
};
const SHORTCUTS = [
  [["Ctrl", "Enter"], t`Run the program`],
  [["Ctrl", "Shift", "Enter"], t`Submit`],
  [["Ctrl", "Space"], t`Complete the name that you are writing`],
  [["Esc"], t`Leave the editor, so that Tab moves on`],
  [["Enter"], t`Edit, when the editor has the focus`],
  [["↑", "↓"], t`Move through the list of exercises`],
  [["?"], t`Open this help, outside of text fields`],
];

/** Open the dialog. */
export function openSettings() {
  const values = read(KEY) ?? {};
  openDialog(t`Settings and help`, el("form", { method: "dialog" },
    Object.entries(OPTIONS).map(([name, option]) => choice(name, option, values)),
    el("h3", {}, t`Keyboard shortcuts`),
    el("dl", { class: "shortcuts" }, SHORTCUTS.map(([keys, action]) =>
      [el("dt", {}, keys.map((key) => el("kbd", {}, key))), el("dd", {}, action)])),
    el("div", { class: "bar" },
      el("button", { class: "primary" }, t`Close`),
      el("button", { type: "button", onclick: () => { closeDialog(); window.print(); } }, t`Print this exercise`))));
}

function choice(name, [label, options, standard], values) {
  return el("fieldset", {},
    el("legend", {}, label),
    Object.entries(options).map(([value, text]) => el("label", {},
      el("input", { type: "radio", name, value, checked: (values[name] ?? standard) === value, onchange: () => change(name, value) }),
      el("span", { lang: name === "language" && value }, text))));
}

function change(name, value) {
  const values = { ...read(KEY), [name]: value };
  write(KEY, values);
  if (name === "language") location.reload();
  else window.dispatchEvent(new CustomEvent("displaychange", { detail: values }));
}
