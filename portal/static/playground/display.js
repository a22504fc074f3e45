/**
 * Apply the theme and the text size, hide the page until it is translated, and hide the introduction from returning
 * visitors. A classic script in the head, so that the first paint is right; settings.js changes the values and
 * dispatches "displaychange".
 */
(() => {
  const root = document.documentElement;
  const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
  let current = stored("portal.display") ?? {};

  function stored(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null; // storage is blocked, or the value is damaged
    }
  }

  function apply() {
    const { theme = "system", textSize = "medium" } = current;
    const systemTheme = systemDark.matches ? "dark" : "light";
    root.dataset.theme = theme === "system" ? systemTheme : theme;
    root.dataset.textSize = textSize;
  }

  apply();
  // texts.js translates the document and removes this class.
  root.classList.toggle("translating", !(current.language ?? navigator.language).startsWith("en"));
  root.classList.toggle("returning", Boolean(stored("portal.session") || stored("portal.intro-seen")));
  systemDark.addEventListener("change", apply);
  window.addEventListener("displaychange", ({ detail }) => {
    current = detail;
    apply();
  });
})();
