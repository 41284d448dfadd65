//! A job that is cancelled: the runner signals the step's own process, and nothing else.

use super::runner::{READ_KEY, Runner, WRITE_KEY, script};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const MANY: usize = 40;

/// With a definition that takes a while to apply, and a site that takes its time.
fn slow() -> Runner {
    let runner = Runner::at_a_site_that_takes(Duration::from_millis(40));
    let users: Vec<String> = (0..MANY).map(|n| format!("user \"u{n}\"\n")).collect();
    runner.place.write("site/site.kdl", users.concat());
    runner
}

/// The step of the action that runs siteplan, as the runner starts it.
fn step(runner: &Runner, command: &str, variables: &[(&str, &str)]) -> Child {
    runner.place.write("output", "");
    let mut shell = runner.shell();
    // As the action has it: `exec`, so that the step's own process is the script.
    let line = format!("exec bash {}", script("run.sh").display());
    shell.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &line]);
    shell.env("SITEPLAN_COMMAND", command).envs(variables.iter().copied());
    shell.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("bash")
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status();
    assert!(sent.expect("kill").success());
}

fn wait_for(what: impl Fn() -> bool) {
    let start = Instant::now();
    while !what() {
        assert!(start.elapsed() < Duration::from_secs(30), "it never came to that");
        std::thread::sleep(Duration::from_millis(5));
    }
}

const APPLY: [(&str, &str); 4] = [
    ("FILES_API_KEY", WRITE_KEY),
    ("SITEPLAN_ARGS", "--parallelism=1"),
    ("GITHUB_SHA", "merge"),
    ("SITEPLAN_COMMENT", "true"),
];

#[test]
fn an_apply_ends_after_the_step_at_work_and_reports() {
    for name in ["INT", "TERM"] {
        let runner = slow();
        runner.plan().ends(0);
        runner.record("pulls/7/merge", "merge");
        runner.record("pulls/7/head", "head");
        let child = step(&runner, "apply", &APPLY);
        wait_for(|| runner.site.requests_of("POST /users") >= 2);
        signal(&child, name);
        let ended = child.wait_with_output().expect("it ends");
        let printed = String::from_utf8_lossy(&ended.stdout);
        assert_eq!(ended.status.code(), Some(7), "{name}: {printed}");
        let made = runner.site.requests_of("POST /users");
        assert!((2..MANY).contains(&usize::try_from(made).expect("few")), "{name}: {made}");
        assert!(printed.contains("stopping: steps on their way will end"), "{printed}");
        for report in [runner.place.read("summary"), runner.recorded("comments/2/body")] {
            assert!(report.contains("siteplan: applied in part"), "{report}");
            assert!(report.contains(&format!("Applied in part: {made} done")), "{made}: {report}");
        }
        assert_eq!(runner.output("exit-code").as_deref(), Some("7"));
        // Nobody goes on behind the step's back.
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(runner.site.requests_of("POST /users"), made);
        // What is left is done by whoever applies again.
        runner.siteplan(&["apply", "site", "--auto-approve"]).ends(0);
        assert_eq!(runner.site.requests_of("POST /users"), u64::try_from(MANY).expect("few"));
    }
}

#[test]
fn who_is_cancelled_before_the_first_step_applies_nothing() {
    let runner = slow();
    let gh = runner.place.path().join("bin/gh");
    std::fs::remove_file(&gh).expect("it is there");
    runner.place.write("bin/gh", "#!/bin/sh\ntouch asked\nsleep 1\n");
    std::fs::set_permissions(&gh, Permissions::from_mode(0o755)).expect("it is ours");
    let child = step(&runner, "apply", &APPLY);
    wait_for(|| runner.place.path().join("asked").exists());
    signal(&child, "INT");
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(143));
    let summary = runner.place.read("summary");
    assert!(summary.contains("siteplan: stopped, and nothing was applied"), "{summary}");
    assert_eq!(runner.site.requests_of("POST /users"), 0);
}

#[test]
fn a_plan_that_is_cancelled_leaves_no_older_one_standing() {
    let runner = slow();
    runner.plan().ends(0);
    let of_request = [("FILES_API_KEY", READ_KEY), ("PULL_REQUEST", "7"), ("HEAD_SHA", "head")];
    let before = runner.site.requests();
    let child = step(&runner, "plan", &of_request);
    wait_for(|| runner.site.requests() > before);
    signal(&child, "INT");
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(143));
    let comment = runner.recorded("comments/1/body");
    assert!(comment.contains("no plan could be made"), "{comment}");
    assert_eq!(runner.recorded("statuses/2/state"), "failure");
}

#[test]
fn who_is_told_twice_says_that_steps_may_have_happened() {
    let runner = Runner::new();
    runner.site.add_faults(["delay=2000:path=/users:method=POST"]).expect("a fault");
    runner.place.write("site/site.kdl", "user \"u\"\n");
    runner.plan().ends(0);
    runner.record("pulls/7/merge", "merge");
    runner.record("pulls/7/head", "head");
    let child = step(&runner, "apply", &APPLY);
    wait_for(|| runner.site.requests_of("POST /users") == 1);
    // As the runner does where the first has not ended the step.
    signal(&child, "INT");
    std::thread::sleep(Duration::from_millis(200));
    signal(&child, "TERM");
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(130));
    let summary = runner.place.read("summary");
    assert!(summary.contains("steps that were on their way may have happened"), "{summary}");
}
