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
