//! Random pairs: a small site with a bit of everything, and the same site after a few edits.
//!
//! A sample is numbers only, so that it shrinks to fewer things, fewer edits and plainer ones;
//! whatever the numbers are, [`Sample::pair`] makes worlds of them that Files.com would take.

use super::edit::{Edit, Editor, KINDS};
use super::openings::{Link, open};
use super::world::{
    AS_MADE, Automation, Expectation, Folder, Grant, Group, Holder, Id, LEVELS, NO_PARTNERS,
    PARTNERS, Pair, ROOT, User, Verb, WEB, Whom, World, user_named,
};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

const USERS: &[&str] = &["ada", "ben", "cleo", "dan"];
const GROUPS: &[&str] = &["Sales", "Ops", "Audit", "Legal"];
const FOLDERS: &[&str] = &["A", "B", "C", "D", "E", "F"];
const DEEPEST: usize = 3;

type GrantNumbers = (u8, u8, u8, u8);
/// Kind, folder and traits.
pub type NumbersOfOpening = (u8, u8, u8);

#[derive(Debug, Clone)]
pub struct Sample {
    /// Whether protocols, and grants, are for groups only.
    groups_only: (bool, bool),
    /// Traits and groups of each user.
    users: Vec<(u8, u8)>,
    groups: Vec<u8>,
    /// Parent and whether it is fenced.
    folders: Vec<(u8, bool)>,
    grants: Vec<GrantNumbers>,
    automations: Vec<(u8, u8, u8)>,
    openings: Vec<NumbersOfOpening>,
    expectations: Vec<(u8, u8, u8, u8)>,
    edits: Vec<(u8, u8, u8, u8)>,
}

pub fn sample() -> impl Strategy<Value = Sample> {
    let byte = any::<u8>;
    (
        (proptest::bool::weighted(0.1), proptest::bool::weighted(0.1)),
        vec((byte(), byte()), 1..=USERS.len()),
        vec(byte(), 0..=GROUPS.len()),
        vec((byte(), proptest::bool::weighted(0.25)), 2..=FOLDERS.len()),
        vec((byte(), byte(), byte(), byte()), 0..9),
        vec((byte(), byte(), byte()), 0..=2),
        vec((byte(), byte(), byte()), 0..=3),
        vec((byte(), byte(), byte(), byte()), 0..=2),
        vec((0..KINDS, byte(), byte(), byte()), 1..=6),
    )
        .prop_map(
            |(
                groups_only,
                users,
                groups,
                folders,
                grants,
                automations,
                openings,
                expectations,
                edits,
            )| {
                Sample {
                    groups_only,
                    users,
                    groups,
                    folders,
                    grants,
                    automations,
                    openings,
                    expectations,
                    edits,
                }
            },
        )
}

/// One of so many.
pub fn pick(number: u8, count: usize) -> usize {
    number as usize % count.max(1)
}

impl Sample {
    pub fn pair(&self) -> Pair {
        let mut live = self.live();
        let mut editor = Editor::new(live.clone());
        for (kind, a, b, c) in &self.edits {
            editor.make(&Edit { kind: *kind, a: *a, b: *b, c: *c });
        }
        let mut desired = editor.world;
        sound(&mut desired);
        distinct(&live, &mut desired);
        if desired.grants_to_groups_only {
            let is_new = |grant: &Grant| {
                matches!(grant.holder, Holder::User(_)) && !live.grants.contains(grant)
            };
            desired.grants.retain(|grant| !is_new(grant));
        }
        // An edited automation becomes the site's, and so does one whose owner goes.
        for (was, is) in live.automations.iter().zip(desired.automations.iter_mut()) {
            let edited = was.source != is.source || was.destination != is.destination;
            let goes = is.owner.is_some_and(|owner| !desired.users[owner].exists);
            if edited || goes {
                is.owner = None;
            }
        }
        level(&mut live, &desired);
        let expectations =
            self.expectations.iter().filter_map(|one| expectation(*one, &live, &desired));
        let expectations = expectations.collect();
        Pair { live, desired, expectations }
    }

    fn live(&self) -> World {
        let (protocols_by_groups_only, grants_to_groups_only) = self.groups_only;
        let mut world = World {
            has_partners: true,
            protocols_by_groups_only,
            grants_to_groups_only,
            ..World::default()
        };
        for (name, (traits, _)) in USERS.iter().zip(&self.users) {
            let partner = match traits >> 4 {
                1 => Some(0),
                2 => Some(1),
                _ => None,
            };
            world.users.push(User { partner, ..user(name, *traits) });
        }
        for (name, protocols) in GROUPS.iter().zip(&self.groups) {
            let protocols = if protocols % 4 == 1 { WEB } else { 0 };
            world.groups.push(Group { exists: true, name: (*name).into(), protocols });
        }
        for (user, (_, groups)) in self.users.iter().enumerate() {
            for group in (0..world.groups.len()).filter(|group| groups >> group & 1 == 1) {
                world.members.insert((group, user), groups >> (group + 4) & 1 == 1);
            }
        }
        let root = Folder { exists: true, name: "".into(), parent: ROOT, fence: false };
        world.folders.push(root);
        for (name, (parent, fence)) in FOLDERS.iter().zip(&self.folders) {
            let parent = above(&world, *parent);
            let folder = Folder { exists: true, name: (*name).into(), parent, fence: *fence };
            world.folders.push(folder);
        }
        for numbers in &self.grants {
            let made = grant(&world, *numbers);
            world.grants.extend(made);
        }
        for (index, (source, destination, owner)) in self.automations.iter().enumerate() {
            let folder = |number: &u8| pick(*number, world.folders.len());
            let source = pattern(&world, folder(source));
            let destination = target(&world, folder(destination));
            let name = format!("sweep {}", index + 1).into();
            let owner = pick(*owner, world.users.len() + 1).checked_sub(1);
            world.automations.push(Automation { exists: true, name, source, destination, owner });
        }
        self.openings.iter().for_each(|numbers| open(&mut world, *numbers));
        sound(&mut world);
        // Somebody holds what the owner needs, or hardly any automation would ever run.
        for (at, (_, _, owner)) in self.automations.iter().enumerate() {
            let Automation { owner: Some(id), source, destination, .. } = &world.automations[at]
            else {
                continue;
            };
            let id = *id;
            if owner & 0x80 == 0 && !world.users[id].admin {
                let places = [source, destination].map(|path| {
                    world.deepest(path.rsplit_once('/').map_or("", |(folder, _)| folder)).0
                });
                for folder in places {
                    let holder = Holder::User(id);
                    world.grants.insert(Grant { folder, holder, level: "admin", recursive: true });
                }
            }
        }
        world
    }
}

/// The files of a folder as an automation names them.
pub fn pattern(world: &World, folder: Id) -> super::world::Name {
    match world.path(folder) {
        path if path.is_empty() => "*.pdf".into(),
        path => format!("{path}/*.pdf").into(),
    }
}

pub fn target(world: &World, folder: Id) -> super::world::Name {
    match world.path(folder) {
        path if path.is_empty() => "moved/".into(),
        path => format!("{path}/").into(),
    }
}

/// A folder in which another may be made.
pub fn above(world: &World, number: u8) -> Id {
    let depth = |id: Id| {
        let path = world.path(id);
        if path.is_empty() { 0 } else { path.split('/').count() }
    };
    let fitting = |id: &Id| world.folders[*id].exists && depth(*id) < DEEPEST;
    let all: Vec<Id> = (0..world.folders.len()).filter(fitting).collect();
    all[pick(number, all.len())]
}

/// A user of one of the kinds there are; most are plain.
pub fn user(name: &str, traits: u8) -> User {
    let plain = user_named(name);
    match traits % 16 {
        1 => User { admin: true, ..plain },
        2 => User { bot: true, ..plain },
        3 => User { disabled: true, ..plain },
        4 => User { expired: true, ..plain },
        5 => User { protocols: 0, ..plain },
        6 => User { admin: true, protocols: WEB, ..plain },
        7 => User { bot: true, protocols: WEB << 2, ..plain },
        8 => User { protocols: WEB, ..plain },
        _ => plain,
    }
}

pub fn holder(world: &World, number: u8) -> Option<Holder> {
    let users = (0..world.users.len()).filter(|id| world.users[*id].exists).map(Holder::User);
    let groups: Vec<Id> = (0..world.groups.len()).filter(|id| world.groups[*id].exists).collect();
    let mut all: Vec<Holder> = groups.iter().copied().map(Holder::Group).collect();
    // Groups are what most grants go to.
    all.extend(all.clone());
    all.extend(users);
    all.extend((0..PARTNERS.len()).map(Holder::Partner));
    if let [first, second, ..] = groups[..] {
        all.push(Holder::AllOf(BTreeSet::from([first, second])));
        all.push(Holder::AllOf(groups.iter().rev().take(2).copied().collect()));
    }
    if all.is_empty() { None } else { Some(all.swap_remove(pick(number, all.len()))) }
}

pub fn grant(world: &World, (folder, whom, level, scope): GrantNumbers) -> Option<Grant> {
    let folders: Vec<Id> =
        (0..world.folders.len()).filter(|id| world.folders[*id].exists).collect();
    let level = LEVELS[pick(level, LEVELS.len())];
    Some(Grant {
        folder: folders[pick(folder, folders.len())],
        holder: holder(world, whom)?,
        level,
        recursive: scope % 4 != 3 || level == "admin",
    })
}

/// Makes what Files.com refuses into what it takes.
pub fn sound(world: &mut World) {
    for user in world.users.iter_mut() {
        if user.admin {
            user.bot = false;
            user.disabled = false;
            user.protocols |= WEB;
            user.partner = None;
        }
    }
    let mut grants = std::mem::take(&mut world.grants);
    grants.retain(|grant| {
        // A site administrator holds no grants.
        let is_moot = matches!(grant.holder, Holder::User(user) if world.users[user].admin);
        let is_partners = matches!(grant.holder, Holder::Partner(_));
        let is_too_much = is_partners && NO_PARTNERS.contains(&grant.level);
        world.has_holder(&grant.holder)
            && !is_moot
            && !is_too_much
            && world.folders[grant.folder].exists
    });
    world.grants = grants;
    let (users, groups) = (&world.users, &world.groups);
    world.members.retain(|(group, user), _| groups[*group].exists && users[*user].exists);
    world.folders[ROOT].fence = false;
    world.with_sound_openings();
}

/// A new or renamed thing takes no name by which the live site knows another that does not give
/// it up: then it would be that one.
pub fn distinct(live: &World, desired: &mut World) {
    let new = |id: &Id| live.users.get(*id).is_none_or(|user| !user.exists);
    for id in (0..desired.users.len()).filter(new) {
        let name = &desired.users[id].name;
        let taken = live.users.iter().position(|user| user.exists && user.name == *name);
        if taken.is_some_and(|other| !desired.users[other].exists) {
            desired.users[id].name = format!("user {id}").into();
        }
    }
    let new = |id: &Id| live.groups.get(*id).is_none_or(|group| !group.exists);
    for id in (0..desired.groups.len()).filter(new) {
        let name = &desired.groups[id].name;
        let taken = live.groups.iter().position(|group| group.exists && group.name == *name);
        if taken.is_some_and(|other| !desired.groups[other].exists) {
            desired.groups[id].name = format!("Group {id}").into();
        }
    }
    // What lies above may be renamed after what lies below it was looked at.
    for _ in 0..DEEPEST {
        for id in 1..desired.folders.len() {
            let is = &desired.folders[id];
            if !is.exists {
                continue;
            }
            let known = live.folders.get(id).filter(|was| was.exists);
            let stays = known.is_some_and(|was| was.name == is.name && was.parent == is.parent);
            let path = desired.path(id);
            let clashes = (1..desired.folders.len()).any(|other| {
                let there = &desired.folders[other];
                other != id && there.exists && there.parent == is.parent && there.name == is.name
            });
            let taken = live.folder(&path).is_some_and(|other| {
                let gives_up = desired.folders[other].exists && desired.path(other) != path;
                known.is_some() || !gives_up
            });
            // What goes from a folder that moves came along with it, and bears the path there.
            let comes_along = known.is_none()
                && (1..live.folders.len()).any(|other| {
                    let was = &live.folders[other];
                    was.exists
                        && was.parent == is.parent
                        && was.name == is.name
                        && !desired.folders[other].exists
                });
            if !stays && (clashes || taken || comes_along) {
                desired.folders[id].name = format!("Z{id}").into();
            }
            // Nothing goes into a folder that comes where it was itself: that takes two plans.
            let own = known.map(|_| live.path(id));
            let goes_into = own.filter(|own| desired.path(id).starts_with(&format!("{own}/")));
            if let Some(new) = goes_into.and_then(|own| desired.folder(&own)) {
                desired.folders[new].name = format!("Z{new}").into();
            }
        }
    }
}

/// Gives the live world, as not existing, what only the desired one has.
fn level(live: &mut World, desired: &World) {
    for user in desired.users.iter().skip(live.users.len()) {
        live.users.push(User { exists: false, ..user.clone() });
    }
    for group in desired.groups.iter().skip(live.groups.len()) {
        live.groups.push(Group { exists: false, ..group.clone() });
    }
    for folder in desired.folders.iter().skip(live.folders.len()) {
        live.folders.push(Folder { exists: false, fence: false, ..folder.clone() });
    }
    for automation in desired.automations.iter().skip(live.automations.len()) {
        live.automations.push(Automation { exists: false, ..automation.clone() });
    }
    for link in desired.links.iter().skip(live.links.len()) {
        live.links.push(Link { exists: false, ..link.clone() });
    }
}

/// About a folder that there is before and after, of people who are there before and after.
fn expectation(
    (verb, atom, folder, whom): (u8, u8, u8, u8),
    live: &World,
    desired: &World,
) -> Option<Expectation> {
    let there = |id: &Id| live.folders[*id].exists && desired.folders[*id].exists;
    let folders: Vec<Id> = (0..live.folders.len()).filter(there).collect();
    let users = (0..live.users.len())
        .filter(|id| live.users[*id].exists && desired.users[*id].exists)
        .map(Whom::User);
    let groups = (0..live.groups.len())
        .filter(|id| live.groups[*id].exists && desired.groups[*id].exists)
        .map(Whom::Group);
    let all: Vec<Whom> = groups.chain(users).chain([Whom::Outsiders]).collect();
    let whom = *all.get(pick(whom, all.len()))?;
    let verbs = [Verb::Deny, Verb::Allow, Verb::Only];
    Some(Expectation {
        verb: if whom == Whom::Outsiders { Verb::Deny } else { verbs[pick(verb, 3)] },
        atom: ["read", "write", "list", "manage"][pick(atom, 4)],
        folder: folders[pick(folder, folders.len())],
        below: folder & 0x80 == 0,
        whom,
    })
}

/// The protocols that an edit may leave an account or a group.
pub fn protocols(number: u8) -> u8 {
    [0, WEB, AS_MADE, WEB << 2][pick(number, 4)]
}
