//! Two states against each other: who gains or loses what, where, and by what.

use super::account::Standing;
use super::atoms::Atoms;
use super::change::{Barred, Cause, PlaceChange, Scope, Sign, Through};
use super::entries::Writer;
use super::folders::{Folder, Place, Tree};
use super::state::{Held, State, Via, Way};
use super::view::{Person, View};
use crate::model::{Grantee, Key};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// What changes for a person; people with the same changes share them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonChange<'a> {
    pub user: Key,
    pub changes: Rc<[PlaceChange<'a>]>,
}

impl PersonChange<'_> {
    pub fn has(&self, sign: Sign) -> bool {
        self.changes.iter().any(|change| change.sign == sign)
    }
}

/// What a person has, before and after; whoever is alike in this changes alike.
#[derive(PartialEq, Eq, Hash)]
struct Profile<'a> {
    before: (Standing, Vec<Way<'a>>),
    after: (Standing, Vec<Way<'a>>),
}

/// Compares for the given users, in their order; whoever else there is must be untouched.
pub fn difference<'a>(
    tree: &'a Tree,
    before: &'a State,
    after: &'a State,
    users: impl IntoIterator<Item = Key>,
) -> Vec<PersonChange<'a>> {
    let (old, new) = (View::new(tree, before), View::new(tree, after));
    let ground = Ground::new(&old, &new);
    let mut known: FxHashMap<Profile<'a>, Rc<[PlaceChange<'a>]>> = FxHashMap::default();
    let mut people = Vec::new();
    for user in users {
        let profile = Profile {
            before: (before.standing(user), before.held_by(user)),
            after: (after.standing(user), after.held_by(user)),
        };
        if profile.before == profile.after && !ground.concerns(&profile.before.1) {
            continue;
        }
        let changes = match known.get(&profile) {
            Some(changes) => Rc::clone(changes),
            None => {
                let changes: Rc<[_]> = compare(&ground, &profile, user).into();
                known.insert(profile, Rc::clone(&changes));
                changes
            }
        };
        if !changes.is_empty() {
            people.push(PersonChange { user, changes });
        }
    }
    people
}

/// What changes for grants that stay.
struct Ground<'v> {
    old: &'v View<'v>,
    new: &'v View<'v>,
    /// Folders whose fence comes or goes.
    fences: Vec<Folder>,
    /// Their ranks, sorted.
    fence_ranks: Vec<u32>,
    /// Folders that do not lie in the same one before and after.
    moved: Vec<Folder>,
}

impl<'v> Ground<'v> {
    fn new(old: &'v View<'v>, new: &'v View<'v>) -> Self {
        let (tree, before, after) = (old.tree, old.state, new.state);
        let fences: Vec<Folder> =
            before.fences().symmetric_difference(after.fences()).copied().collect();
        let mut fence_ranks: Vec<u32> = fences.iter().map(|fence| tree.rank(*fence)).collect();
        fence_ranks.sort_unstable();
        let (here, there) = (before.elsewhere(), after.elsewhere());
        let mut moved: Vec<Folder> = here.keys().chain(there.keys()).copied().collect();
        moved.retain(|folder| here.get(folder) != there.get(folder));
        Ground { old, new, fences, fence_ranks, moved }
    }

    /// Whether somebody who holds the same before and after can gain or lose by it.
    fn concerns(&self, ways: &[Way<'_>]) -> bool {
        let (tree, fences) = (self.old.tree, &self.fence_ranks);
        let stops = |held: Held| {
            let next = fences.partition_point(|fence| *fence <= tree.rank(held.folder));
            fences.get(next).is_some_and(|fence| *fence < tree.end(held.folder))
        };
        let stopped = |way: &Way<'_>| way.held.recursive && !way.held.passes_fences();
        let fenced = !fences.is_empty() && ways.iter().any(|way| stopped(way) && stops(way.held));
        let leaves = |way: &Way<'_>| self.moved.iter().any(|folder| self.parts(*folder, way.held));
        fenced || ways.iter().any(leaves)
    }

    /// Whether a folder moves into the reach of a grant, or out of it.
    fn parts(&self, folder: Folder, held: Held) -> bool {
        let place = Place::at(folder);
        self.old.reaches(held, place) != self.new.reaches(held, place)
    }
}

fn compare<'a>(ground: &Ground<'_>, profile: &Profile<'a>, user: Key) -> Vec<PlaceChange<'a>> {
    let person = |view, (standing, ways): &(Standing, Vec<Way<'a>>)| Side {
        view,
        standing: *standing,
        ways: ways.clone(),
        user,
    };
    let old = person(ground.old, &profile.before);
    Both { ground, old, new: person(ground.new, &profile.after) }.changes()
}

/// One side of a comparison. As [`Person`], but its grants outlive the view.
struct Side<'v, 'a> {
    view: &'v View<'v>,
    standing: Standing,
    ways: Vec<Way<'a>>,
    user: Key,
}

impl<'a> Side<'_, 'a> {
    fn person(&self) -> Person<'_> {
        Person {
            view: self.view,
            user: self.user,
            standing: self.standing,
            ways: self.ways.clone(),
        }
    }

    fn held(&self) -> Vec<Held> {
        let mut held: Vec<Held> = self.ways.iter().map(|way| way.held).collect();
        held.sort_unstable();
        held.dedup();
        held
    }

    /// Who holds the grant, as the state knows them.
    fn grantee(&self, via: Via<'a>) -> Grantee {
        match via {
            Via::Own => Grantee::User(self.user),
            Via::Group(group) => Grantee::Group(group),
            Via::AllOf(groups) => Grantee::AllOf(groups.into()),
            Via::Partner(partner) => Grantee::Partner(partner),
        }
    }
}

struct Both<'v, 'a> {
    ground: &'v Ground<'v>,
    old: Side<'v, 'a>,
    new: Side<'v, 'a>,
}

impl<'a> Both<'_, 'a> {
    fn changes(&self) -> Vec<PlaceChange<'a>> {
        let (old, new) = (self.old.person(), self.new.person());
        let delta = |place| {
            let (old, new) = (old.access(place), new.access(place));
            [old.without(new), new.without(old)]
        };
        let tree = self.old.view.tree;
        let mut writer = Writer::new(tree);
        for rank in self.marks(&old, &new) {
            let folder = tree.at(rank);
            let own = delta(Place { folder, below: false });
            let below = delta(Place { folder, below: true });
            writer.mark(folder, own, below);
        }
        let mut out = writer.into_entries();
        for change in &mut out {
            change.through = self.through(change);
        }
        out
    }

    /// The ranks of all folders at which the difference can change, sorted.
    fn marks(&self, old: &Person<'_>, new: &Person<'_>) -> Vec<u32> {
        let tree = self.old.view.tree;
        let mut marks = Vec::new();
        for (from, to) in self.zones(&mut marks) {
            old.marks(from, to, &mut marks);
            new.marks(from, to, &mut marks);
        }
        debug_assert!(marks.iter().all(|mark| *mark < tree.end_of_all()));
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    /// Where anything can differ at all, as stretches that do not overlap; their first folders
    /// are marks.
    fn zones(&self, marks: &mut Vec<u32>) -> Vec<(u32, u32)> {
        let tree = self.old.view.tree;
        if [self.old.standing, self.new.standing] != [Standing::Ordinary; 2] {
            marks.push(tree.rank(Folder::ROOT));
            return vec![(0, tree.end_of_all())];
        }
        let (old, new) = (self.old.held(), self.new.held());
        let only = |a: &[Held], b: &[Held]| {
            a.iter().copied().filter(|held| b.binary_search(held).is_err()).collect::<Vec<_>>()
        };
        let granted = only(&old, &new).into_iter().chain(only(&new, &old)).map(|held| held.folder);
        let stops = |fence: &Folder| {
            let stopped = |held: &Held| {
                held.recursive
                    && !held.passes_fences()
                    && held.folder != *fence
                    && tree.is_within(*fence, held.folder)
            };
            old.iter().chain(&new).any(stopped)
        };
        let fences = self.ground.fences.iter().copied().filter(stops);
        let parts =
            |folder: &Folder| old.iter().chain(&new).any(|held| self.ground.parts(*folder, *held));
        let moved = self.ground.moved.iter().copied().filter(parts);
        let zones = granted.chain(fences).chain(moved);
        let mut zones: Vec<(u32, u32)> =
            zones.map(|folder| (tree.rank(folder), tree.end(folder))).collect();
        marks.extend(zones.iter().map(|(from, _)| *from));
        zones.sort_unstable_by_key(|(from, to)| (*from, std::cmp::Reverse(*to)));
        // Subtrees lie within each other or apart.
        let mut end = 0;
        zones.retain(|zone| {
            let apart = zone.1 > end;
            end = end.max(zone.1);
            apart
        });
        zones
    }

    fn through(&self, change: &PlaceChange<'_>) -> Vec<Through<'a>> {
        let place = Place { folder: change.folder, below: change.scope == Scope::BelowOnly };
        let (here, there) = match change.sign {
            Sign::Gained => (&self.new, &self.old),
            Sign::Lost => (&self.old, &self.new),
        };
        if here.standing == Standing::Everything {
            // A new administrator gains by the role; one who goes loses with the account.
            let cause = match there.standing {
                Standing::ShutOut(why) => Cause::Account(Barred::ShutOut(why)),
                Standing::Absent if change.sign == Sign::Lost => Cause::Account(Barred::Absent),
                _ => Cause::Role,
            };
            return vec![Through { cause, way: None }];
        }
        let gives = here.ways.iter().filter(|way| {
            here.view.reaches(way.held, place) && !disjoint(way.held.atoms(), change.atoms)
        });
        let mut through: Vec<Through<'a>> = gives
            .map(|way| Through { cause: self.cause(way, place, change.sign), way: Some(*way) })
            .collect();
        through.sort_unstable();
        through
    }

    /// Why a grant of one side gives nothing on the other.
    fn cause(&self, way: &Way<'a>, place: Place, sign: Sign) -> Cause {
        let there = match sign {
            Sign::Gained => &self.old,
            Sign::Lost => &self.new,
        };
        match there.standing {
            Standing::ShutOut(why) => return Cause::Account(Barred::ShutOut(why)),
            // What is no account goes with what it gets in by.
            Standing::Absent if way.held.opening.is_some_and(|it| it.link().is_some()) => {}
            Standing::Absent if sign == Sign::Lost => return Cause::Account(Barred::Absent),
            _ => {}
        }
        if !there.view.state.has_grant(&there.grantee(way.via), way.held) {
            return Cause::Grant;
        }
        if !there.ways.contains(way) {
            let partnership = |side: &Side<'_, '_>| side.view.state.partnership(side.user);
            if partnership(&self.old) != partnership(&self.new) {
                return Cause::Partner;
            }
            return Cause::Membership;
        }
        if confined_otherwise(self.old.standing, self.new.standing) {
            return Cause::Account(Barred::Confined);
        }
        let meant = there.view.is_meant_for(way.held, place);
        match there.view.stopped_by(way.held, place).filter(|_| meant) {
            Some(fence) if self.ground.fences.contains(&fence) => Cause::Fence(fence),
            stopped => match (self.moved(way.held, place.folder), stopped) {
                (Some(folder), _) => Cause::Move(folder),
                (None, Some(fence)) => Cause::Fence(fence),
                (None, None) => Cause::Membership,
            },
        }
    }

    /// The folder whose move parts a place from a grant, or brings it there: what moves along
    /// within another is not it.
    fn moved(&self, held: Held, folder: Folder) -> Option<Folder> {
        let Ground { old, new, .. } = self.ground;
        let (before, after) = (old.elsewhere_above(folder), new.elsewhere_above(folder));
        let moved = before.chain(after).filter(|folder| self.ground.parts(*folder, held));
        moved.min_by_key(|folder| folder.index())
    }
}

/// Whether somebody is confined to another folder than before.
fn confined_otherwise(old: Standing, new: Standing) -> bool {
    let confined = |standing| matches!(standing, Standing::Confined(_));
    old != new && (confined(old) || confined(new))
}

fn disjoint(a: Atoms, b: Atoms) -> bool {
    a.without(b) == a
}
