//! A pair that fails made smaller: things taken out of both sites, differences undone, traits
//! made plain, one at a time and again from the start, as long as it fails in the same way.

use super::generate::{distinct, sound};
use super::world::{Grant, Pair, ROOT, User, Whom, user_named};

/// The smallest pair found. `fails` says whether one still does.
pub fn shrunk(pair: Pair, fails: &mut impl FnMut(&Pair) -> bool) -> Pair {
    let mut best = pair;
    loop {
        let mut smaller = false;
        let mut at = 0;
        while let Some(candidate) = candidate(&best, at) {
            match candidate {
                Some(pair) if fails(&pair) => {
                    best = pair;
                    smaller = true;
                }
                _ => at += 1,
            }
        }
        if !smaller {
            return best;
        }
    }
}

/// The attempt of that number: none where there are no more, an empty one where it changes
/// nothing or leads to a pair that cannot be.
fn candidate(pair: &Pair, mut at: usize) -> Option<Option<Pair>> {
    let mut next = pair.clone();
    for (count, change) in CHANGES {
        let count = count(pair);
        if at < count {
            change(&mut next, at);
            sound(&mut next.live);
            sound(&mut next.desired);
            let mut named = next.desired.clone();
            distinct(&next.live, &mut named);
            let same = next.live == pair.live
                && next.desired == pair.desired
                && next.expectations == pair.expectations;
            return Some((!same && named == next.desired).then_some(next));
        }
        at -= count;
    }
    None
}

type Count = fn(&Pair) -> usize;
type Change = fn(&mut Pair, usize);

const CHANGES: &[(Count, Change)] = &[
    (|pair| pair.expectations.len(), without_expectation),
    (|pair| pair.live.automations.len(), without_automation),
    (users, without_user),
    (groups, without_group),
    (folders, without_folder),
    (grants, without_grant),
    (memberships, without_membership),
    (|pair| pair.live.automations.len(), as_automation_was),
    (|_| 2, as_setting_was),
    (|_| 2, without_setting),
    (|pair| 2 * folders(pair), without_opening),
    (|pair| 2 * folders(pair), as_opening_was),
    (links, without_link),
    (links, as_link_was),
    (users, as_user_was),
    (groups, as_group_was),
    (folders, as_folder_was),
    (grants, as_grant_was),
    (memberships, as_membership_was),
    (|pair| 4 * users(pair), plain_user),
    (groups, plain_group),
    (|pair| 2 * folders(pair), plain_folder),
    (|pair| 2 * grants(pair), plain_grant),
    (memberships, plain_membership),
];

fn users(pair: &Pair) -> usize {
    pair.live.users.len()
}

fn groups(pair: &Pair) -> usize {
    pair.live.groups.len()
}

fn folders(pair: &Pair) -> usize {
    pair.live.folders.len()
}

fn grants(pair: &Pair) -> usize {
    pair.live.grants.union(&pair.desired.grants).count()
}

fn memberships(pair: &Pair) -> usize {
    pair.live.members.len() + pair.desired.members.len()
}

fn links(pair: &Pair) -> usize {
    pair.live.links.len()
}

fn without_opening(pair: &mut Pair, at: usize) {
    for world in [&mut pair.live, &mut pair.desired] {
        match at % 2 {
            0 => {
                world.pages.remove(&(at / 2));
            }
            _ => {
                world.inboxes.remove(&(at / 2));
            }
        }
    }
}

fn as_opening_was(pair: &mut Pair, at: usize) {
    let Pair { live, desired, .. } = pair;
    let folder = at / 2;
    if at.is_multiple_of(2) {
        desired.pages.remove(&folder);
        desired.pages.extend(live.pages.get(&folder).map(|page| (folder, *page)));
    } else if live.inboxes.contains(&folder) {
        desired.inboxes.insert(folder);
    } else {
        desired.inboxes.remove(&folder);
    }
}

fn without_link(pair: &mut Pair, at: usize) {
    pair.live.links[at].exists = false;
    pair.desired.links[at].exists = false;
}

fn as_link_was(pair: &mut Pair, at: usize) {
    pair.desired.links[at] = pair.live.links[at].clone();
}

fn without_expectation(pair: &mut Pair, at: usize) {
    pair.expectations.remove(at);
}

fn without_setting(pair: &mut Pair, at: usize) {
    for world in [&mut pair.live, &mut pair.desired] {
        match at {
            0 => world.protocols_by_groups_only = false,
            _ => world.grants_to_groups_only = false,
        }
    }
}

fn as_setting_was(pair: &mut Pair, at: usize) {
    match at {
        0 => pair.desired.protocols_by_groups_only = pair.live.protocols_by_groups_only,
        _ => pair.desired.grants_to_groups_only = pair.live.grants_to_groups_only,
    }
}

fn without_automation(pair: &mut Pair, at: usize) {
    pair.live.automations[at].exists = false;
    pair.desired.automations[at].exists = false;
}

fn as_automation_was(pair: &mut Pair, at: usize) {
    pair.desired.automations[at] = pair.live.automations[at].clone();
}

fn without_user(pair: &mut Pair, at: usize) {
    for world in [&mut pair.live, &mut pair.desired] {
        world.remove_user(at);
        for automation in world.automations.iter_mut().filter(|it| it.owner == Some(at)) {
            automation.owner = None;
        }
    }
    pair.expectations.retain(|one| one.whom != Whom::User(at));
}

fn as_user_was(pair: &mut Pair, at: usize) {
    if pair.live.users[at].exists {
        pair.desired.users[at] = pair.live.users[at].clone();
    }
}

fn plain_user(pair: &mut Pair, at: usize) {
    let (at, trait_number) = (at / 4, at % 4);
    for world in [&mut pair.live, &mut pair.desired] {
        let user = &mut world.users[at];
        let plain = user_named(&user.name);
        let old = user.clone();
        *user = match trait_number {
            0 => User { exists: old.exists, ..plain },
            1 => User { bot: false, ..old },
            2 => User { protocols: plain.protocols, ..old },
            _ => User { disabled: false, expired: false, ..old },
        };
    }
}

fn without_group(pair: &mut Pair, at: usize) {
    pair.live.remove_group(at);
    pair.desired.remove_group(at);
    pair.expectations.retain(|one| one.whom != Whom::Group(at));
}

fn as_group_was(pair: &mut Pair, at: usize) {
    if pair.live.groups[at].exists {
        pair.desired.groups[at] = pair.live.groups[at].clone();
    }
}

fn plain_group(pair: &mut Pair, at: usize) {
    pair.live.groups[at].protocols = 0;
    pair.desired.groups[at].protocols = 0;
}

/// A folder in which none lies.
fn without_folder(pair: &mut Pair, at: usize) {
    let used = [&pair.live, &pair.desired].into_iter().any(|world| {
        world
            .folders
            .iter()
            .enumerate()
            .any(|(id, folder)| id != ROOT && folder.exists && folder.parent == at)
    });
    if at != ROOT && !used && pair.expectations.iter().all(|one| one.folder != at) {
        pair.live.remove_folder(at);
        pair.desired.remove_folder(at);
    }
}

fn as_folder_was(pair: &mut Pair, at: usize) {
    if pair.live.folders[at].exists {
        let was = pair.live.folders[at].clone();
        let above = was.parent;
        pair.desired.folders[at] = was;
        // The way up must still lead to the root.
        let mut up = above;
        for _ in 0..pair.desired.folders.len() {
            if !pair.desired.folders[up].exists || (up == at) {
                pair.desired.folders[at].parent = ROOT;
                pair.live.folders[at].parent = ROOT;
            }
            up = pair.desired.folders[up].parent;
        }
    }
}

fn plain_folder(pair: &mut Pair, at: usize) {
    for world in [&mut pair.live, &mut pair.desired] {
        let folder = &mut world.folders[at / 2];
        match at % 2 {
            0 => folder.fence = false,
            _ => folder.parent = ROOT,
        }
    }
}

fn grant(pair: &Pair, at: usize) -> Grant {
    pair.live.grants.union(&pair.desired.grants).nth(at).expect("counted").clone()
}

fn without_grant(pair: &mut Pair, at: usize) {
    let grant = grant(pair, at);
    pair.live.grants.remove(&grant);
    pair.desired.grants.remove(&grant);
}

fn as_grant_was(pair: &mut Pair, at: usize) {
    let grant = grant(pair, at);
    pair.live.grants.insert(grant.clone());
    pair.desired.grants.insert(grant);
}

fn plain_grant(pair: &mut Pair, at: usize) {
    let old = grant(pair, at / 2);
    let new = match at % 2 {
        0 => Grant { level: "readonly", ..old.clone() },
        _ => Grant { recursive: true, ..old.clone() },
    };
    for world in [&mut pair.live, &mut pair.desired] {
        if world.grants.remove(&old) {
            world.grants.insert(new.clone());
        }
    }
}

fn membership(pair: &Pair, at: usize) -> (usize, usize) {
    *pair.live.members.keys().chain(pair.desired.members.keys()).nth(at).expect("counted")
}

fn without_membership(pair: &mut Pair, at: usize) {
    let both = membership(pair, at);
    pair.live.members.remove(&both);
    pair.desired.members.remove(&both);
}

fn as_membership_was(pair: &mut Pair, at: usize) {
    let both = membership(pair, at);
    let admin = pair.live.members.get(&both).copied().unwrap_or(false);
    pair.live.members.insert(both, admin);
    pair.desired.members.insert(both, admin);
}

fn plain_membership(pair: &mut Pair, at: usize) {
    let both = membership(pair, at);
    for world in [&mut pair.live, &mut pair.desired] {
        if let Some(admin) = world.members.get_mut(&both) {
            *admin = false;
        }
    }
}
