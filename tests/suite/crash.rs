//! Apply is killed at any moment; planning again finishes the work.

use crate::program::{Place, copy};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

fn kill_after(place: &Place, delay: Duration) {
    let mut child = spawn(place.command());
    thread::sleep(delay);
    // It may have ended by itself: then there is nothing to kill.
    let _ = child.kill();
    child.wait().expect("a child ends");
}

fn spawn(mut command: Command) -> std::process::Child {
    command
        .args(["apply", "--auto-approve", "--quiet"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().expect("the program runs")
}

#[test]
fn an_apply_that_is_killed_is_finished_by_the_next() {
    let place = Place::new();
    copy("examples/mortgage-broker", &place);
    for milliseconds in [3, 6, 9, 12, 15, 18, 21, 24, 27, 30] {
        kill_after(&place, Duration::from_millis(milliseconds));
    }
    place.run(&["apply", "--auto-approve"]).ends(0);
    let plan = place.run(&["plan", "--detailed-exitcode"]).ends(0);
    assert!(plan.stdout.starts_with("No changes."), "{}", plan.stdout);

    let once = Place::new();
    copy("examples/mortgage-broker", &once);
    once.run(&["apply", "--auto-approve"]).ends(0);
    assert_eq!(content(&place), content(&once));
}

/// The snapshot without ids, which tell in what order things were made.
fn content(place: &Place) -> String {
    let text = place.run(&["snapshot", "--target", "local:site.db"]).ends(0).stdout;
    text.lines().map(|line| line.split_once("\"id\":").map_or(line, |(before, _)| before)).collect()
}
