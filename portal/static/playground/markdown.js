/**
 * A safe subset of Markdown as nodes: paragraphs, headings, lists, quotes, fenced code, `code`, **strong**, *emphasis*
 * and links to http(s). Everything else, HTML above all, is text.
 */

import { el } from "./dom.js";

const FENCE = /^\s*(```|~~~)/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const BULLET = /^\s*[-*+]\s+/;
const NUMBER = /^\s*\d+[.)]\s+/;
const QUOTE = /^\s*>\s?/;
const INLINE = /(`+)(.+?)\1(?!`)|\*\*(\S.*?)\*\*|\*(\S.*?)\*|\b_(\S.*?)_\b|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;

/** Turn Markdown into a list of nodes. */
export function blocks(text) {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const nodes = [];
  while (lines.length) {
    if (lines[0].trim()) nodes.push(block(lines));
    else lines.shift();
  }
  return nodes;
}

/** Turn one line of Markdown into a list of nodes and strings. */
export function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(end, match.index), span(match));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)];
}

function block(lines) {
  if (FENCE.test(lines[0])) return fenced(lines);
  const heading = HEADING.exec(lines[0]);
  if (heading) {
    lines.shift();
    return el(`h${Math.min(heading[1].length + 2, 6)}`, {}, inline(heading[2]));
  }
  if (QUOTE.test(lines[0])) {
    const quoted = takeWhile(lines, (line) => QUOTE.test(line));
    return el("blockquote", {}, blocks(quoted.map((line) => line.replace(QUOTE, "")).join("\n")));
  }
  if (BULLET.test(lines[0])) return list("ul", BULLET, lines);
  if (NUMBER.test(lines[0])) return list("ol", NUMBER, lines);
  const [first] = lines.splice(0, 1);
  return el("p", {}, inline([first, ...takeWhile(lines, continues)].join(" ")));
}

function fenced(lines) {
  const mark = FENCE.exec(lines.shift())[1];
  const code = takeWhile(lines, (line) => !line.trim().startsWith(mark));
  lines.shift();
  return el("pre", { tabindex: "0" }, el("code", {}, code.join("\n")));
}

function list(tag, marker, lines) {
  const items = [];
  while (lines.length && marker.test(lines[0])) {
    const first = lines.shift().replace(marker, "");
    items.push(el("li", {}, inline([first, ...takeWhile(lines, continues)].join(" "))));
    if (lines.length > 1 && !lines[0].trim() && marker.test(lines[1])) lines.shift();
  }
  return el(tag, {}, items);
}

function continues(line) {
  return line.trim() && ![FENCE, HEADING, BULLET, NUMBER, QUOTE].some((start) => start.test(line));
}

function takeWhile(lines, wanted) {
  const end = lines.findIndex((line) => !wanted(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

function span([whole, , code, strong, emphasis, underlined, label, address]) {
  if (code !== undefined) return el("code", {}, code.trim() || code);
  if (strong !== undefined) return el("strong", {}, inline(strong));
  if (address !== undefined) return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
  return el("em", {}, inline(emphasis ?? underlined ?? whole));
}
