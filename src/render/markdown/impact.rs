//! Who loses, and who gains: a table each.

use super::budget::{Budget, Row};
use super::{place, rest};
use crate::access::Atoms;
use crate::model::path;
use crate::plan::{AccessChange, AccessImpact, AccessMove, AccessPlace, Sign};
use crate::render::escape::markdown::{cell, code};
use crate::render::repository::Repository;
use crate::render::words::impact::{self, Quoting, among};
use crate::wording::{counted, plural};

/// At most so many people, exceptions and ways are named in a row.
const PEOPLE: usize = 8;
const EXCEPTIONS: usize = 4;
const WAYS: usize = 3;

const QUOTING: Quoting =
    Quoting { name: code, path: |at| code(path::display(at)), lost_through: "no longer through" };

/// The section of one sign; nothing where nobody gains, or loses.
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
    let moves = || impact.moves.iter().filter(|one| has(one, sign));
    if moves().next().is_none() {
        return String::new();
    }
    let rows = moves().flat_map(|one| rows(one, sign, "", repository));
    let filled = budget.fill(rows, usize::MAX);
    let verb = plural(people, loses, lose);
    let mut out = format!(
        "### {mark} {} {verb} access{}\n\n",
        counted(people, "person", "people"),
        among(impact, sign)
    );
    if !filled.text.is_empty() {
        let head = if sign == Sign::Lost { "Loses" } else { "Gains" };
        out.push_str(&format!("| Who | {head} | Where | How |\n| :-- | :-- | :-- | :-- |\n"));
        out.push_str(&filled.text);
        out.push('\n');
    }
    if !filled.whole {
        let left = people.saturating_sub(filled.told);
        let verb = plural(left, loses, lose);
        out.push_str(&format!(
            "**Cut:** {} {verb} access. {}\n\n",
            counted(left, "more person", "more people"),
            rest()
        ));
    }
    out
}

fn has(one: &AccessMove, sign: Sign) -> bool {
    one.changes.iter().any(|change| change.change == sign)
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
            wherever(change),
            how(change, repository) + &std::mem::take(&mut added),
        ];
        let cells = cells.map(|markdown| cell(&markdown));
        let tells = if changes.peek().is_none() { one.people.len() } else { 0 };
        Some(Row { text: format!("| {} |\n", cells.join(" | ")), tells })
    })
}

/// A whole group as such, and its people by name.
fn people(one: &AccessMove) -> String {
    let named = listed(one.people.iter().map(|name| code(name)), one.people.len(), PEOPLE);
    match &one.group {
        Some(group) => {
            let count = counted(one.people.len(), "person", "people");
            format!("**group {}** ({count}): {named}", code(group))
        }
        None => named,
    }
}

fn listed(items: impl Iterator<Item = String>, all: usize, most: usize) -> String {
    let mut text = items.take(most).collect::<Vec<_>>().join(", ");
    if all > most {
        text.push_str(&format!(" and {} more", all - most));
    }
    text
}

/// A plan's file may name what is no atom.
fn atoms(names: &[String]) -> String {
    let known = |name: &str| Atoms::NAMED.iter().any(|(known, _)| *known == name);
    if names.len() == Atoms::NAMED.len() && names.iter().all(|name| known(name)) {
        return "**everything**".to_owned();
    }
    let shown = |name: &String| if known(name) { format!("**{name}**") } else { code(name) };
    names.iter().map(shown).collect::<Vec<_>>().join(", ")
}

fn wherever(change: &AccessChange) -> String {
    let shown = |place: &AccessPlace| impact::place_in(place, &QUOTING);
    let place = shown(&change.place);
    if change.except.is_empty() {
        return place;
    }
    let except = listed(change.except.iter().map(shown), change.except.len(), EXCEPTIONS);
    format!("{place}, but not {except}")
}

fn how(change: &AccessChange, repository: &Repository) -> String {
    let ways = impact::ways(change, &QUOTING);
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
