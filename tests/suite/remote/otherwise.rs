//! Sites that do something else than they were asked for, and say that all is well.

use super::raw_server::{RawServer, answer};
use crate::program::{Place, Ran};
use serde_json::Value as Json;
use std::sync::Mutex;

fn apply(server: &RawServer, definition: &str, arguments: &[&str]) -> Ran {
    let place = Place::with(&[("site.kdl", definition)]);
    let mut command = place.command();
    command.env("FILES_API_KEY", "key").env("FILES_HOST", &server.url);
    command.args(["apply", "--auto-approve"]).args(arguments);
    Ran::from(command.output().expect("the program runs"))
}

fn list(head: &str) -> &str {
    let path = head.split(' ').nth(1).unwrap_or_default();
    path.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default()
}

#[test]
fn a_change_that_the_site_takes_and_ignores_is_no_success() {
    let server = || {
        RawServer::start(|head| {
            let body = match list(head) {
                "users" => r#"[{"id": 1, "username": "ada", "company": "Before"}]"#,
                "1" => r#"{"id": 1, "username": "ada", "company": "After"}"#,
                "site" => r#"{"id": 11}"#,
                _ => "[]",
            };
            answer("200 OK", "", body)
        })
    };
    let definition = "user \"ada\" {\n    company \"After\"\n}\n";
    let ran = apply(&server(), definition, &[]).ends(7);
    assert!(ran.stderr.contains("company should be \"After\" now, and is"), "{}", ran.stderr);
    let last = ran.stdout.lines().last().expect("a line");
    assert!(last.starts_with("Applied: 1 step. http://"), "{last}");
    assert!(last.contains("is not as they left it"), "{last}");
    let ran = apply(&server(), definition, &["--format", "json"]).ends(7);
    let report: Json = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!((&report["complete"], &report["as_declared"]), (&false.into(), &false.into()));
    assert_eq!(report.get("verdict"), None);
    assert_eq!(report["steps"][0]["result"], "done");
    let differs = &report["differs"][0];
    assert_eq!((&differs["differs"], &differs["name"]), (&"value".into(), &"company".into()));
    assert_eq!((&differs["expected"], &differs["found"]), (&"After".into(), &"Before".into()));
}

/// A site that has one row for a holder on a folder, and answers with the broader one.
#[test]
fn a_grant_that_the_site_folds_into_the_old_one_does_not_take_that_away() {
    let deleted = std::sync::Arc::new(Mutex::new(0));
    let seen = std::sync::Arc::clone(&deleted);
    let server = RawServer::start(move |head| {
        let row =
            r#"{"id": 7, "path": "F", "user_id": 1, "permission": "full", "recursive": true}"#;
        let body = match (head.split(' ').next().unwrap_or_default(), list(head)) {
            ("DELETE", _) => {
                *seen.lock().expect("a count") += 1;
                String::new()
            }
            ("POST", "permissions") => row.to_owned(),
            (_, "permissions") => format!("[{row}]"),
            (_, "users") => r#"[{"id": 1, "username": "pat"}]"#.to_owned(),
            (_, "folders" | "") => r#"[{"path": "F", "type": "directory"}]"#.to_owned(),
            (_, "site") => r#"{"id": 11}"#.to_owned(),
            _ => "[]".to_owned(),
        };
        answer("200 OK", "", &body)
    });
    let definition = "user \"pat\"\nfolder \"F\" {\n    grant \"readonly\" user=\"pat\"\n}\n";
    let ran = apply(&server, definition, &[]).ends(5);
    assert!(ran.stderr.contains("the site did something else: it shows full"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("2/2 - full on \"F\" for user \"pat\"  (skipped)"),
        "{}",
        ran.stderr
    );
    assert_eq!(*deleted.lock().expect("a count"), 0, "{:?}", server.asked());
}
