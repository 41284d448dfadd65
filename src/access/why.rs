//! Why a person has what they have at a place, and what would take it away.

use super::account::Standing;
use super::atoms::Atoms;
use super::folders::{Folder, Place};
use super::state::{State, Via, Way};
use super::view::Person;
use crate::model::Key;

/// The reasons for a person's access to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why<'v> {
    pub standing: Standing,
    pub access: Atoms,
    /// The grants that reach the place; for each atom, some of these give it.
    pub reaching: Vec<Way<'v>>,
    /// Grants at or above the place that do not reach it.
    pub missing: Vec<(Way<'v>, Miss)>,
    /// The fewest changes that leave the person nothing at the place; none where there is
    /// nothing to take away.
    pub cuts: Vec<Cut<'v>>,
}

/// Why a grant does not reach a place that lies at or below its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miss {
    Fence(Folder),
    /// It is for its folder only.
    NotRecursive,
    /// The person is confined to a folder elsewhere.
    OutsideRoot,
}

/// A change that takes access away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut<'v> {
    /// The person is site administrator no longer.
    Role,
    Revoke(Way<'v>),
    Leave(Key),
    /// A fence on the place itself.
    Fence,
}

pub fn why<'v>(person: &Person<'v>, place: Place) -> Why<'v> {
    let view = person.view;
    let outside = match person.standing {
        Standing::Confined(root) => !view.tree.is_within(place.folder, root),
        _ => false,
    };
    let (reaching, hidden): (Vec<Way<'v>>, Vec<Way<'v>>) =
        person.ways_to(place).partition(|_| !outside);
    let above = person.ways.iter().filter(|way| {
        view.tree.is_within(place.folder, way.held.folder) && !view.reaches(way.held, place)
    });
    let missing = above.map(|way| match view.stopped_by(way.held, place) {
        Some(fence) if way.held.recursive => (*way, Miss::Fence(fence)),
        _ => (*way, Miss::NotRecursive),
    });
    let missing = missing.chain(hidden.into_iter().map(|way| (way, Miss::OutsideRoot)));
    let cuts = match person.standing {
        Standing::Absent | Standing::ShutOut(_) => Vec::new(),
        Standing::Everything => vec![Cut::Role],
        Standing::Ordinary | Standing::Confined(_) => {
            let cuts = smallest_cut(&reaching, place);
            // Who may sign in only by their groups is shut out without them.
            let groups = view.state.groups_that_let_in(person.user);
            if groups.is_empty() || groups.len() >= cuts.len() {
                cuts
            } else {
                groups.into_iter().map(Cut::Leave).collect()
            }
        }
    };
    Why {
        standing: person.standing,
        access: person.access(place),
        missing: missing.collect(),
        reaching,
        cuts,
    }
}

/// The fewest changes after which none of the grants reaches the place. Among equally few,
/// leaving groups rather than a fence: it touches nobody else.
fn smallest_cut<'v>(ways: &[Way<'v>], place: Place) -> Vec<Cut<'v>> {
    let (fenced, open): (Vec<Way<'v>>, Vec<Way<'v>>) =
        ways.iter().copied().partition(|way| can_be_fenced(way, place));
    let without = without_fence(ways);
    if fenced.is_empty() {
        return without;
    }
    let mut with = without_fence(&open);
    with.push(Cut::Fence);
    if with.len() < without.len() { with } else { without }
}

fn can_be_fenced(way: &Way<'_>, place: Place) -> bool {
    let inherited = way.held.folder != place.folder || place.below;
    way.held.recursive && !way.held.passes_fences() && inherited
}

/// A person's own grants must be revoked, and groups left: that takes at least as much as
/// revoking a grant of theirs. Only where several groups are asked for together is a choice.
fn without_fence<'v>(ways: &[Way<'v>]) -> Vec<Cut<'v>> {
    let mut cuts: Vec<Cut<'v>> = Vec::new();
    let mut left: Vec<Way<'v>> = Vec::new();
    for way in ways {
        let cut = match way.via {
            // Who is a partner's user stays one.
            Via::Own | Via::Partner(_) => Cut::Revoke(*way),
            Via::Group(group) => Cut::Leave(group),
            Via::AllOf(_) => {
                left.push(*way);
                continue;
            }
        };
        if !cuts.contains(&cut) {
            cuts.push(cut);
        }
    }
    let is_left = |way: &Way<'v>| !choices(way).any(|cut| cuts.contains(&cut));
    left.retain(is_left);
    let chosen = (0..=MOST_TRIED).find_map(|most| choose(&left, most));
    cuts.extend(chosen.unwrap_or_else(|| left.iter().map(|way| Cut::Revoke(*way)).collect()));
    cuts
}

/// Beyond so many choices among sets of groups, no fewer are looked for.
const MOST_TRIED: usize = 6;

fn choose<'v>(ways: &[Way<'v>], most: usize) -> Option<Vec<Cut<'v>>> {
    let Some(first) = ways.first() else { return Some(Vec::new()) };
    let fewer = most.checked_sub(1)?;
    choices(first).find_map(|cut| {
        let hit = |way: &Way<'v>| choices(way).any(|other| other == cut);
        let left: Vec<Way<'v>> = ways.iter().copied().filter(|way| !hit(way)).collect();
        let mut cuts = choose(&left, fewer)?;
        cuts.insert(0, cut);
        Some(cuts)
    })
}

fn choices<'v>(way: &Way<'v>) -> impl Iterator<Item = Cut<'v>> + use<'v> {
    let groups = match way.via {
        Via::AllOf(groups) => groups,
        Via::Own | Via::Group(_) | Via::Partner(_) => &[],
    };
    groups.iter().map(|group| Cut::Leave(*group)).chain([Cut::Revoke(*way)])
}

impl State {
    /// Makes the cuts for a user. A fence goes on the folder, which must be known.
    pub fn cut(&mut self, user: Key, cuts: &[Cut<'_>], folder: Folder) {
        for cut in cuts {
            match cut {
                Cut::Role => {
                    if let Some(mut account) = self.account(user) {
                        account.site_admin = false;
                        self.set_account(user, account);
                    }
                }
                Cut::Revoke(way) => self.revoke(&way.via.grantee(user), way.held),
                Cut::Leave(group) => self.leave(user, *group),
                Cut::Fence => self.fence(folder),
            }
        }
    }
}
