//! Every prefix of a plan is safe, and every interleaving of its steps: nobody lacks on the way
//! what they have before and after, nobody has what they have neither before nor after.
//!
//! Random pairs of sites are planned, the steps done one by one on a model of Files.com, and all
//! that an apply can leave behind is judged by an oracle that knows nothing of the compiler.
//! `SITEPLAN_CASES` is the number of pairs, `SITEPLAN_SEED` repeats a run:
//!
//! ```text
//! SITEPLAN_CASES=1000000 cargo test --release --test suite safety::
//! ```

mod edit;
mod generate;
mod ideals;
mod judge;
mod oracle;
mod planner;
mod report;
mod shrink;
mod simulate;
mod world;
mod write;

use generate::sample;
use judge::{Judged, judge};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use report::{Tally, case_file, signature};
use shrink::shrunk;
use std::collections::BTreeMap;
use std::time::Instant;
use world::Pair;

const CASES: usize = 5000;
/// Down-sets of one plan that are all looked at; of more, as many are met on random ways.
const MOST_STATES: usize = 400;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Xorshift.
fn random(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

fn runner(seed: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

fn look(pair: &Pair) -> Judged {
    judge(pair, MOST_STATES, &mut random(7))
}

#[test]
fn every_state_that_an_apply_can_leave_is_safe() {
    let seed = number("SITEPLAN_SEED").unwrap_or_else(|| {
        let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        clock.map_or(1, |clock| clock.as_nanos() as u64)
    });
    let cases = number("SITEPLAN_CASES").map_or(CASES, |cases| cases as usize);
    // With this, a run goes on after a failure, and shows one of each kind.
    let survey = number("SITEPLAN_SURVEY").is_some();
    let mut runner = runner(seed);
    let samples = sample();
    let mut tally = Tally::default();
    let mut kinds: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let begin = Instant::now();
    for _ in 0..cases {
        let pair = samples.new_tree(&mut runner).expect("a sample").current().pair();
        let judged = look(&pair);
        assert!(!judged.unsound, "{}", case_file(&pair, &judged));
        tally.add(&judged);
        let Some(kind) = judged.violation.map(|found| found.kind) else { continue };
        let fails = |found: Judged| found.violation.is_some_and(|found| found.kind == kind);
        let pair = shrunk(pair, &mut |pair| fails(look(pair)));
        let judged = look(&pair);
        let case = case_file(&pair, &judged);
        if !survey {
            panic!("{case}\n{tally}\nagain: SITEPLAN_SEED={seed} SITEPLAN_CASES={cases}");
        }
        let kind = kinds.entry(signature(&judged)).or_insert((0, case));
        kind.0 += 1;
    }
    println!("{tally}\n{:.1} s, seed {seed}", begin.elapsed().as_secs_f64());
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (signature, (count, case)) in &kinds {
        println!("\n##### {count} × {signature}\n{case}");
    }
    assert!(kinds.is_empty(), "{} kinds of violations", kinds.len());
}
