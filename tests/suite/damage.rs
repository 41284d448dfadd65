//! Files that are not what they were: stores, plans and journals with bytes that somebody changed.
//! Each ends in a diagnostic with what to do, never in a bug, and is never applied to unseen.

use crate::program::{Place, Ran};
use crate::random::Random;
use std::path::Path;

const SITE: &str = r#"
user "carter" { name "Carter Reed"; email "c@acme.example"; role "site-admin" }
user "noor" { name "Noor Reed"; email "n@acme.example"; role "site-admin" }
group "Sales" { member "noor" }
folder "Sales" { grant "full" group="Sales" }
automation "sweep" {
    owner "site"
    delete-file { source "*.tmp" }
    path "Sales"
    trigger "manual"
}
"#;

/// How many of each kind: the suite tries a few, a campaign as many as it likes.
fn cases() -> usize {
    std::env::var("SITEPLAN_DAMAGED").ok().and_then(|n| n.parse().ok()).unwrap_or(24)
}

/// Changes a file somewhere: a bit, a byte, a page, or its length.
fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    let mut at = |end: usize| random.below(end);
    match at(10) {
        0 => {
            let end = at(bytes.len());
            bytes.truncate(end);
        }
        1 => {
            let (byte, more) = (at(256) as u8, 1 + at(5000));
            bytes.extend(std::iter::repeat_n(byte, more));
        }
        2 => {
            let (from, length) = (at(bytes.len()), at(4096));
            let end = (from + length).min(bytes.len());
            let byte = at(256) as u8;
            bytes[from..end].fill(byte);
        }
        3 | 4 => {
            let place = at(bytes.len());
            let byte = at(256) as u8;
            bytes[place] = byte;
        }
        // What is used lies at the front.
        5 | 6 => {
            let place = at(bytes.len().min(20_000));
            let bit = at(8);
            bytes[place] ^= 1 << bit;
        }
        _ => {
            let place = at(bytes.len());
            let bit = at(8);
            bytes[place] ^= 1 << bit;
        }
    }
}

/// Told as people need it, or as if nothing had happened; never as a bug.
fn assert_told(ran: &Ran, what: &str) {
    let told = format!("{what}: {}{}", ran.stdout, ran.stderr);
    assert!((0..=7).contains(&ran.code), "{told}");
    assert!(!ran.stderr.contains("siteplan has a bug"), "{told}");
    if [1, 3, 5].contains(&ran.code) {
        assert!(ran.stderr.contains("error:") || ran.stdout.contains("error"), "{told}");
        assert!(ran.stderr.contains("help:"), "{told}");
    }
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("a file")
}

#[test]
fn a_damaged_store_is_said_to_be_one_and_left_as_it_is() {
    let place = Place::with(&[("site.kdl", SITE)]);
    place.run(&["apply", "--auto-approve"]).ends(0);
    let store = place.path().join("site.db");
    let whole = bytes(&store);
    place.write("site.kdl", format!("{SITE}group \"New\"\n"));
    let (mut random, mut found) = (Random(0x5eed_0001), 0);
    for case in 0..cases() {
        let mut damaged = whole.clone();
        damage(&mut damaged, &mut random);
        place.write("site.db", &damaged);
        for command in [&["plan"][..], &["snapshot"], &["apply", "--auto-approve"]] {
            let before = bytes(&store);
            let ran = place.run(command);
            assert_told(&ran, &format!("case {case}, {command:?}"));
            if ran.code == 5 {
                found += 1;
                assert!(ran.stderr.contains("store"), "{}", ran.stderr);
                assert_eq!(bytes(&store), before, "case {case}, {command:?}: it is left as it is");
                break;
            }
        }
        for journal in place.journals() {
            std::fs::remove_file(journal).expect("removed");
        }
    }
    println!("{} stores, {found} found damaged", cases());
    assert!(found > 0, "some damage is seen");
}

#[test]
fn a_plan_that_was_changed_is_not_applied() {
    let place = Place::with(&[("site.kdl", SITE)]);
    place.run(&["plan", "--out", "plan.json"]).ends(0);
    let whole = bytes(&place.path().join("plan.json"));
    let (mut random, mut applied) = (Random(0x5eed_0002), 0);
    for case in 0..cases() {
        let mut damaged = whole.clone();
        damage(&mut damaged, &mut random);
        let other = Place::new();
        other.write("plan.json", &damaged);
        let ran = other.run(&["apply", "plan.json", "--auto-approve"]);
        assert_told(&ran, &format!("case {case}"));
        let there = other.path().join("site.db").exists();
        if ran.code == 0 {
            // What it says was not changed: it is what the whole one does.
            applied += 1;
            other.write("site.kdl", SITE);
            other.run(&["plan", "--expect-no-changes"]).ends(0);
        } else {
            assert!(!there, "case {case}: {}", ran.stderr);
        }
    }
    println!("{} plans, {applied} of them as good as whole", cases());
    assert!(applied < cases(), "some damage is seen");
}

#[test]
fn a_journal_that_was_changed_stops_nothing_but_its_own_run() {
    let place = Place::with(&[("site.kdl", SITE)]);
    place.run(&["plan", "--out", "plan.json"]).ends(0);
    let plan: serde_json::Value = serde_json::from_str(&place.read("plan.json")).expect("JSON");
    let (mut random, mut refused) = (Random(0x5eed_0003), 0);
    for case in 0..cases() {
        let other = Place::with(&[("site.kdl", SITE)]);
        let store = other.path().canonicalize().expect("a path").join("site.db");
        let mut text = format!(
            "{}\n{}\n",
            serde_json::json!({
                "format": "siteplan-journal", "version": 2,
                "site": format!("local:{}", store.display()),
                "began": "2026-05-31T23:00:00Z", "process": 1,
            }),
            serde_json::json!({"event": "plan", "hash": plan["hash"]}),
        );
        for step in 1..4 {
            text.push_str(&format!("{{\"event\":\"start\",\"step\":{step}}}\n"));
            text.push_str(&format!("{{\"event\":\"done\",\"step\":{step}}}\n"));
        }
        let mut damaged = text.into_bytes();
        damage(&mut damaged, &mut random);
        other.write("cut.journal", &damaged);
        let ran = other.run(&["apply", "--auto-approve", "--journal", "cut.journal"]);
        assert_told(&ran, &format!("case {case}"));
        match ran.code {
            0 => drop(other.run(&["plan", "--expect-no-changes"]).ends(0)),
            1 => {
                refused += 1;
                assert_eq!(bytes(&other.path().join("cut.journal")), damaged, "left as it is");
                assert!(!store.exists());
            }
            code => panic!("case {case} ends with {code}: {}", ran.stderr),
        }
    }
    println!("{} journals, {refused} refused", cases());
}
