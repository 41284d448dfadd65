/* Making elements. Text goes in as text only: nothing here reads HTML. */

const SVG = "http://www.w3.org/2000/svg";

const byId = (id) => document.getElementById(id);

/** Attributes that are false, null or undefined are left out. */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== ""));
  return node;
}

const element = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

const drawn = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** So much of the end of a long text is always seen. */
const TAIL = 6;

/** A text in two parts, of which `.elided` shortens the first: names often differ at their end. */
function elided(text) {
  const letters = [...text];
  if (letters.length <= 2 * TAIL) return [element("span", {}, text)];
  return [letters.slice(0, -TAIL), letters.slice(-TAIL)].map((part) =>
    element("span", {}, part.join("")));
}

const numbers = new Intl.NumberFormat("en");
const counted = (count, one, many) => `${numbers.format(count)} ${count === 1 ? one : many}`;

/** Runs once, soon, however often it is asked for. */
function soon(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      work();
    });
  };
}

/** For comparing as people type: without case. */
const folded = (text) => text.toLowerCase();
