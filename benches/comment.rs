//! How large a plan's comment is, and how long it takes to write, for plans of 10 to 100,000
//! changes: `cargo bench --bench comment`.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    unsafe_code,
    reason = "tests and benches touch the world and may panic"
)]

mod common;

use common::site;
use jiff::Timestamp;
use siteplan::facade::live::LiveSite;
use siteplan::facade::model::Names;
use siteplan::facade::pipeline::{self, Wanted};
use siteplan::facade::plan::{self, Plan, Sign};
use siteplan::facade::render::markdown;
use siteplan::facade::render::repository::Repository;
use std::time::{Duration, Instant};

/// A site of so many users, made from nothing.
fn from_nothing(users: usize) -> Plan {
    let (files, names) = (site::definition(users), Names::default());
    let mut checked = pipeline::check(site::ROOT, &files, names, Timestamp::UNIX_EPOCH);
    let planned = pipeline::plan(&mut checked, &LiveSite::default(), Wanted::default());
    planned.plan.expect("an order")
}

/// The same people, each for themselves, and losing what they gain.
fn one_by_one(mut plan: Plan) -> Plan {
    let moves = std::mem::take(&mut plan.access.moves);
    for mut one in moves {
        one.group = None;
        one.changes.iter_mut().for_each(|change| change.change = Sign::Lost);
        let people = std::mem::take(&mut one.people);
        let alone =
            people.into_iter().map(|name| plan::AccessMove { people: vec![name], ..one.clone() });
        plan.access.moves.extend(alone);
    }
    plan.access.lose = std::mem::take(&mut plan.access.gain);
    plan
}

fn main() {
    println!(
        "{:>8} {:>8} {:>10} {:>8} {:>11} {:>11}",
        "changes", "moves", "characters", "bytes", "comment", "hash"
    );
    for users in [1, 700, 71_000] {
        let plan = from_nothing(users);
        row(&plan);
        row(&one_by_one(plan));
    }
}

fn row(plan: &Plan) {
    let (_, hashing) = best(|| plan::hash::of(plan));
    let (text, writing) = best(|| markdown::plan(plan, None, &Repository::default()));
    println!(
        "{:>8} {:>8} {:>10} {:>8} {:>8.2} ms {:>8.2} ms",
        plan.changes.len(),
        plan.access.moves.len(),
        text.chars().count(),
        text.len(),
        writing.as_secs_f64() * 1e3,
        hashing.as_secs_f64() * 1e3
    );
}

fn best<T>(mut work: impl FnMut() -> T) -> (T, Duration) {
    let mut fastest = Duration::MAX;
    let mut run = || {
        let start = Instant::now();
        let made = work();
        fastest = fastest.min(start.elapsed());
        made
    };
    run();
    run();
    let made = run();
    (made, fastest)
}
