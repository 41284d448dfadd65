//! Many cases, on as many threads as the machine has, and what came of them.

use super::case::case;
use super::judge::{Judged, Outcome, judge};
use super::shrink::shrunk;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

#[derive(Debug, Default)]
pub struct Tally {
    cases: usize,
    outcomes: BTreeMap<Outcome, usize>,
    with_base: usize,
    with_kept: usize,
    /// Facts whose advice was followed.
    advised: usize,
    wrong: usize,
}

impl Tally {
    fn add(&mut self, judged: &Judged, with_base: bool) {
        self.cases += 1;
        *self.outcomes.entry(judged.outcome).or_default() += 1;
        self.with_base += usize::from(with_base);
        self.with_kept += usize::from(judged.kept);
        self.advised += judged.advised;
        self.wrong += usize::from(judged.wrong.is_some());
    }

    fn merge(&mut self, other: Tally) {
        self.cases += other.cases;
        self.with_base += other.with_base;
        self.with_kept += other.with_kept;
        self.advised += other.advised;
        self.wrong += other.wrong;
        for (outcome, count) in other.outcomes {
            *self.outcomes.entry(outcome).or_default() += count;
        }
    }

    /// Whether there was enough of everything, and little that could not be looked at.
    pub fn is_telling(&self) -> bool {
        let share = |count: usize| 100 * count / self.cases.max(1);
        let of = |outcome: Outcome| share(self.outcomes.get(&outcome).copied().unwrap_or(0));
        let passed_over = of(Outcome::Unread) + of(Outcome::Circle) + of(Outcome::Refused);
        let enough = [of(Outcome::Exact), of(Outcome::Open), share(self.with_base)];
        passed_over < 5
            && enough.iter().all(|share| *share >= 15)
            && share(self.with_kept) >= 5
            && self.advised > self.cases / 4
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { cases, outcomes, with_base, with_kept, advised, wrong } = self;
        writeln!(f, "{cases} cases, {with_base} with a base, {with_kept} with kept facts")?;
        writeln!(f, "{outcomes:?}; advice followed for {advised} facts")?;
        write!(f, "wrong verdicts: {wrong}")
    }
}

/// Verdicts that are wrong alike: how many, and the first.
type Kinds = BTreeMap<String, (usize, String)>;

/// What was counted, and the wrong verdicts made small: of each kind one, or the first.
pub fn run(first: u64, cases: u64, survey: bool) -> (Tally, Vec<String>) {
    let (next, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let found = Mutex::new((Tally::default(), Kinds::new()));
    let work = || {
        let mut tally = Tally::default();
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= cases {
                break;
            }
            let seed = first.wrapping_add(at);
            let case = case(seed);
            let judged = judge(&case);
            tally.add(&judged, case.base.is_some());
            if judged.wrong.is_some() {
                let case = shrunk(case, &mut |case| judge(case).wrong.is_some());
                let words = judge(&case).wrong.unwrap_or_default();
                let told = format!(
                    "// first seen with SITEPLAN_SEED={seed} SITEPLAN_CASES=1\n{}\n{words}",
                    case.file()
                );
                let mut found = found.lock().expect("no thread failed");
                found.1.entry(kind(&words)).or_insert((0, told)).0 += 1;
                stop.store(!survey, Ordering::Relaxed);
            }
        }
        found.lock().expect("no thread failed").0.merge(tally);
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let (tally, kinds) = found.into_inner().expect("no thread failed");
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let told =
        kinds.into_iter().map(|(kind, (count, told))| format!("##### {count} × {kind}\n{told}"));
    (tally, told.collect())
}

/// The words without what is a name or a number in them.
fn kind(words: &str) -> String {
    let line = words.lines().next().unwrap_or_default();
    line.split(|c: char| !c.is_alphabetic()).take(6).collect::<Vec<_>>().join(" ")
}
