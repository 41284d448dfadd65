//! Folders as a tree of small numbers: every folder that anything stands on, and all above it.

use crate::model::path;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use std::cmp::Ordering;

/// Where what the site reaches beside its own files lies. It is always known, so that nothing there
/// is taken for a place below `/`.
const BESIDE: &str = "_";

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
        paths.insert(BESIDE.into());
        Folders { paths, parents: vec![Folder::ROOT, Folder(1)] }
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
            self.parents.push(if path::is_root(new) { next } else { folder });
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

    /// How many there are, roots among them.
    #[expect(clippy::len_without_is_empty, reason = "the root is always there")]
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// What it lies in; none for a root.
    pub fn parent(&self, folder: Folder) -> Option<Folder> {
        self.parents.get(folder.index()).copied().filter(|parent| *parent != folder)
    }

    /// The folder itself, and all above it up to its root.
    pub fn upwards(&self, folder: Folder) -> impl Iterator<Item = Folder> {
        std::iter::successors(Some(folder), |at| self.parent(*at))
    }
}

/// A finished tree, or rather one for each root: each folder has its place in the order in which
/// people read paths, and all that lies below it follows without a gap.
#[derive(Debug)]
pub struct Tree {
    folders: Folders,
    in_order: Vec<Folder>,
    rank: Vec<u32>,
    end: Vec<u32>,
    /// In order; the site's own comes first.
    roots: Vec<Folder>,
}

impl Tree {
    pub fn new(folders: Folders) -> Self {
        let count = folders.parents.len();
        let mut in_order: Vec<Folder> = (0..count as u32).map(Folder).collect();
        // What lies in a folder has a larger number.
        let mut root_of: Vec<Folder> = Vec::with_capacity(count);
        for (at, parent) in folders.parents.iter().enumerate() {
            let own = parent.index() == at;
            root_of.push(if own { *parent } else { root_of[parent.index()] });
        }
        let root = |folder: &Folder| folders.path(root_of[folder.index()]);
        in_order.sort_by(|a, b| {
            let by_root = compare(root(a), root(b));
            by_root.then_with(|| compare(folders.path(*a), folders.path(*b)))
        });
        let mut rank = vec![0; count];
        for (at, folder) in in_order.iter().enumerate() {
            rank[folder.index()] = at as u32;
        }
        let mut size = vec![1; count];
        for folder in (1..count).rev() {
            let parent = folders.parents[folder].index();
            if parent != folder {
                size[parent] += size[folder];
            }
        }
        let end = rank.iter().zip(size).map(|(rank, size)| rank + size).collect();
        let is_root = |folder: &Folder| folders.parent(*folder).is_none();
        let roots = in_order.iter().copied().filter(is_root).collect();
        Tree { folders, in_order, rank, end, roots }
    }

    /// The site's own root, and those that stand beside it, in order.
    pub fn roots(&self) -> impl Iterator<Item = Folder> {
        self.roots.iter().copied()
    }

    /// Where the order of all folders ends.
    pub(super) fn end_of_all(&self) -> u32 {
        self.in_order.len() as u32
    }

    /// Whether it lies below the site's own root, or is that.
    pub(super) fn is_own(&self, folder: Folder) -> bool {
        self.is_within(folder, Folder::ROOT)
    }

    /// The folders whose paths go on from this one by a name: those directly below it, and roots.
    pub(super) fn continued(&self, folder: Folder) -> Vec<Folder> {
        let path = self.folders.path(folder);
        let goes_on = |root: &Folder| path::parent(self.folders.path(*root)) == Some(path);
        self.children(folder).chain(self.roots().filter(goes_on)).collect()
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
        assert_eq!(order, ["", "a", "a/z", "a/z/y", "a-b", "b", "b/c", "_"]);
        let find = |path: &str| tree.folders.find(path).expect("known");
        assert!(
            tree.is_within(find("a/z/y"), find("a")) && !tree.is_within(find("a-b"), find("a"))
        );
        let below: Vec<&str> = tree.children(Folder::ROOT).map(|f| tree.folders.path(f)).collect();
        assert_eq!(below, ["a", "a-b", "b"]);
        assert_eq!(tree.roots().collect::<Vec<_>>(), [Folder::ROOT, find("_")]);
        assert_eq!(tree.place("a/z/q/r"), Place { folder: find("a/z"), below: true });
        assert_eq!(tree.place("b/c"), Place::at(find("b/c")));
    }

    #[test]
    fn what_lies_beside_the_site_is_not_below_its_root() {
        let mut folders = Folders::default();
        for path in ["_/sites/7/in", "_/sites/71", "zeta", "_a"] {
            folders.add(path);
        }
        let tree = Tree::new(folders);
        let order: Vec<&str> = tree.in_order.iter().map(|f| tree.folders.path(*f)).collect();
        let all = ["", "_a", "zeta", "_", "_/sites", "_/sites/7", "_/sites/7/in", "_/sites/71"];
        assert_eq!(order, all);
        let find = |path: &str| tree.folders.find(path).expect("known");
        assert_eq!(tree.folders.upwards(find("_/sites/7/in")).count(), 2);
        assert!(!tree.is_own(find("_/sites/7")) && tree.is_own(find("_a")));
        assert_eq!(tree.place("_/workspaces/3/x"), Place { folder: find("_"), below: true });
        assert_eq!(tree.continued(find("_/sites")), [find("_/sites/7"), find("_/sites/71")]);
    }
}
