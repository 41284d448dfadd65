//! The folders that a user administers.

use super::Context;
use crate::model::{Key, Level, path};
use rustc_hash::FxHashSet;

/// Where one user is a Folder Admin; the level is always recursive and passes fences.
pub struct Administered<'a> {
    folders: FxHashSet<&'a str>,
    /// Every folder that lies above one of them.
    above: FxHashSet<&'a str>,
}

impl<'a> Administered<'a> {
    pub fn of(cx: &Context<'a>, user: Key) -> Self {
        let mut own = Self { folders: FxHashSet::default(), above: FxHashSet::default() };
        for grant in cx.grants_held_by(user).iter().filter(|grant| grant.level == Level::Admin) {
            let folder = cx.names.key_text(grant.folder);
            own.folders.insert(folder);
            let mut at = folder;
            while let Some(parent) = path::parent(at) {
                if !own.above.insert(parent) {
                    break;
                }
                at = parent;
            }
        }
        own
    }

    /// Whether the user is a Folder Admin of nothing at all.
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty()
    }

    /// Whether the whole of this folder (a key) is the user's.
    pub fn covers(&self, folder: &str) -> bool {
        std::iter::successors(Some(folder), |at| path::parent(at))
            .any(|at| self.folders.contains(at))
    }

    /// Whether the user is a Folder Admin somewhere below this folder (a key).
    pub fn reaches_below(&self, folder: &str) -> bool {
        self.above.contains(folder)
    }
}
