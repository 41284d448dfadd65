//! Access over all that a pattern matches, decided with a path that shows it.

use super::account::Standing;
use super::atoms::Atoms;
use super::folders::Folder;
use super::places::{Match, What};
use super::state::Held;
use super::view::{Person, View};
use crate::model::Key;
use crate::model::automation::Role;
use crate::model::glob::Pattern;
use rustc_hash::FxHashMap;

/// A place that a pattern meets and where something is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// A matching path.
    pub path: String,
    pub lacks: Atoms,
    /// The fence that stops what would have given it.
    pub fence: Option<Folder>,
}

/// The first place that the pattern meets where a person lacks something of what is needed;
/// folders that are there come first.
pub fn gap(person: &Person<'_>, pattern: &Pattern, what: What, needed: Atoms) -> Option<Gap> {
    let places = pattern.places(person.view.tree, what);
    places.into_iter().find_map(|Match { place, path }| {
        let lacks = needed.without(person.access(place));
        if lacks.is_none() {
            return None;
        }
        let stopped = person
            .ways
            .iter()
            .filter(|way| way.held.recursive && person.view.is_meant_for(way.held, place));
        let fence = stopped
            .filter(|way| lacks.without(way.held.atoms()) != lacks)
            .find_map(|way| person.view.stopped_by(way.held, place));
        Some(Gap { path, lacks, fence })
    })
}

/// What an automation's action needs where one of its patterns leads, besides being a Folder
/// Admin there.
pub fn needed(action: &str, role: Role) -> Atoms {
    match (action, role) {
        ("move_file", Role::Source | Role::Folder) => Atoms::READ | Atoms::DELETE,
        ("delete_file", Role::Source | Role::Folder) => Atoms::DELETE,
        ("create_folder", Role::Folder) | (_, Role::Destination) => Atoms::WRITE,
        _ => Atoms::READ,
    }
}

/// Where a pattern of an automation leads beyond what its owner may do. Silent about patterns
/// that are none, or that depend on the file at hand.
pub fn uncovered(person: &Person<'_>, action: &str, role: Role, text: &str) -> Option<Gap> {
    let (pattern, what) = leads(role, text)?;
    gap(person, &pattern, what, needed(action, role) | Atoms::MANAGE)
}

/// Where a pattern of an automation leads, as far as that can be told before it runs.
pub fn leads(role: Role, text: &str) -> Option<(Pattern, What)> {
    let (pattern, what) = match role {
        Role::Source => (Pattern::source(text), What::Files),
        Role::Folder => (Pattern::source(text.trim_end_matches('/')), What::Folders),
        Role::Destination => (Pattern::destination(text), What::Files),
    };
    Some((pattern.ok().filter(|pattern| !pattern.depends_on_file)?, what))
}

/// Somebody, what they have or lack, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub user: Key,
    pub atoms: Atoms,
    pub path: String,
}

/// Who has any of these atoms at a folder that the pattern matches, folders that are not there
/// yet among them; for each the first such place, in the order of the users given.
pub fn who_has_any(
    view: &View<'_>,
    pattern: &Pattern,
    atoms: Atoms,
    users: impl IntoIterator<Item = Key>,
) -> Vec<Found> {
    let places = pattern.places(view.tree, What::Folders);
    scan(view, &places, users, |access| atoms.without(atoms.without(access)))
}

/// Who lacks any of these atoms at a folder that the pattern matches; only folders that are
/// there count.
pub fn who_lacks_any(
    view: &View<'_>,
    pattern: &Pattern,
    atoms: Atoms,
    users: impl IntoIterator<Item = Key>,
) -> Vec<Found> {
    let mut places = pattern.places(view.tree, What::Folders);
    places.retain(|found| !found.place.below && view.state.is_there(found.place.folder));
    scan(view, &places, users, |access| atoms.without(access))
}

/// What those who stand alike and hold alike lack, and at which row.
type Known = FxHashMap<(Standing, Vec<Held>), Option<(Atoms, usize)>>;

/// The first place for each user at which their access comes to something that counts.
fn scan(
    view: &View<'_>,
    places: &[Match],
    users: impl IntoIterator<Item = Key>,
    counts: impl Fn(Atoms) -> Atoms,
) -> Vec<Found> {
    // Who holds the same is answered once.
    let mut known = Known::default();
    let mut all = Vec::new();
    for user in users {
        let person = Person::new(view, user);
        let mut held: Vec<Held> = person.ways.iter().map(|way| way.held).collect();
        held.sort_unstable();
        held.dedup();
        let found = *known.entry((person.standing, held)).or_insert_with(|| {
            places.iter().enumerate().find_map(|(at, found)| {
                let atoms = counts(person.access(found.place));
                (!atoms.is_none()).then_some((atoms, at))
            })
        });
        if let Some((atoms, at)) = found {
            all.push(Found { user, atoms, path: places[at].path.clone() });
        }
    }
    all
}
