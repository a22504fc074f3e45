/** Create DOM nodes. Strings become text nodes, so content from learners and authors is never parsed as HTML. */

const SVG = "http://www.w3.org/2000/svg";

/** Create an element. Attributes named `on...` are listeners; false, null and undefined skip an attribute or a child. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** Create an SVG element. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Create an icon from the page's sprite; without a label it is decorative. */
export function icon(name, label) {
  const accessibility = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return svg("svg", { class: `icon icon-${name}`, ...accessibility }, svg("use", { href: `#icon-${name}` }));
}

/** Render what a program wrote. */
export function printed(label, text) {
  return el("figure", { class: "printed" }, el("figcaption", {}, label), el("pre", { tabindex: "0" }, text));
}

/** Find an element by its id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Set the text of the element with this id. */
export function setText(id, text) {
  byId(id).textContent = text;
}

/** Change a part of the page; `next` returns what is focused if the focus was in there and is gone. */
export function keepFocus(part, change, next) {
  const hadFocus = part.contains(document.activeElement);
  change();
  if (hadFocus) next()?.focus({ preventScroll: true });
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}
