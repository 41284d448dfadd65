//! A process that applies steps is killed at any moment: what it had acknowledged is there,
//! and the store is consistent.

#![expect(clippy::disallowed_methods, reason = "the child process is told by its environment")]

use super::LocalSite;
use super::test_steps::{
    OneSecret, create, delete, folder, grant, group, member, relocate, to_group, user,
};
use crate::live::{LiveSite, Look};
use crate::model::{Level, Names, Value};
use crate::plan::step::Step;
use crate::site::{Outcome, ReadSite, Site};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Where the child process finds the store, and the number of its first round. Without them
/// the child's test does nothing.
const STORE: &str = "SITEPLAN_CRASH_STORE";
const FIRST: &str = "SITEPLAN_CRASH_FIRST";
const KILLS: usize = 24;
const ROUNDS: usize = 10_000;

/// The steps of one round: a user, a group, a folder that moves to `Home`, a grant on it, and
/// a user who comes and goes.
fn round(number: usize) -> Vec<Step> {
    let (name, team) = (format!("user-{number}"), format!("team-{number}"));
    let place = format!("Inbox/{number}/Deep");
    vec![
        create(folder("Home")),
        create(folder(&place)),
        create(group(&team)).with("notes", Value::text("x".repeat(200))),
        create(user(&name)),
        create(member(&team, &name)).with("admin", Value::Bool(true)),
        create(grant(&place, to_group(&team), Level::Full, true)),
        relocate(&format!("Inbox/{number}"), &format!("Home/{number}")),
        create(user(&format!("guest-{number}"))),
        delete(user(&format!("guest-{number}"))),
    ]
}

/// Not a test of its own: the process that is killed.
#[test]
fn child_applies_until_it_is_killed() {
    let (Some(path), Ok(first)) = (std::env::var_os(STORE), std::env::var(FIRST)) else { return };
    let site = LocalSite::open(Path::new(&path)).expect("the store opens after every crash");
    let mut output = std::io::stdout();
    for number in first.parse::<usize>().expect("a number").. {
        for (at, step) in round(number).iter().enumerate() {
            site.perform(step, &OneSecret).expect("the step");
            writeln!(output, "\nack {number} {at}").expect("acknowledged");
            output.flush().expect("flushed");
        }
    }
}

/// Runs the child for a while and gives the rounds that it acknowledged, with the last step of
/// each.
fn run_and_kill(store: &Path, first: usize, milliseconds: u64) -> BTreeMap<usize, usize> {
    let own = std::env::current_exe().expect("this binary");
    let mut child = Command::new(own)
        .args(["--exact", "site::local::crash_tests::child_applies_until_it_is_killed"])
        .args(["--nocapture", "--test-threads=1"])
        .env(STORE, store)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child");
    let output = child.stdout.take().expect("its output");
    let reader = std::thread::spawn(move || acknowledged(output));
    std::thread::sleep(Duration::from_millis(milliseconds));
    // SIGKILL on unix: the process gets no chance to finish anything.
    child.kill().expect("killed");
    child.wait().expect("gone");
    reader.join().expect("the reader")
}

fn acknowledged(output: impl Read) -> BTreeMap<usize, usize> {
    let mut last = BTreeMap::new();
    let mut reader = BufReader::new(output);
    let mut line = String::new();
    while reader.read_line(&mut line).expect("text") > 0 {
        // A line that the kill cut short acknowledges nothing.
        let mut words = line.strip_suffix('\n').unwrap_or_default().split(' ');
        if words.next() == Some("ack") {
            let mut number = || words.next().and_then(|word| word.parse::<usize>().ok());
            if let (Some(round), Some(step)) = (number(), number()) {
                last.insert(round, step);
            }
        }
        line.clear();
    }
    last
}

/// Everything that an acknowledged step brought about is there.
fn check(store: &Path, rounds: &BTreeMap<usize, usize>) {
    let site = LocalSite::open_existing(store).expect("the store opens");
    let mut names = Names::default();
    let live = site.read(&Look::Everything, &mut names).expect("the records are whole");
    let folders: FxHashSet<&str> = live.folders.iter().map(|f| names.text(f.name)).collect();
    let users: FxHashSet<&str> = live.users.iter().map(|u| names.text(u.name)).collect();
    let granted: FxHashSet<&str> = live.grants.iter().map(|g| names.text(g.path)).collect();
    let member = |user: &str| {
        names.find_key(user).is_some_and(|key| live.memberships.iter().any(|m| m.user == key))
    };
    for (number, step) in rounds {
        let (before, after) = (format!("Inbox/{number}/Deep"), format!("Home/{number}/Deep"));
        let moved = folders.contains(after.as_str());
        assert!(*step < 1 || moved || folders.contains(before.as_str()), "{number}: folder");
        assert!(*step < 3 || users.contains(format!("user-{number}").as_str()), "{number}: user");
        assert!(*step < 4 || member(&format!("user-{number}")), "{number}: membership");
        let place = if moved { &after } else { &before };
        assert!(*step < 5 || granted.contains(place.as_str()), "{number}: grant");
        assert!(*step < 6 || (moved && !folders.contains(before.as_str())), "{number}: move");
        assert!(*step < 8 || !users.contains(format!("guest-{number}").as_str()), "{number}: gone");
    }
    consistent(&live, &folders);
    // The index of names agrees with the records: what is there is found by name.
    for (number, _) in rounds.iter().filter(|(_, step)| **step >= 4) {
        for step in &round(*number)[2..5] {
            let done = site.perform(step, &OneSecret).expect("performed");
            assert_eq!(done, Outcome::AlreadyDone, "{step:?}");
        }
    }
}

fn consistent(live: &LiveSite, folders: &FxHashSet<&str>) {
    assert_eq!(folders.len(), live.folders.len());
    let standing: FxHashSet<_> = live.folders.iter().map(|folder| folder.key).collect();
    assert!(live.grants.iter().all(|grant| standing.contains(&grant.folder)));
    let mut ids: Vec<i64> = live.users.iter().map(|user| user.id).collect();
    ids.extend(live.groups.iter().map(|group| group.id));
    ids.extend(live.grants.iter().map(|grant| grant.id));
    let unique: FxHashSet<i64> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "no id twice");
}

#[test]
fn what_was_acknowledged_survives_any_kill() {
    let home = tempfile::tempdir().expect("a folder");
    let store = home.path().join("site.db");
    drop(LocalSite::open(&store).expect("made"));
    let mut all = BTreeMap::new();
    let mut productive = 0;
    for kill in 0..KILLS {
        // Spread over the life of the process: while it opens, and among its commits.
        let run = run_and_kill(&store, kill * ROUNDS, 5 + (kill as u64 * 37) % 120);
        productive += usize::from(!run.is_empty());
        all.extend(run);
        check(&store, &all);
    }
    assert!(productive > KILLS / 3, "only {productive} runs got anything done");
}
