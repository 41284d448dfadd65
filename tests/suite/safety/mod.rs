//! Every prefix of a plan is safe, and every interleaving of its steps: nobody lacks on the way
//! what they have before and after, nobody has what they have neither before nor after.
//!
//! Random pairs of sites are planned, the steps done one by one on a model of Files.com, and all
//! that an apply can leave behind is judged by an oracle that knows nothing of the compiler.
//! Among the other tests the same pairs are tried each time, so that a failure is a change's.
//! `SITEPLAN_CASES` asks for so many new ones, `SITEPLAN_SEED` repeats a run. With
//! `SITEPLAN_SURVEY=1` a run goes on after a failure and shows one of each kind. A long run:
//!
//! ```text
//! SITEPLAN_CASES=1000000 cargo test --release --test suite safety::
//! ```

mod declared;
mod edit;
mod generate;
mod ideals;
mod invariants;
mod judge;
mod openings;
mod oracle;
mod planner;
mod report;
mod run;
mod said;
mod shrink;
mod simulate;
mod told;
mod verdicts;
mod world;
mod write;
mod write_openings;

pub use generate::sample;
pub use ideals::is_for_safety;
pub use invariants::lead_nowhere_else;
use judge::{Kind, Rules};
pub use run::rng;
use run::{OnFailure, Run};
pub use world::Pair;
pub use write::definition;

const CASES: u64 = 8000;
/// Down-sets of one plan that are all looked at; of more, some.
const MOST_STATES: usize = 400;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// How many pairs are asked for.
pub fn cases() -> Option<u64> {
    number("SITEPLAN_CASES")
}

/// From where the pairs come that every run of the suite tries.
const SEED: u64 = 1;

pub fn seed() -> u64 {
    let clock = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let fresh = || clock().map_or(SEED, |clock| clock.as_nanos() as u64 >> 10);
    let asked = number("SITEPLAN_SEED");
    asked.or_else(|| cases().map(|_| fresh())).unwrap_or(SEED)
}

#[test]
fn every_state_that_an_apply_can_leave_is_safe() {
    let (seed, cases) = (seed(), cases().unwrap_or(CASES));
    let survey = number("SITEPLAN_SURVEY").is_some();
    let on_failure = if survey { OnFailure::Survey } else { OnFailure::Stop };
    let rules = Rules { states: MOST_STATES, stripped: false };
    let (tally, kinds) = Run { seed, cases, on_failure, rules }.go();
    println!("{tally}\nfrom seed {seed}");
    for kind in &kinds {
        println!("\n{kind}");
    }
    assert!(kinds.is_empty(), "{} kinds of violations, from seed {seed}", kinds.len());
}

/// A plan says who gains or loses what, and nothing else, whatever moves.
#[test]
fn what_a_plan_says_of_access_is_what_differs() {
    let (seed, cases) = (seed(), cases().unwrap_or(CASES / 4));
    let (untrue, moved) = told::first_untrue(seed, cases);
    assert!(untrue.is_none(), "{}", untrue.unwrap_or_default());
    assert!(cases < 100 || moved > 10, "too few moves from seed {seed}: {moved}");
}

/// The judge sees what is wrong with plans in which nothing waits for safety's sake.
#[test]
fn a_plan_without_care_is_found_out() {
    let rules = Rules { states: MOST_STATES, stripped: true };
    let run =
        Run { seed: seed(), cases: cases().unwrap_or(400), on_failure: OnFailure::Count, rules };
    let (tally, _) = run.go();
    for (kind, least) in [(Kind::Loss, 10), (Kind::Excess, 10), (Kind::Opening, 3)] {
        assert!(tally.count(kind) > least, "{tally}");
    }
}
