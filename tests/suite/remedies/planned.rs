//! Helps on what a plan finds between a definition and a live site.

use super::difference::REMEDIES;
use super::pages::{gained, pages};
use super::{Place, Remedy};
use serde_json::Value;
use std::collections::BTreeSet;

struct Planned {
    codes: BTreeSet<String>,
    /// What is printed, with its broken lines joined.
    text: String,
    ends: i32,
}

fn plan(place: &Place, arguments: &[&str], codes: &BTreeSet<String>) -> Planned {
    let ran = place.run(&[&["plan", "--live", "live.json"], arguments].concat());
    let told = ran.stderr.lines().filter(|line| codes.contains(*line)).map(str::to_owned);
    let joined: Vec<&str> =
        ran.stderr.lines().map(|line| line.trim_start_matches([' ', '│'])).collect();
    Planned { codes: told.collect(), text: joined.join(" "), ends: ran.code }
}

fn follow(remedy: &Remedy, codes: &BTreeSet<String>) {
    let name = remedy.named();
    let pages = pages();
    let page = pages.iter().find(|page| page.code == remedy.code).expect("a rule");
    let place = page.place();
    let before = plan(&place, &[], codes);
    let is_told = before.codes.contains(remedy.code) && before.text.contains(remedy.told);
    assert!(is_told, "{name} is told: {}", before.text);
    for (file, text) in remedy.after(remedy.before(page)) {
        place.write(&file, text);
    }
    let after = plan(&place, remedy.arguments, codes);
    assert_eq!(after.ends, 0, "{name}: {}", after.text);
    let known: BTreeSet<&str> =
        before.codes.iter().map(|code| &**code).filter(|code| *code != remedy.code).collect();
    let then: BTreeSet<&str> = remedy.then_told.iter().copied().collect();
    let told: BTreeSet<&str> = after.codes.iter().map(|code| &**code).collect();
    let new: BTreeSet<&str> = told.difference(&known).copied().collect();
    assert_eq!(new, then, "{name} leads to: {}", after.text);
    assert!(then.is_empty() || !after.text.contains(remedy.told), "{name}: {}", after.text);
    let asked = ["plan", "--live", "live.json", "--format", "json"];
    let planned = place.run(&[&asked, remedy.arguments].concat());
    let planned: Value = serde_json::from_str(&planned.stdout).expect("a plan");
    assert_eq!(gained(&planned["access"]), remedy.gains, "{name}");
}

#[test]
fn helps_on_what_a_plan_finds_are_followed() {
    let codes: BTreeSet<String> = pages().into_iter().map(|page| page.code).collect();
    for remedy in REMEDIES {
        follow(remedy, &codes);
    }
}
