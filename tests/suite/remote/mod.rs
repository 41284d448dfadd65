//! The program against a site of its own: the emulator, over HTTP.

mod answers;
mod child_sites;
mod other_runs;
mod otherwise;
mod owners;
mod raw_server;
mod reading;
mod remote_site;
mod shared_names;
mod site_keys;
mod unread;

use crate::program::{Ran, copy};
pub use remote_site::Remote;
use siteplan::facade::emulator::{GivenKeys, Options};

#[test]
fn the_examples_become_sites() {
    for example in ["minimal", "mortgage-broker", "partner-exchange"] {
        let sso = vec![(12, "okta".to_owned())];
        let remote = Remote::new(Options { sso, ..Options::default() });
        copy(&format!("examples/{example}"), "site", &remote.place);
        let planned = remote.run(&["plan", "site", "--verbose"]).ends(0);
        assert!(planned.stderr.contains("requests: "), "{}", planned.stderr);
        remote.run(&["apply", "site", "--auto-approve"]).ends(0);
        remote.run(&["plan", "site", "--expect-no-changes"]).ends(0);
        // What is seen as a snapshot is the same site.
        remote.run(&["snapshot", "--out", "live.json"]).ends(0);
        remote.run(&["plan", "site", "--live", "live.json", "--expect-no-changes"]).ends(0);
    }
}

#[test]
fn a_saved_plan_is_applied_to_the_site_that_it_is_for() {
    let remote = Remote::new(Options::default());
    copy("examples/minimal", "site", &remote.place);
    remote.run(&["plan", "site", "--out", "saved.json"]).ends(0);
    remote.run(&["apply", "saved.json", "--auto-approve"]).ends(0);
    remote.run(&["plan", "site", "--expect-no-changes"]).ends(0);
    let elsewhere = ["apply", "saved.json", "--auto-approve", "--target", "http://127.0.0.1:1"];
    remote.run(&elsewhere).ends(4);
}

#[test]
fn a_bad_network_costs_time_and_nothing_else() {
    let remote = Remote::new(Options::default());
    copy("examples/mortgage-broker", "site", &remote.place);
    let faults = ["drop-after:every=23", "rate-limit=1:every=31", "error-after:every=29"];
    remote.site.emulator.add_faults(faults).expect("faults");
    remote.run(&["apply", "site", "--auto-approve"]).ends(0);
    remote.site.emulator.clear_faults();
    remote.run(&["plan", "site", "--expect-no-changes"]).ends(0);
}

#[test]
fn a_key_that_only_reads_plans_and_does_not_apply() {
    let keys = GivenKeys { read_only: vec!["look".to_owned()], ..GivenKeys::default() };
    let remote = Remote::new(Options { keys, ..Options::default() });
    copy("examples/minimal", "site", &remote.place);
    let planned = remote.run_with("look", &["plan", "site"]).ends(0);
    assert!(planned.stderr.contains("key-lacks-rights"), "{}", planned.stderr);
    remote.site.emulator.reset_counts();
    let refused = remote.run_with("look", &["apply", "site", "--auto-approve"]).ends(4);
    assert!(refused.stderr.contains("key-lacks-rights"), "{}", refused.stderr);
    assert_eq!(remote.site.emulator.requests_of("POST /users"), 0);
    remote.run_with("look", &["plan", "site", "--detailed-exitcode"]).ends(2);
}

const OWNED: &str = r#"
lint {
    allow "owner-is-only-one-person"
}
user "priya.b"
folder "Inbox" {
    grant "admin" user="priya.b"
}
automation "sweep" {
    owner user="priya.b"
    delete-file {
        source "*.tmp"
    }
    path "Inbox"
    trigger "manual"
}
"#;

#[test]
fn what_only_anothers_key_can_do_is_said_before_anything_is_done() {
    let of_users = vec![("priya.b".to_owned(), "hers".to_owned())];
    let keys = GivenKeys { of_users, ..GivenKeys::default() };
    let remote = Remote::new(Options { keys, ..Options::default() });
    remote.place.write("site.kdl", OWNED);
    let planned = remote.run(&["plan"]).ends(0);
    assert!(planned.stderr.contains("note: this environment lacks"), "{}", planned.stderr);
    let ran = remote.run(&["apply", "--auto-approve"]).ends(4);
    let lacks = "`FILES_API_KEY__PRIYA_B` is not set: step 4 (automation \"sweep\")";
    assert!(ran.stderr.contains(lacks), "{}", ran.stderr);
    assert!(ran.stderr.contains("a key of priya.b, who may"), "{}", ran.stderr);
    assert_eq!(remote.site.emulator.requests_of("POST /folders/{path}"), 0);
    remote.run(&["plan", "--detailed-exitcode"]).ends(2);
    let mut command = remote.place.command();
    command.env("FILES_API_KEY", "x").env("FILES_HOST", remote.site.emulator.url());
    command.env("FILES_API_KEY__PRIYA_B", "hers").args(["apply", "--auto-approve"]);
    Ran::from(command.output().expect("the program runs")).ends(0);
    remote.run(&["plan", "--expect-no-changes"]).ends(0);
}

#[test]
fn a_site_that_cannot_be_used_says_why() {
    let remote = Remote::new(Options::default());
    remote.place.write("site.kdl", "group \"Sales\"\n");
    let mut command = remote.place.command();
    command.env("FILES_HOST", remote.site.emulator.url()).arg("plan");
    let ran = Ran::from(command.output().expect("the program runs")).ends(5);
    assert!(ran.stderr.contains("FILES_API_KEY"), "{}", ran.stderr);
    let ran = remote.run(&["plan", "--target", "http://files.example"]).ends(64);
    assert!(ran.stderr.contains("in the open"), "{}", ran.stderr);
}

#[test]
fn the_key_is_never_printed() {
    let remote = Remote::new(Options::default());
    copy("examples/minimal", "site", &remote.place);
    remote.site.emulator.add_faults(["html:path=/groups:method=POST"]).expect("a fault");
    let ran = remote.run(&["apply", "site", "--auto-approve", "--verbose"]);
    let journals = remote.place.journals();
    assert_eq!(journals.len(), 1);
    let journals = journals.iter().map(|path| std::fs::read_to_string(path).expect("a journal"));
    for text in [ran.stdout.clone(), ran.stderr.clone()].into_iter().chain(journals) {
        assert!(!text.contains("the-sites-own-key"), "{text}");
    }
    assert_ne!(ran.code, 0);
}
