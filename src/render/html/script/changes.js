/* The changes, object by object. */

const SIGNS = { "+": "added", "~": "changed", "→": "moved", "-": "removed", " ": "" };

const VERBS = { "+": "add", "~": "change", "→": "move", "-": "remove" };

const signed = (sign) =>
  element("span", { class: `sign ${SIGNS[sign]}`, role: "img", "aria-label": SIGNS[sign] || "object" },
    sign === "-" ? "−" : sign);

class ChangesView {
  constructor({ changes, steps }, openStep) {
    Object.assign(this, { changes, steps, openStep });
    this.detail = byId("changes-detail");
    this.list = new List(byId("changes-list"), this.detail, {
      draw: (change) => this.draw(change),
      choose: (change) => this.tell(change),
    });
    const again = soon(() => this.filter());
    byId("changes-text").addEventListener("input", again);
    byId("changes-signs").addEventListener("input", again);
    this.filter();
  }

  filter() {
    const start = performance.now();
    const text = folded(byId("changes-text").value.trim());
    const signs = new Set([...document.querySelectorAll("#changes-signs input:checked")].map((box) => box.value));
    const rows = [];
    let found = 0;
    let object = null;
    for (const change of this.changes) {
      // An object that matches brings its parts, a part its object.
      const inside = change.depth > 0;
      if (!inside) object = { change, matches: change.key.includes(text), shown: false };
      const matches = change.key.includes(text) || (inside && object.matches);
      if (!matches || !signs.has(change.sign)) continue;
      if (inside && !object.shown) rows.push(object.change);
      object.shown = true;
      found += change.tells;
      rows.push(change);
    }
    this.list.show(rows);
    this.list.box.hidden = rows.length === 0;
    byId("changes-count").replaceChildren(counted(found, "change", "changes"));
    this.detail.replaceChildren(element("p", { class: "hint" }, "Choose a change to see what it sets."));
    this.took = performance.now() - start;
  }

  draw({ sign, depth, title, at }) {
    return [
      signed(sign),
      element("span", { class: depth > 0 ? "text part" : "text", title }, title),
      at ? element("code", { class: "at" }, at) : null,
    ];
  }

  tell(change) {
    const { sign, title, at, attributes, steps } = change;
    const told = [element("h3", {}, signed(sign), ` ${title}`)];
    if (at) told.push(element("p", {}, element("code", { class: "at" }, at)));
    if (attributes.length > 0) told.push(this.table(attributes, sign));
    if (steps.length > 0) {
      told.push(element("h4", {}, counted(steps.length, "step", "steps")), element("ul", { class: "links" },
        steps.map((step) => element("li", {}, element("button", {
          type: "button", on: { click: () => this.openStep(step) },
        }, `${step}. ${VERBS[this.steps[step - 1].sign]} ${this.steps[step - 1].title}`)))));
    }
    this.detail.replaceChildren(...told);
  }

  table(attributes, sign) {
    const value = (tag, text) => element("td", {}, text === "" ? "" : element(tag, {}, text));
    const columns = sign === "+" ? ["after"] : sign === "-" ? ["before"] : ["before", "after"];
    const tags = { before: "del", after: "ins" };
    return element("div", { class: "values", tabindex: 0, role: "group", "aria-label": "Attributes" },
      element("table", {},
        element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "attribute"),
          columns.map((name) => element("th", { scope: "col" }, name)))),
        element("tbody", {}, attributes.map((line) => element("tr", {},
          element("th", { scope: "row" }, line.name),
          columns.map((name) => value(tags[name], line[name])))))));
  }
}
