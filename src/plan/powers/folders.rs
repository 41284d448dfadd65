//! Folder Admins: by a grant of their own, or through a group.

use super::{Finding, Power};
use crate::access::{Folder, Held, Sign, State};
use crate::diff::Origin;
use crate::model::{Grantee, Key, Level};
use rustc_hash::{FxHashMap, FxHashSet};

/// The folders that each grantee is given to administer.
type Administered<'a> = FxHashMap<&'a Grantee, FxHashSet<Folder>>;

fn administered(state: &State) -> Administered<'_> {
    let mut all = Administered::default();
    for (grantee, held) in state.grants().filter(|(_, held)| held.administers()) {
        all.entry(grantee).or_default().insert(held.folder);
    }
    all
}

impl<'a> Finding<'a> {
    pub(super) fn folder_admins(&mut self) {
        let states = [0, 1].map(|at| self.state(at));
        let by_state = states.map(administered);
        let mut grantees: Vec<&Grantee> =
            by_state.iter().flat_map(|all| all.keys().copied()).collect();
        grantees.sort_unstable();
        grantees.dedup();
        let none = FxHashSet::default();
        for grantee in grantees {
            let held = [0, 1].map(|at| by_state[at].get(grantee).unwrap_or(&none));
            for (sign, at) in self.sides() {
                let folders: Vec<Folder> = held[at].difference(held[1 - at]).copied().collect();
                if folders.is_empty() {
                    continue;
                }
                if sign == Sign::Gained {
                    let new = states[at].people_of(grantee).into_iter();
                    let new =
                        new.filter(|user| !administers(states[1 - at], *user, &folders, self));
                    self.new.extend(new.collect::<Vec<Key>>());
                }
                let declared = self.declared_grant(grantee, &folders);
                let power = Power::FolderAdmin { folders: self.paths(&folders) };
                let people = states[at].people_of(grantee).len();
                self.grants(sign, power, grantee, people, declared);
            }
            let kept: Vec<Folder> = held[0].intersection(held[1]).copied().collect();
            if kept.is_empty() {
                continue;
            }
            let power = Power::FolderAdmin { folders: self.paths(&kept) };
            for (sign, at) in self.sides() {
                for user in self.coming(grantee, at) {
                    let is_new = !administers(states[1 - at], user, &kept, self);
                    self.comes_with(sign, power.clone(), user, grantee, is_new);
                }
            }
        }
    }

    fn paths(&self, folders: &[Folder]) -> Vec<String> {
        let all = self.sides.tree.folders();
        let mut paths: Vec<String> =
            folders.iter().map(|folder| self.spelling.of_path(all.path(*folder))).collect();
        paths.sort_unstable();
        paths
    }

    fn declared_grant(&self, grantee: &Grantee, folders: &[Folder]) -> Option<Origin> {
        let mut folders = folders.to_vec();
        folders.sort_unstable();
        folders.into_iter().find_map(|folder| {
            let held = Held::grant(folder, Level::Admin, true);
            self.declared.of_grant(grantee, held)
        })
    }
}

/// Whether somebody administers all of these folders already.
fn administers(state: &State, user: Key, folders: &[Folder], finding: &Finding<'_>) -> bool {
    if state.account(user).is_some_and(|account| account.site_admin) {
        return true;
    }
    let ways = state.held_by(user);
    let own: FxHashSet<Folder> =
        ways.iter().filter(|way| way.held.administers()).map(|way| way.held.folder).collect();
    let tree = finding.sides.tree;
    folders.iter().all(|folder| tree.folders().upwards(*folder).any(|above| own.contains(&above)))
}
