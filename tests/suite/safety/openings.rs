//! What lets in those who have no account, or every account: public pages, inboxes, share links.

use super::generate::{NumbersOfOpening, pick};
use super::world::{Folder, Id, Name, ROOT, World};
use std::collections::BTreeSet;

/// They stand behind the users, wherever somebody is a number.
pub const STRANGERS: [&str; 2] = ["(outsiders)", "(every account)"];

/// What share links give, as the API names it.
pub const GIVES: [&str; 6] = ["read", "write", "read_write", "full", "none", "preview_only"];

/// A folder that is served to whoever has the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Only to those who have an account.
    pub with_account: bool,
    /// With a list of what is there.
    pub listed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub exists: bool,
    pub name: Name,
    /// Where it leads.
    pub folders: BTreeSet<Id>,
    /// The same as the site may keep it: a path, whatever comes to bear it.
    pub paths: BTreeSet<String>,
    pub gives: &'static str,
    pub expired: bool,
}

impl Link {
    pub fn opens(&self) -> bool {
        self.exists && !self.expired && self.gives != "none"
    }
}

impl World {
    pub fn link(&self, name: &str) -> Option<Id> {
        self.links.iter().position(|link| link.exists && *link.name == *name)
    }

    /// Nothing opens the folder by itself any more.
    pub fn shut(&mut self, folder: Id) {
        self.pages.remove(&folder);
        self.inboxes.remove(&folder);
        for link in self.links.iter_mut() {
            link.folders.remove(&folder);
        }
    }

    pub fn without_openings(&mut self) {
        self.pages.clear();
        self.inboxes.clear();
        self.links.clear();
    }

    /// As the site keeps links where they are made.
    pub fn write_paths(&mut self) {
        for id in 0..self.links.len() {
            self.links[id].paths = self.links[id].folders.iter().map(|it| self.path(*it)).collect();
        }
    }

    /// Links lead to whatever bears their paths now.
    pub fn follow_paths(&mut self) {
        for id in 0..self.links.len() {
            let found = self.links[id].paths.iter().filter_map(|path| self.folder(path));
            self.links[id].folders = found.collect();
        }
    }

    /// Openings of folders that are there, and links that lead somewhere.
    pub fn with_sound_openings(&mut self) {
        let folders = &self.folders;
        let is_there = |id: &Id| *id != ROOT && folders[*id].exists;
        self.pages.retain(|folder, _| is_there(folder));
        self.inboxes.retain(is_there);
        for link in self.links.iter_mut() {
            link.folders.retain(is_there);
            link.exists &= !link.folders.is_empty();
        }
    }
}

/// Whoever is meant by a number in one of the worlds.
pub fn name_of(who: usize, worlds: [&World; 2]) -> &str {
    let users = worlds[0].users.len();
    if who >= users {
        return STRANGERS[who - users];
    }
    let known = worlds.into_iter().find(|world| world.users[who].exists);
    known.map_or("nobody", |world| &world.users[who].name)
}

/// Adds one.
pub fn open(world: &mut World, (kind, place, traits): NumbersOfOpening) {
    let Some(folder) = a_folder(world, place) else { return };
    match kind % 4 {
        0 => {
            world.pages.insert(folder, page(traits));
        }
        1 => {
            world.inboxes.insert(folder);
        }
        _ => {
            let more = a_folder(world, traits).filter(|_| traits >= 0x80);
            let folders = more.into_iter().chain([folder]).collect();
            let name = format!("link {}", world.links.len() + 1).into();
            let (gives, expired) = (GIVES[pick(traits, GIVES.len())], traits % 16 == 7);
            let paths = BTreeSet::new();
            world.links.push(Link { exists: true, name, folders, paths, gives, expired });
        }
    }
}

/// Does the edit of that number, of ten.
pub fn edit(world: &mut World, kind: u8, (a, b, c): (u8, u8, u8)) -> Option<()> {
    match kind {
        0 => open(world, (a, b, c)),
        // One goes.
        1 => match a % 3 {
            0 => {
                let folder = *world.pages.keys().nth(pick(b, world.pages.len()))?;
                world.pages.remove(&folder);
            }
            1 => {
                let folder = *world.inboxes.iter().nth(pick(b, world.inboxes.len()))?;
                world.inboxes.remove(&folder);
            }
            _ => a_link(world, b)?.exists = false,
        },
        2 => {
            let count = world.pages.len();
            *world.pages.values_mut().nth(pick(a, count))? = page(b);
        }
        // A page moves to another folder, or two change places.
        3 => {
            let from = *world.pages.keys().nth(pick(a, world.pages.len()))?;
            let to = a_folder(world, b)?;
            let (one, other) = (world.pages.remove(&from), world.pages.remove(&to));
            world.pages.extend(one.map(|page| (to, page)));
            world.pages.extend(other.filter(|_| to != from).map(|page| (from, page)));
        }
        4 => {
            let link = a_link(world, a)?;
            match b % 3 {
                0 => link.expired = !link.expired,
                _ => link.gives = GIVES[pick(c, GIVES.len())],
            }
        }
        5 => {
            let folder = a_folder(world, b)?;
            let link = a_link(world, a)?;
            if c & 1 == 0 {
                link.folders.clear();
            }
            link.folders.insert(folder);
        }
        // What is shut lets in another folder; what opens lets one out.
        6 => {
            let (folder, inner) = (a_folder(world, a)?, a_folder(world, b)?);
            if world.is_within(folder, inner) {
                return None;
            }
            if world.is_within(inner, folder) {
                world.folders[inner].parent = ROOT;
                open(world, (c, a, b));
            } else {
                world.folders[inner].parent = folder;
                world.shut(folder);
            }
        }
        // A page stands further up, or further down.
        7 => {
            let from = *world.pages.keys().nth(pick(a, world.pages.len()))?;
            let to = a_folder(world, b)?;
            if world.is_within(to, from) || world.is_within(from, to) {
                let page = world.pages.remove(&from)?;
                world.pages.insert(to, page);
            }
        }
        // Another folder comes to where a link leads.
        8 => {
            let link = a_link(world, a)?.clone();
            let old = *link.folders.iter().nth(pick(b, link.folders.len()))?;
            let new = Folder { fence: false, ..world.folders[old].clone() };
            world.folders.push(new);
            world.folders[old].name = format!("{}0", world.folders[old].name).into();
            let kept = a_link(world, a)?;
            if c & 1 == 1 {
                kept.folders.remove(&old);
            }
        }
        // What a page showed, a link shows.
        _ => {
            let folder = *world.pages.keys().nth(pick(a, world.pages.len()))?;
            world.pages.remove(&folder);
            open(world, (2, 0, b));
            let link = world.links.last_mut().filter(|link| link.exists)?;
            link.folders = BTreeSet::from([folder]);
        }
    }
    Some(())
}

fn page(traits: u8) -> Page {
    Page { with_account: traits & 3 == 1, listed: traits & 4 == 0 }
}

fn a_link(world: &mut World, number: u8) -> Option<&mut Link> {
    let count = world.links.iter().filter(|link| link.exists).count();
    world.links.iter_mut().filter(|link| link.exists).nth(pick(number, count))
}

fn a_folder(world: &World, number: u8) -> Option<Id> {
    let there = |id: &Id| world.folders[*id].exists;
    let all: Vec<Id> = (1..world.folders.len()).filter(there).collect();
    all.get(pick(number, all.len())).copied()
}
