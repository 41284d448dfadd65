//! Renames and moves between two states, so that what only bears another name is compared with
//! itself.

use super::account::Partnership;
use super::folders::{Folder, Tree};
use crate::model::{Definition, Found, Key, Names, path};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// From the names of an earlier state to those of a later one.
#[derive(Debug, Default)]
pub struct Renames {
    users: FxHashMap<Key, Key>,
    groups: FxHashMap<Key, Key>,
    partners: FxHashMap<Key, Key>,
    links: FxHashMap<Key, Key>,
    /// Paths as keys; the longest first, so that the nearest move counts.
    moves: Vec<(String, String)>,
}

impl Renames {
    /// What `was=` says in a definition, as far as the earlier state has the old name and not
    /// the new one.
    pub fn declared(
        site: &Definition,
        names: &Names,
        had_user: impl Fn(Key) -> bool,
        had_group: impl Fn(Key) -> bool,
        had_folder: impl Fn(&str) -> bool,
    ) -> Self {
        let mut renames = Renames::default();
        for user in &site.users {
            if let Some(was) =
                user.was.as_ref().filter(|was| had_user(was.key) && !had_user(user.key))
            {
                renames.user(was.key, user.key);
            }
        }
        for group in &site.groups {
            if let Some(was) =
                group.was.as_ref().filter(|was| had_group(was.key) && !had_group(group.key))
            {
                renames.group(was.key, group.key);
            }
        }
        for folder in &site.folders {
            let Some(was) = &folder.was else { continue };
            let to = names.key_text(folder.key);
            let had = |key| had_folder(names.key_text(key));
            let found = was.found(folder.key, had, |key| site.folder(key).is_some());
            if let Found::One(former) = found
                && !had_folder(to)
            {
                renames.folder(names.key_text(former.key), to);
            }
        }
        renames
    }

    pub fn user(&mut self, from: Key, to: Key) {
        self.users.insert(from, to);
    }

    pub fn group(&mut self, from: Key, to: Key) {
        self.groups.insert(from, to);
    }

    pub fn partner(&mut self, from: Key, to: Key) {
        self.partners.insert(from, to);
    }

    pub fn link(&mut self, from: Key, to: Key) {
        self.links.insert(from, to);
    }

    pub fn folder(&mut self, from: &str, to: &str) {
        self.moves.push((path::key(from).into_owned(), path::key(to).into_owned()));
        self.moves.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    }

    /// Folders that go into another one, and where each came from; both as they will be called.
    pub fn moved(&self, tree: &Tree) -> Vec<(Folder, Folder)> {
        let moved = self.moves.iter().filter_map(|(from, to)| {
            let folder = tree.folders().find(to)?;
            // A parent that nothing stands on is as what lies above it.
            let parent = tree.place(&self.of_folder(path::parent(from)?)).folder;
            (tree.folders().parent(folder) != Some(parent)).then_some((folder, parent))
        });
        moved.collect()
    }

    pub fn has_moves(&self) -> bool {
        !self.moves.is_empty()
    }

    /// Without the moves: paths are those of the earlier state.
    pub fn of_people(&self) -> Renames {
        let (users, groups) = (self.users.clone(), self.groups.clone());
        let (partners, links) = (self.partners.clone(), self.links.clone());
        Renames { users, groups, partners, links, moves: Vec::new() }
    }

    pub fn of_user(&self, key: Key) -> Key {
        self.users.get(&key).copied().unwrap_or(key)
    }

    pub fn of_group(&self, key: Key) -> Key {
        self.groups.get(&key).copied().unwrap_or(key)
    }

    pub fn of_partner(&self, key: Key) -> Key {
        self.partners.get(&key).copied().unwrap_or(key)
    }

    pub fn of_link(&self, key: Key) -> Key {
        self.links.get(&key).copied().unwrap_or(key)
    }

    pub fn of_partnership(&self, partner: Partnership) -> Partnership {
        match partner {
            Partnership::Of(key) => Partnership::Of(self.of_partner(key)),
            other => other,
        }
    }

    pub fn of_folder<'a>(&self, key: &'a str) -> Cow<'a, str> {
        let moved = self.moves.iter().find_map(|(from, to)| {
            let rest = key.strip_prefix(&**from).filter(|_| path::is_within(key, from))?;
            Some(path::join(to, rest.trim_start_matches('/')))
        });
        moved.map_or(Cow::Borrowed(key), Cow::Owned)
    }
}
