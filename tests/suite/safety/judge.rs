//! One pair, planned and judged: whether whatever an apply can leave behind is safe.

use super::declared::Declared;
use super::ideals::{Done, MOST_STEPS, Order};
use super::oracle::{ATOMS, Access, Places, access, asserted, at, below, has_admin, runs};
use super::planner::plan;
use super::simulate::Simulation;
use super::world::{Pair, World};
use super::write::text_of;
use siteplan::plan::{Plan, Step, TransientKind};
use std::collections::BTreeSet;
use std::fmt::Write;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Somebody is without what they have before and after.
    Loss,
    /// Somebody has what they have neither before nor after.
    Excess,
    /// An automation that runs before and after does not.
    Stops,
    /// No site admin can sign in, though one can before and after.
    NoAdmin,
    /// An assertion that holds before and after does not.
    Assertion,
    /// A step is refused that nothing kept from being tried.
    Refused,
    /// Two steps of which neither waits for the other do not come to the same.
    OrderMatters,
    /// The plan declares that somebody has too much for a while: rather they go without.
    Gains,
    /// The plan declares what another order avoids.
    Needless,
    /// The plan declares what does not happen.
    Untrue,
    /// After the last step the site is not what it was to be.
    End,
}

#[derive(Debug)]
pub struct Violation {
    pub kind: Kind,
    pub done: Done,
    pub words: String,
}

/// Orders are looked for of so many steps.
const MOST_TO_ORDER: usize = 12;

/// What there is to count about a pair.
#[derive(Debug, Default)]
pub struct Judged {
    pub steps: usize,
    pub states: usize,
    /// There are more states than were looked at.
    pub sampled: bool,
    /// The compiler does not take the pair's texts.
    pub unsound: bool,
    /// The planner finds no order at all.
    pub circle: Option<usize>,
    pub violation: Option<Violation>,
    pub plan: Option<Plan>,
}

pub fn judge(pair: &Pair, limit: usize, random: &mut impl FnMut() -> u64) -> Judged {
    let plan = match plan(pair) {
        None => return Judged { unsound: true, ..Judged::default() },
        Some(Ok(plan)) => plan,
        Some(Err(cycle)) => return Judged { circle: Some(cycle.steps.len()), ..Judged::default() },
    };
    let mut judged = Judged { steps: plan.steps.len(), ..Judged::default() };
    if plan.steps.len() <= MOST_STEPS {
        let simulation = Simulation::new(pair, &plan.steps);
        let mut court = Court::new(pair, &plan, &simulation);
        let unsafe_ = court.sit(limit, random).err();
        judged.violation = unsafe_.or_else(|| court.excuses(&plan).err());
        judged.states = court.states;
        judged.sampled = court.states > limit;
    }
    judged.plan = Some(plan);
    judged
}

struct Court<'a> {
    pair: &'a Pair,
    steps: &'a [Step],
    simulation: &'a Simulation,
    declared: Declared<'a>,
    before: Access,
    after: Access,
    /// What must hold throughout: it holds before and after.
    automations: Vec<usize>,
    expectations: Vec<usize>,
    admin: bool,
    /// Folders that are there before and after: nobody can lose others.
    kept: Places,
    /// Folders that are there after: of others nobody has anything then. What is new is before
    /// what any new folder at its place would be.
    stays: Places,
    all: Done,
    states: usize,
}

impl<'a> Court<'a> {
    fn new(pair: &'a Pair, plan: &'a Plan, simulation: &'a Simulation) -> Self {
        let (live, desired) = (&simulation.live, &simulation.desired);
        let (before, after) = (access(live), access(desired));
        let automations = (0..live.automations.len())
            .filter(|it| runs(live, &before, *it) && runs(desired, &after, *it));
        let expectations = (0..pair.expectations.len()).filter(|it| {
            let expectation = &pair.expectations[*it];
            asserted(pair, live, &before, expectation)
                && asserted(pair, desired, &after, expectation)
        });
        Court {
            automations: automations.collect(),
            expectations: expectations.collect(),
            admin: has_admin(live) && has_admin(desired),
            kept: places(live, |id| live.folders[id].exists && desired.folders[id].exists),
            stays: places(live, |id| desired.folders[id].exists),
            all: (1 << plan.steps.len()) - 1,
            states: 0,
            declared: Declared::new(plan, live, desired),
            pair,
            steps: &plan.steps,
            before,
            after,
            simulation,
        }
    }

    fn sit(&mut self, limit: usize, random: &mut impl FnMut() -> u64) -> Result<(), Violation> {
        let (steps, simulation) = (self.steps, self.simulation);
        let declared = self.declared.clone();
        let order = Order::new(steps);
        let mut compared: BTreeSet<(usize, usize)> = BTreeSet::new();
        let perform = |world: &World, done: Done, at: usize| {
            let mut next = world.clone();
            match simulation.perform(&mut next, &steps[at]) {
                Ok(()) => Ok(next),
                Err(words) => {
                    let words = format!("step {} is refused: {words}", at + 1);
                    Err(Violation { kind: Kind::Refused, done, words })
                }
            }
        };
        let mut step = |world: &World, done: Done, at: usize| {
            let next = perform(world, done, at)?;
            for other in order.ready(done).filter(|other| *other != at) {
                if compared.insert((at.min(other), at.max(other))) {
                    let one = perform(&next, done | 1 << at, other)?;
                    let two = perform(&perform(world, done, other)?, done | 1 << other, at)?;
                    if one != two {
                        let words = format!(
                            "steps {} and {} do not come to the same in either order",
                            at + 1,
                            other + 1
                        );
                        return Err(Violation { kind: Kind::OrderMatters, done, words });
                    }
                }
            }
            Ok(next)
        };
        order.each(&simulation.live, limit, random, &mut step, &mut |world, done| {
            self.look(world, done, &declared)
        })
    }

    /// Whether what the plan declares happens, and cannot be avoided.
    fn excuses(&mut self, plan: &Plan) -> Result<(), Violation> {
        if plan.transient.is_empty() {
            return Ok(());
        }
        for transient in &plan.transient {
            if let TransientKind::Gain { .. } = &transient.what {
                let words = format!("{:?}", transient.what);
                return Err(Violation { kind: Kind::Gains, done: 0, words });
            }
            let (from, until) = (transient.from.0, transient.until.0);
            let happens = (from..until).any(|last| {
                let done = (1 << last) - 1;
                let world = self.after_all(done);
                self.look(&world, done, &Declared::none(self.simulation)).is_err()
            });
            if !happens {
                let words = format!("nothing is wrong from {from} until {until}");
                return Err(Violation { kind: Kind::Untrue, done: 0, words });
            }
        }
        if self.steps.len() <= MOST_TO_ORDER && self.has_safe_order() {
            let words = "another order needs no excuse".to_owned();
            return Err(Violation { kind: Kind::Needless, done: 0, words });
        }
        Ok(())
    }

    fn after_all(&self, done: Done) -> World {
        let mut world = self.simulation.live.clone();
        for (at, step) in self.steps.iter().enumerate() {
            if done & 1 << at != 0 {
                // That a step is refused has been looked for before.
                let _ = self.simulation.perform(&mut world, step);
            }
        }
        world
    }

    /// Looks for an order of steps that heeds references, and leads through safe states only.
    fn has_safe_order(&mut self) -> bool {
        let order = Order::of_references(self.steps);
        let mut open: Vec<Done> = vec![0];
        let mut seen: BTreeSet<Done> = BTreeSet::new();
        while let Some(done) = open.pop() {
            if done == self.all {
                return true;
            }
            for at in order.ready(done) {
                let more = done | 1 << at;
                let world = self.after_all(more);
                if seen.insert(more)
                    && self.look(&world, more, &Declared::none(self.simulation)).is_ok()
                {
                    open.push(more);
                }
            }
        }
        false
    }

    fn look(
        &mut self,
        world: &World,
        done: Done,
        declared: &Declared<'_>,
    ) -> Result<(), Violation> {
        self.states += 1;
        let violation = |kind, words| Err(Violation { kind, done, words });
        let now = access(world);
        // What is not there at the moment is in nobody's reach.
        let there = places(world, |id| world.folders[id].exists);
        for user in 0..now.len() {
            let mut wrong = [Vec::new(), Vec::new()];
            let mut where_ = [0, 0];
            for (atom, name) in ATOMS.iter().enumerate() {
                let (before, after) = (self.before[user][atom], self.after[user][atom]);
                let lost = before & after & !now[user][atom] & self.kept;
                let more = now[user][atom] & !(before | after & self.stays) & there;
                for (which, mut places) in [lost, more].into_iter().enumerate() {
                    if places != 0 {
                        places &= !declared.places(done, which == 1, user, name);
                    }
                    if places == 0 {
                        continue;
                    }
                    wrong[which].push(*name);
                    where_[which] |= places;
                }
            }
            for (which, kind, verb) in [(0, Kind::Loss, "lacks"), (1, Kind::Excess, "has")] {
                if where_[which] != 0 {
                    let words = self.told(user, verb, &wrong[which].join(", "), where_[which]);
                    return violation(kind, words);
                }
            }
        }
        for it in &self.automations {
            let name = &world.automations[*it].name;
            if !runs(world, &now, *it) && !declared.automation(done, name) {
                return violation(Kind::Stops, format!("automation {name:?} cannot run"));
            }
        }
        if self.admin && !has_admin(world) && !declared.administrator(done) {
            return violation(Kind::NoAdmin, "no site admin can sign in".to_owned());
        }
        for it in &self.expectations {
            let holds = asserted(self.pair, world, &now, &self.pair.expectations[*it]);
            let text = text_of(*it);
            if !holds && !declared.assertion(done, &text) {
                return violation(Kind::Assertion, format!("{text} does not hold"));
            }
        }
        if done == self.all && world.shown() != self.simulation.desired.shown() {
            let (is, wanted) = (world.shown(), self.simulation.desired.shown());
            return violation(
                Kind::End,
                format!("the site is\n{is:#?}\nand was to be\n{wanted:#?}"),
            );
        }
        Ok(())
    }

    fn told(&self, user: usize, verb: &str, atoms: &str, places: Places) -> String {
        let desired = &self.simulation.desired;
        let live = &self.simulation.live;
        let name = if live.users[user].exists {
            &live.users[user].name
        } else {
            &desired.users[user].name
        };
        let mut words = format!("{name} {verb} {atoms} on");
        for folder in 0..live.folders.len() {
            let tree = if live.folders[folder].exists { live } else { desired };
            let path = tree.path(folder);
            let path = if path.is_empty() { "/" } else { &path };
            match places >> (2 * folder) & 3 {
                0 => {}
                2 => write!(words, " new-in:{path}").expect("text"),
                _ => write!(words, " {path}").expect("text"),
            }
        }
        words
    }
}

/// The folders of which something holds, and what lies new in them.
fn places(world: &World, holds: impl Fn(usize) -> bool) -> Places {
    let all = (0..world.folders.len()).filter(|id| holds(*id));
    all.fold(0, |places, id| places | at(id) | below(id))
}
