//! How much there is of what, in a definition and on a live site, in the words of the kinds.

use super::kinds::{self, Kind};
use super::named::NamedKind;
use crate::wording::counted;

/// As in `7 users, 6 groups, 1 automation`.
#[derive(Debug, Default)]
pub struct Contents(Vec<String>);

impl Contents {
    /// Accounts of people, and of workloads.
    pub fn accounts(&mut self, all: usize, bots: usize) {
        self.add(all - bots, kinds::USER.one, kinds::USER.many);
        self.add(bots, "bot", "bots");
    }

    pub fn kind(&mut self, kind: &Kind, count: usize) {
        self.add(count, kind.one, kind.many);
    }

    /// Objects of the kinds that are little but attributes.
    pub fn named(&mut self, each: impl Iterator<Item = NamedKind> + Clone) {
        for kind in NamedKind::all() {
            self.kind(kind.kind(), each.clone().filter(|one| *one == kind).count());
        }
    }

    /// Something that is no object of the site.
    pub fn add(&mut self, count: usize, one: &str, many: &str) {
        if count > 0 {
            self.0.push(counted(count, one, many));
        }
    }

    /// In words; `empty` where there is nothing at all.
    pub fn or(&self, empty: &str) -> String {
        if self.0.is_empty() { empty.to_owned() } else { self.0.join(", ") }
    }
}
