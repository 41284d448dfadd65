//! What was looked at is what is applied: hashes of plans.

use crate::program::{Place, copy};

const TEAM: &str = "group \"Team\"\nfolder \"A\" {\n    grant \"list\" group=\"Team\"\n}\n";

fn team() -> Place {
    Place::with(&[("site.kdl", TEAM)])
}

fn json(place: &Place, arguments: &[&str]) -> serde_json::Value {
    let ran = place.run(&[arguments, &["--format", "json"]].concat()).ends(0);
    serde_json::from_str(&ran.stdout).expect("JSON")
}

fn hash(place: &Place) -> String {
    json(place, &["plan"])["hash"].as_str().expect("a hash").to_owned()
}

#[test]
fn the_hash_is_the_same_elsewhere_and_later() {
    let here = Place::new();
    copy("examples/mortgage-broker", ".", &here);
    let there = Place::new();
    copy("examples/mortgage-broker", "deep/down", &there);
    let folder = there.path().join("deep/down");
    there.write("none.kdl", "");
    let store = ["--target", "local:deep/other.db"];
    there.run(&[&["apply", "none.kdl", "--auto-approve"], &store[..]].concat()).ends(0);
    let mut command = there.command();
    command.env("SOURCE_DATE_EPOCH", "1790000000");
    command.arg("plan").arg(&folder).args(store);
    let printed = String::from_utf8(command.output().expect("it runs").stdout).expect("text");
    let hash = hash(&here);
    let end = format!("Hash: {hash}\nSite: local:deep/other.db\n");
    assert!(printed.ends_with(&end), "{hash}\n{printed}");
}

#[test]
fn a_snapshot_gives_the_hash_of_the_site_it_shows() {
    let place = team();
    place.run(&["apply", "--auto-approve"]).ends(0);
    place.write("site.kdl", format!("{TEAM}user \"ana\" {{ groups \"Team\"; }}\n"));
    let live = place.run(&["snapshot", "--target", "local:site.db"]).ends(0).stdout;
    place.write("live.json", live);
    // Where the site lies does not count at an embedded store.
    assert_eq!(json(&place, &["plan", "--live", "live.json"])["hash"], hash(&place));
}

#[test]
fn an_approved_plan_is_applied_without_a_question() {
    let place = team();
    let hash = hash(&place);
    let refused = place.run(&["apply"]).ends(4);
    assert!(refused.stderr.contains("nobody is there to approve"), "{}", refused.stderr);
    place.run(&["apply", "--plan-hash", &hash]).ends(0);
    place.run(&["plan", "--expect-no-changes"]).ends(0);
    place.run(&["apply", "--expect-no-changes", "--auto-approve"]).ends(0);
}

#[test]
fn what_has_changed_since_is_said() {
    let place = team();
    let hash = hash(&place);
    let stale = |place: &Place, hash: &str, why: &str| {
        let ran = place.run(&["apply", "--plan-hash", hash]).ends(6);
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    };
    place.write("site.kdl", format!("{TEAM}group \"Other\"\n"));
    stale(&place, &hash, "the definition has changed since");
    assert!(!place.path().join("site.db").exists(), "nothing was touched");

    place.write("other.kdl", "group \"Elsewhere\"\n");
    place.run(&["apply", "other.kdl", "--auto-approve"]).ends(0);
    stale(&place, &hash, "the definition and the live site have changed since");
    place.write("site.kdl", TEAM);
    stale(&place, &hash, "the live site has changed since");

    let last = hash.replace(&hash[hash.len() - 4..], "0000");
    let place = team();
    stale(&place, &last, "for another target, or another siteplan");
    place.run(&["apply", "--plan-hash", "0123"]).ends(64);
}

#[test]
fn a_saved_plan_is_held_to_its_hash() {
    let place = team();
    place.run(&["plan", "--out", "plan.json"]).ends(0);
    let hash = hash(&place);
    let shown = place.run(&["show", "plan.json"]).ends(0).stdout;
    assert!(shown.ends_with(&format!("Hash: {hash}\nSite: local:site.db\n")), "{shown}");
    assert_eq!(json(&place, &["show", "plan.json"])["hash"], hash.as_str());

    let other = hash.chars().rev().collect::<String>();
    place.run(&["apply", "plan.json", "--plan-hash", &other]).ends(64);
    let mixed = format!("00000000{}", &hash[8..]);
    place.run(&["apply", "plan.json", "--plan-hash", &mixed]).ends(6);

    let plan = place.read("plan.json");
    place.write("plan.json", plan.replace("\"list\"", "\"admin\""));
    let edited = place.run(&["apply", "plan.json", "--plan-hash", &hash]).ends(3);
    assert!(edited.stderr.contains("its hash does not fit"), "{}", edited.stderr);
    place.write("plan.json", plan);
    place.run(&["apply", "plan.json", "--plan-hash", &hash]).ends(0);
}
