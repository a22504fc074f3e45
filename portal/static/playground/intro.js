/** The introduction for new visitors. display.js hides it from returning ones before the first paint. */

import { write } from "./storage.js";

/** Hide the introduction for good. */
export function hideIntro() {
  write("portal.intro-seen", true);
  document.documentElement.classList.add("returning");
}
