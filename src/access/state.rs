//! What access follows from, at one moment: accounts, memberships, grants, fences.

use super::atoms::Atoms;
use crate::model::{Grantee, Key, Level};
use rustc_hash::{FxHashMap, FxHashSet};

/// What an account's own attributes mean for its access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Account {
    pub site_admin: bool,
    /// Disabled, expired, or without a protocol to sign in over.
    pub shut_out: bool,
}

/// A grant somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    pub folder: Key,
    pub level: Level,
    pub recursive: bool,
}

impl Held {
    pub fn atoms(self) -> Atoms {
        Atoms::of(self.level)
    }

    /// A Folder Admin's grant is not stopped by fences.
    pub fn passes_fences(self) -> bool {
        self.level == Level::Admin
    }
}

#[derive(Debug, Clone, Default)]
pub struct State {
    accounts: FxHashMap<Key, Account>,
    groups_of: FxHashMap<Key, FxHashSet<Key>>,
    members_of: FxHashMap<Key, FxHashSet<Key>>,
    grants: FxHashMap<Grantee, FxHashSet<Held>>,
    /// The sets of groups that grants ask for together, by each of their groups.
    all_of: FxHashMap<Key, FxHashSet<Grantee>>,
    fences: FxHashSet<Key>,
}

impl State {
    pub fn set_account(&mut self, user: Key, account: Account) {
        self.accounts.insert(user, account);
    }

    /// The account goes, and with it its memberships and grants.
    pub fn remove_account(&mut self, user: Key) {
        self.accounts.remove(&user);
        for group in self.groups_of.remove(&user).unwrap_or_default() {
            self.members_of.entry(group).or_default().remove(&user);
        }
        self.grants.remove(&Grantee::User(user));
    }

    /// The group goes, and with it its memberships and grants.
    pub fn remove_group(&mut self, group: Key) {
        for user in self.members_of.remove(&group).unwrap_or_default() {
            self.groups_of.entry(user).or_default().remove(&group);
        }
        self.grants.remove(&Grantee::Group(group));
        for grantee in self.all_of.remove(&group).unwrap_or_default() {
            self.grants.remove(&grantee);
        }
    }

    pub fn join(&mut self, user: Key, group: Key) {
        self.groups_of.entry(user).or_default().insert(group);
        self.members_of.entry(group).or_default().insert(user);
    }

    pub fn leave(&mut self, user: Key, group: Key) {
        self.groups_of.entry(user).or_default().remove(&group);
        self.members_of.entry(group).or_default().remove(&user);
    }

    pub fn grant(&mut self, grantee: Grantee, held: Held) {
        if let Grantee::AllOf(groups) = &grantee {
            for group in groups {
                self.all_of.entry(*group).or_default().insert(grantee.clone());
            }
        }
        self.grants.entry(grantee).or_default().insert(held);
    }

    pub fn revoke(&mut self, grantee: &Grantee, held: Held) {
        if let Some(grants) = self.grants.get_mut(grantee) {
            grants.remove(&held);
        }
    }

    pub fn fence(&mut self, folder: Key) {
        self.fences.insert(folder);
    }

    pub fn unfence(&mut self, folder: Key) {
        self.fences.remove(&folder);
    }

    /// Takes what stands on folders somewhere else: what `place` gives for a folder.
    pub fn move_folders(&mut self, mut place: impl FnMut(Key) -> Key) {
        for held in self.grants.values_mut() {
            *held = held.iter().map(|held| Held { folder: place(held.folder), ..*held }).collect();
        }
        self.fences = self.fences.iter().map(|fence| place(*fence)).collect();
    }

    pub fn users(&self) -> impl Iterator<Item = Key> {
        self.accounts.keys().copied()
    }

    pub fn account(&self, user: Key) -> Option<Account> {
        self.accounts.get(&user).copied()
    }

    pub fn members(&self, group: Key) -> impl Iterator<Item = Key> {
        self.members_of.get(&group).into_iter().flatten().copied()
    }

    pub fn fences(&self) -> &FxHashSet<Key> {
        &self.fences
    }

    /// Every grant that a user holds, and how it comes to them.
    pub fn held_by(&self, user: Key) -> impl Iterator<Item = (Grantee, Held)> {
        let groups = self.groups_of.get(&user);
        let mut ways: Vec<Grantee> = vec![Grantee::User(user)];
        for group in groups.into_iter().flatten() {
            ways.push(Grantee::Group(*group));
            for together in self.all_of.get(group).into_iter().flatten() {
                let Grantee::AllOf(needed) = together else { continue };
                // Each such set is met once for each of its groups: the first one counts.
                let whole = needed.iter().all(|group| groups.is_some_and(|g| g.contains(group)));
                if whole && needed.first() == Some(group) {
                    ways.push(together.clone());
                }
            }
        }
        ways.into_iter().flat_map(|way| {
            let held: Vec<Held> = self.grants.get(&way).into_iter().flatten().copied().collect();
            held.into_iter().map(move |held| (way.clone(), held))
        })
    }
}
