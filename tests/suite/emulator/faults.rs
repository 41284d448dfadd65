//! Faults: struck when they should be, seen as they should be, and applied or not as they say.

use super::site::Site;
use serde_json::json;
use siteplan::facade::emulator::Options;
use std::time::{Duration, Instant};

fn users(site: &Site) -> usize {
    site.emulator.clear_faults();
    site.get("/users").is(200).json.as_array().expect("a list").len()
}

/// What a POST of a user meets under one fault, and how many users there are then.
fn post_under(fault: &str) -> (Result<super::site::Reply, ureq::Error>, usize) {
    let site = Site::new();
    site.emulator.add_faults([fault]).expect("a fault");
    let reply = site.send("key", "POST /users", "{\"username\":\"a\"}");
    (reply, users(&site))
}

#[test]
fn what_is_struck_before_is_not_applied_and_what_is_struck_after_is() {
    for (fault, status, applied) in [
        ("rate-limit", Some(429), 0),
        ("error", Some(503), 0),
        ("error=500", Some(500), 0),
        ("error-after=504", Some(504), 1),
        ("html", Some(502), 0),
        ("wrong-types", Some(201), 1),
        ("drop", None, 0),
        ("drop-after", None, 1),
        ("truncate", None, 1),
    ] {
        let (reply, users) = post_under(fault);
        assert_eq!(reply.as_ref().ok().map(|reply| reply.status), status, "{fault}: {reply:?}");
        assert_eq!(users, applied, "{fault}");
    }
}

#[test]
fn answers_under_faults_are_what_they_say() {
    let (reply, _) = post_under("rate-limit=7");
    let reply = reply.expect("an answer").refuses(429, "rate-limited/too-many-requests");
    assert_eq!(reply.header("retry-after"), Some("7"));
    let (reply, _) = post_under("rate-limit");
    assert_eq!(reply.expect("an answer").header("retry-after"), None);
    let (reply, _) = post_under("rate-limit-date=30");
    let reply = reply.expect("an answer");
    assert!(reply.header("retry-after").expect("a date").ends_with(" GMT"));
    let (reply, _) = post_under("html=200");
    let reply = reply.expect("an answer").is(200);
    assert!(reply.text.starts_with("<!DOCTYPE html>"));
    let (reply, _) = post_under("wrong-types");
    let reply = reply.expect("an answer");
    assert!(reply.json["id"].is_string() && reply.json["username"].is_number());
}

#[test]
fn lists_can_be_empty_or_go_round_in_circles() {
    let site = Site::new();
    for number in 0..6 {
        site.user(&format!("u{number}"));
    }
    site.emulator.add_faults(["empty-page:at=2:path=/users"]).expect("a fault");
    let (mut cursor, mut seen, mut sizes) = (String::new(), Vec::new(), Vec::new());
    loop {
        let page = site.get(&format!("/users?per_page=3{cursor}")).is(200);
        let records = page.json.as_array().expect("a list");
        sizes.push(records.len());
        seen.extend(records.iter().map(|user| user["username"].clone()));
        let Some(next) = page.header("x-files-cursor") else { break };
        let next: String = next.bytes().map(|byte| format!("%{byte:02X}")).collect();
        assert_ne!(cursor, format!("&cursor={next}"), "the cursor moves on");
        cursor = format!("&cursor={next}");
    }
    assert_eq!(sizes, [3, 0, 3]);
    assert_eq!(seen.len(), 6, "nothing is lost: {seen:?}");
    site.emulator.clear_faults();
    site.emulator.add_faults(["repeat-cursor"]).expect("a fault");
    let first = site.get("/users?per_page=1").is(200);
    let next = first.header("x-files-cursor").expect("a cursor").to_owned();
    let encoded: String = next.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let second = site.get(&format!("/users?per_page=1&cursor={encoded}")).is(200);
    assert_eq!(second.header("x-files-cursor"), Some(&*next));
}

#[test]
fn slow_answers_overlap() {
    let latency = Duration::from_millis(200);
    let site = Site::with(Options { latency, ..Options::default() });
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| site.get("/site").is(200));
        }
    });
    let took = start.elapsed();
    assert!((latency..latency * 5).contains(&took), "{took:?}");
    site.emulator.add_faults(["delay=300:at=1"]).expect("a fault");
    let start = Instant::now();
    site.get("/site").is(200);
    assert!(start.elapsed() >= Duration::from_millis(500));
}

#[test]
fn faults_and_counts_are_controlled_over_http() {
    let site = Site::new();
    let control = |request: &str, body: &str| site.as_key("", request, body);
    let fault = "{\"faults\":[\"error=500:every=2:path=/users:method=GET\"]}";
    control("POST /__emulator/faults", fault).is(200);
    let statuses: Vec<u16> = (0..4).map(|_| site.get("/users").status).collect();
    assert_eq!(statuses, [200, 500, 200, 500]);
    site.get("/groups").is(200);
    let report = control("GET /__emulator/faults", "").is(200).json;
    assert_eq!(report["faults"][0]["struck"], json!(2));
    control("POST /__emulator/faults", "{\"faults\":[\"flood\"]}")
        .refuses(422, "bad-request/invalid-body");
    control("DELETE /__emulator/faults", "").is(204);
    site.get("/users/9").is(404);
    let counts = control("GET /__emulator/requests", "").is(200).json;
    let expected = json!({"GET /groups": 1, "GET /users": 4, "GET /users/{id}": 1});
    assert_eq!((&counts["total"], &counts["requests"]), (&json!(6), &expected));
    assert_eq!(site.emulator.requests_of("GET /users"), 4);
    control("POST /__emulator/reset-counts", "").is(204);
    assert_eq!(site.emulator.requests(), 0);
    control("GET /__emulator/nothing", "").is(404);
}
