//! Folder paths as a tree of blocks.
//!
//! Folders above others that the site does not list themselves are no nodes; bare folders with
//! one folder in them stand in one node with it.

use super::left_out::{LeftOut, Said};
use super::page::{Line, Statement};
use super::source::{left_out, shown};
use crate::live::{LiveSite, is_mounted};
use crate::model::{Key, NamedKind, Names, path};
use crate::syntax::quoted;
use rustc_hash::FxHashMap;

/// Blocks lie this deep in one another; what is deeper is written with its whole path.
const DEEPEST: usize = 64;

struct Place<'a> {
    path: &'a str,
    /// None where the site does not list the folder.
    key: Option<Key>,
    parent: Option<usize>,
    depth: usize,
    /// What is written of the folders in it.
    below: Vec<Written>,
}

/// What is written of one folder, still without the folders above it.
struct Written {
    /// The path, from the folder that it is written in.
    path: String,
    lines: Vec<Line>,
    said: Option<Said>,
    /// Blocks in it.
    height: usize,
}

pub(super) struct Tree<'a> {
    places: Vec<Place<'a>>,
    /// By comparison key.
    index: FxHashMap<String, usize>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(live: &'a LiveSite, names: &'a Names) -> Self {
        let mut tree = Tree { places: Vec::new(), index: FxHashMap::default() };
        // What a mount shows is not listed, and may carry something all the same.
        let mounts = live.mounts();
        let grants = live.grants.iter().map(|grant| (grant.folder, grant.path));
        let carrying = grants.chain(live.behaviors.iter().map(|one| (one.folder, one.path)));
        let carrying = carrying.filter(|(key, _)| is_mounted(&mounts, *key, names));
        let listed = live.folders.iter().map(|folder| (folder.key, folder.name));
        let notified = live.named.iter().filter(|one| one.kind == NamedKind::NOTIFICATION);
        let notified = notified.filter_map(|one| {
            let path = one.attributes.get("path").as_text()?;
            Some((names.find_path_key(path)?, path))
        });
        let notified = notified.filter(|(key, _)| is_mounted(&mounts, *key, names));
        let mut folders: Vec<(&str, &str, Key)> = listed
            .chain(carrying)
            .map(|(key, name)| (key, names.text(name)))
            .chain(notified)
            .map(|(key, path)| (names.key_text(key), path, key))
            .filter(|(key, name, _)| !key.is_empty() && !name.is_empty())
            .collect();
        folders.sort_unstable();
        for (_, path, key) in folders {
            let at = tree.place(path);
            if let Some(place) = tree.places.get_mut(at) {
                place.key.get_or_insert(key);
            }
        }
        tree
    }

    /// The place of a path, made with all above it where it is new.
    fn place(&mut self, whole: &'a str) -> usize {
        let mut missing: Vec<(&'a str, String)> = Vec::new();
        let mut at = Some(whole);
        let mut parent = None;
        while let Some(path) = at.filter(|path| !path.is_empty()) {
            let key = path::key(path).into_owned();
            parent = self.index.get(&key).copied();
            if parent.is_some() {
                break;
            }
            missing.push((path, key));
            at = path::parent(path);
        }
        for (path, key) in missing.into_iter().rev() {
            let depth =
                parent.and_then(|at| self.places.get(at)).map_or(0, |above| above.depth + 1);
            self.places.push(Place { path, key: None, parent, depth, below: Vec::new() });
            parent = Some(self.places.len() - 1);
            self.index.insert(key, self.places.len() - 1);
        }
        parent.unwrap_or_default()
    }

    /// What is written of each folder in the root, by path. `own` is what stands on a folder;
    /// folders that `keeps` does not name are left out if nothing below them is written.
    pub(super) fn write(
        mut self,
        left: &LeftOut,
        own: &dyn Fn(Key) -> Vec<Line>,
        keeps: &dyn Fn(Key) -> bool,
    ) -> Vec<(String, Vec<Line>)> {
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(self.places.get(*at).map(|place| place.depth)));
        let mut top: Vec<(String, Vec<Line>)> = Vec::new();
        // The deepest first; within a level the order of paths stays.
        for at in order {
            let Some(place) = self.places.get_mut(at) else { continue };
            let (path, parent) = (place.path, place.parent);
            let below = std::mem::take(&mut place.below);
            let written = write(path, place.key, below, left, own, keeps);
            match parent.and_then(|at| self.places.get_mut(at)) {
                Some(above) => above.below.extend(written),
                None => {
                    top.push((path.to_owned(), written.into_iter().map(Written::line).collect()))
                }
            }
        }
        top.retain(|(_, lines)| !lines.is_empty());
        top
    }
}

impl Written {
    fn line(self) -> Line {
        let statement = Statement::new(format!("folder {}", quoted(path::display(&self.path))))
            .block(self.lines);
        match self.said {
            Some(said) => statement.said(said).into(),
            // A note in the folder's place.
            None => statement.block.into_iter().next().unwrap_or(Line::Blank),
        }
    }
}

fn write(
    path: &str,
    key: Option<Key>,
    below: Vec<Written>,
    left: &LeftOut,
    own: &dyn Fn(Key) -> Vec<Line>,
    keeps: &dyn Fn(Key) -> bool,
) -> Vec<Written> {
    let name = path::file_name(path);
    let within = |written: Written| Written { path: path::join(name, &written.path), ..written };
    let Some(key) = key else { return below.into_iter().map(within).collect() };
    let said = Said::Folder(key);
    if let Some(reason) = left.reason(&said) {
        let note = left_out(&format!("folder {} with all below it", shown(name)), reason);
        return vec![Written { path: name.to_owned(), lines: vec![note], said: None, height: 0 }];
    }
    let mut lines = own(key);
    if lines.is_empty() && below.is_empty() && !keeps(key) {
        return Vec::new();
    }
    if lines.is_empty() && matches!(&below[..], [only] if only.said.is_some()) {
        return below.into_iter().map(within).collect();
    }
    let (inside, beside): (Vec<Written>, Vec<Written>) =
        below.into_iter().partition(|written| written.height < DEEPEST);
    if !lines.is_empty() && !inside.is_empty() {
        lines.push(Line::Blank);
    }
    let height = inside.iter().map(|written| written.height + 1).max().unwrap_or_default();
    lines.extend(inside.into_iter().map(Written::line));
    let this = Written { path: name.to_owned(), lines, said: Some(said), height };
    std::iter::once(this).chain(beside.into_iter().map(within)).collect()
}
