/* A large table with one chosen cell; its first row and column stay in sight. */

const CELL = { width: 112, height: 30 };

class Grid {
  /** `head` and `side` draw headings, `cell` a cell; `choose` tells about one. */
  constructor(box, detail, { head, side, cell, choose }) {
    Object.assign(this, { box, head, side, cell, choose, rows: [], columns: [], row: -1, column: 0 });
    this.canvas = element("div", { class: "canvas", role: "presentation" });
    this.top = element("div", { class: "heads", role: "row", "aria-rowindex": 1 });
    this.body = element("div", { class: "body", role: "rowgroup" });
    this.canvas.append(this.top, this.body);
    box.append(this.canvas);
    this.redraw = soon(() => this.drawVisible());
    box.addEventListener("scroll", this.redraw, { passive: true });
    new ResizeObserver(this.redraw).observe(box);
    box.addEventListener("keydown", (event) => this.onKey(event));
    box.addEventListener("focus", () => {
      if (this.row < 0 && this.rows.length > 0) this.select(0, 0);
    });
    this.body.addEventListener("click", (event) => {
      const cell = event.target.closest("[data-column]");
      const row = event.target.closest("[data-row]");
      if (row) this.select(Number(row.dataset.row), Number(cell?.dataset.column ?? this.column));
    });
    joinDetail(box, detail);
  }

  get sideWidth() {
    return this.box.clientWidth < 560 ? 132 : 210;
  }

  get headHeight() {
    return 62;
  }

  show(rows, columns) {
    Object.assign(this, { rows, columns, row: -1, column: 0 });
    this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-rowcount", rows.length + 1);
    this.box.setAttribute("aria-colcount", columns.length + 1);
    this.box.scrollTo(0, 0);
    // Room for a scroll bar below.
    this.box.style.height = `${this.headHeight + rows.length * CELL.height + 18}px`;
    this.drawVisible();
  }

  onKey(event) {
    if (event.altKey || event.metaKey || this.rows.length === 0) return;
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const inRow = { Home: 0, End: this.columns.length - 1 }[event.key];
    const page = Math.floor((this.box.clientHeight - this.headHeight) / CELL.height);
    let [row, column] = [Math.max(0, this.row), this.column];
    if (side !== undefined) column = Math.max(0, Math.min(this.columns.length - 1, column + side));
    else if (inRow !== undefined && !event.ctrlKey) column = inRow;
    else row = moved(event.key, row, this.rows.length, page);
    if (row === null) return;
    event.preventDefault();
    this.select(row, column);
  }

  select(row, column) {
    Object.assign(this, { row, column });
    const { box, sideWidth, headHeight } = this;
    box.scrollTop = revealed(
      box.scrollTop, box.clientHeight - headHeight, row * CELL.height, CELL.height);
    box.scrollLeft = revealed(
      box.scrollLeft, box.clientWidth - sideWidth, column * CELL.width, CELL.width);
    this.drawVisible();
    this.choose(this.rows[row], this.columns[column]);
  }

  drawVisible() {
    const { box, rows, columns, sideWidth, headHeight } = this;
    const width = sideWidth + columns.length * CELL.width;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${headHeight + rows.length * CELL.height}px`;
    this.canvas.style.setProperty("--side", `${sideWidth}px`);
    this.top.style.height = `${headHeight}px`;
    const across = visible(
      box.scrollLeft, box.clientWidth - sideWidth, CELL.width, columns.length);
    const down = visible(
      box.scrollTop, box.clientHeight - headHeight, CELL.height, rows.length);
    this.top.replaceChildren(...this.drawHeads(across));
    const shown = [];
    for (let at = down[0]; at < down[1]; at += 1) shown.push(this.drawRow(at, across));
    this.body.replaceChildren(...shown);
    if (this.row >= 0) {
      box.setAttribute("aria-activedescendant", this.name(this.row, this.column));
    }
  }

  name(row, column) {
    return `${this.box.id}-${row}-${column}`;
  }

  drawHeads([first, last]) {
    const heads = [element("div", { class: "corner", role: "columnheader", "aria-colindex": 1 },
      element("span", { class: "unseen" }, "Who"))];
    for (let at = first; at < last; at += 1) {
      heads.push(element("div", {
        class: "head", role: "columnheader", "aria-colindex": at + 2,
        style: `left:${this.sideWidth + at * CELL.width}px`,
      }, this.head(this.columns[at])));
    }
    return heads;
  }

  drawRow(at, [first, last]) {
    const row = this.rows[at];
    const cells = [element("div", { class: "side", role: "rowheader", "aria-colindex": 1 }, this.side(row))];
    for (let column = first; column < last; column += 1) {
      const chosen = at === this.row && column === this.column;
      const content = this.cell(row, this.columns[column]);
      if (content === null && !chosen) continue;
      cells.push(element("div", {
        class: "cell", role: "gridcell", id: this.name(at, column), "data-column": column,
        "aria-colindex": column + 2, "aria-selected": chosen ? "true" : "false",
        style: `left:${this.sideWidth + column * CELL.width}px`,
      }, content ?? element("span", { class: "unseen" }, "no change")));
    }
    return element("div", {
      class: "row", role: "row", "aria-rowindex": at + 2, "data-row": at,
      style: `top:${at * CELL.height}px`,
    }, cells);
  }
}
