/** Build nodes. Text enters as text nodes only, so nothing that a learner or an author wrote can become markup. */

const SVG = "http://www.w3.org/2000/svg";

/** Make an element; `on...` attributes are listeners, `false` and `null` leave an attribute or a child out. */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** Make an SVG element. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/** Make an icon of the page's sprite; `label` says in words what it shows, without one it is decoration. */
export function icon(name, label) {
  const said = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return svg("svg", { class: `icon icon-${name}`, ...said }, svg("use", { href: `#icon-${name}` }));
}

/** Find the element of the page with this id. */
export function byId(id) {
  return document.getElementById(id);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}
