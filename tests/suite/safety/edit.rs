//! The edits that make one site another: single ones as people make them, and compound ones
//! that force steps to wait for each other in a circle.

use super::generate::{above, grant, holder, pattern, pick, protocols, sound, target, user};
use super::openings;
use super::world::{
    Automation, Folder, Grant, Group, Holder, Id, LEVELS, Name, PARTNERS, ROOT, World,
};
use std::collections::BTreeSet;

/// How many kinds there are.
pub const KINDS: u8 = 50;

/// What is done, and to what: numbers that are taken modulo what there is.
#[derive(Debug, Clone)]
pub struct Edit {
    pub kind: u8,
    pub a: u8,
    pub b: u8,
    pub c: u8,
}

pub struct Editor {
    pub world: World,
    /// Names that renames have made free.
    freed: Vec<Name>,
    made: usize,
}

impl Editor {
    pub fn new(world: World) -> Self {
        Editor { world, freed: Vec::new(), made: 0 }
    }

    /// Does nothing where there is nothing to do it to.
    pub fn make(&mut self, edit: &Edit) {
        let done = match edit.kind {
            0..=9 => self.of_grants(edit),
            10..=17 => self.of_people(edit),
            18..=24 => self.of_groups(edit),
            25..=31 => self.of_places(edit),
            32..=39 => self.of_knots(edit),
            kind => openings::edit(&mut self.world, kind - 40, (edit.a, edit.b, edit.c)),
        };
        if done.is_some() {
            sound(&mut self.world);
        }
    }

    fn of_grants(&mut self, edit: &Edit) -> Option<()> {
        let Edit { kind, a, b, c } = *edit;
        match kind {
            0 => {
                let grant = grant(&self.world, (a, b, c, a >> 4))?;
                self.world.grants.insert(grant);
            }
            1 => {
                let old = self.a_grant(a)?;
                self.world.grants.remove(&old);
            }
            2 => self.replace(a, |_, old| {
                let level = LEVELS[pick(b, LEVELS.len())];
                Some(Grant { level, recursive: old.recursive || level == "admin", ..old })
            })?,
            3 => self.replace(a, |_, old| {
                let recursive = !old.recursive || old.level == "admin";
                Some(Grant { recursive, ..old })
            })?,
            4 => self.replace(a, |world, old| Some(Grant { holder: holder(world, b)?, ..old }))?,
            5 => self.replace(a, |world, old| Some(Grant { folder: a_folder(world, b), ..old }))?,
            // The grants of two groups change places.
            6 | 7 => {
                let (first, second) = (self.a_group(a)?, self.a_group(b)?);
                self.exchange(&Holder::Group(first), &Holder::Group(second));
            }
            // A user's grants become a group's, which the user is in.
            8 => {
                let (user, group) = (self.a_user(a)?, self.a_group(b)?);
                let own: Vec<Grant> = self.held_by(&Holder::User(user));
                for old in own {
                    self.world.grants.remove(&old);
                    self.world.grants.insert(Grant { holder: Holder::Group(group), ..old });
                }
                self.world.members.insert((group, user), false);
            }
            _ => {
                let (user, group) = (self.a_user(a)?, self.a_group(b)?);
                for old in self.held_by(&Holder::Group(group)) {
                    self.world.grants.remove(&old);
                    self.world.grants.insert(Grant { holder: Holder::User(user), ..old });
                }
                self.world.members.remove(&(group, user));
            }
        }
        Some(())
    }

    fn of_people(&mut self, edit: &Edit) -> Option<()> {
        let Edit { kind, a, b, c } = *edit;
        match kind {
            10 => {
                let (user, group) = (self.a_user(a)?, self.a_group(b)?);
                if self.world.members.remove(&(group, user)).is_none() {
                    self.world.members.insert((group, user), c.is_multiple_of(4));
                }
            }
            11 => {
                let user = self.a_user(a)?;
                let (from, to) = (self.a_group(b)?, self.a_group(c)?);
                self.swap(user, from, to);
            }
            12 => {
                let members = self.world.members.len();
                let admin = self.world.members.values_mut().nth(pick(a, members))?;
                *admin = !*admin;
            }
            13 => {
                let id = self.a_user(a)?;
                let name = self.new_name(&format!("{}-b", self.world.users[id].name));
                self.freed.push(std::mem::replace(&mut self.world.users[id].name, name));
            }
            14 => {
                let id = self.a_user(a)?;
                self.world.remove_user(id);
            }
            15 => {
                let name = self.name(c, "eve");
                self.world.users.push(user(&name, a));
                let user = self.world.users.len() - 1;
                for group in (0..self.world.groups.len()).filter(|group| b >> group & 1 == 1) {
                    self.world.members.insert((group, user), c & 1 == 1);
                }
                let made = grant(&self.world, (b, 255 - (c >> 4), c, a));
                self.world.grants.extend(made);
            }
            16 => {
                let id = self.a_user(a)?;
                self.world.users[id].protocols = protocols(b);
            }
            // The role comes or goes, the account becomes a bot or a person, is shut or opened.
            _ => {
                let id = self.a_user(a)?;
                let user = &mut self.world.users[id];
                match b % 6 {
                    0 => user.admin = !user.admin,
                    5 => {
                        user.admin = false;
                        user.partner = match user.partner {
                            None => Some(pick(c, PARTNERS.len())),
                            Some(0) if c & 1 == 1 => Some(1),
                            Some(_) => None,
                        };
                    }
                    1 => {
                        user.admin = false;
                        user.disabled = !user.disabled;
                    }
                    2 => user.expired = !user.expired,
                    3 => {
                        user.bot = !user.bot;
                        user.admin = !user.bot && c & 1 == 1;
                        user.disabled = false;
                    }
                    _ => {
                        user.admin = true;
                        user.bot = false;
                        let next = (id + 1) % self.world.users.len();
                        self.world.users[next].admin = false;
                        if c & 1 == 1 {
                            self.world.users[next].disabled = true;
                        }
                    }
                }
            }
        }
        Some(())
    }

    fn of_groups(&mut self, edit: &Edit) -> Option<()> {
        let Edit { kind, a, b, c } = *edit;
        match kind {
            18 => {
                let id = self.a_group(a)?;
                let name = self.new_name(&format!("{} West", self.world.groups[id].name));
                self.freed.push(std::mem::replace(&mut self.world.groups[id].name, name));
            }
            19 => {
                let id = self.a_group(a)?;
                self.world.remove_group(id);
            }
            // A new group, with the members or the grants of an old one.
            20..=22 => {
                let old = self.a_group(a);
                let name = self.name(c, "Crew");
                let protocols = if b % 4 == 1 { 1 } else { 0 };
                self.world.groups.push(Group { exists: true, name, protocols });
                let group = self.world.groups.len() - 1;
                for user in (0..self.world.users.len()).filter(|id| self.world.users[*id].exists) {
                    if old.is_some_and(|old| self.world.is_member(user, old)) || c >> user & 1 == 1
                    {
                        self.world.members.insert((group, user), false);
                    }
                }
                if let Some(old) = old {
                    for grant in self.held_by(&Holder::Group(old)) {
                        self.world.grants.insert(Grant { holder: Holder::Group(group), ..grant });
                    }
                    if kind > 20 {
                        self.world.remove_group(old);
                    }
                }
            }
            23 => {
                let id = self.a_group(a)?;
                self.world.groups[id].protocols = if b & 1 == 0 { protocols(c) } else { 0 };
            }
            _ => {
                let setting = match b % 3 {
                    0 => &mut self.world.grants_to_groups_only,
                    _ => &mut self.world.protocols_by_groups_only,
                };
                *setting = !*setting;
            }
        }
        Some(())
    }

    /// What is likely to make steps wait for each other.
    fn of_knots(&mut self, edit: &Edit) -> Option<()> {
        let Edit { kind, a, b, c } = *edit;
        match kind {
            // Two groups change their grants, and all or some of their members.
            32..=34 => {
                let (first, second) = (self.a_group(a)?, self.a_group(b)?);
                self.exchange(&Holder::Group(first), &Holder::Group(second));
                for user in 0..self.world.users.len() {
                    let sides = [first, second].map(|group| self.world.is_member(user, group));
                    if sides[0] != sides[1] && (kind < 34 || c >> user & 1 == 1) {
                        let (from, to) = if sides[0] { (first, second) } else { (second, first) };
                        self.swap(user, from, to);
                    }
                }
            }
            // Two people, or a person and a group, change their grants.
            35 | 36 => {
                let (one, two) = (holder(&self.world, a)?, holder(&self.world, b)?);
                self.exchange(&one, &two);
            }
            // The grants on two folders change places, and perhaps their fences.
            37 => {
                let (one, two) = (a_folder(&self.world, a), a_folder(&self.world, b));
                let all: Vec<Grant> = self.world.grants.iter().cloned().collect();
                let all: BTreeSet<Grant> = all
                    .into_iter()
                    .map(|grant| match grant.folder {
                        folder if folder == one => Grant { folder: two, ..grant },
                        folder if folder == two => Grant { folder: one, ..grant },
                        _ => grant,
                    })
                    .collect();
                self.world.grants = all.into();
                if c & 1 == 1 {
                    let fence = self.world.folders[one].fence;
                    self.world.folders[one].fence =
                        std::mem::replace(&mut self.world.folders[two].fence, fence);
                }
            }
            // An administrator becomes somebody with grants, or the other way round.
            38 => {
                let id = self.a_user(a)?;
                let user = &mut self.world.users[id];
                user.admin = !user.admin;
                let made = grant(&self.world, (b, 0, c, 0))?;
                self.world.grants.insert(Grant { holder: Holder::User(id), ..made });
            }
            // A folder and the one that it lies in change places in the tree.
            _ => {
                let folder = a_folder(&self.world, a);
                let above = self.world.folders[folder].parent;
                if folder != ROOT && above != ROOT {
                    self.world.folders[folder].parent = self.world.folders[above].parent;
                    self.world.folders[above].parent = folder;
                }
            }
        }
        Some(())
    }

    fn of_places(&mut self, edit: &Edit) -> Option<()> {
        let Edit { kind, a, b, c } = *edit;
        let folder = a_folder(&self.world, a);
        match kind {
            25 if folder != ROOT => {
                let fence = &mut self.world.folders[folder].fence;
                *fence = !*fence;
                // What the fence cuts off is granted anew, or the other way round.
                if c & 1 == 1 {
                    let inherited = self.world.grants.iter().filter(|grant| {
                        grant.recursive
                            && grant.folder != folder
                            && self.world.is_within(folder, grant.folder)
                    });
                    let inherited: Vec<Grant> =
                        inherited.map(|grant| Grant { folder, ..grant.clone() }).collect();
                    self.world.grants.extend(inherited);
                }
            }
            26 if folder != ROOT => {
                let parent = above(&self.world, b);
                if !self.world.is_within(parent, folder) {
                    self.world.folders[folder].parent = parent;
                }
            }
            27 if folder != ROOT => {
                let name = self.new_name(&format!("{}2", self.world.folders[folder].name));
                self.freed.push(std::mem::replace(&mut self.world.folders[folder].name, name));
            }
            28 if folder != ROOT => {
                let below =
                    (1..self.world.folders.len()).filter(|id| self.world.is_within(*id, folder));
                for id in below.collect::<Vec<Id>>() {
                    // Some of what lies in it moves out instead.
                    if id != folder && b >> (id % 8) & 1 == 1 {
                        self.world.folders[id].parent = ROOT;
                    }
                }
                let below =
                    (1..self.world.folders.len()).filter(|id| self.world.is_within(*id, folder));
                for id in below.collect::<Vec<Id>>() {
                    self.world.remove_folder(id);
                }
            }
            29 => {
                let parent = above(&self.world, a);
                let name = self.name(c, "New");
                self.world.folders.push(Folder { exists: true, name, parent, fence: b & 1 == 1 });
                let folder = self.world.folders.len() - 1;
                let made = grant(&self.world, (0, b >> 1, c, 0));
                self.world.grants.extend(made.map(|grant| Grant { folder, ..grant }));
                if c & 4 == 4 {
                    let moved = a_folder(&self.world, c >> 3);
                    if moved != ROOT && !self.world.is_within(folder, moved) {
                        self.world.folders[moved].parent = folder;
                    }
                }
            }
            30 => {
                let count = self.world.automations.len();
                let source = pattern(&self.world, folder);
                let automation = self.world.automations.get_mut(pick(a >> 4, count))?;
                match b % 3 {
                    0 => automation.exists = false,
                    1 => automation.source = source,
                    _ => automation.owner = None,
                }
            }
            31 => {
                let source = pattern(&self.world, folder);
                let destination = target(&self.world, a_folder(&self.world, b));
                self.made += 1;
                let name = format!("sweep new {}", self.made).into();
                let made = Automation { exists: true, name, source, destination, owner: None };
                self.world.automations.push(made);
            }
            _ => return None,
        }
        Some(())
    }

    fn replace(
        &mut self,
        number: u8,
        change: impl FnOnce(&World, Grant) -> Option<Grant>,
    ) -> Option<()> {
        let old = self.a_grant(number)?;
        let new = change(&self.world, old.clone())?;
        self.world.grants.remove(&old);
        self.world.grants.insert(new);
        Some(())
    }

    fn exchange(&mut self, first: &Holder, second: &Holder) {
        let (ones, others) = (self.held_by(first), self.held_by(second));
        for old in ones.iter().chain(&others) {
            self.world.grants.remove(old);
        }
        for (grants, holder) in [(ones, second), (others, first)] {
            let given = grants.into_iter().map(|old| Grant { holder: holder.clone(), ..old });
            self.world.grants.extend(given);
        }
    }

    fn swap(&mut self, user: Id, from: Id, to: Id) {
        let admin = self.world.members.remove(&(from, user)).unwrap_or(false);
        self.world.members.insert((to, user), admin);
    }

    fn held_by(&self, holder: &Holder) -> Vec<Grant> {
        self.world.grants.iter().filter(|grant| grant.holder == *holder).cloned().collect()
    }

    fn a_grant(&self, number: u8) -> Option<Grant> {
        self.world.grants.iter().nth(pick(number, self.world.grants.len())).cloned()
    }

    fn a_user(&self, number: u8) -> Option<Id> {
        let there = |id: &Id| self.world.users[*id].exists;
        let all: Vec<Id> = (0..self.world.users.len()).filter(there).collect();
        all.get(pick(number, all.len())).copied()
    }

    fn a_group(&self, number: u8) -> Option<Id> {
        let there = |id: &Id| self.world.groups[*id].exists;
        let all: Vec<Id> = (0..self.world.groups.len()).filter(there).collect();
        all.get(pick(number, all.len())).copied()
    }

    /// A name for something new: now and then one that a rename makes free.
    fn name(&mut self, number: u8, base: &str) -> Name {
        match self.freed.pop() {
            Some(freed) if number.is_multiple_of(2) => freed,
            _ => self.new_name(base),
        }
    }

    fn new_name(&mut self, base: &str) -> Name {
        self.made += 1;
        format!("{base}{}", if self.made == 1 { String::new() } else { self.made.to_string() })
            .into()
    }
}

fn a_folder(world: &World, number: u8) -> Id {
    let all: Vec<Id> = (0..world.folders.len()).filter(|id| world.folders[*id].exists).collect();
    all[pick(number, all.len())]
}
