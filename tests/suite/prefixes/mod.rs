//! Every prefix of a plan is safe on the embedded store too, in whatever order its steps are
//! done: transitions written by hand go through the library as the program calls it, and after
//! each step the store itself is read. (`safety` tries random ones on a model of Files.com.)

mod judge;
mod moment;
mod transitions;

use crate::safety::{Pair, cases, definition, is_for_safety, lead_nowhere_else, rng, sample, seed};
use crate::stores::{apply, interleaved, plan, planned, resumable, sound, store};
use judge::Run;
use moment::Moment;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use siteplan::facade::plan::{Plan, Step, StepId};
use siteplan::facade::site::{EnvironmentSecrets, LocalSite, Site};
use std::collections::BTreeSet;
use transitions::{Told, Transition};

/// Of each plan, so many random orders are tried besides those that follow from it.
const RANDOM_ORDERS: u64 = 4;

/// So many pairs of random sites are tried, or `SITEPLAN_CASES`.
const RANDOM_PAIRS: u64 = 16;

#[test]
fn every_prefix_is_safe_on_the_store() {
    let mut wrong = Vec::new();
    for transition in &transitions::all() {
        let scene = Scene::of(transition);
        let tells = |plan: &Plan, wanted: bool| {
            let (name, told) = (&transition.name, &plan.transient);
            (told.is_empty() == wanted).then(|| format!("{name}: it tells of {told:#?}"))
        };
        let plan = scene.plan(false);
        wrong.extend(tells(&plan, transition.told != Told::Nothing));
        wrong.extend(scene.undeclared(&plan));
        if transition.told != Told::Nothing {
            let bridged = scene.plan(true);
            wrong.extend(tells(&bridged, transition.told == Told::Anyway));
            wrong.extend(scene.undeclared(&bridged));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An apply that ended anywhere goes on, and nobody goes without what they had all along.
#[test]
fn what_is_planned_after_any_end_is_safe() {
    let mut wrong = Vec::new();
    for transition in transitions::all().iter().filter(|one| one.told != Told::Anyway) {
        let scene = Scene::of(transition);
        let bridge = transition.told == Told::Bridged;
        wrong.extend(scene.resumed(&scene.plan(bridge), bridge));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is found above is worth something: without the care, it is found out.
#[test]
fn without_its_care_a_plan_is_found_out() {
    let is_unsafe = |transition: &&Transition| {
        let scene = Scene::of(transition);
        let mut careless = scene.plan(false);
        for step in &mut careless.steps {
            step.after.retain(|after| !is_for_safety(&after.reason));
        }
        let runs = orders(&careless).into_iter().filter_map(|order| scene.run(&order).ok());
        let mut wrong = runs.filter(|run| run.undeclared(&careless).next().is_some());
        wrong.next().is_some()
    };
    let all = transitions::all();
    let found: Vec<&str> = all.iter().filter(is_unsafe).map(|one| &*one.name).collect();
    assert!(found.len() * 2 > all.len(), "only {found:#?}");
}

/// The random pairs that `safety` tries on a model, where their definitions have no errors.
#[test]
fn random_plans_are_safe_on_the_store() {
    let (samples, mut tried, mut wrong) = (sample(), 0, Vec::new());
    for seed in seed().. {
        let mut runner = TestRunner::new_with_rng(Config::default(), rng(seed));
        let pair = samples.new_tree(&mut runner).expect("a sample").current().pair();
        // Assertions are asked by the names of the moment here, and these pairs rename people.
        let mut pair = Pair { expectations: Vec::new(), ..pair };
        for world in [&mut pair.live, &mut pair.desired] {
            world.without_partners();
            world.without_openings();
        }
        let before = definition(&Pair { desired: pair.live.clone(), ..pair.clone() });
        let after = definition(&pair);
        if leads_elsewhere(&pair) || sound(&before).is_err() || sound(&after).is_err() {
            continue;
        }
        let scene = Scene::new(&format!("seed {seed}"), &before, after.clone());
        for bridge in [false, true] {
            let plan = scene.plan(bridge);
            wrong.extend(scene.undeclared(&plan));
        }
        if !wrong.is_empty() {
            wrong.truncate(12);
            panic!("{before}\n{after}\n{}", wrong.join("\n"));
        }
        tried += 1;
        if tried == cases().unwrap_or(RANDOM_PAIRS) {
            break;
        }
    }
}

#[test]
fn steps_are_what_they_need_to_be() {
    for transition in &transitions::all() {
        let steps = Scene::of(transition).plan(false).steps;
        let steps = steps.iter().map(|step| format!("{:?} {}", step.operation, step.address));
        let steps: BTreeSet<String> = steps.collect();
        for wanted in &transition.steps {
            assert!(steps.contains(wanted), "{}: no {wanted} in {steps:#?}", transition.name);
        }
        for unwanted in &transition.no_steps {
            let found = steps.iter().find(|step| step.starts_with(&**unwanted));
            assert!(found.is_none(), "{}: {found:?} in {steps:#?}", transition.name);
        }
    }
}

/// What a site is to become, with the store from which that starts.
struct Scene {
    name: String,
    after: String,
    store: tempfile::TempDir,
}

/// Whether an automation comes to lead to other folders: then it does not do what it did.
fn leads_elsewhere(pair: &Pair) -> bool {
    let all = 0..pair.live.automations.len().min(pair.desired.automations.len());
    all.into_iter().any(|one| !lead_nowhere_else(&pair.live, &pair.desired, one))
}

impl Scene {
    fn of(transition: &Transition) -> Self {
        Scene::new(&transition.name, &transition.before, transition.after.clone())
    }

    fn new(name: &str, before: &str, after: String) -> Self {
        let (store, site) = store();
        let (initial, _, _) = plan(before, &site);
        apply(&initial, &site, usize::MAX);
        Scene { name: name.to_owned(), after, store }
    }

    /// A copy of the store as it is before.
    fn start(&self) -> (tempfile::TempDir, LocalSite) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("site.db");
        std::fs::copy(self.store.path().join("site.db"), &path).expect("it is copied");
        let site = LocalSite::open(&path).expect("a store");
        (folder, site)
    }

    fn plan(&self, bridge: bool) -> Plan {
        self.plan_on(&self.start().1, bridge)
    }

    fn plan_on(&self, site: &LocalSite, bridge: bool) -> Plan {
        planned(&self.after, site, bridge).0
    }

    /// What goes wrong in any order tried, and is not declared.
    fn undeclared(&self, plan: &Plan) -> Vec<String> {
        let mut found = Vec::new();
        for order in orders(plan) {
            match self.run(&order) {
                Ok(run) => found.extend(
                    run.undeclared(plan).map(|breach| format!("steps {:?}: {breach}", run.order)),
                ),
                Err(refused) => found.push(refused),
            }
        }
        found.into_iter().map(|words| format!("{}: {words}", self.name)).collect()
    }

    fn run(&self, order: &[&Step]) -> Result<Run, String> {
        let (_folder, site) = self.start();
        let mut run = Run::of(self.look(&site));
        self.perform(order, &site, &mut run)?;
        let end = self.plan_on(&site, false);
        assert!(end.is_empty(), "{}: {:#?}", self.name, end.changes);
        Ok(run)
    }

    fn perform(&self, order: &[&Step], site: &LocalSite, run: &mut Run) -> Result<(), String> {
        for step in order {
            site.perform(step, &EnvironmentSecrets::default())
                .map_err(|error| format!("step {} is refused: {error}", step.id.0))?;
            run.then(step, self.look(site));
        }
        Ok(())
    }

    fn look(&self, site: &LocalSite) -> Moment {
        Moment::of(site, &self.after)
    }

    /// What goes wrong where an apply ends after some steps, and the rest is planned anew.
    fn resumed(&self, plan: &Plan, bridge: bool) -> Vec<String> {
        let mut found = Vec::new();
        for cut in 1..plan.steps.len() {
            let (_folder, site) = self.start();
            let mut run = Run::of(self.look(&site));
            let steps: Vec<&Step> = plan.steps.iter().take(cut).collect();
            self.perform(&steps, &site, &mut run).expect("it went before");
            resumable(plan, cut, &site);
            let rest = self.plan_on(&site, bridge);
            let words = |what: &str| format!("{}: cut after {cut}: {what}", self.name);
            let steps: Vec<&Step> = rest.steps.iter().collect();
            if let Err(refused) = self.perform(&steps, &site, &mut run) {
                found.push(words(&refused));
                continue;
            }
            if !rest.transient.is_empty() {
                found.push(words(&format!("the rest tells of {:?}", rest.transient)));
            }
            found.extend(run.undeclared(&rest).map(|breach| words(&breach.to_string())));
            assert!(self.plan_on(&site, false).is_empty(), "{}", words("something is left"));
        }
        found
    }
}

/// The plan's own order, the opposite one, some random ones; and each step as early as it can
/// be, and as late: of any two that do not wait for each other, each comes first in one of these.
fn orders(plan: &Plan) -> Vec<Vec<&Step>> {
    let nothing = BTreeSet::new();
    let mut orders =
        vec![interleaved(plan, &nothing, |_| 0), interleaved(plan, &nothing, |due| due.len() - 1)];
    for step in &plan.steps {
        let needed = needed(plan, step.id);
        let first = |due: &[&Step]| due.iter().position(|step| needed.contains(&step.id));
        orders.push(interleaved(plan, &nothing, |due| first(due).unwrap_or(0)));
        let other = |due: &[&Step]| due.iter().position(|other| other.id != step.id);
        orders.push(interleaved(plan, &nothing, |due| other(due).unwrap_or(0)));
    }
    for seed in 1..=RANDOM_ORDERS {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        orders.push(interleaved(plan, &nothing, |due| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % due.len() as u64) as usize
        }));
    }
    orders.sort_by_key(|order| order.iter().map(|step| step.id).collect::<Vec<_>>());
    orders.dedup();
    orders
}

/// A step, and all that must come before it.
fn needed(plan: &Plan, last: StepId) -> BTreeSet<StepId> {
    let mut needed = BTreeSet::from([last]);
    for step in plan.steps.iter().rev() {
        if needed.contains(&step.id) {
            needed.extend(step.after.iter().map(|after| after.step));
        }
    }
    needed
}
