//! The scripts of the action, run as a runner would.

use super::runner::{BOT, READ_KEY, Runner, WRITE_KEY, script};
use crate::program::{Ran, files_below};
use crate::reports::assert_sarif;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn a_plan_is_one_comment_that_is_kept_up_to_date() {
    let runner = Runner::new();
    // Whoever writes such a comment could edit it after the plan was put into it.
    let marker = "<!-- siteplan:plan site/site.kdl -->";
    runner.record("comments/1/issue", "7");
    runner.record("comments/1/author", "mallory");
    runner.record("comments/1/body", marker);

    runner.plan().ends(0);
    assert_eq!(runner.count("comments"), 2);
    let first = runner.recorded("comments/2/body");
    assert!(first.starts_with(marker), "{first}");
    assert!(
        first.contains("## ⚠️ siteplan: 1 new site administrator; 2 people gain access"),
        "{first}"
    );
    assert_eq!(runner.recorded("comments/2/issue"), "7");

    runner.edit("\"readwrite\"", "\"full\"");
    runner.plan().ends(0);
    assert_eq!(runner.count("comments"), 2);
    let second = runner.recorded("comments/2/body");
    assert!(second.contains("delete"), "{second}");
    assert_ne!(first, second);
    assert_eq!(runner.recorded("comments/1/body"), marker);

    let hash = runner.output("hash").expect("a hash");
    assert!(second.contains(&hash), "{second}");
    assert_eq!(runner.recorded("statuses/2/description"), hash);
    assert_eq!(runner.recorded("statuses/2/state"), "success");
    assert_eq!(runner.recorded("statuses/2/sha"), "head");
    assert!(runner.place.read("summary").contains(&hash));
    assert!(runner.place.read("temp/siteplan/plan.html").contains("<!doctype html>"));
}

#[test]
fn a_plan_that_cannot_be_made_replaces_the_one_that_stands() {
    let runner = Runner::new();
    runner.plan().ends(0);
    runner.edit("readwrite", "readwrit");
    runner.plan().ends(3);
    let invalid = runner.recorded("comments/1/body");
    assert!(invalid.contains("the definition is invalid"), "{invalid}");
    assert_eq!(runner.recorded("statuses/2/state"), "failure");
    assert_eq!(runner.output("hash").as_deref(), Some(""));

    runner.edit("readwrit", "readwrite");
    runner.plan_with(&[("SITEPLAN_TARGET", "http://127.0.0.1:1")]).ends(5);
    let unreachable = runner.recorded("comments/1/body");
    assert!(unreachable.contains("no plan could be made"), "{unreachable}");
    assert_eq!(runner.recorded("statuses/3/state"), "failure");
    assert_eq!(runner.count("comments"), 1);
}

#[test]
fn a_guard_that_refuses_leaves_no_hash_to_approve() {
    let runner = Runner::new();
    runner.plan_with(&[("SITEPLAN_ARGS", "--max-gain\n1\n")]).ends(4);
    assert!(runner.recorded("comments/1/body").contains("What stops it"));
    assert_eq!(runner.recorded("statuses/1/state"), "failure");
}

#[test]
fn the_approved_plan_is_applied_after_the_merge() {
    let runner = Runner::new();
    runner.plan().ends(0);
    let applied = runner.apply().ends(0);
    assert!(applied.stdout.contains("Applied: 6 steps."), "{}", applied.stdout);
    assert_eq!(runner.site.requests_of("POST /users"), 2);
    assert_eq!(runner.site.requests_of("POST /permissions"), 2);
    runner.siteplan(&["plan", "site", "--expect-no-changes"]).ends(0);
    let report = runner.recorded("comments/2/body");
    assert!(report.contains("the site is as the definition says"), "{report}");
    assert_eq!(runner.recorded("comments/2/issue"), "7");
}

/// Nothing was applied, and the pull request is told so.
fn nothing_applied(runner: &Runner, ran: Ran, code: i32) {
    ran.ends(code);
    assert!(runner.place.read("summary").contains("nothing was applied"));
    assert_eq!(runner.site.requests_of("POST /users"), 0);
    assert_eq!(runner.site.requests_of("POST /permissions"), 0);
}

/// A program that says this and ends so, in the place of ours.
fn says(runner: &Runner, line: &str, code: i32) {
    let program = runner.place.path().join("bin/siteplan");
    let _ = std::fs::remove_file(&program);
    runner.place.write("bin/siteplan", format!("#!/bin/sh\necho '{line}'\nexit {code}\n"));
    std::fs::set_permissions(&program, Permissions::from_mode(0o755)).expect("it is ours");
}

const GIVEN: [(&str, &str); 2] = [("FILES_API_KEY", WRITE_KEY), ("SITEPLAN_PLAN_HASH", "a-hash")];

#[test]
fn what_was_done_and_did_not_stay_is_no_success() {
    for (line, title) in [
        (
            "Applied: 2 steps. https://x.example is not as they left it",
            "applied, and the site is not",
        ),
        ("Applied in part: 1 done, 1 failed, 0 skipped", "siteplan: applied in part"),
    ] {
        let runner = Runner::new();
        says(&runner, line, 7);
        runner.run("apply", &GIVEN).ends(7);
        let summary = runner.place.read("summary");
        assert!(summary.contains(title) && !summary.contains('✅'), "{summary}");
    }
}

#[test]
fn only_a_site_that_is_as_the_definition_says_is_checked_off() {
    for (line, title) in [
        (
            "Applied: 1 step. https://x.example is as the definition says.",
            "✅ siteplan: the site is as the definition says",
        ),
        (
            "No changes. https://x.example is as the definition says.",
            "✅ siteplan: the site is as the definition says",
        ),
        (
            "Applied: 2 steps. As far as https://x.example was seen, nothing is otherwise.",
            "⚠️ siteplan: applied, and not all of the site was seen",
        ),
        (
            "No changes, as far as https://x.example was seen.",
            "⚠️ siteplan: no changes, and not all of the site was seen",
        ),
        (
            "No changes. Nobody has more or less access than the definition gives; 1 thing on it \
             is not declared.",
            "📝 siteplan: no changes, and not all is declared",
        ),
        ("Something else is as the definition says.", "⚠️ siteplan: applied, and not all"),
    ] {
        let runner = Runner::new();
        says(&runner, line, 0);
        runner.run("apply", &GIVEN).ends(0);
        let summary = runner.place.read("summary");
        assert!(summary.contains(&format!("## {title}")), "{summary}");
    }
}

#[test]
fn what_is_left_over_stands_in_the_report() {
    let runner = Runner::new();
    runner.change_site("user \"mallory\" { role \"site-admin\"; }\n");
    runner.plan().ends(0);
    let ran = runner.apply().ends(0);
    assert!(ran.stdout.contains("Applied: 6 steps. 1 person has more access"), "{}", ran.stdout);
    let report = runner.recorded("comments/2/body");
    assert!(report.contains("## ⚠️ siteplan: applied, and not all is declared\n"), "{report}");
    let (before, _) = report.split_once("Site: ").expect("the log");
    assert!(before.contains("    Applied: 6 steps. 1 person has more access"), "{report}");
    assert!(!report.contains('✅'), "{report}");
}

#[test]
fn a_site_that_has_changed_since_is_left_alone() {
    let runner = Runner::new();
    runner.plan().ends(0);
    runner.change_site("group \"Elsewhere\"\n");
    // `report` names what is undeclared: the live site is another than the one that was planned for.
    let ran = runner.apply();
    assert!(ran.stdout.contains("the live site has changed since"), "{}", ran.stdout);
    nothing_applied(&runner, ran, 6);
    let report = runner.recorded("comments/2/body");
    assert!(report.contains("not the plan that was approved"), "{report}");
    assert!(report.contains("+ group \"Design\""), "what would be applied now: {report}");

    // Whoever has looked through that gives its hash.
    let (_, hash) = report.split_once("its hash is ").expect("the plan's hash");
    let given = [("FILES_API_KEY", WRITE_KEY), ("SITEPLAN_PLAN_HASH", hash.trim())];
    runner.run("apply", &given).ends(0);
}

#[test]
fn what_nobody_approved_is_not_applied() {
    let runner = Runner::new();
    let refused = runner.apply();
    assert!(refused.stdout.contains("::notice::no plan was approved"), "{}", refused.stdout);
    nothing_applied(&runner, refused, 4);

    // A status of anybody else is no approval, nor is one of another merge, or taken back.
    runner.plan().ends(0);
    runner.record("statuses/1/author", "mallory");
    nothing_applied(&runner, runner.apply(), 4);
    runner.record("statuses/1/author", BOT);
    let elsewhere = [("FILES_API_KEY", WRITE_KEY), ("GITHUB_SHA", "other")];
    nothing_applied(&runner, runner.run("apply", &elsewhere), 4);
    // Whoever may run a workflow on another branch may write a status as the bot.
    for (event, head, url) in [
        ("push", "head", "https://github.example/acme/site/actions/runs/77"),
        ("pull_request", "another", "https://github.example/acme/site/actions/runs/77"),
        ("pull_request", "head", "https://github.example/acme/site/actions/runs/78"),
        ("pull_request", "head", "https://github.example/acme/other/actions/runs/77"),
        ("pull_request", "head", "none"),
    ] {
        let own = runner.recorded("statuses/1/target_url");
        runner.record("runs/77/event", event);
        runner.record("runs/77/head_sha", head);
        runner.record("statuses/1/target_url", url);
        let refused = runner.apply();
        assert!(refused.stderr.contains("not of a run of its pull request"), "{}", refused.stderr);
        nothing_applied(&runner, refused, 4);
        runner.record("statuses/1/target_url", &own);
    }
    runner.record("statuses/2/sha", "head");
    runner.record("statuses/2/author", BOT);
    runner.record("statuses/2/context", "siteplan plan: site");
    runner.record("statuses/2/state", "failure");
    runner.record("statuses/2/description", "none");
    runner.record("statuses/2/target_url", "none");
    nothing_applied(&runner, runner.apply(), 4);
}

#[test]
fn a_hash_that_somebody_gives_approves_too() {
    let runner = Runner::new();
    runner.run("plan", &[("FILES_API_KEY", READ_KEY)]).ends(0);
    assert_eq!((runner.count("comments"), runner.count("statuses")), (0, 0));
    let hash = runner.output("hash").expect("a hash");
    let given = [("FILES_API_KEY", WRITE_KEY), ("SITEPLAN_PLAN_HASH", hash.as_str())];
    runner.run("apply", &given).ends(0);
    // What changes nothing needs no approval.
    runner.run("apply", &[("FILES_API_KEY", WRITE_KEY), ("GITHUB_SHA", "merge")]).ends(0);
}

#[test]
fn drift_is_one_issue_as_long_as_there_is_any() {
    let runner = Runner::new();
    runner.siteplan(&["apply", "site", "--auto-approve"]).ends(0);
    runner.drift().ends(0);
    assert_eq!(runner.count("issues"), 0);

    runner.change_site("user \"mallory\" {\n    role \"site-admin\"\n}\n");
    runner.drift().ends(2);
    let found = runner.recorded("issues/1/body");
    assert!(found.starts_with("<!-- siteplan:drift site/site.kdl -->\n"), "{found}");
    assert!(found.contains("mallory"), "{found}");
    assert_eq!(runner.recorded("issues/1/title"), "Drift from site");

    runner.change_site("user \"trudy\" {\n    role \"site-admin\"\n}\n");
    runner.drift().ends(2);
    assert_eq!(runner.count("issues"), 1);
    assert!(runner.recorded("issues/1/body").contains("trudy"));

    let nowhere = [("FILES_API_KEY", READ_KEY), ("SITEPLAN_TARGET", "http://127.0.0.1:1")];
    runner.run("drift", &nowhere).ends(5);
    assert_eq!(runner.recorded("issues/1/state"), "open");

    let everybody = "manage { users undeclared=\"remove\"; }\n";
    runner.change_site(&format!("{everybody}{}", runner.place.read("site/site.kdl")));
    runner.drift().ends(0);
    assert_eq!(runner.recorded("issues/1/state"), "closed");
    assert_eq!(runner.recorded("comments/1/issue"), "1");

    // What comes later is another issue.
    runner.change_site("user \"mallory\" {\n    role \"site-admin\"\n}\n");
    runner.drift().ends(2);
    assert_eq!(runner.count("issues"), 2);
}

#[test]
fn names_of_a_site_command_neither_runner_nor_readers() {
    let runner = Runner::new();
    let name = "::set-output name=x::``` </pre> @acme [x](https://evil.example)";
    runner.change_site(&format!(
        "folder \"Design\" {{\n    grant \"full\" user=\"{name}\"\n}}\nuser \"{name}\"\n"
    ));
    let ran = runner.drift().ends(2);
    let (before, rest) = ran.stdout.split_once("::stop-commands::").expect("stopped");
    assert!(!before.contains("evil"), "{before}");
    let (token, rest) = rest.split_once('\n').expect("a token");
    let (_, after) = rest.split_once(&format!("::{token}::")).expect("resumed");
    assert_eq!(after.trim(), "");
    assert!(rest.contains("evil.example"), "{rest}");

    let removed = "manage {\n    users undeclared=\"remove\"\n}\n";
    runner.place.write("site/site.kdl", format!("{removed}{}", runner.place.read("site/site.kdl")));
    let log = runner.apply().ends(4).stdout;
    let stopped = log.split_once("::stop-commands::").expect("stopped").0;
    assert!(!stopped.contains("evil"), "{log}");
    let report = runner.place.read("temp/siteplan/apply.md");
    assert!(report.contains("evil.example"), "{report}");
    for line in report.lines().filter(|line| line.contains("evil.example")) {
        assert!(line.starts_with("    "), "{line}");
    }
}

#[test]
fn a_report_is_cut_to_what_fits_into_a_comment() {
    let runner = Runner::new();
    runner.place.write("long.txt", format!("{}\n", "é".repeat(40)).repeat(2000));
    let mut shell = runner.shell();
    shell.args(["-c", ". \"$0\"; block long.txt"]).arg(script("common.sh"));
    let block = Ran::from(shell.output().expect("bash")).ends(0).stdout;
    assert!(block.len() < 65_000, "{}", block.len());
    assert!(
        block.ends_with("Cut here, and in the log of the run: 1295 of 2000 lines.\n"),
        "{block}"
    );
}

#[test]
fn a_check_needs_neither_key_nor_github() {
    let runner = Runner::new();
    runner.edit("\"readwrite\" group=\"Design\"", "\"readwrite\" group=\"Desing\"");
    let ran = runner.run("check", &[]).ends(3);
    assert!(ran.stdout.contains("::error file=site/site.kdl,line=18"), "{}", ran.stdout);
    assert!(runner.place.read("summary").contains("unknown-group"));
    let sarif = std::fs::read_to_string(runner.output("sarif").expect("a log")).expect("a file");
    assert_sarif(&serde_json::from_str(&sarif).expect("JSON"));
    assert!(!runner.place.path().join("github/calls").exists());
    runner.run("destroy", &[]).ends(64);
}

#[test]
fn keys_reach_no_output_and_no_file() {
    let runner = Runner::new();
    let mut printed = String::new();
    for ran in [runner.plan(), runner.apply(), runner.drift()] {
        printed.push_str(&ran.stdout);
        printed.push_str(&ran.stderr);
    }
    for file in files_below(&runner.place.path().join("github"))
        .into_iter()
        .chain(files_below(&runner.place.path().join("temp")))
        .chain(["summary", "output"].map(|name| runner.place.path().join(name)))
    {
        printed.push_str(&std::fs::read_to_string(file).expect("text"));
    }
    assert!(!printed.contains(READ_KEY) && !printed.contains(WRITE_KEY));
}

#[test]
fn a_plan_whose_check_failed_says_so_below_its_title() {
    let runner = Runner::new();
    for (check, said) in [("failure", true), ("cancelled", true), ("success", false), ("", false)] {
        runner.plan_with(&[("SITEPLAN_CHECK", check)]).ends(0);
        let comment = runner.recorded("comments/1/body");
        let start: Vec<&str> = comment.lines().take(4).collect();
        assert!(start[0].starts_with("<!-- siteplan:plan ") && start[1].starts_with("## "));
        assert_eq!(start[3].contains("may not be merged"), said, "{comment}");
        assert_eq!(comment.contains("may not be merged"), said, "{comment}");
        assert!(runner.output("hash").is_some_and(|hash| comment.contains(&hash)));
    }
}
