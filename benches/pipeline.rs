//! How long each stage takes, and how much memory, for sites of 1,000 to 100,000 users.
//!
//! `cargo bench --bench pipeline` prints a table for each size and, at the end, how the time
//! grows. `cargo bench --bench pipeline -- write FOLDER USERS` writes such a site down, so that
//! the program itself can be timed on it. Times are the best of a few rounds; memory is what a
//! stage has in use at its worst beyond what was there before it.
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

use common::{live, memory, site};
use jiff::Timestamp;
use siteplan::facade::live::{LiveSite, snapshot};
use siteplan::facade::lower;
use siteplan::facade::model::{Definition, Level, Names};
use siteplan::facade::pipeline::{self, Checked, Wanted};
use siteplan::facade::plan;
use siteplan::facade::rules::{self, Check, Context};
use siteplan::facade::source::Sources;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const SLOWEST_RULES: usize = 5;
const NOW: Timestamp = Timestamp::UNIX_EPOCH;

struct Row {
    stage: String,
    time: Duration,
    peak: usize,
}

/// The rows of one size. A part of another row does not count in the sum.
struct Table {
    rounds: usize,
    rows: Vec<Row>,
}

impl Table {
    /// Takes the time and the memory of some work; what it makes is not freed in the time.
    fn stage<T>(&mut self, stage: &str, mut work: impl FnMut() -> T) -> T {
        let mut best = Duration::MAX;
        let (mut result, peak) = memory::peak_of(|| timed(&mut best, &mut work));
        for _ in 1..self.rounds {
            drop(result);
            result = timed(&mut best, &mut work);
        }
        self.rows.push(Row { stage: stage.to_owned(), time: best, peak });
        result
    }

    fn print(&self, users: usize, bytes: usize) {
        println!("\n{users} users, {:.1} MB of text", bytes as f64 / 1e6);
        println!("  {:<38} {:>11} {:>7} {:>12}", "stage", "time", "share", "peak memory");
        let whole: Duration = self.rows.iter().filter(|row| !row.is_part()).map(|r| r.time).sum();
        for row in &self.rows {
            println!(
                "  {:<38} {:>8.2} ms {:>5.1} % {:>9.1} MB",
                row.stage,
                row.time.as_secs_f64() * 1e3,
                100.0 * row.time.as_secs_f64() / whole.as_secs_f64(),
                row.peak as f64 / 1e6,
            );
        }
    }
}

impl Row {
    fn is_part(&self) -> bool {
        self.stage.starts_with(' ')
    }
}

fn timed<T>(best: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = black_box(work());
    *best = start.elapsed().min(*best);
    result
}

/// The stages one by one, on what the stages before give in one.
fn check(table: &mut Table, files: &site::Definition) -> Checked {
    let checked = pipeline::check(site::ROOT, files, Names::default(), NOW);
    // Now and then a group meets itself on a folder above.
    let expected = checked.findings.iter().all(|found| found.code.0 == "redundant-grant");
    assert!(expected, "{:?}", checked.findings);
    let (sources, loaded) = table.stage("read", || {
        let mut sources = Sources::default();
        let loaded = lower::load(site::ROOT, files, &mut sources);
        (sources, loaded)
    });
    table.stage("lower", || {
        let mut names = Names::default();
        let lowered = lower::lower(
            &sources,
            &loaded,
            &mut names,
            &lower::GroupIds::default(),
            lower::Clock::Ever,
        );
        (names, lowered)
    });
    drop((sources, loaded));
    let Checked { site, names, sources, .. } = &checked;
    table.stage("rules", || rules::check(&Context::new(site, names, sources, NOW)));
    slowest_rules(table, site, names, sources);
    checked
}

/// Each rule by itself, after one run has made the look-ups that rules share.
fn slowest_rules(table: &mut Table, site: &Definition, names: &Names, sources: &Sources) {
    let context = Context::new(site, names, sources, NOW);
    rules::check(&context);
    let mut each = Table { rounds: table.rounds.max(3), rows: Vec::new() };
    for rule in rules::all() {
        if let Check::Definition(check) = rule.check {
            each.stage(&format!("  {}", rule.code), || check(&context, &mut Vec::new()));
        }
    }
    each.rows.sort_by_key(|row| std::cmp::Reverse(row.time));
    table.rows.extend(each.rows.into_iter().take(SLOWEST_RULES));
}

fn compare(table: &mut Table, mut checked: Checked) {
    let equal = live::equal(&checked.site);
    let same =
        table.stage("diff, nothing to do", || pipeline::compare(&mut checked, &equal).changes);
    assert!(same.is_empty(), "{:?}", &same[..same.len().min(3)]);
    drop(same);
    table.stage("digest of the live site", || snapshot::digest(&equal, &checked.names));
    let text = table.stage("snapshot, write", || snapshot::write(&equal, &checked.names));
    let file = checked.sources.add("live.json", text);
    table.stage("snapshot, read", || {
        let (_, found) = snapshot::read(&checked.sources, file, &mut Names::default());
        assert!(found.is_empty(), "{found:?}");
    });
    drop(equal);
    let some = some_changes(&checked.site);
    plans(table, &mut checked, &some, "some to change");
    drop(some);
    plans(table, &mut checked, &LiveSite::default(), "all to create");
}

/// A plan, and two of the stages that lead to it.
fn plans(table: &mut Table, checked: &mut Checked, live: &LiveSite, what: &str) {
    let changes =
        table.stage(&format!("  diff, {what}"), || pipeline::compare(checked, live).changes);
    let names = &mut checked.names;
    table.stage(&format!("  impact, {what}"), || {
        let transition = plan::Transition::new(live, &changes, &[], names, NOW);
        plan::impact(&transition, live, &changes, names)
    });
    drop(changes);
    table.stage(&format!("plan, {what}"), || {
        pipeline::plan(checked, live, Wanted::default()).plan.expect("an order")
    });
}

/// Where a thousand people are in other groups, and a hundred grants have another level.
fn some_changes(site: &Definition) -> LiveSite {
    let mut live = live::equal(site);
    let groups: Vec<_> = live.groups.iter().map(|group| group.key).collect();
    let step = (live.memberships.len() / 1000).max(1);
    for membership in live.memberships.iter_mut().step_by(step) {
        let at = groups.iter().position(|group| *group == membership.group).unwrap_or_default();
        membership.group = groups[(at + 7) % groups.len()];
    }
    let step = (live.grants.len() / 100).max(1);
    for grant in live.grants.iter_mut().step_by(step) {
        grant.level = if grant.level == Level::Full { Level::ReadOnly } else { Level::Full };
    }
    live
}

fn write(folder: &str, users: &str) {
    let users = users.parse().expect("a number of users");
    for (name, text) in site::definition(users).0 {
        let path = Path::new(folder).join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [word, folder, users] = &arguments[..]
        && word == "write"
    {
        return write(folder, users);
    }
    let tables = SIZES.map(|users| {
        let files = site::definition(users);
        let bytes = files.0.values().map(String::len).sum();
        let mut table = Table { rounds: (200_000 / users).clamp(2, 20), rows: Vec::new() };
        let checked = check(&mut table, &files);
        compare(&mut table, checked);
        table.print(users, bytes);
        table
    });
    let [small, middle, large] = &tables;
    println!("\ntime for 10 times the users, relative to 10 times the time");
    println!("  {:<38} {:>10} {:>10}", "stage", "1k to 10k", "to 100k");
    for row in large.rows.iter().filter(|row| !row.is_part()) {
        let of = |table: &Table| {
            let same = table.rows.iter().find(|other| other.stage == row.stage);
            same.map_or(f64::NAN, |row| row.time.as_secs_f64())
        };
        let (small, middle, large) = (of(small), of(middle), of(large));
        println!(
            "  {:<38} {:>10.2} {:>10.2}",
            row.stage,
            middle / small / 10.0,
            large / middle / 10.0
        );
    }
}
