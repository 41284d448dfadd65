//! Every prefix of a plan is safe, and every interleaving of its steps: nobody lacks on the way
//! what they have before and after, nobody has what they have neither before nor after.
//!
//! Random pairs of sites are planned, the steps done one by one on a model of Files.com, and all
//! that an apply can leave behind is judged by an oracle that knows nothing of the compiler.
//! `SITEPLAN_CASES` is the number of pairs, `SITEPLAN_SEED` repeats a run. With
//! `SITEPLAN_SURVEY=1` a run goes on after a failure and shows one of each kind. A long run:
//!
//! ```text
//! SITEPLAN_CASES=1000000 cargo test --release --test suite safety::
//! ```

mod declared;
mod edit;
mod generate;
mod ideals;
mod judge;
mod oracle;
mod planner;
mod report;
mod run;
mod shrink;
mod simulate;
mod world;
mod write;

use run::Run;

const CASES: u64 = 5000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn every_state_that_an_apply_can_leave_is_safe() {
    let seed = number("SITEPLAN_SEED").unwrap_or_else(|| {
        let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        clock.map_or(1, |clock| clock.as_nanos() as u64 >> 10)
    });
    let cases = number("SITEPLAN_CASES").unwrap_or(CASES);
    let survey = number("SITEPLAN_SURVEY").is_some();
    let (tally, kinds) = Run { seed, cases, survey }.go();
    println!("{tally}\nfrom seed {seed}");
    for kind in &kinds {
        println!("\n{kind}");
    }
    assert!(kinds.is_empty(), "{} kinds of violations, from seed {seed}", kinds.len());
}
