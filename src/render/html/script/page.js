/* Puts the page together. */

const THEMES = { automatic: "light dark", light: "light", dark: "dark" };

function theme() {
  const button = byId("theme");
  const names = Object.keys(THEMES);
  let at = 0;
  button.addEventListener("click", () => {
    at = (at + 1) % names.length;
    document.documentElement.dataset.theme = names[at];
    button.replaceChildren(`Theme: ${names[at]}`);
  });
}

function sections() {
  const links = [...document.querySelectorAll("main > section")].map((section) => {
    const title = section.querySelector("h2").firstChild.textContent.trim();
    return element("a", { href: `#${section.id}` }, title);
  });
  byId("sections").append(...links);
}

/** A section whose list is empty says so. */
function nothing(id, text) {
  const section = byId(id);
  section.replaceChildren(section.querySelector("h2"), element("p", { class: "lead" }, text));
}

function undeclared(objects) {
  if (objects.length === 0) return;
  const most = 500;
  const rest = objects.length - most;
  byId("report").append(element("section", { id: "undeclared", "aria-labelledby": "undeclared-title" },
    element("h2", { id: "undeclared-title" }, "Left alone"),
    element("p", { class: "lead" }, `${counted(objects.length, "thing on the site is", "things on the site are")} not declared; the plan does not touch ${objects.length === 1 ? "it" : "them"}.`),
    element("ul", { class: "columns" }, objects.slice(0, most).map((object) => element("li", {}, object))),
    rest > 0 ? element("p", { class: "hint" }, `and ${numbers.format(rest)} more`) : null));
}

/** Paper has no scrolling: while printing, the lists are whole, up to a bound. */
function printing({ access, changes, order }) {
  const MOST = 3000;
  const table = (view, rows) => {
    const left = view.rows.length - MOST;
    return element("div", { class: "printed" },
      element("ul", {}, view.rows.slice(0, MOST).map((row) => element("li", {}, rows(row)))),
      left > 0 ? element("p", {}, `${numbers.format(left)} more rows are not printed.`) : null);
  };
  const accessRow = (row) => [element("b", {}, row.people?.join(", ") ?? row.name),
    element("ul", {}, row.move.entries.filter(access.fits).map((entry) => element("li", {},
      spokenEntry(access, entry))))];
  window.addEventListener("beforeprint", () => {
    if (access) access.grid.box.after(table(access.grid, accessRow));
    if (changes) changes.list.box.after(table(changes.list, (change) => changes.draw(change)));
    if (order) order.list.box.after(table(order.list, (step) => [`${step.id}. `, signed(step.sign), ` ${step.title}`]));
  });
  window.addEventListener("afterprint", () => {
    for (const printed of document.querySelectorAll(".printed")) printed.remove();
  });
}

function spokenEntry(access, entry) {
  const named = access.atoms.filter((_, at) => entry.atoms & (1 << at)).join(", ");
  const { path, scope } = access.access.places[entry.place];
  const way = entry.ways[0];
  return `${entry.gained ? "gains" : "loses"} ${named} on ${path}${scope ? ` (${scope})` : ""}`
    + (way ? ` ${way.text}${way.at ? ` ${way.at}` : ""}` : "");
}

function main() {
  theme();
  const data = readData();
  const views = {};
  if (data !== null && data.changes.length > 0) {
    views.order = new StepsView(data);
    views.changes = new ChangesView(data, (step) => views.order.open(step));
    if (data.access.moves.length > 0) views.access = new AccessView(data);
    else nothing("access", "Nobody gains or loses access.");
    byId("graph").addEventListener("click", (event) => {
      const step = event.target.closest("[data-step]");
      if (step) views.order.open(Number(step.dataset.step));
    });
  }
  if (data !== null) undeclared(data.undeclared);
  sections();
  printing(views);
  return views;
}

window.siteplan = main();
