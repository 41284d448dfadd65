//! Many pairs, on as many threads as the machine has.

use super::generate::sample;
use super::judge::{Judged, Rules, judge};
use super::report::{Tally, case_file, signature};
use super::shrink::shrunk;
use super::world::Pair;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

pub struct Run {
    /// The first pair's; the next pair has the next.
    pub seed: u64,
    pub cases: u64,
    pub on_failure: OnFailure,
    pub rules: Rules,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnFailure {
    /// Shows it, made small.
    Stop,
    /// Goes on, and shows one of each kind.
    Survey,
    /// Only counts it.
    Count,
}

/// Failures that look alike: how many, and the first as a case file.
#[derive(Default)]
struct Found {
    tally: Tally,
    kinds: BTreeMap<String, (usize, String)>,
}

impl Run {
    /// What was counted, and what failed, the most frequent kind first.
    pub fn go(&self) -> (Tally, Vec<String>) {
        let (next, stop) = (AtomicU64::new(0), AtomicBool::new(false));
        let found = Mutex::new(Found::default());
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| self.work(&next, &stop, &found));
            }
        });
        let Found { tally, kinds } = found.into_inner().expect("no thread failed");
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        let told = kinds
            .into_iter()
            .map(|(kind, (count, case))| format!("##### {count} × {kind}\n{case}"));
        (tally, told.collect())
    }

    fn work(&self, next: &AtomicU64, stop: &AtomicBool, found: &Mutex<Found>) {
        let (samples, config) = (sample(), Config::default());
        let mut tally = Tally::default();
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= self.cases {
                break;
            }
            let seed = self.seed.wrapping_add(at);
            let mut runner = TestRunner::new_with_rng(config.clone(), rng(seed));
            let pair = samples.new_tree(&mut runner).expect("a sample").current().pair();
            let judged = self.look(&pair);
            assert!(!judged.unsound, "seed {seed}: no pair\n{}", case_file(&pair, &judged));
            tally.add(&judged);
            if judged.violation.is_some() && self.on_failure != OnFailure::Count {
                let (kind, case) = self.smallest(pair, &judged);
                let case =
                    format!("// first seen with SITEPLAN_SEED={seed} SITEPLAN_CASES=1\n{case}");
                let mut found = found.lock().expect("no thread failed");
                found.kinds.entry(kind).or_insert((0, case)).0 += 1;
                stop.store(self.on_failure == OnFailure::Stop, Ordering::Relaxed);
            }
        }
        found.lock().expect("no thread failed").tally.merge(tally);
    }

    /// The ways through a large plan are the same each time, so that shrinking can rely on them.
    fn look(&self, pair: &Pair) -> Judged {
        let mut state: u64 = 0x5EED_0F51_7E91_A4C3;
        let mut random = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        judge(pair, self.rules, &mut random)
    }

    /// A small pair that fails as this one does: what kind it is of, and its file.
    fn smallest(&self, pair: Pair, judged: &Judged) -> (String, String) {
        let kind = |judged: &Judged| judged.violation.as_ref().map(|found| found.kind);
        let wanted = kind(judged);
        let pair = shrunk(pair, &mut |pair| kind(&self.look(pair)) == wanted);
        let judged = self.look(&pair);
        (signature(&judged), case_file(&pair, &judged))
    }
}

pub fn rng(seed: u64) -> TestRng {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
}
