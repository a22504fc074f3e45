/** The results panel while code runs: the elapsed time, the output so far and a Stop button. */

import { el, printed } from "./dom.js";
import { formatNumber, t } from "./texts.js";
import { scrollToResults, show } from "./verdict.js";

const TICK_MS = 100;
const SHOWN_CHARACTERS = 5_000; // of output: it grows often, and laying out all of it takes a slow computer seconds each time

/**
 * Show that code runs until `end` is called; `onStop` is called when the learner wants it to stop. `showOutput` shows what
 * a stream has so far, the end of it if it is long, and `elapsedMs` is the time since the start.
 */
export function showProgress(text, onStop) {
  const start = performance.now();
  const elapsedMs = () => performance.now() - start;
  const clock = el("span", { class: "clock muted", "aria-hidden": "true" });
  const streams = { stdout: printed(t`Output`, ""), stderr: printed(t`Error output`, "") };
  for (const figure of Object.values(streams)) figure.hidden = true;
  const tick = () => { clock.textContent = `${formatNumber(elapsedMs() / 1000, 1)} s`; };
  tick();
  const timer = setInterval(tick, TICK_MS);
  show(
    el("div", { class: "headline plain waiting" }, el("p", {}, text), clock,
      el("button", { type: "button", onclick: onStop }, t`Stop`)),
    streams.stdout, streams.stderr);
  scrollToResults();
  return {
    elapsedMs,
    end: () => clearInterval(timer),
    showOutput(stream, written) {
      const pre = streams[stream].querySelector("pre");
      const follows = pre.scrollTop + pre.clientHeight >= pre.scrollHeight - 2;
      streams[stream].hidden = !written;
      pre.textContent = written.length > SHOWN_CHARACTERS ? `…${written.slice(-SHOWN_CHARACTERS)}` : written;
      if (follows) pre.scrollTop = pre.scrollHeight;
    },
  };
}
