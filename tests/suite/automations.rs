//! Automations of one name beside a base, and whose they become in every format of a plan.

use crate::program::{Place, Ran};
use serde_json::{Value, json};

fn live(automations: Value) -> String {
    json!({"format": "siteplan-snapshot", "version": 1, "target": "https://acme.example",
        "users": [{"id": 1, "username": "ben"}, {"id": 2, "username": "root", "site_admin": true}],
        "folders": ["In"], "automations": automations})
    .to_string()
}

fn sweep(id: i64) -> Value {
    json!({"id": id, "name": "sweep", "owner": "site", "automation": "delete_file",
        "source": "In/*.tmp", "trigger": "manual"})
}

/// The ids of the automations that a plan removes, and its findings.
fn removed(base: &str, site: &str) -> (Vec<i64>, Ran) {
    let live = live(json!([sweep(5), sweep(6)]));
    let place = Place::with(&[("live.json", &live), ("before.kdl", base), ("site.kdl", site)]);
    let arguments = ["plan", "--live", "live.json", "--base", "before.kdl", "--format", "json"];
    let ran = place.run(&arguments).ends(0);
    let plan: Value = serde_json::from_str(&ran.stdout).expect("a plan");
    let changes = plan["changes"].as_array().expect("a list");
    let gone = changes.iter().filter(|change| change["operation"] == "delete");
    (gone.filter_map(|change| change["id"].as_i64()).collect(), ran)
}

#[test]
fn a_base_takes_along_no_other_of_the_name() {
    let (one, two) = ("automation \"sweep\" id=5\n", "automation \"sweep\" id=6\n");
    assert_eq!(removed(one, one).0, [] as [i64; 0], "the other was never declared");
    assert_eq!(removed(&format!("{one}{two}"), one).0, [6], "its line was deleted");
    assert_eq!(removed(one, "").0, [5]);
    // Nothing tells which of them the base meant.
    let (gone, ran) = removed("automation \"sweep\"\n", "");
    assert_eq!(gone, [] as [i64; 0]);
    assert!(ran.stdout.contains("sweep (id 5)") && ran.stdout.contains("sweep (id 6)"));
}

#[test]
fn what_is_bound_by_its_id_is_bound_by_no_name() {
    let place = Place::with(&[("live.json", &live(json!([sweep(5), sweep(6)])))]);
    let plan = |site: &str| {
        place.write("site.kdl", site);
        let ran = place.run(&["plan", "--live", "live.json", "--format", "json"]).ends(0);
        let plan: Value = serde_json::from_str(&ran.stdout).expect("a plan");
        let changes = plan["changes"].as_array().expect("a list").clone();
        let told = |change: &Value| (change["operation"].clone(), change["id"].clone());
        changes.iter().map(told).collect::<Vec<_>>()
    };
    let renamed = "automation \"brush\" id=6\n";
    let rest = "automation \"sweep\" { disabled #true; }\n";
    let both = [(json!("update"), json!(6)), (json!("update"), json!(5))];
    assert_eq!(plan(&format!("{renamed}{rest}")), both);
    assert_eq!(plan(&format!("{rest}{renamed}")), both, "in either order");
    let all = "automation \"sweep\" id=5 { disabled #true; }\nautomation \"sweep\" id=6\n";
    assert_eq!(plan(all), [(json!("update"), json!(5))]);
}

const NEW: &str = r#"
user "ben"
user "root" {
    role "site-admin"
}
folder "In" {
    grant "admin" user="ben"
}
automation "sweep" {
    owner user="ben"
    delete-file {
        source "In/*.tmp"
    }
    trigger "manual"
}
"#;

#[test]
fn every_format_shows_whose_a_new_automation_becomes() {
    let place = Place::with(&[("live.json", &live(json!([]))), ("site.kdl", NEW)]);
    let plan = |format: &str| {
        place.run(&["plan", "--live", "live.json", "--format", format]).ends(0).stdout
    };
    let told = "owner user=\"ben\" (as its owner line says, with the key of \"ben\")";
    for format in ["text", "markdown"] {
        assert!(plan(format).contains(told), "{format}");
    }
    let html = plan("html").replace("\\\"", "\"");
    assert!(html.contains("as its owner line says, with the key of"), "{html}");
    let plan: Value = serde_json::from_str(&plan("json")).expect("a plan");
    let changes = plan["changes"].as_array().expect("a list");
    let made = changes.iter().find(|change| change["address"]["kind"] == "automation");
    let made = made.expect("a change");
    assert_eq!(made["owner_reason"], "declared");
    let owner = json!({"name": "owner", "before": null, "after": "user ben"});
    assert!(made["set"].as_array().expect("a list").contains(&owner), "{made}");
}

#[test]
fn what_only_a_part_is_said_of_is_untouched_in_the_rest() {
    let scheduled = json!({"id": 7, "name": "nightly sweep", "owner": "site",
        "automation": "delete_file", "source": "In/*.tmp", "trigger": "custom_schedule",
        "schedule": "id 3"});
    let live = live(json!([scheduled]));
    let site = "automation \"nightly sweep\" { disabled #true; }\n";
    let place = Place::with(&[("live.json", &live), ("site.kdl", site)]);
    let ran = place.run(&["plan", "--live", "live.json", "--format", "json"]).ends(0);
    let plan: Value = serde_json::from_str(&ran.stdout).expect("a plan");
    let set = json!([{"name": "disabled", "before": null, "after": true}]);
    assert_eq!(plan["changes"][0]["set"], set, "neither its schedule nor its source");
    assert_eq!(plan["changes"].as_array().map(Vec::len), Some(1));
}
