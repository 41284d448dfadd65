//! Ways in for whoever has no account, or any: public pages, inboxes, share links.

use super::{Finding, Power, PowerChange};
use crate::access::{Atoms, Cause, Held, Sign, State, Through, Via, Way};
use crate::diff::Origin;
use crate::model::{Grantee, Key, Strangers};
use crate::plan::held::AccessGrant;

impl Finding<'_> {
    /// One line for all that let in the same; what lets in fewer than before is none.
    pub(super) fn openings(&mut self) {
        for strangers in Strangers::ALL {
            let grantee = Grantee::User(strangers.key());
            for (sign, at) in self.sides().into_iter().filter(|(sign, _)| *sign == Sign::Gained) {
                let new = opened(self.state(at), self.state(1 - at), &grantee);
                if new.is_empty() {
                    continue;
                }
                let way = |held: &Held| Way { via: Via::Own, held: *held };
                let grant =
                    |held: &Held| self.spelling.of_grant(way(held), self.names, self.sides.tree);
                let mut by: Vec<AccessGrant> = new.iter().map(grant).collect();
                by.sort();
                let declared =
                    new.iter().find_map(|held| self.declared_way(strangers.key(), way(held)));
                let power = Power::Open { whom: strangers.in_words().to_owned(), by };
                let (holder, people, through) = (None, None, None);
                self.found.push(PowerChange {
                    change: sign,
                    power,
                    holder,
                    people,
                    through,
                    declared,
                });
            }
        }
    }

    fn declared_way(&self, user: Key, way: Way<'_>) -> Option<Origin> {
        self.declared.of(user, &Through { cause: Cause::Grant, way: Some(way) })
    }
}

/// What one state opens and the other one does not, or not as far.
fn opened(here: &State, there: &State, grantee: &Grantee) -> Vec<Held> {
    let so_far = |held: &Held| {
        let same = there.granted(grantee).filter(|other| other.folder == held.folder);
        same.fold(Atoms::NONE, |sum, other| sum | other.atoms())
    };
    let is_new = |held: &Held| held.atoms().without(so_far(held)) != Atoms::NONE;
    let mut new: Vec<Held> = here.granted(grantee).filter(is_new).collect();
    new.sort_unstable();
    new
}
