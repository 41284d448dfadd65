//! Steps side by side, on sites that only pretend.

#![expect(clippy::disallowed_methods, reason = "journals are files")]

use super::journal::Progress;
use super::tests::{Create, begin, folder, left, plan, step, words};
use super::*;
use crate::live::{LiveSite, Look};
use crate::model::Names;
use crate::site::{EnvironmentSecrets, Outcome, ReadSite, Refusal};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

/// A site that does as it is told, and sees what it must not see.
#[derive(Default)]
struct Fake {
    refuses: BTreeSet<u32>,
    /// Lost at these steps.
    lost: BTreeSet<u32>,
    /// A bug of ours at this step.
    bug: Option<u32>,
    /// Answers after so many microseconds, by step.
    latency: Vec<u64>,
    /// Where the journal lies, to see what is on disk when a step begins.
    journal: Option<PathBuf>,
    /// Steps wait until so many are on their way.
    together: usize,
    running: Mutex<usize>,
    changed: Condvar,
    most: AtomicUsize,
    performed: Mutex<Vec<u32>>,
}

impl ReadSite for Fake {
    fn target(&self) -> &str {
        "local:fake"
    }

    fn read(&self, _: &Look, _: &mut Names) -> Result<LiveSite, SiteError> {
        Err(Refusal::not_found("nothing").into())
    }
}

impl Site for Fake {
    fn perform(&self, step: &Step, _: &dyn Secrets) -> Result<Outcome, SiteError> {
        self.meet();
        if let Some(path) = &self.journal {
            assert_written(path, step);
        }
        let id = step.id.0;
        let latency = self.latency.get(id as usize % self.latency.len().max(1));
        std::thread::sleep(Duration::from_micros(latency.copied().unwrap_or(0)));
        self.performed.lock().expect("no panic").push(id);
        *self.running.lock().expect("no panic") -= 1;
        assert_ne!(Some(id), self.bug, "a bug");
        if self.lost.contains(&id) {
            return Err(SiteError::Locked { path: "x".to_owned() });
        }
        if self.refuses.contains(&id) {
            Err(Refusal::invalid("no").into())
        } else {
            Ok(Outcome::Done)
        }
    }
}

impl Fake {
    /// Counts a step in, and waits for company where that is wanted.
    fn meet(&self) {
        let mut running = self.running.lock().expect("no panic");
        *running += 1;
        self.most.fetch_max(*running, Ordering::Relaxed);
        self.changed.notify_all();
        let alone = |_: &mut usize| self.most.load(Ordering::Relaxed) < self.together;
        let patience = Duration::from_secs(20);
        drop(self.changed.wait_timeout_while(running, patience, alone).expect("no panic"));
    }

    fn performed(&self) -> Vec<u32> {
        self.performed.lock().expect("no panic").clone()
    }
}

/// The journal holds the start of the step, and the good end of all that it waits for.
fn assert_written(journal: &Path, step: &Step) {
    let text = std::fs::read_to_string(journal).expect("the journal");
    assert!(text.contains(&format!("{{\"event\":\"start\",\"step\":{}}}", step.id.0)), "{text}");
    for after in &step.after {
        let done = format!("{{\"event\":\"done\",\"step\":{},", after.step.0);
        assert!(text.contains(&done), "step {} began before the end of {done}:\n{text}", step.id.0);
    }
}

struct Ran {
    report: Report,
    progress: Progress,
    ended: Vec<u32>,
}

/// Runs a plan, stopping once so many steps have ended.
fn go(plan: &Plan, site: &mut Fake, parallelism: usize, stop_after: usize) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("j");
    let mut journal = begin(&path, plan);
    site.journal = Some(path.clone());
    let (stop, mut ended) = (AtomicBool::new(stop_after == 0), Vec::new());
    let report = run(Run {
        plan,
        site,
        secrets: &EnvironmentSecrets::default(),
        journal: &mut journal,
        keys: &BTreeMap::new(),
        applied: &BTreeSet::new(),
        parallelism: NonZeroUsize::new(parallelism).expect("at least one"),
        stop: &stop,
        observe: &mut |event| {
            if let Event::Ended { step, .. } = event {
                ended.push(step.id.0);
                stop.fetch_or(ended.len() >= stop_after, Ordering::Relaxed);
            }
        },
    });
    drop(journal);
    let progress = left(&path).expect("the journal is whole").progress;
    Ran { report, progress, ended }
}

/// Folders, each after those before it that `edges` names.
fn folders(edges: &[Vec<u32>]) -> Plan {
    let steps = edges.iter().enumerate().map(|(at, edges)| {
        let step = step(at, Create, folder(&format!("f{at}")));
        edges.iter().fold(step, |step, earlier| step.waits_for(*earlier))
    });
    plan(steps.collect())
}

#[test]
fn steps_that_wait_for_nothing_run_side_by_side() {
    let plan = folders(&vec![Vec::new(); 9]);
    let mut site = Fake { together: 4, ..Fake::default() };
    let ran = go(&plan, &mut site, 4, usize::MAX);
    assert!(ran.report.is_complete());
    assert_eq!(site.most.load(Ordering::Relaxed), 4);
}

#[test]
fn a_chain_keeps_its_order_however_many_may_run() {
    let plan = folders(&[vec![], vec![1], vec![2], vec![3]]);
    let mut site = Fake::default();
    let ran = go(&plan, &mut site, 8, usize::MAX);
    assert!(ran.report.is_complete());
    assert_eq!((site.performed(), site.most.into_inner()), (vec![1, 2, 3, 4], 1));
}

#[test]
fn a_lost_site_ends_the_run() {
    let mut site = Fake { lost: [2].into(), ..Fake::default() };
    let ran = go(&folders(&vec![Vec::new(); 3]), &mut site, 1, usize::MAX);
    let expected = ["done", "failed: store-locked", "skipped: SiteLost(StepId(2))"];
    assert_eq!(words(&ran.report), expected);
}

#[test]
fn what_is_on_its_way_ends_when_the_site_is_lost() {
    // 1 fails at once; 2 and 3 are under way by then, 4 and 5 are not.
    let plan = folders(&[vec![], vec![], vec![], vec![1], vec![2]]);
    let mut site = Fake { lost: [1, 3].into(), together: 3, ..Fake::default() };
    site.latency = vec![20_000, 0, 20_000, 20_000];
    let ran = go(&plan, &mut site, 3, usize::MAX);
    let lost = "failed: store-locked";
    let skipped = "skipped: SiteLost(StepId(1))";
    assert_eq!(words(&ran.report), [lost, "done", lost, skipped, skipped]);
    assert_eq!(ran.progress.done.len(), 1);
    assert_eq!(ran.progress.failed, BTreeSet::from([StepId(1), StepId(3)]));
    assert_eq!(ran.progress.unknown, BTreeSet::new());
}

#[test]
fn a_run_that_is_told_to_stop_ends_what_is_on_its_way() {
    let plan = folders(&vec![Vec::new(); 12]);
    let mut site = Fake { together: 3, ..Fake::default() };
    let ran = go(&plan, &mut site, 3, 1);
    let count = |word: &str| words(&ran.report).iter().filter(|other| *other == word).count();
    let done = count("done");
    // What takes the place of steps that end in one moment has started when the first is told.
    assert!((3..=6).contains(&done), "{:?}", words(&ran.report));
    assert_eq!(count("skipped: Stopped"), 12 - done);
    assert_eq!(ran.report.stopped(), Some(Because::Stopped));
    assert_eq!((ran.progress.done.len(), ran.progress.unknown.len()), (done, 0));
}

#[test]
fn a_run_that_is_told_so_beforehand_does_nothing() {
    let mut site = Fake::default();
    let ran = go(&folders(&[vec![], vec![1]]), &mut site, 2, 0);
    assert_eq!(words(&ran.report), ["skipped: Stopped", "skipped: Stopped"]);
    assert!(site.performed().is_empty());
}

#[test]
fn nothing_starts_that_cannot_be_written_down() {
    let plan = folders(&[vec![], vec![], vec![1]]);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("j");
    drop(begin(&path, &plan));
    let mut journal = Journal::read_only(&path);
    let site = Fake::default();
    let report = run(Run {
        plan: &plan,
        site: &site,
        secrets: &EnvironmentSecrets::default(),
        journal: &mut journal,
        keys: &BTreeMap::new(),
        applied: &BTreeSet::from([StepId(2)]),
        parallelism: NonZeroUsize::MIN,
        stop: &AtomicBool::new(false),
        observe: &mut |_| {},
    });
    assert!(site.performed().is_empty());
    assert_eq!(words(&report), ["skipped: JournalLost", "already", "skipped: JournalLost"]);
    assert!(matches!(report.journal, Some(JournalError::Io { .. })));
}

#[test]
#[should_panic(expected = "a bug")]
fn a_panic_while_a_step_runs_is_not_waited_for() {
    let mut site = Fake { bug: Some(2), ..Fake::default() };
    go(&folders(&vec![Vec::new(); 6]), &mut site, 3, usize::MAX);
}

/// For each step those before it that it waits for.
fn edges() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let step = proptest::collection::vec((any::<u32>(), any::<bool>()), 0..4);
    proptest::collection::vec(step, 1..16).prop_map(|steps| {
        let earlier = |at: usize, picks: Vec<(u32, bool)>| {
            let near = |(pick, near): (u32, bool)| {
                let range = if near { 3.min(at as u32) } else { at as u32 };
                (range > 0).then(|| at as u32 - pick % range)
            };
            picks.into_iter().filter_map(near).collect()
        };
        steps.into_iter().enumerate().map(|(at, picks)| earlier(at, picks)).collect()
    })
}

/// What becomes of each step, one after the other.
fn expected(plan: &Plan, refuses: &BTreeSet<u32>) -> Vec<String> {
    let mut roots: Vec<Option<u32>> = Vec::new();
    let one = |step: &Step| {
        let root = step.after.iter().find_map(|after| roots[after.step.index()]);
        let fails = refuses.contains(&step.id.0);
        roots.push(root.or(fails.then_some(step.id.0)));
        match (root, fails) {
            (Some(root), _) => format!("skipped: {root}"),
            (None, true) => "failed: processing-failure/model-save-error".to_owned(),
            (None, false) => "done".to_owned(),
        }
    };
    plan.steps.iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// The site itself asserts that no step begins before what it waits for is on disk.
    #[test]
    fn however_steps_interleave_the_edges_hold_and_the_report_is_the_same(
        edges in edges(),
        refuses in proptest::collection::btree_set(1..20u32, 0..4),
        latency in proptest::collection::vec(0..400u64, 1..8),
        parallelism in 1..6usize,
    ) {
        let plan = folders(&edges);
        let mut site = Fake { refuses: refuses.clone(), latency, ..Fake::default() };
        let ran = go(&plan, &mut site, parallelism, usize::MAX);
        prop_assert_eq!(words(&ran.report), expected(&plan, &refuses));
        prop_assert!(site.most.load(Ordering::Relaxed) <= parallelism);
        let done = ran.report.count(|result| matches!(result, StepResult::Done));
        prop_assert_eq!((ran.progress.done.len(), ran.progress.unknown.len()), (done, 0));
        let mut ended = ran.ended;
        ended.sort_unstable();
        prop_assert_eq!(ended, (1..=edges.len() as u32).collect::<Vec<_>>());
    }

    #[test]
    fn a_lost_site_or_a_stop_leaves_a_whole_journal(
        edges in edges(),
        lost in proptest::collection::btree_set(1..16u32, 0..3),
        stop_after in 0..16usize,
        parallelism in 1..6usize,
    ) {
        let plan = folders(&edges);
        let mut site = Fake { lost, ..Fake::default() };
        let ran = go(&plan, &mut site, parallelism, stop_after);
        let mut performed = site.performed();
        performed.sort_unstable();
        let progress = ran.progress;
        let told = progress.done.keys().chain(&progress.failed).map(|step| step.0);
        let told: BTreeSet<u32> = told.collect();
        prop_assert_eq!(performed, told.into_iter().collect::<Vec<_>>());
        prop_assert!(progress.unknown.is_empty());
        prop_assert_eq!(ran.report.results.len(), edges.len());
    }
}
