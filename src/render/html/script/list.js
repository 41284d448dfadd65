/* A long list with one chosen row. */

const ROW = 30;

class List {
  /** `draw` makes the content of a row, `choose` tells about it. */
  constructor(box, detail, { draw, choose }) {
    Object.assign(this, { box, draw, choose, rows: [], position: -1 });
    this.canvas = element("div", { class: "canvas", role: "presentation" });
    box.append(this.canvas);
    this.redraw = soon(() => this.drawVisible());
    box.addEventListener("scroll", this.redraw, { passive: true });
    new ResizeObserver(this.redraw).observe(box);
    box.addEventListener("keydown", (event) => this.onKey(event));
    box.addEventListener("focus", () => {
      if (this.position < 0 && this.rows.length > 0) this.select(0);
    });
    this.canvas.addEventListener("click", (event) => {
      const row = event.target.closest("[data-position]");
      if (row) this.select(Number(row.dataset.position));
    });
    joinDetail(box, detail);
  }

  show(rows) {
    this.rows = rows;
    this.position = -1;
    this.box.removeAttribute("aria-activedescendant");
    this.box.scrollTop = 0;
    this.canvas.style.height = `${rows.length * ROW}px`;
    this.box.style.height = `${rows.length * ROW + 2}px`;
    this.drawVisible();
  }

  onKey(event) {
    const page = Math.floor(this.box.clientHeight / ROW);
    const next = moved(event.key, this.position, this.rows.length, page);
    if (next === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (this.rows.length > 0) this.select(next);
  }

  select(position) {
    this.position = position;
    this.box.scrollTop = revealed(this.box.scrollTop, this.box.clientHeight, position * ROW, ROW);
    this.drawVisible();
    this.choose(this.rows[position]);
  }

  /** Chooses a row by its content, if it is in the list. */
  find(row) {
    const position = this.rows.indexOf(row);
    if (position >= 0) this.select(position);
    return position >= 0;
  }

  drawVisible() {
    const { box, rows } = this;
    const [first, last] = visible(box.scrollTop, box.clientHeight, ROW, rows.length);
    const shown = [];
    for (let at = first; at < last; at += 1) {
      shown.push(element("div", {
        class: "row", role: "option", id: `${box.id}-${at}`, "data-position": at,
        "aria-selected": at === this.position ? "true" : "false",
        "aria-setsize": rows.length, "aria-posinset": at + 1,
        style: `top:${at * ROW}px`,
      }, this.draw(rows[at])));
    }
    this.canvas.replaceChildren(...shown);
    if (this.position >= 0) box.setAttribute("aria-activedescendant", `${box.id}-${this.position}`);
  }
}
