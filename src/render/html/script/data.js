/* The page's data, with names for what `data.rs` writes as bare columns. */

const SCOPES = ["", "this folder only", "below it"];
const [WHOLE, ITSELF, BELOW] = [0, 1, 2];

/** Of each place the numbers of those whose entries hold there too: its own first, then upwards. */
function covers(places) {
  const known = new Map(places.map(([path, scope], at) => [`${scope} ${path}`, at]));
  return places.map(([path, scope], at) => {
    const all = [at];
    const add = (above, scopes) => {
      for (const one of scopes) {
        const found = known.get(`${one} ${above}`);
        if (found !== undefined && found !== at) all.push(found);
      }
    };
    if (scope !== WHOLE) add(path, [WHOLE]);
    for (let above = path; above !== "/";) {
      const cut = above.lastIndexOf("/");
      above = cut < 0 ? "/" : above.slice(0, cut);
      add(above, [WHOLE, BELOW]);
    }
    return all;
  });
}

function readAccess({ places, moves, complete }) {
  const readEntry = ([place, gained, atoms, except, ways]) => ({
    place, gained: gained === 1, atoms, except,
    ways: ways.map(([text, at]) => ({ text, at })),
  });
  const readMove = ({ title, group = null, people, entries, patterns, of = [] }) => {
    const move = { title, group, people, entries: entries.map(readEntry), patterns, of, at: new Map() };
    for (const entry of move.entries) {
      if (!move.at.has(entry.place)) move.at.set(entry.place, []);
      move.at.get(entry.place).push(entry);
    }
    move.places = [...move.at.keys()];
    return move;
  };
  const covering = covers(places);
  return {
    complete,
    places: places.map(([path, scope], at) => ({
      path, scope: SCOPES[scope], key: folded(path), covers: covering[at],
    })),
    moves: moves.map(readMove),
  };
}

const readChange = ([sign, depth, title, at, attributes, steps, tells]) => ({
  sign, depth, title, at, steps, tells, key: folded(title),
  attributes: attributes.map(([name, before, after]) => ({ name, before, after })),
});

const readStep = ([sign, title, after], index) => ({
  sign, title, id: index + 1, key: `${index + 1}. ${folded(title)}`, before: [],
  after: after.map(([step, family, why]) => ({ step, family, why })),
});

function readData() {
  const data = JSON.parse(byId("data").textContent);
  if (data === null) return null;
  const steps = data.steps.map(readStep);
  for (const step of steps) {
    for (const { step: earlier, family, why } of step.after) {
      steps[earlier - 1].before.push({ step: step.id, family, why });
    }
  }
  return {
    atoms: data.atoms,
    families: data.families,
    access: readAccess(data.access),
    changes: data.changes.map(readChange),
    steps,
    undeclared: data.undeclared,
  };
}
