/** Modules that the page loads when they are first needed. */

import { showNotice } from "./notice.js";
import { t } from "./texts.js";

export const openAccount = lazy(() => import("./account.js"), "openAccount");
export const openComparison = lazy(() => import("./comparison.js"), "openComparison");
export const openForm = lazy(() => import("./accountforms.js"), "openForm");
export const openSettings = lazy(() => import("./settings.js"), "openSettings");

/** Return a function that loads a module and calls its function of this name. */
function lazy(load, name) {
  return async (...values) => {
    let module;
    try {
      module = await load();
    } catch {
      showNotice(t`The server cannot be reached. Your code is saved in this browser. ${t`Try again in a moment.`}`);
      return;
    }
    module[name](...values);
  };
}
