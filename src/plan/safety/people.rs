//! Constraints for everybody whose access a plan touches.

use super::at_risk::AtRisk;
use super::constraint::{Cause, Constraints};
use super::facts::Facts;
use super::person::{Person, Profile, ProfileId};
use super::term::{Term, Terms};
use crate::access::{Atoms, Place};
use crate::model::Key;
use crate::plan::index_vec::Idx;
use crate::plan::transition::Transition;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// Profiles in the order of the first of their people.
#[derive(Default)]
pub(in crate::plan) struct People(IndexMap<Profile, Vec<Key>, FxBuildHasher>);

impl People {
    pub(in crate::plan) fn get(&self, id: ProfileId) -> Option<(&Profile, &[Key])> {
        self.0.get_index(id.index()).map(|(profile, people)| (profile, &**people))
    }

    fn profiles(&self) -> impl Iterator<Item = (ProfileId, &Profile)> {
        self.0.keys().enumerate().map(|(index, profile)| (ProfileId::new(index), profile))
    }
}

/// Puts people who are alike at every step together, of those whom it can hurt.
pub(super) fn people(facts: &Facts<'_>, at_risk: &AtRisk) -> People {
    let Transition { before, after, touched, .. } = facts.transition;
    let mut people = People::default();
    for user in touched.iter().filter(|user| at_risk.has(**user, [before, after])) {
        people.0.entry(Profile::of(*user, facts)).or_default().push(*user);
    }
    people
}

/// What everybody keeps stays, and what nobody gets does not come for a while.
pub(super) fn constrain(facts: &Facts<'_>, people: &People, constraints: &mut Constraints) {
    for (id, profile) in people.profiles() {
        let person = Person::new(facts, profile);
        for folder in person.marks() {
            let is_new = facts.is_new(folder);
            for below in [false, true] {
                let place = Place { folder, below };
                for (atoms, terms) in by_atoms(&person.access(place)) {
                    if !(is_new && terms.holds_before()) {
                        constraints.add(terms, Cause::Access { profile: id, place, atoms });
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
