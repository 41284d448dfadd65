//! Folders that show what another server holds.

use super::LiveSite;
use crate::model::kinds::MOUNT;
use crate::model::{Key, Names, path};
use rustc_hash::FxHashSet;

impl LiveSite {
    /// The folders in which remote servers are mounted.
    pub fn mounts(&self) -> FxHashSet<Key> {
        let mounts = self.behaviors.iter().filter(|behavior| behavior.kind.name == MOUNT);
        mounts.map(|behavior| behavior.folder).collect()
    }

    /// Without the folders that mounts show: they are another server's.
    pub fn leave_out_mounted(&mut self, names: &Names) {
        let mounts = self.mounts();
        if !mounts.is_empty() {
            self.folders.retain(|folder| !is_mounted(&mounts, folder.key, names));
            self.folder_attributes.retain(|folder, _| !is_mounted(&mounts, *folder, names));
        }
    }
}

/// Whether a folder lies in one of these.
pub fn is_mounted(mounts: &FxHashSet<Key>, folder: Key, names: &Names) -> bool {
    let above = std::iter::successors(path::parent(names.key_text(folder)), |at| path::parent(at));
    above.filter_map(|at| names.find_path_key(at)).any(|at| mounts.contains(&at))
}
