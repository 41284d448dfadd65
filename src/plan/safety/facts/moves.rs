//! Folders that come to bear another path, and the paths that they bear until then.

use super::Facts;
use crate::access::Folder;
use crate::model::path;
use crate::plan::safety::term::Term;

/// A folder that comes to bear another path. Paths are keys.
pub(super) struct Away {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) step: usize,
    /// Where it lies by then, if it comes along with another one first.
    pub(super) via: Option<String>,
}

impl Facts<'_> {
    /// Whether any folder comes to bear another path.
    pub(in crate::plan::safety) fn moves_folders(&self) -> bool {
        !self.away.is_empty()
    }

    /// The step that brings a folder to its path, if one does.
    pub(in crate::plan::safety) fn settles(&self, folder: Folder) -> Option<usize> {
        self.comes_with(folder).map(|away| away.step)
    }

    /// The nearest folder at or above one that comes to bear its path.
    fn comes_with(&self, folder: Folder) -> Option<&Away> {
        let mut above = self.transition.tree.folders().upwards(folder);
        above.find_map(|at| self.away.get(*self.settled.get(&at)?))
    }

    /// Folders that come along with a move, with the paths (keys) that they have before it, and
    /// while they have them.
    pub(in crate::plan::safety) fn former_paths(&self) -> Vec<(Folder, String, Term)> {
        if self.away.is_empty() {
            return Vec::new();
        }
        let folders = self.transition.tree.folders();
        let mut paths = Vec::new();
        for folder in Folder::all(folders).filter(|folder| !self.is_new(*folder)) {
            let Some(Away { from, to, step, via }) = self.comes_with(folder) else { continue };
            let former = |place: &str| path::moved(folders.path(folder), to, place);
            let via = via.as_ref().and_then(|at| Some((at, self.takes_along(from, at)?)));
            if let Some((at, outer)) = via {
                let meanwhile = Term { up: vec![outer], down: vec![*step] };
                paths.push((folder, former(at), meanwhile));
            }
            let first = via.map_or(*step, |(_, outer)| outer);
            paths.push((folder, former(from), Term::until(first)));
        }
        paths
    }

    /// The step that moves a folder around a path, and so takes it to another one.
    fn takes_along(&self, path: &str, to: &str) -> Option<usize> {
        let takes = |away: &&Away| {
            path::is_within(path, &away.from) && path::moved(path, &away.from, &away.to) == to
        };
        self.away.iter().find(takes).map(|away| away.step)
    }

    /// The step that moves away the folder in which a path (a key) leads, and where it leads
    /// within the folder then.
    pub(in crate::plan::safety) fn moved_away(&self, path: &str) -> Option<(usize, String)> {
        let around = self.away.iter().filter(|away| path::is_within(path, &away.from));
        let Away { from, to, step, .. } = around.max_by_key(|away| away.from.len())?;
        Some((*step, path::moved(path, from, to)))
    }
}
