//! How much of the time that a plan takes is waiting that cannot be avoided.
//!
//! `cargo bench --bench apply` runs plans of several shapes on a site that answers every call
//! after 50 ms, with 1, 4 and 16 steps side by side, and prints the time beside the bound
//! `max(longest chain, steps / parallelism) × 50 ms`, below which no order can get.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests and benches touch the world and may panic"
)]

use jiff::Timestamp;
use siteplan::facade::apply::{Journal, Run, run};
use siteplan::facade::diff::{Address, Operation};
use siteplan::facade::live::{LiveSite, Look};
use siteplan::facade::lower::{FileError, Files};
use siteplan::facade::model::Names;
use siteplan::facade::pipeline::{self, Wanted};
use siteplan::facade::plan::{After, ChangeId, Plan, Reason, Step, StepId};
use siteplan::facade::site::{EnvironmentSecrets, Outcome, ReadSite, Secrets, Site, SiteError};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

const LATENCY: Duration = Duration::from_millis(50);

/// Does nothing, slowly.
struct Slow;

impl ReadSite for Slow {
    fn target(&self) -> &str {
        "local:slow"
    }

    fn read(&self, _: &Look, _: &mut Names) -> Result<LiveSite, SiteError> {
        Ok(LiveSite::default())
    }
}

impl Site for Slow {
    fn perform(&self, _: &Step, _: &dyn Secrets) -> Result<Outcome, SiteError> {
        std::thread::sleep(LATENCY);
        Ok(Outcome::Done)
    }
}

/// A definition that says nothing.
struct Nothing;

impl Files for Nothing {
    fn read(&self, _: &str) -> Result<String, FileError> {
        Ok(String::new())
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

/// Steps of which each waits for those before it that `waits` names, by their places.
fn plan(steps: usize, waits: impl Fn(usize) -> Vec<usize>) -> Plan {
    let now = jiff::Timestamp::UNIX_EPOCH;
    let mut checked = pipeline::check("site.kdl", &Nothing, Names::default(), now);
    let planned = pipeline::plan(&mut checked, &LiveSite::default(), Wanted::default());
    let mut plan = planned.plan.expect("no circle");
    let after = |at: usize| After { step: StepId::at(at), reason: Reason::NewBeforeOld };
    let step = |at: usize| Step {
        id: StepId::at(at),
        change: ChangeId(at),
        operation: Operation::Create,
        address: Address::Group { group: format!("g{at}") },
        live_id: None,
        as_user: None,
        set: Vec::new(),
        after: waits(at).into_iter().map(after).collect(),
    };
    plan.steps = (0..steps).map(step).collect();
    plan
}

fn longest_chain(plan: &Plan) -> usize {
    let mut depths: Vec<usize> = Vec::new();
    for step in &plan.steps {
        let before = step.after.iter().map(|after| depths[after.step.0 as usize - 1]);
        depths.push(before.max().unwrap_or(0) + 1);
    }
    depths.into_iter().max().unwrap_or(0)
}

fn time(plan: &Plan, parallelism: usize) -> Duration {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("journal");
    let mut journal = Journal::take(&place, "local:x", Timestamp::UNIX_EPOCH).expect("a journal");
    journal.begin(plan).expect("begun");
    let start = Instant::now();
    let report = run(Run {
        plan,
        site: &Slow,
        secrets: &EnvironmentSecrets::default(),
        journal: &mut journal,
        keys: &BTreeMap::new(),
        applied: &BTreeSet::new(),
        parallelism: NonZeroUsize::new(parallelism).expect("at least one"),
        stop: &AtomicBool::new(false),
        observe: &mut |_| {},
    });
    assert!(report.is_complete());
    start.elapsed()
}

fn main() {
    let shapes = [
        ("wide: 96 steps, no edges", plan(96, |_| Vec::new())),
        ("chain: 24 steps in a row", plan(24, |at| at.checked_sub(1).into_iter().collect())),
        ("chains: 12 rows of 8 steps", plan(96, |at| at.checked_sub(12).into_iter().collect())),
        (
            "tree: each step opens two",
            plan(95, |at| (at > 0).then(|| (at - 1) / 2).into_iter().collect()),
        ),
        (
            "layers: 6 of 16, each waits for all of the layer before",
            plan(96, |at| match at / 16 {
                0 => Vec::new(),
                layer => (layer * 16 - 16..layer * 16).collect(),
            }),
        ),
    ];
    println!("side by side     bound      time  time / bound");
    for (name, plan) in &shapes {
        println!("{name}");
        for parallelism in [1, 4, 16] {
            let rounds = longest_chain(plan).max(plan.steps.len().div_ceil(parallelism));
            let bound = LATENCY * rounds as u32;
            let time = time(plan, parallelism);
            println!(
                "{parallelism:>12} {:>7.2} s {:>7.2} s {:>12.3}x",
                bound.as_secs_f64(),
                time.as_secs_f64(),
                time.as_secs_f64() / bound.as_secs_f64(),
            );
        }
    }
}
