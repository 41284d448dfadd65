//! One person's access, at every place where it can differ.

use super::atoms::Atoms;
use super::state::{Held, State};
use crate::model::{Key, Names, path};
use rustc_hash::FxHashSet;

/// Where access is asked for: a folder itself, or all that lies below it as far as no other
/// grant or fence changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub folder: Key,
    pub below: bool,
}

/// A person in one state, ready to be asked.
pub struct Person<'a> {
    state: &'a State,
    names: &'a Names,
    everything: bool,
    nothing: bool,
    held: Vec<Held>,
}

impl<'a> Person<'a> {
    pub fn new(state: &'a State, names: &'a Names, user: Key) -> Self {
        let account = state.account(user);
        let nothing = account.is_none_or(|account| account.shut_out);
        let mut held: Vec<Held> = state.held_by(user).map(|(_, held)| held).collect();
        held.sort_unstable();
        held.dedup();
        Person {
            state,
            names,
            everything: account.is_some_and(|account| account.site_admin),
            nothing,
            held,
        }
    }

    /// Everything the person may do at a place.
    pub fn access(&self, place: Place) -> Atoms {
        if self.nothing {
            return Atoms::NONE;
        }
        if self.everything {
            return Atoms::ALL;
        }
        let folder = self.names.key_text(place.folder);
        let fence = self.nearest_fence(folder);
        let mut atoms = Atoms::NONE;
        for held in &self.held {
            let on = self.names.key_text(held.folder);
            let reaches = path::is_within(folder, on)
                && (held.recursive || (on.len() == folder.len() && !place.below));
            let stopped =
                fence.is_some_and(|fence| fence.len() > on.len()) && !held.passes_fences();
            if reaches && !stopped {
                atoms |= held.atoms();
            }
        }
        atoms
    }

    /// The deepest fence at or above a folder.
    fn nearest_fence(&self, folder: &'a str) -> Option<&'a str> {
        let mut at = Some(folder);
        while let Some(place) = at {
            let fenced = self
                .names
                .find_path_key(place)
                .is_some_and(|key| self.state.fences().contains(&key));
            if fenced {
                return Some(place);
            }
            at = path::parent(place);
        }
        None
    }

    /// The folders at which this person's access can change: where a grant of theirs stands,
    /// and where a fence stands in its reach. The root, for those who have everything.
    pub fn marks(&self, marks: &mut FxHashSet<Key>) {
        marks.extend(self.names.find_path_key(""));
        marks.extend(self.held.iter().map(|held| held.folder));
        if self.held.is_empty() {
            return;
        }
        let reached = |fence: &&Key| {
            let fence = self.names.key_text(**fence);
            self.held.iter().any(|held| {
                held.recursive && path::is_within(fence, self.names.key_text(held.folder))
            })
        };
        marks.extend(self.state.fences().iter().filter(reached));
    }
}
