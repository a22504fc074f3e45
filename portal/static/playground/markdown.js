/**
 * Render Markdown as DOM nodes. marked splits the text into tokens; this module builds the nodes itself, so text never
 * becomes HTML. Raw HTML and images are shown as text, and only http(s) links become links.
 */

import { el } from "./dom.js";
import { Lexer } from "./marked-18.2.1/marked.esm.js";

const TOP_HEADING = 2; // the title of the exercise is the h1

/** Render a Markdown document as a list of nodes. */
export function renderBlocks(text) {
  return parse(text, () => blocks(withHeadingLevels(new Lexer().lex(text))));
}

/** Render inline Markdown as a list of nodes and strings. */
export function renderInline(text) {
  return parse(text, () => inline(new Lexer().inlineTokens(text)));
}

/** Give the headings their level on the page: the highest of the document, whichever that is, becomes an h2. */
function withHeadingLevels(tokens) {
  const headings = tokens.filter((token) => token.type === "heading");
  const highest = Math.min(...headings.map((token) => token.depth));
  for (const token of headings) token.level = Math.min(token.depth - highest + TOP_HEADING, 6);
  return tokens;
}

/** Nesting too deep for the parser or the renderer is shown unformatted. */
function parse(text, render) {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [el("p", {}, text)];
  }
}

const BLOCKS = {
  blockquote: ({ tokens }) => el("blockquote", {}, blocks(tokens)),
  code: ({ text }) => el("pre", { tabindex: "0" }, el("code", {}, text)),
  def: () => null,
  heading: ({ level, tokens }) => el(`h${level ?? 6}`, {}, inline(tokens)),
  hr: () => el("hr"),
  html: ({ raw }) => el("p", {}, raw),
  list: ({ ordered, start, items }) =>
    el(ordered ? "ol" : "ul", { start: ordered && start !== 1 && start }, items.map((item) => el("li", {}, blocks(item.tokens)))),
  paragraph: ({ tokens }) => el("p", {}, inline(tokens)),
  space: () => null,
  table: ({ header, rows }) => el("table", {},
    el("thead", {}, el("tr", {}, header.map((cell) => el("th", { scope: "col" }, inline(cell.tokens))))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, inline(cell.tokens))))))),
  text: (token) => inline(token.tokens ?? [token]), // in a list without blank lines
};

const INLINE = {
  br: () => el("br"),
  codespan: ({ text }) => el("code", {}, text),
  del: ({ tokens }) => el("del", {}, inline(tokens)),
  em: ({ tokens }) => el("em", {}, inline(tokens)),
  escape: ({ text }) => text,
  link: ({ href, tokens, raw }) =>
    /^https?:\/\//i.test(href) ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, inline(tokens)) : raw,
  strong: ({ tokens }) => el("strong", {}, inline(tokens)),
  text: ({ text, tokens }) => (tokens ? inline(tokens) : text),
};

function blocks(tokens) {
  return tokens.flatMap((token) => (BLOCKS[token.type] ?? asText)(token)).filter((node) => node !== null);
}

function inline(tokens) {
  return tokens.flatMap((token) => (INLINE[token.type] ?? asText)(token));
}

function asText({ raw }) {
  return raw;
}
