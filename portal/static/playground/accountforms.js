/** The forms of the account dialog: fields, texts, and the call that each sends. */

import * as api from "./api.js";
import { closeDialog, openDialog } from "./dialog.js";
import { byId, el } from "./dom.js";
import * as drafts from "./drafts.js";
import * as guestSolutions from "./guestsolutions.js";
import { explainError } from "./http.js";
import { showNotice } from "./notice.js";
import * as session from "./session.js";
import { t } from "./texts.js";

const EMAIL = { name: "email", label: t`Email`, type: "email", autocomplete: "email" };
const PASSWORD = { name: "password", label: t`Password`, type: "password", autocomplete: "current-password" };
const NEW_PASSWORD = { type: "password", autocomplete: "new-password", hint: t`8 characters or more` };
const FORMS = {
  register: {
    title: t`Create an account`, action: t`Register`, links: { signIn: t`I already have an account` },
    fields: [
      EMAIL,
      { name: "username", label: t`Username`, autocomplete: "username", hint: t`3 to 32 letters, digits, _ - .` },
      { ...NEW_PASSWORD, name: "password", label: t`Password` },
    ],
    send: ({ email, ...values }) => api.register({ email: email.trim() || null, ...values }, takeOverGuest),
  },
  signIn: {
    title: t`Sign in`, action: t`Sign in`, links: { register: t`Create an account`, forgotten: t`Forgot your password?` },
    fields: [{ name: "name", label: t`Email or username`, autocomplete: "username" }, PASSWORD],
    send: ({ name, password }) => api.signIn(name.trim(), password),
  },
  forgotten: {
    title: t`Forgotten password`, action: t`Send a link`, links: { signIn: t`Back to sign in` },
    text: t`If your account has no email address, or the link does not arrive within a few minutes, ask your teacher or whoever runs this site for one.`,
    fields: [EMAIL],
    send: ({ email }) => api.requestPasswordReset(email),
    done: t`If an account has this address, a link is on its way to it. It works for 15 minutes.`,
  },
  reset: {
    title: t`Reset password`, action: t`Save`, links: { forgotten: t`Request another link` },
    fields: [{ ...NEW_PASSWORD, name: "newPassword", label: t`New password` }],
    send: ({ newPassword }, token) => api.resetPassword(token, newPassword),
    done: t`Your password is changed. Sign in with the new one.`,
  },
  changePassword: {
    title: t`Change password`, action: t`Change password`, links: {},
    text: t`This signs you out everywhere else.`,
    fields: [{ ...PASSWORD, name: "currentPassword", label: t`Current password` }, { ...NEW_PASSWORD, name: "newPassword", label: t`New password` }],
    send: (values) => api.changePassword(values),
    done: t`Your password is changed.`,
  },
  deleteAccount: {
    title: t`Delete account`, action: t`Delete for ever`, links: {},
    text: t`This deletes your account, your progress and all your submissions. It cannot be undone.`,
    fields: [PASSWORD],
    send: deleteAccount,
  },
};
const FIELDS_OF_ERROR = { EMAIL_TAKEN: ["email"], USERNAME_TAKEN: ["username"], INVALID_CREDENTIALS: ["password", "currentPassword"] };

/** Give a new account what a guest has made in this browser. */
function takeOverGuest({ id }) {
  guestSolutions.claim(id);
  drafts.claim(id);
}

/** Open the dialog with a form; `token` is that of a password reset link. */
export function openForm(kind, token) {
  const form = FORMS[kind];
  const problem = el("p", { class: "problem", role: "alert" });
  const button = el("button", { class: "primary" }, form.action);
  const node = el("form", { novalidate: true, onsubmit: (event) => submit(event, form, token, problem, button) },
    form.text && el("p", {}, form.text),
    form.fields.map(field),
    problem,
    el("div", { class: "bar" },
      button,
      el("button", { type: "button", onclick: closeDialog }, t`Cancel`),
      Object.entries(form.links).map(([other, text]) =>
        el("button", { type: "button", class: "quiet", onclick: () => openForm(other) }, text))));
  openDialog(form.title, node);
  node.querySelector("input").focus();
  if (kind === "register") relaxEmail(node.elements.email);
}

/** Mark the email as optional where accounts may go without. */
async function relaxEmail(input) {
  if (await api.isEmailRequired().catch(() => true) || !input.isConnected) return;
  input.required = false;
  input.labels[0].textContent = t`Email (optional)`;
}

async function deleteAccount({ password }) {
  await api.deleteAccount(password);
  drafts.removeOwn();
  session.end(t`Your account is deleted.`);
}

function field({ name, label, type = "text", autocomplete, hint = "" }) {
  const id = `field-${name}`;
  return el("p", { class: "field" },
    el("label", { for: id }, label),
    el("input", { id, name, type, autocomplete, required: true, autocapitalize: "off", "aria-describedby": `${id}-note` }),
    el("small", { id: `${id}-note`, "data-hint": hint }, hint));
}

async function submit(event, form, token, problem, button) {
  event.preventDefault();
  const node = event.target;
  problem.textContent = "";
  node.querySelectorAll("input").forEach((input) => setFieldError(input, ""));
  const empty = [...node.querySelectorAll("input")].find((input) => input.required && !input.value.trim());
  if (empty) return setFieldError(empty, t`Please fill this in.`);
  button.disabled = true;
  try {
    await form.send(Object.fromEntries(new FormData(node)), token);
    closeDialog();
    if (document.activeElement === document.body) byId("account").querySelector("button").focus(); // the button that opened it is gone
    if (form.done) showNotice(form.done);
  } catch (error) {
    if (!showFieldErrors(node, error)) problem.textContent = explainError(error);
  } finally {
    button.disabled = false;
  }
}

function showFieldErrors(node, error) {
  const fields = FIELDS_OF_ERROR[error.code];
  const errors = fields ? Object.fromEntries(fields.map((name) => [name, error.message])) : error.details ?? {};
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
