//! Grants that carry people over a stretch in which no order of the steps keeps what they have:
//! held through a group that is there for this while only, and giving nothing but what all its
//! members keep.

use super::constraint::Cause;
use super::facts::Facts;
use super::people::People;
use super::person::{Person, Profile, ProfileId};
use crate::access::{Atoms, Folder, Held, Place};
use crate::model::Level;
use std::collections::BTreeMap;

/// What people of one profile must not go without, by place.
pub(in crate::plan) type Needs = BTreeMap<Place, Atoms>;

/// The needs of a profile among causes.
pub(in crate::plan) fn needs<'c>(
    profile: ProfileId,
    causes: impl Iterator<Item = &'c Cause>,
) -> Needs {
    let mut needs = Needs::new();
    for cause in causes {
        if let Cause::Access { profile: of, place, atoms } = *cause
            && of == profile
        {
            *needs.entry(place).or_insert(Atoms::NONE) |= atoms;
        }
    }
    needs
}

/// The grants that carry people of a profile over; nothing where none would do.
pub(in crate::plan) fn grants(
    facts: &Facts<'_>,
    people: &People,
    profile: ProfileId,
    needs: &Needs,
) -> Option<Vec<Held>> {
    let (profile, users) = people.get(profile)?;
    // Grants carry nobody who cannot sign in, and groups nobody for whom these do not count.
    let can_hold = users.iter().all(|user| facts.can_hold_by_groups(*user));
    if !profile.signs_in.is_always() || !can_hold {
        return None;
    }
    let person = Person::new(facts, profile);
    let mut open = needs.clone();
    let mut grants = Vec::new();
    let mut folders: Vec<Folder> = needs.keys().map(|place| place.folder).collect();
    folders.sort_unstable_by_key(|folder| facts.transition.tree.span(*folder).start);
    folders.dedup();
    for folder in folders {
        let only_here = !open.iter().any(|(place, atoms)| {
            let below = place.below || place.folder != folder;
            let tree = &facts.transition.tree;
            below && !atoms.is_none() && tree.is_within(place.folder, folder)
        });
        for kind in [GrantKind::Administers, GrantKind::Recursive, GrantKind::FolderOnly] {
            if kind == GrantKind::Recursive && only_here {
                continue;
            }
            let reach = Reach::new(facts, &person, profile, folder, kind);
            for held in reach.cover(&open) {
                for (place, atoms) in &mut open {
                    if reach.surely.contains(place) {
                        *atoms = atoms.without(held.atoms());
                    }
                }
                grants.push(held);
            }
        }
    }
    open.values().all(|atoms| atoms.is_none()).then_some(grants)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum GrantKind {
    /// A Folder Admin's grant, which fences do not stop.
    Administers,
    Recursive,
    FolderOnly,
}

/// Where a grant on a folder would reach.
struct Reach {
    folder: Folder,
    kind: GrantKind,
    /// At every moment.
    surely: Vec<Place>,
    /// What may be given wherever it reaches at any moment: what the person keeps.
    allowed: Atoms,
}

impl Reach {
    fn new(
        facts: &Facts<'_>,
        person: &Person<'_>,
        profile: &Profile,
        folder: Folder,
        kind: GrantKind,
    ) -> Self {
        let mut reach = Reach { folder, kind, surely: Vec::new(), allowed: Atoms::ALL };
        let places: Vec<Place> = match kind {
            GrantKind::FolderOnly => vec![Place::at(folder)],
            GrantKind::Administers | GrantKind::Recursive => {
                let marks = profile.marks_within(facts, folder);
                let both = |folder| [false, true].map(|below| Place { folder, below });
                marks.into_iter().flat_map(both).collect()
            }
        };
        for place in places {
            let open = person.open_from(folder, place.folder, kind == GrantKind::Administers);
            if open.is_never() {
                continue;
            }
            reach.allowed = reach.allowed.and(person.before_and_after(place));
            if open.is_always() {
                reach.surely.push(place);
            }
        }
        reach
    }

    /// Levels that give as much as possible of what is needed where the grant surely reaches,
    /// and nothing that is not allowed; the narrowest first.
    fn cover(&self, needs: &Needs) -> Vec<Held> {
        let here = needs.iter().filter(|(place, _)| self.surely.contains(place));
        let mut open = here.fold(Atoms::NONE, |all, (_, atoms)| all | *atoms);
        let recursive = self.kind != GrantKind::FolderOnly;
        let mut grants = Vec::new();
        // Nobody becomes a Folder Admin for less than that.
        let of_kind = |level: Level| match self.kind {
            GrantKind::Administers => level == Level::Admin && open.has(Atoms::MANAGE),
            GrantKind::Recursive | GrantKind::FolderOnly => level != Level::Admin,
        };
        let levels = Level::ALL.iter().rev().copied().filter(|level| of_kind(*level));
        let mut possible: Vec<Level> =
            levels.filter(|level| self.allowed.has(Atoms::of(*level))).collect();
        possible.sort_by_key(|level| Atoms::of(*level).names().count());
        let whole = possible.iter().find(|level| Atoms::of(**level).has(open)).copied();
        for level in whole.into_iter().chain(possible.into_iter().rev()) {
            let gives = Atoms::of(level);
            if open.without(gives) != open {
                open = open.without(gives);
                grants.push(Held::grant(self.folder, level, recursive));
            }
        }
        grants
    }
}
