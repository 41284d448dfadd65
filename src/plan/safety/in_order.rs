//! Things that stand on folders, in the order of folders: those at or below one are together.

use crate::access::{Folder, Tree};

pub(super) struct InOrder<T> {
    /// With the place of its folder in the order of all.
    all: Vec<(u32, Folder, T)>,
}

impl<T> Default for InOrder<T> {
    fn default() -> Self {
        InOrder { all: Vec::new() }
    }
}

impl<T> InOrder<T> {
    pub(super) fn new(tree: &Tree, things: impl Iterator<Item = (Folder, T)>) -> Self {
        let with_rank = |(folder, thing)| (tree.span(folder).start, folder, thing);
        let mut all: Vec<(u32, Folder, T)> = things.map(with_rank).collect();
        all.sort_by_key(|(rank, _, _)| *rank);
        InOrder { all }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What stands on a folder or below it.
    pub(super) fn within(&self, tree: &Tree, folder: Folder) -> impl Iterator<Item = (Folder, &T)> {
        let span = tree.span(folder);
        let from = self.all.partition_point(|(rank, _, _)| *rank < span.start);
        let to = self.all.partition_point(|(rank, _, _)| *rank < span.end);
        let within = self.all.get(from..to).unwrap_or_default().iter();
        within.map(|(_, folder, thing)| (*folder, thing))
    }
}
