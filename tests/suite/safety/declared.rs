//! What a plan says goes wrong for a while, because no order of its steps avoids it.

use super::ideals::Done;
use super::openings::name_of;
use super::oracle::{Places, at, below};
use super::simulate::Simulation;
use super::world::World;
use siteplan::facade::plan::{AccessPlace, Plan, Scope, Transient, TransientKind};

#[derive(Clone)]
pub struct Declared<'a> {
    transient: &'a [Transient],
    live: &'a World,
    desired: &'a World,
}

impl<'a> Declared<'a> {
    pub fn new(plan: &'a Plan, live: &'a World, desired: &'a World) -> Self {
        Declared { transient: &plan.transient, live, desired }
    }

    /// Of nothing at all.
    pub fn none(simulation: &'a Simulation) -> Self {
        Declared { transient: &[], live: &simulation.live, desired: &simulation.desired }
    }

    /// What is said of a moment. Step by step in the plan's order, each says from when until
    /// when; where steps are done in another order, that something is said is enough.
    fn of(&self, done: Done) -> impl Iterator<Item = &'a TransientKind> {
        let in_order = done & (done + 1) == 0;
        let holds = move |transient: &&Transient| {
            let is_done = |step: u32| done >> (step - 1) & 1 == 1;
            !in_order || (is_done(transient.from.0) && !is_done(transient.until.0))
        };
        self.transient.iter().filter(holds).map(|transient| &transient.what)
    }

    /// Where somebody is said to go without, or to have too much of, an atom.
    pub fn places(&self, done: Done, gain: bool, user: usize, atom: &str) -> Places {
        let name = name_of(user, [self.desired, self.live]);
        let mut all = 0;
        for what in self.of(done) {
            let (people, place, atoms) = match what {
                TransientKind::Loss { people, place, atoms } if !gain => (people, place, atoms),
                TransientKind::Gain { people, place, atoms } if gain => (people, place, atoms),
                _ => continue,
            };
            let is_named = people.iter().any(|person| **person == *name);
            if is_named && atoms.iter().any(|one| one == atom) {
                all |= self.meant(place);
            }
        }
        all
    }

    /// Paths are as they will be; what goes keeps its own, or the one that it moves to before.
    fn meant(&self, place: &AccessPlace) -> Places {
        let mut all = 0;
        let mut coming = self.desired.clone();
        for (id, was) in self.live.folders.iter().enumerate().filter(|(_, was)| was.exists) {
            if !coming.folders[id].exists {
                coming.folders[id] = was.clone();
            }
        }
        for tree in [self.desired, &coming, self.live] {
            let Some(top) = tree.folder(&place.path) else { continue };
            for id in (0..tree.folders.len()).filter(|id| tree.is_within(*id, top)) {
                let inside = id != top;
                let whole = at(id) | below(id);
                all |= match place.scope {
                    Scope::Whole => whole,
                    Scope::FolderOnly if inside => 0,
                    Scope::FolderOnly => at(id),
                    Scope::BelowOnly if inside => whole,
                    Scope::BelowOnly => below(id),
                };
            }
            break;
        }
        all
    }

    pub fn administrator(&self, done: Done) -> bool {
        self.of(done).any(|what| matches!(what, TransientKind::Administrator))
    }

    pub fn group_administrator(&self, done: Done, name: &str) -> bool {
        self.of(done).any(
            |what| matches!(what, TransientKind::GroupAdministrator { group } if group == name),
        )
    }

    pub fn automation(&self, done: Done, name: &str) -> bool {
        self.of(done).any(
            |what| matches!(
                what,
                TransientKind::Automation { automation, .. } | TransientKind::Moves { automation, .. }
                    if automation == name
            ),
        )
    }

    /// Whether a link is said to lead, by its path, where it should not.
    pub fn link(&self, done: Done, name: &str) -> bool {
        self.of(done).any(|what| matches!(what, TransientKind::Link { link, .. } if link == name))
    }

    pub fn assertion(&self, done: Done, text: &str) -> bool {
        self.of(done)
            .any(|what| matches!(what, TransientKind::Assertion { expect, .. } if expect == text))
    }
}
