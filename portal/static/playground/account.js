/** Who is here: the corner of the page that says so, and the dialog to sign in or register. */

import * as api from "./api.js";
import { byId, el } from "./dom.js";
import { inPlainWords } from "./http.js";

const NAME = { name: "name", label: "Email or username", autocomplete: "username" };
const EMAIL = { name: "email", label: "Email", type: "email", autocomplete: "email" };
const USERNAME = { name: "username", label: "Username", autocomplete: "username", hint: "3 to 32 letters, digits, _ - ." };
const FORMS = {
  register: {
    title: "Make an account", verb: "Register", other: "signIn", otherWords: "I have an account",
    fields: [EMAIL, USERNAME, { name: "password", label: "Password", type: "password", autocomplete: "new-password", hint: "8 characters or more" }],
    send: (values) => api.register(values),
  },
  signIn: {
    title: "Sign in", verb: "Sign in", other: "register", otherWords: "I am new here",
    fields: [NAME, { name: "password", label: "Password", type: "password", autocomplete: "current-password" }],
    send: ({ name, password }) => api.signIn(name.trim(), password),
  },
};
const BELONGS_TO = { EMAIL_TAKEN: "email", USERNAME_TAKEN: "username", INVALID_CREDENTIALS: "password" };

/** Show who is signed in; `extra` stands beside the name. */
export function showAccount(user, extra, onSignOut) {
  byId("account").replaceChildren(...(user
    ? [extra, el("span", { class: "who" }, user.username), el("button", { type: "button", class: "quiet", onclick: onSignOut }, "Sign out")]
    : [el("span", { class: "muted guest" }, "Guest"),
      el("button", { type: "button", class: "quiet", onclick: () => openDialog("signIn") }, "Sign in"),
      el("button", { type: "button", class: "primary", onclick: () => openDialog("register") }, "Register")]));
}

/** Open the dialog on one of its two forms. */
export function openDialog(kind) {
  const dialog = byId("sign-in");
  const form = FORMS[kind];
  const trouble = el("p", { class: "trouble", role: "alert" });
  const button = el("button", { class: "primary" }, form.verb);
  const node = el("form", { novalidate: true, onsubmit: (event) => submit(event, form, dialog, trouble, button) },
    el("div", { class: "bar" },
      el("h2", { id: "sign-in-title" }, form.title),
      el("button", { type: "button", class: "quiet switch", onclick: () => openDialog(form.other) }, form.otherWords)),
    form.fields.map(field),
    trouble,
    el("div", { class: "bar" },
      button,
      el("button", { type: "button", onclick: () => dialog.close() }, "Cancel")));
  dialog.replaceChildren(node);
  if (!dialog.open) dialog.showModal();
  node.querySelector("input").focus();
}

function field({ name, label, type = "text", autocomplete, hint = "" }) {
  const id = `field-${name}`;
  return el("p", { class: "field" },
    el("label", { for: id }, label),
    el("input", { id, name, type, autocomplete, required: true, autocapitalize: "off", "aria-describedby": `${id}-note` }),
    el("small", { id: `${id}-note`, "data-hint": hint }, hint));
}

async function submit(event, form, dialog, trouble, button) {
  event.preventDefault();
  const node = event.target;
  trouble.textContent = "";
  node.querySelectorAll("input").forEach((input) => complain(input, ""));
  const empty = [...node.querySelectorAll("input")].find((input) => !input.value.trim());
  if (empty) return complain(empty, "Please fill this in.");
  button.disabled = true;
  try {
    await form.send(Object.fromEntries(new FormData(node)));
    dialog.close();
  } catch (error) {
    if (!complainBesideFields(node, error)) trouble.textContent = inPlainWords(error);
  } finally {
    button.disabled = false;
  }
}

function complainBesideFields(node, error) {
  const complaints = BELONGS_TO[error.code] ? { [BELONGS_TO[error.code]]: [error.message] } : error.details ?? {};
  const known = Object.entries(complaints).filter(([name]) => node.elements[name]);
  known.reverse().forEach(([name, messages]) => complain(node.elements[name], [messages].flat().join(" ")));
  return known.length > 0;
}

function complain(input, words) {
  const note = byId(`${input.id}-note`);
  note.textContent = words || note.dataset.hint;
  input.toggleAttribute("aria-invalid", Boolean(words));
  if (words) input.focus();
}
