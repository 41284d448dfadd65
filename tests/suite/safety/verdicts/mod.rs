//! Verdicts are true: what plan and drift say of a site that holds more than its definition says.
//!
//! A random site, a definition that leaves out parts of it, lines of `manage`, what the definition
//! said before: the meaning of all that is worked out on plain worlds, and whatever the compiler
//! says is held against it: who has more or less access than the definition gives, whether the
//! site is as the definition says, where following the advice leads. `SITEPLAN_CASES`,
//! `SITEPLAN_SEED` and `SITEPLAN_SURVEY` are those of [`super`].

mod case;
mod follow;
mod judge;
mod manage;
mod meaning;
mod run;
mod shrink;

use super::planner::Texts;
use super::{cases, number, seed};
use judge::verdicts;

const CASES: u64 = 1500;

#[test]
fn verdicts_are_true() {
    let (seed, cases) = (seed(), cases().unwrap_or(CASES));
    let (tally, wrong) = run::run(seed, cases, number("SITEPLAN_SURVEY").is_some());
    println!("{tally}\nfrom seed {seed}");
    for one in &wrong {
        println!("\n{one}");
    }
    assert!(wrong.is_empty(), "{} kinds of wrong verdicts, from seed {seed}", wrong.len());
    assert!(cases < 500 || tally.is_telling(), "too little was looked at: {tally}");
}

/// A rename that was said before and is not applied yet, of a name that somebody new had then.
#[test]
fn what_the_base_renames_already_is_not_renamed_again() {
    let renamed = "user \"ada-b\" was=\"ada\"\n";
    let base = format!("{renamed}user \"ada\" {{ disabled #true }}\n");
    let live = r#"{"format":"siteplan-snapshot","version":1,"target":"local:site.db",
        "users":[{"id":1,"username":"ada","disabled":true}]}"#;
    let texts = Texts { definition: renamed, base: Some(&base), live };
    let found = verdicts(texts).flatten().expect("a plan");
    let set: Vec<&str> = found.plan.steps[0].set.iter().map(|one| one.field.name()).collect();
    assert_eq!(set, ["username"], "nobody said before that this one is disabled");
    assert_eq!(found.plan.residue.facts.len(), 1);
}
