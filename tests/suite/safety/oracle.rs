//! Access as the prose of the design defines it, on the plain world: who may do what where, who
//! can run what, what is asserted. Written to be read against that prose, and with nothing of
//! the compiler's.

use super::openings::STRANGERS;
use super::world::{Expectation, Folder, Grant, Holder, Id, Pair, ROOT, User, Verb, Whom, World};

pub const ATOMS: &[&str] =
    &["list", "preview", "read", "write", "delete", "share", "history", "manage"];

/// Places as bits: a folder itself and what lies new in it, two bits a folder.
pub type Places = u64;

/// For each person and atom, the places where the person has it; behind the users, strangers.
pub type Access = Vec<[Places; 8]>;

pub fn atom(name: &str) -> usize {
    ATOMS.iter().position(|atom| *atom == name).expect("an atom")
}

pub fn at(folder: Id) -> Places {
    1 << (2 * folder)
}

pub fn below(folder: Id) -> Places {
    2 << (2 * folder)
}

fn atoms(level: &str) -> &'static [usize] {
    match level {
        "list" => &[0],
        "previewonly" => &[1, 0],
        "history" => &[6, 0],
        "writeonly" => &[3],
        "readonly" => &[2, 1, 0],
        "bundle" => &[5, 2, 1, 0],
        "full" => &[3, 2, 1, 4, 0],
        "admin" => &[0, 1, 2, 3, 4, 5, 6, 7],
        other => panic!("no level: {other}"),
    }
}

/// A disabled or expired user has nothing; nor has one without a protocol.
fn is_shut_out(world: &World, id: Id) -> bool {
    let user = &world.users[id];
    if !user.exists || user.disabled || user.expired {
        return true;
    }
    let own = !world.protocols_by_groups_only && user.protocols != 0;
    let by_group =
        || world.members.keys().any(|(group, of)| *of == id && world.groups[*group].protocols != 0);
    !user.admin && !own && !by_group()
}

/// Whoever is a user of a partner holds what that partner is granted, and nothing else.
fn holds(world: &World, user: Id, holder: &Holder) -> bool {
    let partner = world.users[user].partner;
    if partner.is_some() {
        return partner.map(Holder::Partner).as_ref() == Some(holder);
    }
    match holder {
        Holder::Partner(_) => false,
        Holder::User(holder) => *holder == user,
        Holder::Group(group) => world.is_member(user, *group),
        Holder::AllOf(groups) => groups.iter().all(|group| world.is_member(user, *group)),
    }
}

/// Where a grant reaches: its folder; if it is recursive, everything below that no fence
/// strictly below its folder cuts off. Fences do not stop Folder Admins.
fn reach(world: &World, grant: &Grant) -> Places {
    let mut places = at(grant.folder);
    if !grant.recursive {
        // What does not exist yet would lie in the folder, not be it.
        return places;
    }
    let no_fence_counts = grant.level == "admin";
    places |= inside(world, grant.folder, no_fence_counts);
    places
}

/// All that lies in a folder, as far as no fence strictly below it counts.
fn inside(world: &World, folder: Id, no_fence_counts: bool) -> Places {
    let mut places = below(folder);
    for id in 1..world.folders.len() {
        let mut up = id;
        loop {
            if up == folder {
                places |= at(id) | below(id);
                break;
            }
            let Folder { parent, fence, exists, .. } = &world.folders[up];
            if up == ROOT || (*fence && *exists && !no_fence_counts) {
                break;
            }
            up = *parent;
        }
    }
    places
}

pub fn access(world: &World) -> Access {
    let count = world.users.len();
    let mut all: Access = vec![[0; 8]; count + STRANGERS.len()];
    let shut_out: Vec<bool> = (0..count).map(|id| is_shut_out(world, id)).collect();
    for (id, user) in world.users.iter().enumerate() {
        if user.admin && !shut_out[id] {
            all[id] = [Places::MAX; 8];
        }
    }
    for grant in world.grants.iter() {
        let places = reach(world, grant);
        for id in 0..count {
            if !shut_out[id] && holds(world, id, &grant.holder) {
                for atom in atoms(grant.level) {
                    all[id][*atom] |= places;
                }
            }
        }
    }
    for (stranger, folder, atoms) in open(world) {
        let places = at(folder) | inside(world, folder, true);
        atoms.iter().for_each(|atom| all[count + stranger][*atom] |= places);
    }
    all
}

/// Which stranger gets into which folder, whatever fences stand in it, and to what.
fn open(world: &World) -> Vec<(usize, Id, &'static [usize])> {
    let (outsiders, accounts) = (0, 1);
    let mut all: Vec<(usize, Id, &[usize])> = Vec::new();
    for (folder, page) in world.pages.iter() {
        let whom = if page.with_account { accounts } else { outsiders };
        all.push((whom, *folder, if page.listed { atoms("readonly") } else { &[1, 2] }));
    }
    all.extend(world.inboxes.iter().map(|folder| (outsiders, *folder, atoms("writeonly"))));
    for link in world.links.iter().filter(|link| link.exists && !link.expired) {
        let levels: &[&str] = match link.gives {
            "none" => &[],
            "preview_only" => &["previewonly"],
            "read" => &["readonly"],
            "write" => &["writeonly"],
            "read_write" => &["readonly", "writeonly"],
            _ => &["full"],
        };
        for folder in &link.folders {
            all.extend(levels.iter().map(|level| (outsiders, *folder, atoms(level))));
        }
    }
    all
}

/// Who runs an automation must be a Folder Admin over every path it names; a Folder Admin holds
/// whatever its action needs there.
pub fn runs(world: &World, access: &Access, automation: Id) -> bool {
    let automation = &world.automations[automation];
    if !automation.exists {
        return false;
    }
    let Some(owner) = automation.owner else { return true };
    let everywhere = |path: &str| {
        let fixed = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (folder, itself) = world.deepest(fixed);
        let place = if itself { at(folder) | below(folder) } else { below(folder) };
        access[owner].iter().all(|atom| atom & place == place)
    };
    everywhere(&automation.source) && everywhere(&automation.destination)
}

/// A site admin who can sign in.
pub fn has_admin(world: &World) -> bool {
    let can = |user: &User| user.exists && user.admin && !user.disabled && !user.expired;
    world.users.iter().any(can)
}

/// Whether somebody administers the group.
pub fn has_group_admin(world: &World, group: usize) -> bool {
    world.members.iter().any(|((of, _), admin)| *of == group && *admin)
}

/// Which folders a clause speaks of while some move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A folder that moves is spoken of by the path that it comes to bear throughout, by its old
    /// one until it moves, and what is to come as if it were there.
    Throughout,
    /// Folders are spoken of by the paths that they bear at the moment, if they were there before.
    ByPath,
}

/// When a clause is asked about.
#[derive(Debug, Clone, Copy)]
pub enum Moment {
    /// Before the plan, or after it.
    End,
    /// `kept` are the folders of which it can ask that somebody has them: while a plan runs,
    /// nobody can lack one that comes or goes with it.
    Between { kept: Places },
}

/// Whether a clause holds.
pub fn asserted(
    pair: &Pair,
    world: &World,
    access: &Access,
    moment: Moment,
    expectation: &Expectation,
    reading: Reading,
) -> bool {
    let Expectation { verb, atom: name, folder, below: inside, whom } = expectation;
    let is_named = |user: Id| match whom {
        Whom::User(one) => user == *one,
        Whom::Group(group) => world.is_member(user, *group),
        Whom::Outsiders => user == world.users.len(),
    };
    // What lies there at the moment, and what will.
    let (mut there, mut to_come) = (0, 0);
    let mut speaks_of = |id: Id| {
        there |= at(id);
        to_come |= if *inside { below(id) } else { 0 };
    };
    let within = |tree: &World, folder: Id| {
        let lies = |id: &Id| *id == folder || (*inside && tree.is_within(*id, folder));
        let ids = (0..tree.folders.len()).filter(|id| tree.folders[*id].exists);
        ids.filter(lies).collect::<Vec<Id>>()
    };
    match reading {
        Reading::Throughout => {
            within(&pair.desired, *folder).into_iter().for_each(&mut speaks_of);
            // What is removed comes along until then.
            let stays = |id: Id| pair.desired.folders.get(id).is_some_and(|one| one.exists);
            let goes = |id: &Id| !stays(*id);
            within(world, *folder).into_iter().filter(goes).for_each(&mut speaks_of);
            if let (now, true) = world.deepest(&pair.desired.path(*folder)) {
                within(world, now).into_iter().for_each(&mut speaks_of);
            }
        }
        Reading::ByPath => {
            let was_there = |id: &Id| pair.live.folders.get(*id).is_some_and(|one| one.exists);
            let counts = |id: &Id| matches!(moment, Moment::End) || was_there(id);
            match world.deepest(&pair.desired.path(*folder)) {
                (now, true) => {
                    within(world, now).into_iter().filter(counts).for_each(&mut speaks_of);
                }
                // Of what would come there today.
                (above, false) if matches!(moment, Moment::End) => to_come |= below(above),
                _ => {}
            }
        }
    }
    let kept = match moment {
        Moment::End => {
            let is_there = |id: &Id| world.folders[*id].exists;
            (0..world.folders.len()).filter(is_there).fold(0, |all, id| all | at(id))
        }
        Moment::Between { kept } => kept,
    };
    let atom = atom(name);
    // Who comes with the plan is promised nothing before its end.
    let is_promised = |user: Id| {
        let was_there = pair.live.users.get(user).is_some_and(|one| one.exists);
        is_named(user) && (matches!(moment, Moment::End) || was_there)
    };
    // What every account has, whoever is meant has, too.
    let lives_by_grants = |id: Id| {
        let user = world.users.get(id);
        user.is_some_and(|user| user.exists && !user.admin) && !is_shut_out(world, id)
    };
    let for_all = (0..world.users.len()).any(|id| is_named(id) && lives_by_grants(id));
    let is_meant = |user: Id| is_named(user) || (for_all && user == world.users.len() + 1);
    let there_is = |id: &usize| world.users.get(*id).is_none_or(|user| user.exists);
    let is_admin = |id: usize| world.users.get(id).is_some_and(|user| user.admin);
    (0..access.len()).filter(there_is).all(|user| {
        let has = access[user][atom];
        match verb {
            Verb::Deny => !is_meant(user) || has & (there | to_come) == 0,
            Verb::Allow => !is_promised(user) || there & kept & !has == 0,
            Verb::Only => is_named(user) || is_admin(user) || has & (there | to_come) == 0,
        }
    })
}
