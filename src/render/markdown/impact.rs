//! Who loses, and who gains: a table each, a line a cause.

use super::budget::{Budget, Filled, Row};
use super::{details, place};
use crate::access::Atoms;
use crate::diff::Origin;
use crate::model::path;
use crate::plan::{AccessImpact, AccessMove, AccessPlace, Sign};
use crate::render::escape::markdown::{cell, code};
use crate::render::escape::shortened;
use crate::render::repository::Repository;
use crate::render::words::causes::{self, Line, Reach};
use crate::render::words::impact::{self, Quoting, among, first};
use crate::wording::{counted, plural};

/// At most so many people, exceptions and ways are named in a row.
const PEOPLE: usize = 8;
const EXCEPTIONS: usize = 4;
const PLACES: usize = 3;
/// More rows than these are folded.
const UNFOLDED: usize = 15;
/// So much of a comment may go to each part of a table: what comes after has room left.
const MOST: usize = 5_000;
const WAYS: usize = 3;

/// One name is never so long that others have no room.
const LONGEST: usize = 300;

const QUOTING: Quoting =
    Quoting { name: named, path: |at| named(path::display(at)), lost_through: "no longer through" };

fn named(name: &str) -> String {
    code(&shortened(name, LONGEST))
}

/// The section of one sign, a line for each cause; nothing where nobody gains, or loses.
pub fn section(
    impact: &AccessImpact,
    sign: Sign,
    repository: &Repository,
    budget: &mut Budget,
) -> String {
    let (people, mark, loses, lose) = match sign {
        Sign::Lost => (impact.lose, "➖", "loses", "lose"),
        Sign::Gained => (impact.gain, "➕", "gains", "gain"),
    };
    let lines = causes::lines(&impact.moves, sign);
    if lines.is_empty() {
        return String::new();
    }
    let row = |line: &Line<'_>| Row { text: row(line, repository), tells: 1 };
    let open = budget.fill(lines.iter().take(UNFOLDED).map(row), MOST);
    let more = match open.told {
        UNFOLDED => budget.fill(lines.iter().skip(UNFOLDED).map(row), MOST),
        _ => Filled::default(),
    };
    let verb = plural(people, loses, lose);
    let mut out = format!(
        "### {mark} {} {verb} access{}\n\n",
        counted(people, "person", "people"),
        among(impact, sign)
    );
    let head = if sign == Sign::Lost { "Loses" } else { "Gains" };
    let head = format!("| Who | {head} | Where | How |\n| :-- | :-- | :-- | :-- |\n");
    if open.told > 0 {
        out.push_str(&format!("{head}{}\n", open.text));
    }
    if more.told > 0 {
        let title = format!("{} more", counted(more.told, "cause", "causes"));
        out.push_str(&details(&title, &format!("{head}{}", more.text)));
    }
    let told = open.told + more.told;
    if told < lines.len() {
        let left = counted(lines.len() - told, "cause", "causes");
        let named = causes::told(&lines[..told], impact, sign);
        let unnamed = match people - named.min(people) {
            0 => String::new(),
            unnamed => format!(
                ", and with {} {} who {} nothing else here",
                plural(lines.len() - told, "it", "them"),
                counted(unnamed, "person", "people"),
                plural(unnamed, loses, lose),
            ),
        };
        out.push_str(&format!("**Cut:** {left} more{unnamed}. {}\n\n", budget.rest));
    }
    out
}

/// Who, what, where and how, of one cause.
fn row(line: &Line<'_>, repository: &Repository) -> String {
    let named = first(", ", line.people.iter().map(|name| named(name)), line.people.len(), PEOPLE);
    let who = match line.group {
        Some(group) => {
            let count = counted(line.people.len(), "person", "people");
            format!("**group {}** ({count}): {named}", code(group))
        }
        None if line.people.len() > PEOPLE => format!("{} people: {named}", line.people.len()),
        None => named,
    };
    let atoms = atoms(&line.atoms);
    let places = first(", ", line.places.iter().map(place_of), line.places.len(), PLACES);
    let (atoms, places) = match (line.exact, line.places.len()) {
        (true, 0..=PLACES) => (atoms, places),
        (true, count) => (atoms, format!("{count} places: {places}")),
        (false, 1) => (format!("some or all of {atoms}"), places),
        (false, count) => {
            (format!("some or all of {atoms}"), format!("some or all of {count} places: {places}"))
        }
    };
    let how = ways(line.ways(&QUOTING), repository);
    let cells = [who, atoms, places, how].map(|markdown| cell(&markdown));
    format!("| {} |\n", cells.join(" | "))
}

fn place_of(reach: &Reach<'_>) -> String {
    wherever_of(reach.place, reach.except)
}

/// The people stand in the first of their rows, and are told with the last. What is added about
/// them all stands in the first, too.
pub fn rows<'a>(
    one: &'a AccessMove,
    sign: Sign,
    added: &str,
    repository: &'a Repository,
) -> impl Iterator<Item = Row> + use<'a> {
    let mut added = added.to_owned();
    let mut changes = one.changes.iter().filter(move |change| change.change == sign).peekable();
    let mut who = people(one);
    std::iter::from_fn(move || {
        let change = changes.next()?;
        let cells = [
            std::mem::take(&mut who),
            atoms(&change.atoms),
            wherever_of(&change.place, &change.except),
            ways(impact::ways(change, &QUOTING), repository) + &std::mem::take(&mut added),
        ];
        let cells = cells.map(|markdown| cell(&markdown));
        let tells = if changes.peek().is_none() { one.people.len() } else { 0 };
        Some(Row { text: format!("| {} |\n", cells.join(" | ")), tells })
    })
}

/// A whole group as such, and its people by name.
fn people(one: &AccessMove) -> String {
    let named = first(", ", one.people.iter().map(|name| code(name)), one.people.len(), PEOPLE);
    match &one.group {
        Some(group) => {
            let count = counted(one.people.len(), "person", "people");
            format!("**group {}** ({count}): {named}", code(group))
        }
        None => named,
    }
}

/// A plan's file may name what is no atom.
fn atoms<T: AsRef<str>>(names: &[T]) -> String {
    let known = |name: &str| Atoms::NAMED.iter().any(|(known, _)| *known == name);
    if names.len() == Atoms::NAMED.len() && names.iter().all(|name| known(name.as_ref())) {
        return "**everything**".to_owned();
    }
    let shown = |name: &str| if known(name) { format!("**{name}**") } else { code(name) };
    names.iter().map(|name| shown(name.as_ref())).collect::<Vec<_>>().join(", ")
}

fn wherever_of(place: &AccessPlace, except: &[AccessPlace]) -> String {
    let shown = |place: &AccessPlace| impact::place_in(place, &QUOTING);
    let place = shown(place);
    if except.is_empty() {
        return place;
    }
    let except = first(", ", except.iter().map(shown), except.len(), EXCEPTIONS);
    format!("{place}, but not {except}")
}

fn ways(ways: Vec<(String, Option<&Origin>)>, repository: &Repository) -> String {
    let all = ways.len();
    let told = ways.into_iter().map(|(way, declared)| match declared {
        Some(origin) => format!("{way} ({})", place(origin, repository)),
        None => way,
    });
    let mut text = told.take(WAYS).collect::<Vec<_>>().join("; ");
    if all > WAYS {
        text.push_str(&format!("; and {} more", all - WAYS));
    }
    text
}
