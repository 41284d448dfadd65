//! What the page's lists are made from, as compact JSON.
//!
//! Ten thousand people must not make a page of a hundred megabytes: names are said once, and rows
//! are lists without keys. `data.js` gives the columns their names again.

use crate::access::Atoms;
use crate::diff::{Change, Operation, Origin};
use crate::plan::{AccessChange, AccessMove, AccessPlace, Plan, Scope, Sign};
use crate::query::{self, Kept};
use crate::render::graph::svg;
use crate::render::words::attributes::Line;
use crate::render::words::impact;
use crate::render::words::objects::{self, objects};
use crate::render::words::reasons::{Family, family, reason};
use crate::render::words::residue;
use crate::wording::visible;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::cmp::Ordering;

#[derive(Serialize)]
pub struct Data {
    /// The names of the atoms, by bit.
    atoms: Vec<&'static str>,
    /// Class and word of each family of reasons.
    families: Vec<(&'static str, &'static str)>,
    access: Access,
    changes: Vec<ChangeRow>,
    steps: Vec<StepRow>,
    undeclared: Vec<String>,
}

#[derive(Default, Serialize)]
struct Access {
    /// Every place that something is said of. Path and scope: 0 whole, 1 the folder itself,
    /// 2 below it. Sorted as people sort paths.
    places: Vec<(String, u8)>,
    moves: Vec<Move>,
    /// Whether what people keep is known: a saved plan holds what changes and nothing else.
    complete: bool,
}

#[derive(Serialize)]
struct Move {
    title: String,
    /// Where these are all members of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    people: Vec<String>,
    entries: Vec<Entry>,
    /// The atoms that are kept at each distinct place of the entries, in order.
    patterns: Vec<Vec<u8>>,
    /// The pattern of each person; nothing where all have the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    of: Vec<usize>,
}

/// Place, 1 if gained, atoms, places of exceptions, ways.
type Entry = (usize, u8, u8, Vec<usize>, Vec<Way>);

/// How a gain or a loss comes about, and where that is declared.
type Way = (String, Option<String>);

/// Operation, whether it stands under another object, title, where declared, its attributes,
/// its steps, and how many changes it tells.
type ChangeRow = (char, u8, String, Option<String>, Vec<Attribute>, Vec<u32>, usize);

/// Name, before, after.
type Attribute = (String, String, String);

/// Operation, title, what it waits for: step, family, why.
type StepRow = (char, String, Vec<(u32, u8, String)>);

pub fn of(plan: &Plan, kept: Option<&[Kept]>) -> Data {
    let undeclared = residue::facts(&plan.residue).into_iter().map(|told| {
        let advice = told.advice().map_or(String::new(), |advice| format!(": {advice}"));
        visible(&format!("{}{advice}", told.what()))
    });
    Data {
        atoms: Atoms::NAMED.iter().map(|(name, _)| *name).collect(),
        families: Family::ALL.iter().map(|of| (svg::class_of(*of), of.word())).collect(),
        access: access(&plan.access.moves, kept),
        changes: changes(plan),
        steps: steps(plan),
        undeclared: undeclared.collect(),
    }
}

fn place_of(origin: &Origin) -> String {
    visible(&origin.to_string())
}

fn access(moves: &[AccessMove], kept: Option<&[Kept]>) -> Access {
    let changes = moves.iter().flat_map(|one| &one.changes);
    let mut places: Vec<&AccessPlace> =
        changes.flat_map(|change| std::iter::once(&change.place).chain(&change.except)).collect();
    places.sort_unstable_by(|a, b| in_order(a, b));
    places.dedup();
    let index: FxHashMap<&AccessPlace, usize> =
        places.iter().enumerate().map(|(at, place)| (*place, at)).collect();
    let moves = moves.iter().enumerate().map(|(at, one)| {
        let kept = kept.and_then(|kept| kept.get(at));
        one_move(one, kept, &index)
    });
    Access {
        moves: moves.collect(),
        complete: kept.is_some(),
        places: places
            .into_iter()
            .map(|place| (visible(path(place)), scope(place.scope)))
            .collect(),
    }
}

fn path(place: &AccessPlace) -> &str {
    crate::model::path::display(&place.path)
}

fn scope(scope: Scope) -> u8 {
    match scope {
        Scope::Whole => 0,
        Scope::FolderOnly => 1,
        Scope::BelowOnly => 2,
    }
}

/// What lies in a folder comes right after it.
fn in_order(a: &AccessPlace, b: &AccessPlace) -> Ordering {
    a.path.split('/').cmp(b.path.split('/')).then(scope(a.scope).cmp(&scope(b.scope)))
}

fn one_move(one: &AccessMove, kept: Option<&Kept>, index: &FxHashMap<&AccessPlace, usize>) -> Move {
    let at = |place: &AccessPlace| index.get(place).copied().unwrap_or_default();
    let entry = |change: &AccessChange| {
        let gained = u8::from(change.change == Sign::Gained);
        let except = change.except.iter().map(at).collect();
        let ways = change.through.iter().map(|through| {
            (visible(&impact::way(through, change)), through.declared.as_ref().map(place_of))
        });
        (at(&change.place), gained, bits(&change.atoms), except, ways.collect())
    };
    let (patterns, of) = match kept {
        Some(kept) => (
            kept.patterns
                .iter()
                .map(|all| all.iter().map(|atoms| atoms.bits()).collect())
                .collect(),
            if kept.patterns.len() > 1 { kept.of.clone() } else { Vec::new() },
        ),
        None => (vec![vec![0; query::places(one).len()]], Vec::new()),
    };
    Move {
        title: visible(&impact::people(one, false)),
        group: one.group.as_deref().map(visible),
        people: one.people.iter().map(|name| visible(name)).collect(),
        entries: one.changes.iter().map(entry).collect(),
        patterns,
        of,
    }
}

fn bits(names: &[String]) -> u8 {
    names.iter().filter_map(|name| Atoms::named(name)).fold(0, |bits, atom| bits | atom.bits())
}

fn changes(plan: &Plan) -> Vec<ChangeRow> {
    let mut of_change: Vec<Vec<u32>> = vec![Vec::new(); plan.changes.len()];
    for step in &plan.steps {
        of_change[step.change.0].push(step.id.0);
    }
    let mut steps: FxHashMap<*const Change, Vec<u32>> =
        plan.changes.iter().map(std::ptr::from_ref).zip(of_change).collect();
    let mut steps = |change: &Change| steps.remove(&std::ptr::from_ref(change)).unwrap_or_default();
    let mut rows = Vec::with_capacity(plan.changes.len());
    for object in objects(&plan.changes) {
        let title = visible(&object.title());
        match object.own {
            Some(change) => {
                let was =
                    change.was.as_ref().map_or(String::new(), |was| format!(" (was {was:?})"));
                let lines = attributes(objects::lines(change));
                rows.push((
                    sign(change.operation),
                    0,
                    format!("{title}{}", visible(&was)),
                    change.declared.as_ref().map(place_of),
                    lines,
                    steps(change),
                    1,
                ));
            }
            None => rows.push((' ', 0, title, None, Vec::new(), Vec::new(), 0)),
        }
        rows.extend(object.parts.iter().map(|part| {
            (
                sign(part.change.operation),
                1,
                visible(&objects::part(part)),
                part.change.declared.as_ref().map(place_of),
                attributes(objects::part_lines(part)),
                part.changes().flat_map(&mut steps).collect(),
                part.changes().count(),
            )
        }));
    }
    rows
}

fn attributes(lines: Vec<Line>) -> Vec<Attribute> {
    let shown = |line: Line| (line.name, visible(&line.before), visible(&line.after));
    lines.into_iter().map(shown).collect()
}

fn sign(operation: Operation) -> char {
    match operation {
        Operation::Create => '+',
        Operation::Update => '~',
        Operation::Move => '→',
        Operation::Delete => '-',
    }
}

fn steps(plan: &Plan) -> Vec<StepRow> {
    let row = |step: &crate::plan::Step| {
        let after = step.after.iter().map(|after| {
            (after.step.0, family(&after.reason) as u8, visible(&reason(&after.reason)))
        });
        let title = format!("{}{}", step.address, objects::means(step));
        (sign(step.operation), visible(&title), after.collect())
    };
    plan.steps.iter().map(row).collect()
}
