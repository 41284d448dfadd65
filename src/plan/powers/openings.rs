//! Ways in for whoever has no account, or any: public pages, inboxes, share links.

use super::{Finding, Power, PowerChange};
use crate::access::{Atoms, Cause, Held, Sign, State, Through, Via, Way, difference};
use crate::diff::Origin;
use crate::model::{Grantee, Key, Strangers};
use crate::plan::held::AccessGrant;

impl Finding<'_> {
    /// One line for all that let in the same; what lets in fewer than before is none.
    pub(super) fn openings(&mut self) {
        for strangers in Strangers::ALL {
            let grantee = Grantee::User(strangers.key());
            let at = self.gained();
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
            self.opens(power, declared);
        }
    }

    /// Folders that move to where these get in already.
    pub(super) fn openings_by_moves(&mut self) {
        let sides = self.sides;
        for whom in Strangers::ALL {
            let at = self.gained();
            let users = [whom.key()];
            let people = difference(sides.tree, self.state(1 - at), self.state(at), users);
            let changes = people.iter().flat_map(|person| person.changes.iter());
            let gained = changes.filter(|change| change.sign == Sign::Gained);
            let mut moved = Vec::new();
            for through in gained.flat_map(|change| &change.through) {
                if let (Cause::Move(folder), Some(way)) = (through.cause, through.way) {
                    moved.push((folder, way));
                }
            }
            let Some((folder, way)) = moved.first().copied() else { continue };
            let origin = Through { cause: Cause::Move(folder), way: Some(way) };
            let declared = self.declared.of(whom.key(), &origin);
            let path = |folder| self.spelling.of_path(sides.tree.folders().path(folder));
            let mut folders: Vec<String> = moved.iter().map(|(folder, _)| path(*folder)).collect();
            let grant = |way| self.spelling.of_grant(way, self.names, sides.tree);
            let mut by: Vec<AccessGrant> = moved.iter().map(|(_, way)| grant(*way)).collect();
            folders.sort_unstable();
            folders.dedup();
            by.sort();
            by.dedup();
            let power = Power::OpenByMove { whom: whom.in_words().to_owned(), folders, by };
            self.opens(power, declared);
        }
    }

    /// The state in which more are let in.
    fn gained(&self) -> usize {
        usize::from((self.read)(Sign::Gained) == Sign::Gained)
    }

    fn opens(&mut self, power: Power, declared: Option<Origin>) {
        let change = Sign::Gained;
        let (holder, people, through) = (None, None, None);
        self.found.push(PowerChange { change, power, holder, people, through, declared });
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
