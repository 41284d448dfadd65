//! Folders as a tree of small numbers: every folder that anything stands on, and all above it.

use crate::model::path;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use std::cmp::Ordering;

/// A folder of one [`Folders`]. What lies above a folder has a smaller number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Folder(pub(super) u32);

impl Folder {
    pub const ROOT: Folder = Folder(0);

    /// Its number, for tables of all folders.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// Every folder, each after what lies above it.
    pub fn all(folders: &Folders) -> impl Iterator<Item = Folder> + use<> {
        (0..folders.len() as u32).map(Folder)
    }
}

/// The folders of one or several states, by the keys of their paths.
#[derive(Debug, Clone)]
pub struct Folders {
    paths: IndexSet<Box<str>, FxBuildHasher>,
    parents: Vec<Folder>,
}

impl Default for Folders {
    fn default() -> Self {
        let mut paths = IndexSet::default();
        paths.insert("".into());
        Folders { paths, parents: vec![Folder::ROOT] }
    }
}

impl Folders {
    /// The folder of a path in its key form; it and all above it are added where they are new.
    pub fn add(&mut self, key: &str) -> Folder {
        let mut missing = Vec::new();
        let mut at = key;
        let mut folder = loop {
            if let Some(known) = self.find(at) {
                break known;
            }
            missing.push(at);
            at = path::parent(at).unwrap_or("");
        };
        while let Some(new) = missing.pop() {
            let next = Folder(self.parents.len() as u32);
            self.paths.insert(new.into());
            self.parents.push(folder);
            folder = next;
        }
        folder
    }

    pub fn find(&self, key: &str) -> Option<Folder> {
        self.paths.get_index_of(key).map(|at| Folder(at as u32))
    }

    /// The path in its key form.
    pub fn path(&self, folder: Folder) -> &str {
        match self.paths.get_index(folder.index()) {
            Some(path) => path,
            None => panic!("a folder is read from the tree that made it"),
        }
    }

    /// How many there are, the root among them.
    #[expect(clippy::len_without_is_empty, reason = "the root is always there")]
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    pub fn parent(&self, folder: Folder) -> Option<Folder> {
        if folder == Folder::ROOT { None } else { self.parents.get(folder.index()).copied() }
    }

    /// The folder itself, and all above it up to the root.
    pub fn upwards(&self, folder: Folder) -> impl Iterator<Item = Folder> {
        std::iter::successors(Some(folder), |at| self.parent(*at))
    }
}

/// A finished tree: each folder has its place in the order in which people read paths, and all
/// that lies below it follows without a gap.
#[derive(Debug)]
pub struct Tree {
    folders: Folders,
    in_order: Vec<Folder>,
    rank: Vec<u32>,
    end: Vec<u32>,
}

impl Tree {
    pub fn new(folders: Folders) -> Self {
        let count = folders.parents.len();
        let mut in_order: Vec<Folder> = (0..count as u32).map(Folder).collect();
        in_order.sort_by(|a, b| compare(folders.path(*a), folders.path(*b)));
        let mut rank = vec![0; count];
        for (at, folder) in in_order.iter().enumerate() {
            rank[folder.index()] = at as u32;
        }
        let mut size = vec![1; count];
        for folder in (1..count).rev() {
            size[folders.parents[folder].index()] += size[folder];
        }
        let end = rank.iter().zip(size).map(|(rank, size)| rank + size).collect();
        Tree { folders, in_order, rank, end }
    }

    pub fn folders(&self) -> &Folders {
        &self.folders
    }

    /// The places of the folder and of all below it in the order of all.
    pub fn span(&self, folder: Folder) -> std::ops::Range<u32> {
        self.rank(folder)..self.end(folder)
    }

    /// The folder's place in the order of all.
    pub(super) fn rank(&self, folder: Folder) -> u32 {
        self.rank[folder.index()]
    }

    /// Where what lies below the folder ends.
    pub(super) fn end(&self, folder: Folder) -> u32 {
        self.end[folder.index()]
    }

    pub(super) fn at(&self, rank: u32) -> Folder {
        self.in_order[rank as usize]
    }

    /// Whether `folder` is `above` or lies below it.
    pub fn is_within(&self, folder: Folder, above: Folder) -> bool {
        (self.rank(above)..self.end(above)).contains(&self.rank(folder))
    }

    /// The folders directly below one, in order.
    pub fn children(&self, folder: Folder) -> impl Iterator<Item = Folder> {
        let end = self.end(folder);
        let next = move |at: u32| (at < end).then(|| self.at(at));
        std::iter::successors(next(self.rank(folder) + 1), move |child| next(self.end(*child)))
    }

    /// The place of any path (a key), whether or not the folder is known: unknown ones lie below
    /// the nearest known one.
    pub fn place(&self, key: &str) -> Place {
        let mut at = key;
        loop {
            if let Some(folder) = self.folders.find(at) {
                return Place { folder, below: at != key };
            }
            at = path::parent(at).unwrap_or("");
        }
    }
}

/// As people sort paths: what lies in a folder comes right after it.
fn compare(a: &str, b: &str) -> Ordering {
    let order = |byte: u8| if byte == b'/' { 0 } else { byte };
    a.bytes().map(order).cmp(b.bytes().map(order))
}

/// Where access is asked for: a folder itself, or all that lies below it as far as no other
/// known folder does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub folder: Folder,
    pub below: bool,
}

impl Place {
    pub fn at(folder: Folder) -> Self {
        Place { folder, below: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_comes_with_all_above_it_and_before_all_below_it() {
        let mut folders = Folders::default();
        for path in ["b/c", "a-b", "a/z/y", "a"] {
            folders.add(path);
        }
        let tree = Tree::new(folders);
        let order: Vec<&str> = tree.in_order.iter().map(|f| tree.folders.path(*f)).collect();
        assert_eq!(order, ["", "a", "a/z", "a/z/y", "a-b", "b", "b/c"]);
        let find = |path: &str| tree.folders.find(path).expect("known");
        assert!(
            tree.is_within(find("a/z/y"), find("a")) && !tree.is_within(find("a-b"), find("a"))
        );
        let below: Vec<&str> = tree.children(Folder::ROOT).map(|f| tree.folders.path(f)).collect();
        assert_eq!(below, ["a", "a-b", "b"]);
        assert_eq!(tree.place("a/z/q/r"), Place { folder: find("a/z"), below: true });
        assert_eq!(tree.place("b/c"), Place::at(find("b/c")));
    }
}
