//! Folders that come to bear another path, and the paths that they bear until then.

use super::{Facts, Moved};
use crate::access::Folder;
use crate::model::path;
use crate::plan::expand::{UnplacedId, UnplacedStep};
use crate::plan::safety::term::Term;

/// A folder that comes to bear another path. Paths are keys.
pub(super) struct PathChange {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) step: UnplacedId,
    /// Where it lies by then, if it comes along with another one first.
    pub(super) via: Option<String>,
}

impl Facts<'_> {
    /// Takes over the step that brings a folder from one path to another.
    pub(super) fn moves(
        &mut self,
        id: UnplacedId,
        step: &UnplacedStep,
        from: &str,
        to: &str,
    ) -> Option<()> {
        let at = step.address.folder()?;
        let (from, at, to) = (path::key(from), path::key(at), path::key(to));
        let via = (at != from).then(|| at.into_owned());
        let (from, to) = (from.into_owned(), to.into_owned());
        let folder = self.transition.tree.folders().find(&to)?;
        self.path_changes.insert(folder, PathChange { from, to, step: id, via });
        if let Some(from) = self.transition.before.elsewhere().get(&folder).copied() {
            self.moved.insert(folder, Moved { from, step: id });
            (self.widens, self.narrows) = (true, true);
        }
        Some(())
    }

    /// Whether any folder comes to bear another path.
    pub(in crate::plan::safety) fn moves_folders(&self) -> bool {
        !self.path_changes.is_empty()
    }

    /// The step that brings a folder to its path, if one does.
    pub(in crate::plan::safety) fn step_that_brings(&self, folder: Folder) -> Option<UnplacedId> {
        self.path_change_around(folder).map(|change| change.step)
    }

    /// The nearest folder at or above one that comes to bear its path.
    fn path_change_around(&self, folder: Folder) -> Option<&PathChange> {
        let mut above = self.transition.tree.folders().upwards(folder);
        above.find_map(|at| self.path_changes.get(&at))
    }

    /// Folders that come along with a move, with the paths (keys) that they have before it, and
    /// while they have them.
    pub(in crate::plan::safety) fn former_paths(&self) -> Vec<(Folder, String, Term)> {
        if self.path_changes.is_empty() {
            return Vec::new();
        }
        let folders = self.transition.tree.folders();
        let mut paths = Vec::new();
        for folder in Folder::all(folders).filter(|folder| !self.is_new(*folder)) {
            let Some(PathChange { from, to, step, via }) = self.path_change_around(folder) else {
                continue;
            };
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
    fn takes_along(&self, path: &str, to: &str) -> Option<UnplacedId> {
        let takes = |change: &&PathChange| {
            path::is_within(path, &change.from) && path::moved(path, &change.from, &change.to) == to
        };
        self.path_changes.values().find(takes).map(|change| change.step)
    }

    /// The step that moves away the folder in which a path (a key) leads, and where it leads
    /// within the folder then.
    pub(in crate::plan::safety) fn moved_away(&self, path: &str) -> Option<(UnplacedId, String)> {
        let around =
            self.path_changes.values().filter(|change| path::is_within(path, &change.from));
        let PathChange { from, to, step, .. } = around.max_by_key(|change| change.from.len())?;
        Some((*step, path::moved(path, from, to)))
    }
}
