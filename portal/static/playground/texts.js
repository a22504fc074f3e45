/**
 * The page's texts in the visitor's language. The English text is the key, with {0}, {1} for its values; a text that
 * texts.de.json or texts.es.json lacks stays English. Importing this module translates the document.
 */

import { read } from "./storage.js";

/** The languages there are, each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch", es: "Español" };

/** The language of the page: the one chosen in the settings, else the first of the browser's that there is. */
export const language = [read("portal.display")?.language, ...navigator.languages]
  .map((tag) => tag?.split("-")[0])
  .find((tag) => Object.hasOwn(LANGUAGES, tag)) ?? "en";

const translations = language === "en" ? {} : await load();

/** Translate a template literal: t`${name} is missing` has the key "{0} is missing". */
export function t(parts, ...values) {
  const key = parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`);
  return (translations[key] ?? key).replace(/\{(\d)\}/g, (_, index) => values[index]);
}

/** Format a number with so many digits after the decimal point, or with up to two. */
export function formatNumber(value, digits) {
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits ?? 2 });
}

async function load() {
  try {
    return await (await fetch(`/playground/texts.${language}.json`)).json();
  } catch {
    return {}; // the connection was lost
  }
}

function translateDocument() {
  document.documentElement.lang = language;
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const node = nodes.currentNode;
    node.data = translated(node.data);
  }
  for (const name of ["aria-label", "placeholder"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      element.setAttribute(name, translated(element.getAttribute(name)));
    }
  }
}

function translated(text) {
  const key = text.trim();
  return Object.hasOwn(translations, key) ? text.replace(key, () => translations[key]) : text;
}

translateDocument();
document.documentElement.classList.remove("translating");
