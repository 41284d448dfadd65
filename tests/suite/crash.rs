//! Apply is killed at any moment; planning again finishes the work.

use crate::program::{Place, copy};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

fn kill_after(place: &Place, arguments: &[&str], delay: Duration) {
    let mut child = spawn(place, arguments);
    thread::sleep(delay);
    // It may have ended by itself: then there is nothing to kill.
    let _ = child.kill();
    child.wait().expect("a child ends");
}

fn spawn(place: &Place, arguments: &[&str]) -> Child {
    let mut command = place.command();
    command.args(["apply", "--auto-approve"]).args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the program runs")
}

#[test]
fn an_apply_that_is_killed_is_finished_by_the_next() {
    let place = Place::new();
    copy("examples/mortgage-broker", ".", &place);
    for milliseconds in [3, 6, 9, 12, 15, 18, 21, 24, 27, 30] {
        kill_after(&place, &["--quiet"], Duration::from_millis(milliseconds));
    }
    place.run(&["apply", "--auto-approve"]).ends(0);
    same_as_in_one_go(&place);
}

#[test]
fn a_saved_plan_whose_run_is_killed_goes_on_where_it_stopped() {
    let place = Place::new();
    copy("examples/mortgage-broker", ".", &place);
    place.run(&["plan", "--out", "plan.json"]).ends(0);
    let arguments = ["plan.json", "--parallelism", "4", "--quiet"];
    for milliseconds in [3, 6, 9, 12, 15, 18, 21, 24, 27, 30] {
        kill_after(&place, &arguments, Duration::from_millis(milliseconds));
    }
    let last = place.run(&["apply", "plan.json", "--parallelism", "4", "--auto-approve"]).ends(0);
    assert!(!last.stderr.contains("should be"), "{}", last.stderr);
    assert!(place.journals().is_empty());
    same_as_in_one_go(&place);
}

#[test]
fn steps_of_which_nobody_knows_are_looked_up_on_the_site() {
    const SITE: &str = r#"
bot "feed" {
    system "Feed"
    authentication "none"
    protocols "web"
    api-key "status" save-to="status.key" {
        permission-set "files-only"
    }
}
group "Team"
folder "A" {
    grant "list" group="Team"
}
"#;
    let place = Place::with(&[("site.kdl", SITE)]);
    place.run(&["plan", "--out", "plan.json"]).ends(0);
    place.run(&["apply", "plan.json", "--auto-approve"]).ends(0);
    // A run that was cut off before anything was written down of what became of its steps.
    let cut_off = || {
        let plan: serde_json::Value = serde_json::from_str(&place.read("plan.json")).expect("JSON");
        let store = place.path().canonicalize().expect("a path").join("site.db");
        let mut journal = format!(
            "{}\n{}\n",
            serde_json::json!({
                "format": "siteplan-journal", "version": 2, "site": format!("local:{}", store.display()),
                "began": "2026-05-31T23:00:00Z", "process": 1,
            }),
            serde_json::json!({"event": "plan", "hash": plan["hash"]}),
        );
        for step in plan["steps"].as_array().expect("steps") {
            let mut record = serde_json::json!({"event": "start", "step": step["id"]});
            if !step["address"]["name"].is_null() {
                let file = place.path().join("status.key");
                record["key"] = serde_json::json!({
                    "user": "feed", "name": "status", "file": file, "before": [],
                });
            }
            journal.push_str(&format!("{record}\n"));
        }
        place.write("cut.journal", &journal);
    };
    let saved = ["apply", "plan.json", "--auto-approve", "--journal", "cut.journal"];
    cut_off();
    let ran = place.run(&saved).ends(0);
    assert!(ran.stderr.contains("0 steps were done; 5 more were on their way"), "{}", ran.stderr);
    assert!(ran.stderr.contains("its secret is in `"), "{}", ran.stderr);
    assert!(place.journals().is_empty());
    // A definition whose plan is empty sees to it as well.
    let definition = ["apply", "site.kdl", "--auto-approve", "--journal", "cut.journal"];
    cut_off();
    let ran = place.run(&definition).ends(0);
    assert!(ran.stderr.contains("its secret is in `"), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("No changes."), "{}", ran.stdout);
    assert!(place.journals().is_empty());

    let first = place.read("status.key");
    for apply in [saved, definition] {
        std::fs::remove_file(place.path().join("status.key")).expect("the secret is lost");
        cut_off();
        let ran = place.run(&apply[..]).ends(0);
        assert!(ran.stderr.contains("it is revoked"), "{}", ran.stderr);
        assert_ne!(place.read("status.key"), first, "another one is made");
        place.run(&["plan", "--expect-no-changes"]).ends(0);
    }
    // A secret that was written for a key that did not come to be.
    place.write("status.key", "an-older-secret\n");
    cut_off();
    place.run(&definition).ends(0);
    assert_ne!(place.read("status.key"), "an-older-secret\n");
    // A key that was made long after is somebody else's, whatever it is called.
    std::fs::remove_file(place.path().join("status.key")).expect("moved away");
    cut_off();
    let journal = place.read("cut.journal");
    let long_ago = "\"before\":[],\"at\":\"2020-01-01T00:00:00Z\"";
    assert!(journal.contains("\"before\":[]"));
    place.write("cut.journal", journal.replace("\"before\":[]", long_ago));
    let ran = place.run(&definition).ends(0);
    assert!(!ran.stderr.contains("revoked"), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("No changes."), "{}", ran.stdout);
    // What is no secret of a key is left alone.
    place.write("status.key", "two words\n");
    cut_off();
    let ran = place.run(&definition).ends(5);
    assert!(ran.stderr.contains("holds something else than the secret of a key"), "{}", ran.stderr);
    assert_eq!(place.read("status.key"), "two words\n");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_run_between_steps() {
    let users = (0..600).map(|number| format!("user \"u{number}\"\n"));
    let place = Place::with(&[("site.kdl", &users.collect::<String>())]);
    let mut child = spawn(&place, &["--parallelism", "3"]);
    let mut errors = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut line = String::new();
    while !line.contains("1/600") {
        assert_ne!(errors.read_line(&mut line).expect("text"), 0, "the run has begun");
    }
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &id]).status();
    assert!(sent.expect("kill is there").success());
    let rest = std::io::read_to_string(errors).expect("text");
    let ended = child.wait_with_output().expect("a child ends");
    let printed = String::from_utf8(ended.stdout).expect("text");
    assert_eq!(ended.status.code(), Some(7), "{printed}\n{rest}");
    assert!(rest.contains("stopping: steps on their way will end"), "{rest}");
    assert!(printed.contains("because the run was stopped. Apply again to go on."), "{printed}");
    assert!(!printed.contains(" 0 done"), "{printed}");
    place.run(&["apply", "--auto-approve", "--quiet"]).ends(0);
    place.run(&["plan", "--expect-no-changes"]).ends(0);
}

fn same_as_in_one_go(place: &Place) {
    let plan = place.run(&["plan", "--detailed-exitcode"]).ends(0);
    assert!(plan.stdout.starts_with("No changes."), "{}", plan.stdout);

    let once = Place::new();
    copy("examples/mortgage-broker", ".", &once);
    once.run(&["apply", "--auto-approve"]).ends(0);
    assert_eq!(content(place), content(&once));
}

/// The snapshot without ids, which tell in what order things were made.
fn content(place: &Place) -> String {
    let text = place.run(&["snapshot", "--target", "local:site.db"]).ends(0).stdout;
    text.lines().map(|line| line.split_once("\"id\":").map_or(line, |(before, _)| before)).collect()
}
