//! A list that the site does not show: the rest is compared, and what is not known is said.

use super::raw_server::{RawServer, answer};
use crate::program::{Place, Ran};
use serde_json::Value as Json;

const NO_KEY: (&str, &str) = ("403 Forbidden", r#"{"type": "not-authorized/x", "error": "No."}"#);
const NO_PLAN: (&str, &str) =
    ("403 Forbidden", r#"{"type": "site-configuration/x", "error": "Your plan lacks it."}"#);
const NO_LIST: (&str, &str) = ("404 Not Found", r#"{"type": "not-found", "error": "No."}"#);
const NO_USE: (&str, &str) =
    ("422 Unprocessable Entity", r#"{"type": "bad-request/x", "error": "No."}"#);

/// A site with one user that shows all lists but one.
fn without(list: &'static str, (status, body): (&'static str, &'static str)) -> RawServer {
    RawServer::start(move |head| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        let asked = path.split('?').next().and_then(|path| path.rsplit('/').next());
        match asked.unwrap_or_default() {
            asked if asked == list => answer(status, "content-type: application/json\r\n", body),
            "users" => answer("200 OK", "", r#"[{"id": 1, "username": "ada"}]"#),
            "site" => answer("200 OK", "", r#"{"id": 11}"#),
            _ => answer("200 OK", "", "[]"),
        }
    })
}

fn run(place: &Place, server: &RawServer, arguments: &[&str]) -> Ran {
    let mut command = place.command();
    command.env("FILES_API_KEY", "key").env("FILES_HOST", &server.url).args(arguments);
    Ran::from(command.output().expect("the program runs"))
}

#[test]
fn what_is_not_shown_is_said_and_the_rest_goes_on() {
    let asking = "manage {\n    everything undeclared=\"report\"\n}\nuser \"ada\"\n";
    for (list, what, no) in [
        ("schedules", "schedules", NO_PLAN),
        ("user_lifecycle_rules", "lifecycle rules", NO_LIST),
        ("key_lifecycle_rules", "key lifecycle rules", NO_USE),
        ("gpg_keys", "GPG keys", NO_KEY),
        ("automations", "automations", NO_KEY),
        ("behaviors", "folder settings", NO_LIST),
    ] {
        let (place, server) = (Place::with(&[("site.kdl", asking)]), without(list, no));
        let unknown = format!("the {what} of the site are not known");
        let planned = run(&place, &server, &["plan"]).ends(0);
        assert!(planned.stderr.contains("list-not-read"), "{list}: {}", planned.stderr);
        assert!(planned.stdout.contains(&unknown[1..]), "{list}: {}", planned.stdout);
        assert!(planned.stdout.contains("No changes, as far as"), "{}", planned.stdout);
        assert!(!planned.stdout.contains("as the definition says"), "{}", planned.stdout);
        let drift = run(&place, &server, &["drift"]).ends(0);
        assert!(drift.stdout.contains("No drift, as far as"), "{}", drift.stdout);
        assert!(drift.stdout.contains(&unknown[1..]), "{list}: {}", drift.stdout);
        for command in ["plan", "drift"] {
            let page = run(&place, &server, &[command, "--format", "markdown"]).ends(0);
            assert!(!page.stdout.contains('✅'), "{}", page.stdout);
            let json = run(&place, &server, &[command, "--format", "json"]).ends(0);
            let json: Json = serde_json::from_str(&json.stdout).expect("JSON");
            assert_eq!(json["unread"][0]["list"], list);
        }
        // A snapshot knows what it lacks, and so does what is planned against it.
        let kept = run(&place, &server, &["snapshot", "--out", "live.json"]).ends(0);
        assert!(kept.stderr.contains(&unknown), "{}", kept.stderr);
        let planned = run(&place, &server, &["plan", "--live", "live.json"]).ends(0);
        assert!(planned.stdout.contains("No changes, as far as"), "{}", planned.stdout);
        let pulled = run(&place, &server, &["pull"]).ends(0);
        assert!(pulled.stdout.contains(&format!("// note: {unknown}")), "{}", pulled.stdout);
    }
}

#[test]
fn a_list_without_which_nothing_can_be_said_is_an_error_that_names_it() {
    let schedule = "schedule \"nightly\" {\n    days \"monday\"\n    at \"02:00\"\n}\n";
    let key = "user \"ada\" {\n    ssh-key \"x\" \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBUwZC1mvyNRvtYfIYDM5n1sFAy2pZGH4S5vJoCLq3tw\"\n}\n";
    let removed = "manage {\n    behaviors undeclared=\"remove\"\n}\n";
    for (list, definition, no, says) in [
        ("schedules", schedule, NO_PLAN, "does not show the list of schedules: Your plan lacks it"),
        ("public_keys", key, NO_LIST, "does not show the list of public_keys"),
        ("behaviors", removed, NO_KEY, "may not read the list of behaviors"),
        ("users", "group \"Sales\"\n", NO_USE, "does not show the list of users"),
        ("permissions", "group \"Sales\"\n", NO_KEY, "may not read the list of permissions"),
    ] {
        let (place, server) = (Place::with(&[("site.kdl", definition)]), without(list, no));
        for command in ["plan", "drift"] {
            let ran = run(&place, &server, &[command]).ends(5);
            assert!(ran.stderr.contains(says), "{list}: {}", ran.stderr);
            assert!(ran.stderr.contains("help:"), "{list}: {}", ran.stderr);
        }
    }
}

#[test]
fn keys_that_are_not_shown_are_said_where_they_are_looked_for() {
    for (list, what) in [("api_keys", "API keys"), ("public_keys", "SSH keys")] {
        let (place, server) = (Place::new(), without(list, NO_KEY));
        for arguments in
            [&["snapshot"][..], &["pull"], &["access", "of", "ada", "--target", &server.url]]
        {
            let ran = run(&place, &server, arguments).ends(0);
            let unknown = format!("the {what} of the site are not known: the key may not read");
            assert!(ran.stderr.contains(&unknown), "{arguments:?}: {}", ran.stderr);
        }
    }
}
