/* The steps in their order, and what lies around the chosen one. */

/** At most so many neighbours are drawn on either side. */
const NEIGHBOURS = 8;

class StepsView {
  constructor({ steps, families }) {
    Object.assign(this, { steps, families });
    this.detail = byId("order-detail");
    this.list = new List(byId("order-list"), this.detail, {
      draw: (step) => [
        element("span", { class: "number" }, step.id),
        signed(step.sign),
        element("span", { class: "text", title: step.title }, step.title),
      ],
      choose: (step) => this.tell(step),
    });
    byId("order-text").addEventListener("input", soon(() => this.filter()));
    this.filter();
  }

  filter() {
    const start = performance.now();
    const text = folded(byId("order-text").value.trim());
    const rows = this.steps.filter((step) => step.key.includes(text));
    this.list.show(rows);
    this.list.box.hidden = rows.length === 0;
    byId("order-count").replaceChildren(counted(rows.length, "step", "steps"));
    this.detail.replaceChildren(element("p", { class: "hint" }, "Choose a step to see what it waits for."));
    this.took = performance.now() - start;
  }

  /** Shows a step wherever the list is, and goes there. */
  open(id) {
    const step = this.steps[id - 1];
    if (!this.list.find(step)) {
      byId("order-text").value = "";
      this.filter();
      this.list.find(step);
    }
    this.list.box.focus({ preventScroll: true });
    byId("order").scrollIntoView({ block: "start" });
  }

  tell(step) {
    this.detail.replaceChildren(
      element("h3", {}, `Step ${step.id}: ${VERBS[step.sign]} `, element("small", {}, step.title)),
      this.neighbourhood(step),
      this.links("Waits for", step.after, "It waits for nothing."),
      this.links("Waited for by", step.before, "Nothing waits for it."));
  }

  links(heading, ends, none) {
    if (ends.length === 0) return element("p", { class: "hint" }, none);
    return element("div", {}, element("h4", {}, heading), element("ul", { class: "links" },
      ends.slice(0, 200).map(({ step, family, why }) => element("li", {},
        element("button", { type: "button", on: { click: () => this.open(step) } },
          `${step}. ${VERBS[this.steps[step - 1].sign]} ${this.steps[step - 1].title}`),
        element("span", { class: "why" }, `${this.families[family][1]}: ${why}`)))),
      ends.length > 200 ? element("p", { class: "hint" }, `and ${ends.length - 200} more`) : null);
  }

  /** What the step waits for on the left, what waits for it on the right. */
  neighbourhood(step) {
    const sides = [step.after, step.before].map((ends) => ends.slice(0, NEIGHBOURS));
    const tall = Math.max(sides[0].length, sides[1].length, 1);
    const [width, row] = [300, 26];
    const height = tall * row + 8;
    const middle = height / 2;
    const node = (x, y, id, kind) => drawn("g", { class: `node ${kind}` },
      drawn("title", {}, `${id}. ${this.steps[id - 1].title}`),
      drawn("rect", { x, y: y - 10, width: 60, height: 20, rx: 2 }),
      drawn("text", { x: x + 30, y: y + 4 }, id));
    const kind = (id) => ({ "+": "create", "~": "update", "→": "move", "-": "delete" })[this.steps[id - 1].sign];
    const parts = [];
    sides.forEach((ends, side) => ends.forEach(({ step: id, family, why }, at) => {
      const y = middle + (at - (ends.length - 1) / 2) * row;
      const [x1, y1, x2, y2] = side === 0 ? [61, y, 120, middle] : [180, middle, 238, y];
      const bend = (x1 + x2) / 2;
      parts.push(drawn("g", { class: `edge ${this.families[family][0]}` },
        drawn("title", {}, why),
        drawn("path", { d: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2 - 6} ${y2}` }),
        drawn("path", { class: "head", d: `M${x2} ${y2}l-7 -3.5v7z` })));
      parts.push(node(side === 0 ? 1 : 239, y, id, kind(id)));
    }));
    const left = step.after.length + step.before.length - sides[0].length - sides[1].length;
    return element("figure", {},
      drawn("svg", { class: "graph small", viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
        "aria-label": `Step ${step.id} waits for ${step.after.length}, ${step.before.length} wait for it` },
      parts, node(120, middle, step.id, kind(step.id))),
      left > 0 ? element("figcaption", {}, `${left} more in the lists below`) : null);
  }
}
