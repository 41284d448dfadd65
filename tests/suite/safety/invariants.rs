//! What must hold of one plan: in each state that it can leave, and of each excuse it makes.

use super::declared::Declared;
use super::ideals::{Done, Order};
use super::judge::{Kind, Violation};
use super::openings::{STRANGERS, name_of};
use super::oracle::{
    ATOMS, Access, Moment, Places, Reading, access, asserted, at, below, has_admin,
    has_group_admin, runs,
};
use super::simulate::Simulation;
use super::world::{Id, Pair, World};
use super::write::text_of;
use siteplan::facade::plan::{Plan, Step, Transient, TransientKind};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Orders are looked for of so many steps.
const MOST_TO_ORDER: usize = 12;

type Verdict = Result<(), Violation>;

pub struct Invariants<'a> {
    pair: &'a Pair,
    steps: &'a [Step],
    simulation: &'a Simulation,
    declared: Declared<'a>,
    before: Access,
    after: Access,
    /// What must hold throughout: it holds before and after.
    automations: Vec<Id>,
    expectations: Vec<(usize, Reading)>,
    admin: bool,
    /// Groups that have administrators before and after.
    administered: Vec<usize>,
    /// Folders that are there before and after: nobody can lose others.
    kept: Places,
    /// Folders that are there after: of others nobody has anything then. What is new is before
    /// what any new folder at its place would be.
    stays: Places,
    all: Done,
    pub states: usize,
}

impl<'a> Invariants<'a> {
    pub fn new(pair: &'a Pair, plan: &'a Plan, simulation: &'a Simulation) -> Self {
        let (live, desired) = (&simulation.live, &simulation.desired);
        let (before, after) = (access(live), access(desired));
        let automations = (0..live.automations.len()).filter(|it| {
            lead_nowhere_else(live, desired, *it)
                && runs(live, &before, *it)
                && runs(desired, &after, *it)
        });
        let readings = [Reading::Throughout, Reading::ByPath].into_iter();
        let all =
            readings.flat_map(|reading| (0..pair.expectations.len()).map(move |it| (it, reading)));
        let expectations = all.filter(|(it, reading)| {
            let holds = |world, access| {
                let expectation = &pair.expectations[*it];
                asserted(pair, world, access, Moment::End, expectation, *reading)
            };
            holds(live, &before) && holds(desired, &after)
        });
        Invariants {
            automations: automations.collect(),
            expectations: expectations.collect(),
            admin: has_admin(live) && has_admin(desired),
            administered: (0..desired.groups.len())
                .filter(|group| has_group_admin(live, *group) && has_group_admin(desired, *group))
                .collect(),
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

    /// Looks at every state, up to a limit, and at whether steps can be done as they come.
    pub fn check_states(&mut self, limit: usize, random: &mut impl FnMut() -> u64) -> Verdict {
        let order = Order::new(self.steps);
        let (steps, simulation, declared) = (self.steps, self.simulation, self.declared.clone());
        let perform = |world: &World, done: Done, at: usize| {
            let mut next = world.clone();
            let result = simulation.perform(&mut next, &steps[at]);
            result.map(|()| next).map_err(|words| {
                let words = format!("step {} is refused: {words}", at + 1);
                Violation::new(Kind::Refused, done, words)
            })
        };
        let mut compared: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut step = |world: &World, done: Done, at: usize| {
            let next = perform(world, done, at)?;
            for other in order.ready(done).filter(|other| *other != at) {
                if compared.insert((at.min(other), at.max(other))) {
                    let one = perform(&next, done | 1 << at, other)?;
                    let two = perform(&perform(world, done, other)?, done | 1 << other, at)?;
                    if one != two {
                        let both = format!("{} and {}", at + 1, other + 1);
                        let words = format!("steps {both} come to other things in another order");
                        return Err(Violation::new(Kind::OrderMatters, done, words));
                    }
                }
            }
            Ok(next)
        };
        let mut judge = |world: &World, done: Done| self.look(world, done, &declared);
        order.each(&simulation.live, limit, random, &mut step, &mut judge)
    }

    /// Whether what the plan declares happens, is the lesser evil, and cannot be avoided.
    pub fn check_excuses(&mut self, plan: &Plan, bridged: bool) -> Verdict {
        let gain = |transient: &&Transient| matches!(transient.what, TransientKind::Gain { .. });
        if let Some(gain) = plan.transient.iter().find(gain)
            && self.steps.len() <= MOST_TO_ORDER
            && self.has_order(Self::has_no_excess)
        {
            // Where no order avoids it, it is told; else they rather go without.
            let words = format!("{:?}", gain.what);
            return Err(Violation::new(Kind::Gains, 0, words));
        }
        let of_strangers = |transient: &&Transient| {
            matches!(&transient.what, TransientKind::Gain { people, .. }
                if people.iter().any(|person| STRANGERS.contains(&&**person)))
        };
        if let Some(gain) = plan.transient.iter().find(of_strangers)
            && self.steps.len() <= MOST_TO_ORDER
            && self.has_order(Self::keeps_strangers_out)
        {
            // Nothing is worse than what everybody can reach.
            let words = format!("{:?}", gain.what);
            return Err(Violation::new(Kind::Opening, 0, words));
        }
        let is_judged = |transient: &&Transient| match &transient.what {
            TransientKind::Automation { automation, .. }
            | TransientKind::Moves { automation, .. } => {
                let judged = self.automations.iter();
                let mut names = judged.map(|it| &self.simulation.live.automations[*it].name);
                names.any(|name| **name == **automation)
            }
            _ => true,
        };
        let judged: Vec<&Transient> = plan.transient.iter().filter(is_judged).collect();
        for transient in &judged {
            let (from, until) = (transient.from.0, transient.until.0);
            let happens = (from..until).any(|last| !self.is_safe((1 << last) - 1));
            if !happens {
                let words = format!("nothing is wrong from {from} until {until}");
                return Err(Violation::new(Kind::Untrue, 0, words));
            }
        }
        let excused = !judged.is_empty();
        if excused && !bridged && self.steps.len() <= MOST_TO_ORDER && self.has_order(Self::is_safe)
        {
            return Err(Violation::new(Kind::Needless, 0, "another order needs no excuse"));
        }
        Ok(())
    }

    /// Looks for an order of steps that heeds references, and leads through fine states only.
    fn has_order(&mut self, is_fine: impl Fn(&mut Self, Done) -> bool) -> bool {
        let order = Order::of_references(self.steps);
        let mut open: Vec<Done> = vec![0];
        let mut seen: BTreeSet<Done> = BTreeSet::new();
        while let Some(done) = open.pop() {
            if done == self.all {
                return true;
            }
            for at in order.ready(done) {
                let more = done | 1 << at;
                if seen.insert(more) && is_fine(self, more) {
                    open.push(more);
                }
            }
        }
        false
    }

    /// Whether nothing is wrong after these steps, in the plan's own order; excuses do not count.
    fn is_safe(&mut self, done: Done) -> bool {
        let declared = Declared::none(self.simulation);
        self.world(done).is_some_and(|world| self.look(&world, done, &declared).is_ok())
    }

    fn excess_of(&self, who: usize) -> Kind {
        if who < self.simulation.live.users.len() { Kind::Excess } else { Kind::Opening }
    }

    /// Whether nobody has too much after these steps, whoever goes without.
    fn has_no_excess(&mut self, done: Done) -> bool {
        self.have_no_excess(done, 0)
    }

    fn keeps_strangers_out(&mut self, done: Done) -> bool {
        self.have_no_excess(done, self.simulation.live.users.len())
    }

    /// The same of those from this one on.
    fn have_no_excess(&self, done: Done, first: usize) -> bool {
        let Some(world) = self.world(done) else { return false };
        let (now, there) = (access(&world), places(&world, |id| world.folders[id].exists));
        now.iter().enumerate().skip(first).all(|(user, now)| {
            let (before, after) = (&self.before[user], &self.after[user]);
            (0..ATOMS.len())
                .all(|atom| now[atom] & !(before[atom] | after[atom] & self.stays) & there == 0)
        })
    }

    /// The world after these steps, if they can be done in the plan's own order.
    fn world(&self, done: Done) -> Option<World> {
        let mut world = self.simulation.live.clone();
        let mut steps = self.steps.iter().enumerate().filter(|(at, _)| done & 1 << at != 0);
        let possible = steps.all(|(_, step)| self.simulation.perform(&mut world, step).is_ok());
        possible.then_some(world)
    }

    fn look(&mut self, world: &World, done: Done, declared: &Declared<'_>) -> Verdict {
        self.states += 1;
        let now = access(world);
        self.strangers_by_path(world, done, declared)?;
        self.people(world, &now, done, declared)?;
        for it in &self.automations {
            let name = &world.automations[*it].name;
            if !runs(world, &now, *it) && !declared.automation(done, name) {
                let words = format!("automation {name:?} cannot run");
                return Err(Violation::new(Kind::Stops, done, words));
            }
        }
        if self.admin && !has_admin(world) && !declared.administrator(done) {
            return Err(Violation::new(Kind::NoAdmin, done, "no site admin can sign in"));
        }
        for group in &self.administered {
            let name = &self.simulation.desired.groups[*group].name;
            if !has_group_admin(world, *group) && !declared.group_administrator(done, name) {
                let words = format!("nobody administers group {name:?}");
                return Err(Violation::new(Kind::NoAdmin, done, words));
            }
        }
        for (it, reading) in &self.expectations {
            let expectation = &self.pair.expectations[*it];
            let moment = Moment::Between { kept: self.kept };
            let holds = asserted(self.pair, world, &now, moment, expectation, *reading);
            let text = text_of(*it);
            if !holds && !declared.assertion(done, &text) {
                let words = format!("{text} does not hold");
                return Err(Violation::new(Kind::Assertion, done, words));
            }
        }
        if done == self.all && world.shown() != self.simulation.desired.shown() {
            let (is, wanted) = (world.shown(), self.simulation.desired.shown());
            let words = format!("the site is\n{is:#?}\nand was to be\n{wanted:#?}");
            return Err(Violation::new(Kind::End, done, words));
        }
        Ok(())
    }

    fn people(&self, world: &World, now: &Access, done: Done, declared: &Declared<'_>) -> Verdict {
        // What is not there at the moment is in nobody's reach.
        let there = places(world, |id| world.folders[id].exists);
        for (user, now) in now.iter().enumerate() {
            let (before, after) = (&self.before[user], &self.after[user]);
            let lost = |atom: usize| before[atom] & after[atom] & !now[atom] & self.kept;
            let more = |atom: usize| now[atom] & !(before[atom] | after[atom] & self.stays) & there;
            self.person(user, "lacks", |atom| {
                without(lost(atom), || declared.places(done, false, user, ATOMS[atom]))
            })
            .map_err(|words| Violation::new(Kind::Loss, done, words))?;
            self.person(user, "has", |atom| {
                without(more(atom), || declared.places(done, true, user, ATOMS[atom]))
            })
            .map_err(|words| Violation::new(self.excess_of(user), done, words))?;
        }
        Ok(())
    }

    /// Nor does a link let anybody in where another folder comes to bear its path.
    fn strangers_by_path(&self, world: &World, done: Done, declared: &Declared<'_>) -> Verdict {
        if world.links.iter().all(|link| !link.exists) {
            return Ok(());
        }
        let mut by_path = world.clone();
        by_path.follow_paths();
        let said = |id: &Id| declared.link(done, &world.links[*id].name);
        for id in (0..world.links.len()).filter(said) {
            by_path.links[id].folders.clone_from(&world.links[id].folders);
        }
        let Simulation { live, desired, .. } = self.simulation;
        for (id, link) in by_path.links.iter().enumerate().filter(|(_, link)| link.opens()) {
            // Whoever has one link's address need not have another's.
            let led = |world: &World, folder: &Id| {
                world.links.get(id).is_some_and(|link| {
                    link.folders.iter().any(|above| world.is_within(*folder, *above))
                })
            };
            let elsewhere = |folder: &&Id| !led(live, folder) && !led(desired, folder);
            if let Some(folder) = link.folders.iter().find(elsewhere) {
                let path = world.path(*folder);
                let words = format!("{:?} leads, by its path, to {path:?}", link.name);
                return Err(Violation::new(Kind::Opening, done, words));
            }
        }
        let there = places(world, |id| world.folders[id].exists);
        let now = access(&by_path);
        for (who, now) in now.iter().enumerate().skip(world.users.len()) {
            let (before, after) = (&self.before[who], &self.after[who]);
            self.person(who, "has, by its path,", |atom| {
                let known = before[atom] | after[atom] & self.stays;
                let more = now[atom] & !known & there;
                without(more, || declared.places(done, true, who, ATOMS[atom]))
            })
            .map_err(|words| Violation::new(Kind::Opening, done, words))?;
        }
        Ok(())
    }

    /// Tells what is wrong for somebody, given for each atom where it is.
    fn person(&self, user: Id, verb: &str, wrong: impl Fn(usize) -> Places) -> Result<(), String> {
        let everywhere = (0..ATOMS.len()).fold(0, |all, atom| all | wrong(atom));
        if everywhere == 0 {
            return Ok(());
        }
        let atoms = (0..ATOMS.len()).filter(|atom| wrong(*atom) != 0);
        let atoms: Vec<&str> = atoms.map(|atom| ATOMS[atom]).collect();
        let Simulation { live, desired, .. } = self.simulation;
        let name = name_of(user, [live, desired]);
        let mut words = format!("{name} {verb} {} on", atoms.join(", "));
        for folder in 0..live.folders.len() {
            let tree = if live.folders[folder].exists { live } else { desired };
            let path = tree.path(folder);
            let path = if path.is_empty() { "/" } else { &path };
            match everywhere >> (2 * folder) & 3 {
                0 => {}
                2 => write!(words, " new-in:{path}").expect("text"),
                _ => write!(words, " {path}").expect("text"),
            }
        }
        Err(words)
    }
}

/// Whether an automation's paths lead to the same folders before and after. Where a folder that
/// one names moves, or goes, it does not do what it did anyway.
pub fn lead_nowhere_else(live: &World, desired: &World, automation: Id) -> bool {
    [live, desired].into_iter().all(|world| {
        let automation = &world.automations[automation];
        [&automation.source, &automation.destination].into_iter().all(|path| {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            live.deepest(folder) == desired.deepest(folder)
        })
    })
}

/// What excuses leave of something wrong; they are asked for only where something is.
fn without(wrong: Places, excused: impl FnOnce() -> Places) -> Places {
    if wrong == 0 { 0 } else { wrong & !excused() }
}

/// The folders of which something holds, and what lies new in them.
fn places(world: &World, holds: impl Fn(Id) -> bool) -> Places {
    let all = (0..world.folders.len()).filter(|id| holds(*id));
    all.fold(0, |places, id| places | at(id) | below(id))
}
