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

use super::{cases, number, seed};

const CASES: u64 = 2000;

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
