//! Demands of everybody whose access a plan touches.

use super::demand::{Claim, Demands};
use super::facts::Facts;
use super::person::{Person, Profile};
use super::steady::Unsteady;
use super::term::{Term, Terms};
use crate::access::{Atoms, Place};
use crate::model::Key;
use crate::plan::transition::Transition;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// Profiles in the order of the first of their people.
pub(in crate::plan) type People = IndexMap<Profile, Vec<Key>, FxBuildHasher>;

/// Puts people who are alike at every step together, of those whom it can hurt.
pub(super) fn people(facts: &Facts<'_>, unsteady: &Unsteady) -> People {
    let Transition { before, after, touched, .. } = facts.transition;
    let mut people = People::default();
    for user in touched.iter().filter(|user| unsteady.has(**user, [before, after])) {
        people.entry(Profile::of(*user, facts)).or_default().push(*user);
    }
    people
}

/// What everybody keeps stays, and what nobody gets does not come for a while.
pub(super) fn demand(facts: &Facts<'_>, people: &People, demands: &mut Demands) {
    for (at, profile) in people.keys().enumerate() {
        let person = Person::new(facts, profile);
        for folder in person.marks() {
            let is_new = facts.is_new(folder);
            for below in [false, true] {
                let place = Place { folder, below };
                for (atoms, terms) in by_atoms(&person.access(place)) {
                    if !(is_new && terms.holds_before()) {
                        demands.add(terms, Claim::Access { profile: at, place, atoms });
                    }
                }
            }
        }
    }
}

/// Atoms that hold at the same times, together.
pub(super) fn by_atoms(access: &[(Atoms, Term)]) -> Vec<(Atoms, Terms)> {
    let mut found: Vec<(Atoms, Terms)> = Vec::new();
    for (_, atom) in Atoms::NAMED {
        let having = access.iter().filter(|(atoms, _)| atoms.has(*atom));
        let terms = Terms::of(having.map(|(_, term)| term.clone()).collect());
        if !terms.changes() {
            continue;
        }
        match found.iter_mut().find(|(_, known)| *known == terms) {
            Some((atoms, _)) => *atoms |= *atom,
            None => found.push((*atom, terms)),
        }
    }
    found
}
