/** The account area in the header, and the dialog to sign in or register. */

import * as api from "./api.js";
import { byId, el } from "./dom.js";
import { explainError } from "./http.js";

const NAME = { name: "name", label: "Email or username", autocomplete: "username" };
const EMAIL = { name: "email", label: "Email", type: "email", autocomplete: "email" };
const USERNAME = { name: "username", label: "Username", autocomplete: "username", hint: "3 to 32 letters, digits, _ - ." };
const FORMS = {
  register: {
    title: "Create an account", action: "Register", other: "signIn", otherLabel: "I already have an account",
    fields: [EMAIL, USERNAME, { name: "password", label: "Password", type: "password", autocomplete: "new-password", hint: "8 characters or more" }],
    send: (values) => api.register(values),
  },
  signIn: {
    title: "Sign in", action: "Sign in", other: "register", otherLabel: "Create an account",
    fields: [NAME, { name: "password", label: "Password", type: "password", autocomplete: "current-password" }],
    send: ({ name, password }) => api.signIn(name.trim(), password),
  },
};
const FIELD_OF_ERROR = { EMAIL_TAKEN: "email", USERNAME_TAKEN: "username", INVALID_CREDENTIALS: "password" };

/** Show who is signed in; `extra` is shown beside the name. */
export function showAccount(user, extra, onSignOut) {
  byId("account").replaceChildren(...(user
    ? [extra, el("span", { class: "who" }, user.username), el("button", { type: "button", class: "quiet", onclick: onSignOut }, "Sign out")]
    : [el("span", { class: "muted guest" }, "Guest"),
      el("button", { type: "button", class: "quiet", onclick: () => openAccountDialog("signIn") }, "Sign in"),
      el("button", { type: "button", class: "primary", onclick: () => openAccountDialog("register") }, "Register")]));
}

/** Open the dialog with the form `register` or `signIn`. */
export function openAccountDialog(kind) {
  const dialog = byId("sign-in");
  const form = FORMS[kind];
  const problem = el("p", { class: "problem", role: "alert" });
  const button = el("button", { class: "primary" }, form.action);
  const node = el("form", { novalidate: true, onsubmit: (event) => submit(event, form, dialog, problem, button) },
    el("div", { class: "bar" },
      el("h2", { id: "sign-in-title" }, form.title),
      el("button", { type: "button", class: "quiet switch", onclick: () => openAccountDialog(form.other) }, form.otherLabel)),
    form.fields.map(field),
    problem,
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

async function submit(event, form, dialog, problem, button) {
  event.preventDefault();
  const node = event.target;
  problem.textContent = "";
  node.querySelectorAll("input").forEach((input) => setFieldError(input, ""));
  const empty = [...node.querySelectorAll("input")].find((input) => !input.value.trim());
  if (empty) return setFieldError(empty, "Please fill this in.");
  button.disabled = true;
  try {
    await form.send(Object.fromEntries(new FormData(node)));
    dialog.close();
  } catch (error) {
    if (!showFieldErrors(node, error)) problem.textContent = explainError(error);
  } finally {
    button.disabled = false;
  }
}

function showFieldErrors(node, error) {
  const errors = FIELD_OF_ERROR[error.code] ? { [FIELD_OF_ERROR[error.code]]: [error.message] } : error.details ?? {};
  const known = Object.entries(errors).filter(([name]) => node.elements[name]);
  known.reverse().forEach(([name, messages]) => setFieldError(node.elements[name], [messages].flat().join(" ")));
  return known.length > 0;
}

function setFieldError(input, text) {
  const note = byId(`${input.id}-note`);
  note.textContent = text || note.dataset.hint;
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  if (text) input.focus();
}
