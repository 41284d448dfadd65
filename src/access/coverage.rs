//! Access over all that a pattern matches, decided with a path that shows it.

use super::account::Standing;
use super::atoms::Atoms;
use super::places::{Match, What};
use super::state::Held;
use super::view::{Person, View};
use crate::model::Key;
use crate::model::glob::Pattern;
use rustc_hash::FxHashMap;

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
/// there count, and what lies beside the site's own only where the pattern says so.
pub fn who_lacks_any(
    view: &View<'_>,
    pattern: &Pattern,
    atoms: Atoms,
    users: impl IntoIterator<Item = Key>,
) -> Vec<Found> {
    let mut places = pattern.places(view.tree, What::Folders);
    places.retain(|Match { place, .. }| {
        let is_there = !place.below && view.state.is_there(place.folder);
        is_there && pattern.promises(view.tree, place.folder)
    });
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
