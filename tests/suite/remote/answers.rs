//! Servers that are none of Files.com's, or not well: each ends in one error that says what to do.

use super::Remote;
use super::raw_server::{RawServer, answer};
use crate::program::{Place, Ran};
use siteplan::facade::emulator::Options;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const KEY: &str = "the-sites-own-key";

fn plan(url: &str) -> Ran {
    let place = Place::with(&[("site.kdl", "user \"ada\"\ngroup \"Sales\"\n")]);
    let mut command = place.command();
    command.env("FILES_API_KEY", KEY).args(["plan", "--target", url]);
    Ran::from(command.output().expect("the program runs"))
}

/// One error with a remedy, the right code, and never the key.
fn assert_told(ran: Ran, says: &str, remedy: &str) {
    let ran = ran.ends(5);
    let text = &ran.stderr;
    assert_eq!(text.matches("error:").count(), 1, "{text}");
    assert!(text.contains(says), "{says:?} is not said:\n{text}");
    let help = text.split("help: ").nth(1).unwrap_or_default();
    assert!(help.contains(remedy), "{remedy:?} is no remedy of:\n{text}");
    assert!(!text.contains(KEY) && !ran.stdout.contains(KEY), "{text}");
    assert!(text.len() < 2_000, "{text}");
}

fn lists(body: &'static str) -> impl Fn(&str) -> String {
    move |_| answer("200 OK", "", body)
}

fn error(status: &'static str, body: &'static str) -> impl Fn(&str) -> String {
    move |_| answer(status, "content-type: application/json\r\n", body)
}

#[test]
fn what_no_second_try_helps_is_said_at_once() {
    let host = r#"{"type": "not-authenticated/lockout-region-mismatch", "http-code": 403,
        "error": "Your account is in another region.", "data": {"host": "acme.eu.files.example"}}"#;
    let key = r#"{"type": "not-authenticated/invalid-credentials",
        "error": "No such key: the-sites-own-key."}"#;
    let no = r#"{"type": "not-authorized/not-authorized", "error": "You may not."}"#;
    let page = "<html><body>Hello the-sites-own-key!</body></html>";
    let told = |answer: Box<dyn Fn(&str) -> String + Send + Sync>, says: &str, remedy: &str| {
        let server = RawServer::start(answer);
        assert_told(plan(&server.url), says, remedy);
    };
    told(Box::new(error("401 Unauthorized", key)), "does not accept the key", "FILES_API_KEY");
    told(Box::new(error("401 Unauthorized", page)), "does not accept the key", "FILES_API_KEY");
    told(Box::new(error("403 Forbidden", no)), "may not read the list of", "administrator");
    told(Box::new(error("403 Forbidden", host)), "its host is acme.eu.files.example", "--target");
    told(Box::new(error("404 Not Found", page)), "status 404", "check the target");
    told(Box::new(error("410 Gone", page)), "status 410", "check the target");
    told(Box::new(lists("{}")), "it is no list", "a site of Files.com");
    told(Box::new(lists("[7, \"x\", null, {}]")), "not as the API promises", "Files.com");
    told(Box::new(lists("null")), "it is no list", "a site of Files.com");
}

#[test]
fn what_a_second_try_may_help_is_said_in_the_end() {
    let page = "<!doctype html><title>Bad gateway</title>";
    let limit = r#"{"type": "rate-limited/too-many-requests", "error": "Slow down."}"#;
    type Told = (Box<dyn Fn(&str) -> String + Send + Sync>, &'static str, &'static str);
    let cut = |_: &str| {
        let whole = answer("200 OK", "", "[{\"id\": 1, \"username\": \"ada\"}]");
        whole[..whole.len() - 5].to_owned()
    };
    let cases: Vec<Told> = vec![
        (Box::new(cut), "cannot be reached", "network"),
        (Box::new(lists("[{\"id\": 1, ")), "makes no sense: no JSON", "a site of Files.com"),
        (Box::new(lists("<html>login</html>")), "makes no sense: no JSON", "a site of Files.com"),
        (Box::new(error("502 Bad Gateway", page)), "status 502", "try again later"),
        (Box::new(error("429 Too Many Requests", limit)), "Slow down", "try again later"),
        (Box::new(|_| String::new()), "cannot be reached", "network"),
        (Box::new(|_| "HTTP/9.9 what\r\n\r\n".to_owned()), "cannot be reached", "network"),
    ];
    thread::scope(|scope| {
        for nowhere in ["http://127.0.0.1:9", "https://nowhere.invalid"] {
            scope.spawn(|| assert_told(plan(nowhere), "cannot be reached", "network"));
        }
        for (answer, says, remedy) in cases {
            scope.spawn(move || {
                let server = RawServer::start(answer);
                assert_told(plan(&server.url), says, remedy);
                assert!(server.asked().len() > 5, "it was asked again");
            });
        }
    });
}

#[test]
fn a_redirect_is_not_followed_with_the_key() {
    let other = RawServer::start(lists("[]"));
    let to = format!("location: {}/x\r\n", other.url);
    let server = RawServer::start(move |_| answer("302 Found", &to, ""));
    let says = format!("it sends elsewhere, to {}/x", other.url);
    assert_told(plan(&server.url), &says, "the key was not sent there");
    let asked = server.asked();
    assert!(!asked.is_empty() && asked.iter().all(|head| head.contains(KEY)));
    assert!(other.asked().is_empty(), "the key went elsewhere");
}

#[test]
fn a_page_without_end_is_not_kept() {
    let record = format!("{{\"id\": 1, \"notes\": {:?}}},", "x".repeat(1 << 10));
    let page = format!("[{}{{}}]", record.repeat(50 << 10));
    assert!(page.len() > 50 << 20);
    let server = RawServer::start(move |_| answer("200 OK", "", &page));
    assert_told(plan(&server.url), "more than 32 megabytes", "a site of Files.com");
}

/// Answers page after page, with the cursor and the records that are given for each.
fn endless(page: impl Fn(usize) -> (usize, String) + Send + Sync + 'static) -> RawServer {
    let pages = AtomicUsize::new(0);
    RawServer::start(move |_| {
        let (cursor, records) = page(pages.fetch_add(1, Ordering::SeqCst));
        answer("200 OK", &format!("x-files-cursor: page-{cursor}\r\n"), &records)
    })
}

#[test]
fn pages_without_end_end() {
    let record = |id: usize| format!("[{{\"id\": {id}}}]");
    let told = |server: RawServer, says: &str| {
        assert_told(plan(&server.url), says, "a site of Files.com");
    };
    told(endless(move |at| (7, record(at))), "its pages go in a circle");
    told(endless(move |at| (at, record(7))), "its pages go in a circle");
    told(endless(|at| (at, "[]".to_owned())), "page after page is empty");
    told(endless(move |at| (at, record(at))), "its pages do not end");
}

#[test]
fn the_emulators_own_faults_are_told() {
    for (fault, says) in [
        ("empty-page:path=/groups", "page after page is empty"),
        ("wrong-types:path=/users", "not as the API promises"),
    ] {
        let remote = Remote::new(Options::default());
        remote.site.user("ada");
        remote.site.emulator.add_faults([fault]).expect("a fault");
        assert_told(plan(remote.site.emulator.url()), says, "a site of Files.com");
    }
}

/// Grants, memberships, keys and owners of people, groups and folders that no list shows.
#[test]
fn what_refers_to_nothing_is_anothers() {
    let server = RawServer::start(|head| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        let list = path.split('?').next().and_then(|path| path.rsplit('/').next());
        let body = match list.unwrap_or_default() {
            "users" => r#"[{"id": 1, "username": "ada", "group_ids": "9,99"}]"#,
            "groups" => r#"[{"id": 2, "name": "Sales", "user_ids": "77"}]"#,
            "permissions" => {
                r#"[{"id": 3, "path": "Gone", "user_id": 77, "permission": "full"},
                    {"id": 4, "path": "", "group_ids": [98, 99], "permission": "list"},
                    {"id": 5, "path": "x", "user_id": 1, "site_id": 12, "permission": "site_admin"}]"#
            }
            "public_keys" => r#"[{"id": 6, "user_id": 77, "title": "k"}]"#,
            "api_keys" => r#"[{"id": 7, "user_id": 77, "name": "k"}]"#,
            "api_key" => r#"{"id": 7, "user_id": 77}"#,
            "automations" => {
                r#"[{"id": 8, "name": "a", "user_id": 77, "automation": "delete_file",
                     "trigger": "manual", "schedule_id": 55}]"#
            }
            "site" => r#"{"id": 11}"#,
            _ => "[]",
        };
        answer("200 OK", "", body)
    });
    let ran = plan(&server.url).ends(0);
    assert!(ran.stdout.contains("No changes."), "{}", ran.stdout);
    let place = Place::new();
    let run = |arguments: &[&str]| {
        let mut command = place.command();
        command.env("FILES_API_KEY", KEY).env("FILES_HOST", &server.url).args(arguments);
        Ran::from(command.output().expect("the program runs")).ends(0)
    };
    run(&["snapshot", "--out", "live.json"]);
    run(&["pull", "--into", "pulled"]);
    let ran = run(&["plan", "pulled", "--live", "live.json", "--detailed-exitcode"]);
    // Who holds these is not known, so that nothing is claimed of them.
    let odd = "permission 5: site-admin on \"x\" of child site 12";
    for what in ["permission 3: full on \"Gone\"", odd] {
        assert!(ran.stdout.contains(what), "{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("as the definition says"), "{}", ran.stdout);
}

/// One odd record stops nothing: it is told wherever the site is read, and left alone.
#[test]
fn what_is_odd_is_told_and_left_alone() {
    let server = RawServer::start(|head| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        let list = path.split('?').next().and_then(|path| path.rsplit('/').next());
        let body = match list.unwrap_or_default() {
            "users" => {
                r#"[{"id": 1, "username": "ada", "site_admin": "true"},
                    {"id": 2, "username": "ben", "password_validity_days": {"in": "weeks"}},
                    {"id": {}, "username": "cleo"}]"#
            }
            "groups" => r#"[{"id": 3, "name": "Sales"}]"#,
            "permissions" => {
                r#"[{"id": 3, "path": "", "user_id": 2, "permission": "owner"},
                    {"id": 4, "path": "", "user_id": 2, "permission": "list"}]"#
            }
            "site" => r#"{"id": 11, "name": "Acme"}"#,
            _ => "[]",
        };
        answer("200 OK", "", body)
    });
    let place = Place::with(&[("site.kdl", "user \"ada\" {\n    role \"site-admin\"\n}\n")]);
    let run = |arguments: &[&str]| {
        let mut command = place.command();
        command.env("FILES_API_KEY", KEY).env("FILES_HOST", &server.url).args(arguments);
        Ran::from(command.output().expect("the program runs"))
    };
    for arguments in [
        &["plan"][..],
        &["drift"],
        &["snapshot", "--out", "live.json"],
        &["pull", "--into", "pulled"],
        &["access", "of", "ben", "--target", &server.url],
    ] {
        let ran = run(arguments);
        for odd in [
            "users[1].password_validity_days: expected a whole number, found an object",
            "users[2].id: expected a whole number, found an object",
            "permission 3: \"owner\" on \"/\", a level unknown to siteplan",
        ] {
            let told = format!("{}{}", ran.stdout, ran.stderr).replace("\n  │ ", " ");
            assert!(told.contains(odd), "{arguments:?} does not tell {odd}:\n{}", ran.stderr);
        }
        assert!(!ran.stderr.contains("site_admin"), "{}", ran.stderr);
    }
    let planned = run(&["plan"]).ends(0);
    assert!(planned.stdout.contains("No changes."), "{}", planned.stdout);
    assert!(planned.stderr.contains("odd-record"), "{}", planned.stderr);
    // A snapshot of it knows as little.
    let kept = run(&["plan", "pulled", "--live", "live.json", "--expect-no-changes"]).ends(4);
    assert!(kept.stdout.contains("No changes."), "{}", kept.stdout);
    assert!(kept.stderr.contains("3 things on"), "{}", kept.stderr);
}

/// What is said for a while depends on what time it is.
#[test]
fn a_clock_that_is_wrong_by_hours_is_said() {
    let told = |ahead: i64, is_fixed: bool| {
        let date = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(ahead);
        let date = date.to_zoned(jiff::tz::TimeZone::UTC).strftime("%a, %d %b %Y %T GMT");
        let date = format!("date: {date}\r\n");
        let server = RawServer::start(move |_| answer("200 OK", &date, "[]"));
        let place = Place::with(&[("site.kdl", "user \"ada\"\n")]);
        let mut command = place.command();
        command.env("FILES_API_KEY", KEY).args(["plan", "--target", &server.url]);
        if !is_fixed {
            command.env_remove("SOURCE_DATE_EPOCH");
        }
        Ran::from(command.output().expect("the program runs")).stderr
    };
    for hours in [2, -2, 24 * 365 * 8] {
        let said = told(hours * 60, false);
        assert!(said.contains("warning: here it is 20"), "{said}");
        assert!(said.contains("as in SOURCE_DATE_EPOCH="), "{said}");
    }
    for (minutes, is_fixed) in [(0, false), (50, false), (-50, false), (600, true)] {
        let said = told(minutes, is_fixed);
        assert!(!said.contains("here it is"), "{said}");
    }
}
