/* The matrix of people and places. */

/** One letter for each atom, in their order. */
const letter = (atom) => atom[0];

/**
 * What a person, or people alike, keep, lose and gain at a place; null where nothing changes. An
 * entry holds below its place too, but for its exceptions.
 */
function cellOf(row, places, place) {
  const { covers } = places[place];
  const holds = (entry) => !entry.except.some((except) => covers.includes(except));
  const entries = covers.flatMap((above) => row.move.at.get(above) ?? []).filter(holds);
  if (entries.length === 0) return null;
  const bits = (gained) =>
    entries.filter((e) => e.gained === gained).reduce((all, e) => all | e.atoms, 0);
  const own = row.move.places.indexOf(place);
  return {
    entries, own: own >= 0, known: own >= 0 && row.pattern !== null,
    kept: row.pattern?.[own] ?? 0, lost: bits(false), gained: bits(true),
  };
}

/** The state of an atom in a cell, as a class. */
function stateOf(cell, bit) {
  if (cell.lost & bit) return "lost";
  if (cell.gained & bit) return "gained";
  return cell.kept & bit ? "kept" : "no";
}

/** The letters of a cell, runs of one state together. */
function strip(atoms, cell) {
  const runs = [];
  atoms.forEach((atom, at) => {
    const state = stateOf(cell, 1 << at);
    const text = state === "no" ? "·" : letter(atom);
    const last = runs.at(-1);
    if (last?.state === state) last.text += text;
    else runs.push({ state, text });
  });
  const tags = { lost: "del", gained: "ins", kept: "span", no: "span" };
  return runs.map(({ state, text }) => element(tags[state], { class: state }, text));
}

/** What is said aloud of a cell. */
function spoken(atoms, cell) {
  const named = (bits) => atoms.filter((_, at) => bits & (1 << at)).join(", ");
  const parts = [["loses", cell.lost], ["gains", cell.gained], ["keeps", cell.kept]];
  return parts.filter(([, bits]) => bits).map(([verb, bits]) => `${verb} ${named(bits)}`).join("; ");
}

class AccessView {
  constructor({ atoms, access }) {
    Object.assign(this, { atoms, access });
    const alphabetical = new Intl.Collator("en").compare;
    this.people = access.moves
      .flatMap((move) => move.people.map((name, at) => ({
        name, move, key: folded(name), pattern: move.patterns[move.of[at] ?? 0],
      })))
      .sort((a, b) => alphabetical(a.name, b.name));
    this.moves = access.moves.map((move) => ({
      name: move.title, move, group: move.group === null ? null : folded(move.group), keys: move.people.map(folded),
      pattern: move.patterns.length === 1 ? move.patterns[0] : null,
    }));
    this.detail = byId("access-detail");
    this.grid = new Grid(byId("access-grid"), this.detail, {
      head: (place) => this.drawHead(place),
      side: (row) => element("span", { class: "elided", title: row.name }, elided(row.name)),
      cell: (row, place) => this.drawCell(row, place),
      choose: (row, place) => this.tell(row, place),
    });
    this.listen();
    this.drawKey();
    this.filter();
  }

  listen() {
    byId("access-atoms").append(...this.atoms.map((atom, at) => element("label", {},
      element("input", { type: "checkbox", value: 1 << at }),
      element("span", {}, element("b", {}, letter(atom)), atom.slice(1)))));
    const again = soon(() => this.filter());
    for (const id of ["access-person", "access-folder", "access-sign", "access-rows", "access-atoms"]) {
      byId(id).addEventListener("input", again);
    }
  }

  chosen(name) {
    return document.querySelector(`input[name="${name}"]:checked`).value;
  }

  filter() {
    const start = performance.now();
    const person = folded(byId("access-person").value.trim());
    const folder = folded(byId("access-folder").value.trim());
    const sign = this.chosen("access-sign");
    const atoms = [...document.querySelectorAll("#access-atoms input:checked")]
      .reduce((all, box) => all | Number(box.value), 0);
    // What is asked for: these places, and those above whose entries hold there.
    const asked = this.access.places.map(({ key }) =>
      key.includes(folder) || folder.startsWith(`${key}/`));
    const wanted = new Set(this.access.places.flatMap(({ covers }, at) => asked[at] ? covers : []));
    const fits = (entry) => wanted.has(entry.place)
      && (sign === "all" || entry.gained === (sign === "gained"))
      && (atoms === 0 || (entry.atoms & atoms) !== 0);
    this.fits = fits;
    const fitting = new Map();
    for (const move of this.access.moves) {
      const found = move.entries.filter(fits).map((entry) => entry.place);
      if (found.length > 0) fitting.set(move, found);
    }
    const byPerson = this.chosen("access-rows") === "people";
    const fitted = (byPerson ? this.people : this.moves).filter((row) => fitting.has(row.move));
    const rows = byPerson
      ? fitted.filter((row) => row.key.includes(person))
      : fitted.map((row) => this.named(row, person)).filter((row) => row !== null);
    const columns = new Set();
    for (const move of new Set(rows.map((row) => row.move))) {
      for (const place of fitting.get(move)) columns.add(place);
    }
    this.grid.show(rows, [...columns].sort((a, b) => a - b));
    this.count(byPerson ? rows.length : rows.reduce((sum, row) => sum + row.people.length, 0),
      columns.size);
    this.detail.replaceChildren(
      element("p", { class: "hint" }, "Choose a cell to see through which grant."));
    this.took = performance.now() - start;
  }

  /** A row of people alike with those of them that are asked for; null where none is. */
  named(row, person) {
    if (person === "" || row.group?.includes(person)) return { ...row, people: row.move.people };
    const people = row.move.people.filter((_, at) => row.keys[at].includes(person));
    return people.length === 0 ? null : { ...row, people, name: people.join(", ") };
  }

  count(people, places) {
    const total = this.people.length;
    const of = people === total ? "" : `${numbers.format(people)} of `;
    byId("access-count").replaceChildren(
      `${of}${counted(total, "person", "people")}, ${counted(places, "place", "places")}`);
    this.grid.box.hidden = people === 0;
  }

  drawHead(place) {
    const { path, scope } = this.access.places[place];
    const cut = path.lastIndexOf("/", path.length - 2);
    return element("span", { title: path },
      element("small", {}, path.slice(0, cut + 1)),
      element("b", { class: "elided" }, elided(path.slice(cut + 1))),
      scope ? element("em", {}, scope) : null);
  }

  drawCell(row, place) {
    const cell = cellOf(row, this.access.places, place);
    if (cell === null) return null;
    const dim = cell.own && cell.entries.some((entry) => this.fits(entry)) ? "" : " dim";
    return element("span", { class: `strip${dim}`, role: "img", "aria-label": spoken(this.atoms, cell) },
      strip(this.atoms, cell));
  }

  tell(row, place) {
    const { path, scope } = this.access.places[place];
    const heading = element("h3", {}, row.name,
      element("small", {}, ` on ${path}${scope ? ` (${scope})` : ""}`));
    const cell = cellOf(row, this.access.places, place);
    if (cell === null) {
      this.detail.replaceChildren(heading, element("p", {}, "Nothing changes here."));
      return;
    }
    this.detail.replaceChildren(heading, this.beforeAndAfter(cell),
      ...cell.entries.map((entry) => this.tellEntry(entry, place)), ...this.others(row));
  }

  beforeAndAfter(cell) {
    if (!this.access.complete || !cell.known) {
      return element("p", { class: "strip" }, strip(this.atoms, cell));
    }
    const named = (bits) => this.atoms.filter((_, at) => bits & (1 << at)).join(", ") || "nothing";
    return element("dl", { class: "states" },
      element("dt", {}, "Before"), element("dd", {}, named(cell.kept | cell.lost)),
      element("dt", {}, "After"), element("dd", {}, named(cell.kept | cell.gained)));
  }

  tellEntry(entry, place) {
    const named = this.atoms.filter((_, at) => entry.atoms & (1 << at)).join(", ");
    const name = (at) => {
      const { path, scope } = this.access.places[at];
      return scope ? `${path} (${scope})` : path;
    };
    const above = entry.place === place ? null : ` as on ${name(entry.place)}`;
    const except = entry.except.slice(0, 8).map(name).join(", ");
    const more = entry.except.length > 8 ? ` and ${entry.except.length - 8} more` : "";
    const [tag, word] = entry.gained ? ["ins", "Gains"] : ["del", "Loses"];
    const ways = entry.ways.map(({ text, at }) => element("li", {}, text, at ? " " : null,
      at ? element("code", { class: "at" }, at) : null));
    return element("div", { class: "entry" },
      element("p", {}, element("b", { class: tag }, word), ` ${named}`, above),
      except ? element("p", { class: "except" }, `but not all of it on ${except}${more}`) : null,
      ways.length > 0 ? element("ul", {}, ways) : null);
  }

  others(row) {
    const people = row.move.people;
    if (people.length < 2) return [];
    const shown = people.slice(0, 12).join(", ");
    const more = people.length > 12 ? ` and ${numbers.format(people.length - 12)} more` : "";
    return [element("details", {},
      element("summary", {}, `The same for ${counted(people.length, "person", "people")}`),
      element("p", {}, shown + more))];
  }

  drawKey() {
    const sample = (state, tag, text) => [element(tag, { class: state }, "r"), ` ${text}`];
    byId("access-key").replaceChildren(
      ...this.atoms.flatMap((atom) => [element("b", {}, letter(atom)), `${atom.slice(1)} `]),
      element("br"),
      element("span", {}, sample("gained", "ins", "gained")), " ",
      element("span", {}, sample("lost", "del", "lost")), " ",
      this.access.complete
        ? element("span", {}, sample("kept", "span", "kept"))
        : element("span", {}, "what is kept is not in a saved plan"),
      " ", element("span", {}, "dim: as on the folder above"));
  }
}
