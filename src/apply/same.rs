//! Whether what a saved plan would do from here is what was looked at when it was saved.

use crate::diff::Change;
use crate::model::path;
use crate::plan::{AccessChange, AccessImpact, AccessPlace, Plan, Scope, Sign};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a plan made now of the same texts does, and the saved one did not say; in words.
pub fn otherwise(saved: &Plan, now: &Plan) -> Vec<String> {
    let known: FxHashSet<String> = saved.changes.iter().map(means).collect();
    let changes = now.changes.iter().filter(|change| !known.contains(&means(change)));
    let changes = changes.map(|change| {
        let operation = format!("{:?}", change.operation).to_lowercase();
        format!("{operation} {}, which was not planned", change.address)
    });
    let shown = Shown::new(&saved.access);
    let access = now.access.moves.iter().flat_map(|one| {
        one.people.iter().flat_map(|person| one.changes.iter().map(move |change| (person, change)))
    });
    let access = access.filter(|(person, change)| !shown.covers(person, change));
    let access = access.map(|(person, change)| {
        let verb = match change.change {
            Sign::Gained => "gains",
            Sign::Lost => "loses",
        };
        let place = path::display(&change.place.path);
        format!("`{person}` {verb} {} on {place:?}, which was not shown", change.atoms.join(", "))
    });
    let known = &saved.powers.changes;
    let powers = now.powers.changes.iter();
    let powers = powers.filter(|power| !known.iter().any(|known| known.includes(power)));
    let powers = powers.map(|power| format!("{power}, which was not shown"));
    let mut all: Vec<String> = changes.chain(powers).chain(access).collect();
    all.dedup();
    all
}

/// What is done to what; what it was before may differ once a part of it is done.
fn means(change: &Change) -> String {
    let set: Vec<String> =
        change.set.iter().map(|set| format!("{}={:?}", set.field.name(), set.after)).collect();
    format!("{:?} {:?} {:?} {}", change.operation, change.address, change.was, set.join(" "))
}

/// What was shown, by person and direction.
struct Shown<'a>(FxHashMap<(&'a str, Sign), Vec<&'a AccessChange>>);

impl<'a> Shown<'a> {
    fn new(access: &'a AccessImpact) -> Self {
        let mut shown: FxHashMap<(&str, Sign), Vec<&AccessChange>> = FxHashMap::default();
        for one in &access.moves {
            for person in &one.people {
                for change in &one.changes {
                    shown.entry((person, change.change)).or_default().push(change);
                }
            }
        }
        Shown(shown)
    }

    /// Whether everything in this was shown of the person.
    fn covers(&self, person: &str, change: &AccessChange) -> bool {
        let shown = self.0.get(&(person, change.change)).map_or(&[][..], Vec::as_slice);
        change
            .atoms
            .iter()
            .all(|atom| shown.iter().any(|one| one.atoms.contains(atom) && reaches(one, change)))
    }
}

/// Whether one change reaches wherever another does.
fn reaches(one: &AccessChange, other: &AccessChange) -> bool {
    let left_out = |place: &AccessPlace| other.except.iter().any(|except| holds(except, place));
    let is_apart = |except: &AccessPlace| !meets(except, &other.place) || left_out(except);
    holds(&one.place, &other.place) && one.except.iter().all(is_apart)
}

/// Whether a place holds all of another.
fn holds(one: &AccessPlace, other: &AccessPlace) -> bool {
    if one.path == other.path {
        return one.scope == Scope::Whole || one.scope == other.scope;
    }
    one.scope != Scope::FolderOnly && is_within(&other.path, &one.path)
}

/// Whether two places have anything in common.
fn meets(one: &AccessPlace, other: &AccessPlace) -> bool {
    if one.path == other.path {
        let apart = [Scope::FolderOnly, Scope::BelowOnly];
        return one.scope == other.scope
            || !(apart.contains(&one.scope) && apart.contains(&other.scope));
    }
    (one.scope != Scope::FolderOnly && is_within(&other.path, &one.path))
        || (other.scope != Scope::FolderOnly && is_within(&one.path, &other.path))
}

fn is_within(path: &str, folder: &str) -> bool {
    path::is_within(&path::key(path), &path::key(folder))
}
