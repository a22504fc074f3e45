/** The learner's earlier submissions of the open exercise. */

import { el, icon } from "./dom.js";
import { explainError } from "./http.js";
import { language, t } from "./texts.js";

/** Render the list, which `load` fetches whenever it is opened; `onShow` gets the submission to look at. */
export function earlierSubmissions(load, onShow) {
  const list = el("ul", { class: "submissions" });
  const details = el("details", { class: "history", ontoggle: showList }, el("summary", {}, t`Earlier submissions`), list);
  async function showList() {
    if (!details.open) return;
    try {
      const submissions = await load();
      list.replaceChildren(...submissions.map((submission) => item(submission, onShow)));
      if (!submissions.length) list.replaceChildren(el("li", { class: "muted" }, t`You have not submitted this exercise yet.`));
    } catch (error) {
      list.replaceChildren(el("li", {}, explainError(error)));
    }
  }
  return details;
}

/** Say when a submission was made and how many of its tests passed. */
export function describeSubmission({ submittedAt, passed, testResults: { summary } }) {
  const time = new Date(submittedAt).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  return `${time}: ${passed ? t`solved` : t`${summary.passed} of ${summary.total} tests passed`}`;
}

function item(submission, onShow) {
  return el("li", {},
    el("button", { type: "button", class: "quiet", onclick: () => onShow(submission) },
      icon(submission.passed ? "done" : "failed"), describeSubmission(submission)));
}
