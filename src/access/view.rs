//! A state made ready to be asked: who can do what where.

use super::account::Standing;
use super::atoms::Atoms;
use super::folders::{Folder, Place, Tree};
use super::state::{Held, State, Way};
use crate::model::Key;

/// A state over its finished tree of folders.
pub struct View<'a> {
    pub tree: &'a Tree,
    pub state: &'a State,
    /// The deepest fence at or above each folder.
    fence_at: Vec<Option<Folder>>,
    /// The ranks of all fenced folders, sorted.
    fences: Vec<u32>,
}

impl<'a> View<'a> {
    pub fn new(tree: &'a Tree, state: &'a State) -> Self {
        let folders = tree.folders();
        let mut fence_at: Vec<Option<Folder>> = Vec::with_capacity(folders.len());
        for at in 0..folders.len() as u32 {
            let folder = Folder(at);
            let above = folders.parent(folder).and_then(|parent| fence_at[parent.index()]);
            fence_at.push(if state.fences().contains(&folder) { Some(folder) } else { above });
        }
        let mut fences: Vec<u32> = state.fences().iter().map(|fence| tree.rank(*fence)).collect();
        fences.sort_unstable();
        View { tree, state, fence_at, fences }
    }

    /// The deepest fence at or above a folder.
    pub fn fence_at(&self, folder: Folder) -> Option<Folder> {
        self.fence_at[folder.index()]
    }

    /// Whether the grant is meant for the place, whatever fences stand between.
    pub fn is_meant_for(&self, held: Held, place: Place) -> bool {
        self.tree.is_within(place.folder, held.folder)
            && (held.recursive || (held.folder == place.folder && !place.below))
    }

    /// The fence that stops a grant on its way to a place.
    pub fn stopped_by(&self, held: Held, place: Place) -> Option<Folder> {
        // Both lie at or above the place: the one with the larger number lies lower.
        self.fence_at(place.folder).filter(|fence| *fence > held.folder && !held.passes_fences())
    }

    pub fn reaches(&self, held: Held, place: Place) -> bool {
        self.is_meant_for(held, place) && self.stopped_by(held, place).is_none()
    }

    /// The fences in a stretch of the order of folders.
    pub(super) fn fences_between(&self, start: u32, end: u32) -> &[u32] {
        let from = self.fences.partition_point(|rank| *rank < start);
        let to = self.fences.partition_point(|rank| *rank < end);
        self.fences.get(from..to).unwrap_or_default()
    }
}

/// A person in one state.
pub struct Person<'v> {
    pub view: &'v View<'v>,
    pub user: Key,
    pub standing: Standing,
    /// Every grant the person holds; sorted.
    pub ways: Vec<Way<'v>>,
}

impl<'v> Person<'v> {
    pub fn new(view: &'v View<'v>, user: Key) -> Self {
        let standing = view.state.standing(user);
        Person { view, user, standing, ways: view.state.held_by(user) }
    }

    /// Everything the person may do at a place.
    pub fn access(&self, place: Place) -> Atoms {
        match self.standing {
            Standing::Absent | Standing::ShutOut(_) => Atoms::NONE,
            Standing::Everything => Atoms::ALL,
            Standing::Ordinary => self.granted(place),
        }
    }

    /// The grants that reach a place, whatever the account's standing.
    pub fn ways_to(&self, place: Place) -> impl Iterator<Item = Way<'v>> {
        self.ways.iter().copied().filter(move |way| self.view.reaches(way.held, place))
    }

    fn granted(&self, place: Place) -> Atoms {
        self.ways_to(place).fold(Atoms::NONE, |atoms, way| atoms | way.held.atoms())
    }

    /// The ranks of the folders in a stretch at which this person's access can change: where a
    /// grant of theirs stands, and where a fence stands in its reach.
    pub(super) fn marks(&self, start: u32, end: u32, marks: &mut Vec<u32>) {
        let tree = self.view.tree;
        for way in &self.ways {
            let (from, to) = (tree.rank(way.held.folder), tree.end(way.held.folder));
            if (start..end).contains(&from) {
                marks.push(from);
            }
            if way.held.recursive && !way.held.passes_fences() {
                marks.extend_from_slice(self.view.fences_between(from.max(start), to.min(end)));
            }
        }
    }

    /// Where the person has what, from the root down: each folder at which it changes.
    pub fn regions(&self) -> Vec<Region> {
        let end = self.view.tree.end(Folder::ROOT);
        let mut marks = vec![self.view.tree.rank(Folder::ROOT)];
        if self.standing == Standing::Ordinary {
            self.marks(0, end, &mut marks);
        }
        marks.sort_unstable();
        marks.dedup();
        let mut around: Vec<(u32, Atoms)> = Vec::new();
        let mut regions = Vec::new();
        for rank in marks {
            let folder = self.view.tree.at(rank);
            while around.last().is_some_and(|(end, _)| *end <= rank) {
                around.pop();
            }
            let inherited = around.last().map_or(Atoms::NONE, |(_, atoms)| *atoms);
            let own = self.access(Place { folder, below: false });
            let below = self.access(Place { folder, below: true });
            if own != inherited || below != inherited {
                regions.push(Region { folder, own, below });
                around.push((self.view.tree.end(folder), below));
            }
        }
        regions
    }
}

/// A folder at which a person's access changes, against what lies around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    pub folder: Folder,
    /// On the folder itself.
    pub own: Atoms,
    /// Below it, as far as no other region begins.
    pub below: Atoms,
}
