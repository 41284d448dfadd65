//! Two states against each other: who gains or loses what, where.

use super::atoms::Atoms;
use super::person::{Person, Place};
use super::state::State;
use crate::model::{Key, Names};
use rustc_hash::FxHashSet;

/// What changes for a person at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceChange {
    pub place: Place,
    pub gained: Atoms,
    pub lost: Atoms,
}

/// What changes for a person; only places where something does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonChange {
    pub user: Key,
    pub places: Vec<PlaceChange>,
}

impl PersonChange {
    pub fn gains(&self) -> bool {
        self.places.iter().any(|place| !place.gained.is_none())
    }

    pub fn loses(&self) -> bool {
        self.places.iter().any(|place| !place.lost.is_none())
    }
}

/// Compares for the given users; whoever else there is must be untouched by the difference.
pub fn difference(
    before: &State,
    after: &State,
    users: impl IntoIterator<Item = Key>,
    names: &Names,
) -> Vec<PersonChange> {
    let mut changes = Vec::new();
    for user in users {
        let (old, new) = (Person::new(before, names, user), Person::new(after, names, user));
        let mut marks = FxHashSet::default();
        old.marks(&mut marks);
        new.marks(&mut marks);
        let mut marks: Vec<Key> = marks.into_iter().collect();
        marks.sort_unstable_by_key(|key| names.key_text(*key));
        let places =
            marks.into_iter().flat_map(|folder| [false, true].map(|below| Place { folder, below }));
        let places: Vec<PlaceChange> = places
            .filter_map(|place| {
                let (old, new) = (old.access(place), new.access(place));
                let (gained, lost) = (new.without(old), old.without(new));
                (old != new).then_some(PlaceChange { place, gained, lost })
            })
            .collect();
        if !places.is_empty() {
            changes.push(PersonChange { user, places });
        }
    }
    changes
}
