#![expect(clippy::disallowed_methods, reason = "journals are files")]

use super::journal::Record;
use super::*;
use crate::diff::{Address, Operation, Subject};
use crate::live::{LiveSite, Look};
use crate::model::{Level, Names, Value};
use crate::plan::step::{After, ChangeId, Reason};
use crate::site::{EnvironmentSecrets, LocalSite, Outcome, ReadSite, Refusal, SiteError};
use std::path::PathBuf;
use tempfile::TempDir;

pub fn plan(steps: Vec<Step>) -> Plan {
    let number = |(at, step): (usize, Step)| Step { id: StepId::at(at), ..step };
    let mut plan = Plan {
        format: crate::plan::step::FORMAT.to_owned(),
        version: 1,
        siteplan: "0.0.0".to_owned(),
        target: "local:x".to_owned(),
        definition: String::new(),
        live: String::new(),
        hash: String::new(),
        changes: Vec::new(),
        transient: Vec::new(),
        powers: Default::default(),
        removals: Vec::new(),
        access: Default::default(),
        steps: steps.into_iter().enumerate().map(number).collect(),
        residue: crate::plan::Residue::default(),
        unread: Vec::new(),
        not_looked_at: Vec::new(),
        good_until: None,
        refused: Vec::new(),
        inputs: None,
    };
    plan.hash = crate::plan::hash::of(&plan);
    plan
}

pub fn step(change: usize, operation: Operation, address: Address) -> Step {
    let (live_id, as_user, set, after) = (None, None, Vec::new(), Vec::new());
    let change = ChangeId(change);
    Step { id: StepId(0), change, operation, address, live_id, as_user, set, after }
}

impl Step {
    pub fn set(mut self, name: &str, before: impl Into<Value>, after: impl Into<Value>) -> Self {
        let (before, after) = (before.into(), after.into());
        let field = self.address.kind().field(name).expect("a field");
        self.set.push(crate::diff::Assignment::new(field, before, after));
        self
    }

    pub fn waits_for(mut self, step: u32) -> Self {
        let reason = Reason::NewBeforeOld;
        self.after.push(After { step: StepId(step), reason });
        self
    }

    pub fn known_as(self, id: i64) -> Self {
        Self { live_id: Some(id), ..self }
    }
}

pub fn text(text: &str) -> Value {
    Value::text(text)
}

pub fn user(name: &str) -> Address {
    Address::User { user: name.to_owned() }
}

pub fn group(name: &str) -> Address {
    Address::Group { group: name.to_owned() }
}

pub fn folder(path: &str) -> Address {
    Address::Folder { path: path.to_owned() }
}

pub fn grant(path: &str, grantee: Subject) -> Address {
    Address::Grant { path: path.to_owned(), grantee, level: Level::Full, recursive: true }
}

pub use Operation::{Create, Delete, Move, Update};

/// A store, a journal's path, and the folder that holds both.
pub struct Bench {
    pub site: LocalSite,
    journal: PathBuf,
    _folder: TempDir,
}

pub fn bench() -> Bench {
    let folder = tempfile::tempdir().expect("a folder");
    let site = LocalSite::open(&folder.path().join("site.db")).expect("a store");
    Bench { site, journal: folder.path().join("plan.journal"), _folder: folder }
}

impl Bench {
    pub fn apply(&mut self, plan: &Plan, applied: &BTreeSet<StepId>) -> Report {
        let mut journal = begin(&self.journal, plan);
        let report = run(Run {
            plan,
            site: &self.site,
            secrets: &EnvironmentSecrets::default(),
            journal: &mut journal,
            keys: &BTreeMap::new(),
            applied,
            parallelism: NonZeroUsize::MIN,
            stop: &AtomicBool::new(false),
            observe: &mut |_| {},
        });
        journal.finish().expect("finished");
        report
    }

    pub fn read(&mut self) -> (LiveSite, Names) {
        let mut names = Names::default();
        let live = self.site.read(&Look::Everything, &mut names).expect("read");
        (live, names)
    }

    pub fn standings(&mut self, plan: &Plan) -> Vec<Standing> {
        let (live, names) = self.read();
        stale(plan, &live, &names).into_iter().map(|judged| judged.standing).collect()
    }

    pub fn unverified(&mut self, plan: &Plan) -> Vec<Unverified> {
        let (live, names) = self.read();
        verify(plan, &live, &names)
    }
}

pub fn words(report: &Report) -> Vec<String> {
    let word = |result: &StepResult| match result {
        StepResult::Done => "done".to_owned(),
        StepResult::AlreadyDone => "already".to_owned(),
        StepResult::Failed(error) => format!("failed: {}", error.word()),
        StepResult::Skipped(Because::Failed(step)) => format!("skipped: {}", step.0),
        StepResult::Skipped(because) => format!("skipped: {because:?}"),
    };
    report.results.iter().map(|(_, result)| word(result)).collect()
}

#[test]
fn what_builds_on_a_failed_step_is_skipped_and_the_rest_goes_on() {
    let nobody = Subject::User("nobody".to_owned());
    let plan = plan(vec![
        step(0, Create, folder("A")),
        step(1, Create, grant("A", nobody)).waits_for(1),
        step(2, Create, user("al")).waits_for(2),
        step(3, Create, group("Ops")),
        step(4, Create, folder("B")).waits_for(3).waits_for(4),
        step(5, Create, folder("a")),
    ]);
    let mut bench = bench();
    let mut events = Vec::new();
    let mut journal = begin(&bench.journal, &plan);
    let report = run(Run {
        plan: &plan,
        site: &mut bench.site,
        secrets: &EnvironmentSecrets::default(),
        journal: &mut journal,
        keys: &BTreeMap::new(),
        applied: &BTreeSet::from([StepId(4)]),
        parallelism: NonZeroUsize::MIN,
        stop: &AtomicBool::new(false),
        observe: &mut |event| {
            events.push(match event {
                Event::Started { step } => format!("start {}", step.id.0),
                Event::Ended { step, .. } => format!("end {}", step.id.0),
            });
        },
    });
    assert_eq!(
        words(&report),
        [
            "done",
            "failed: not-found/user-not-found",
            "skipped: 2",
            "already",
            "skipped: 2",
            "already",
        ]
    );
    assert!(!report.is_complete());
    assert_eq!(report.failures().count(), 1);
    assert_eq!(events[..4], ["start 1", "end 1", "start 2", "end 2"]);
    assert_eq!(events[4..], ["end 3", "end 4", "end 5", "start 6", "end 6"]);
    drop(journal);
    let progress = left(&bench.journal).expect("a run").progress;
    assert_eq!(progress.done.len(), 2);
    assert_eq!(progress.failed, BTreeSet::from([StepId(2)]));
}

/// A journal in which the run of a plan begins.
pub fn begin(path: &std::path::Path, plan: &Plan) -> Journal {
    let mut journal = take(path).expect("a journal");
    journal.begin(plan).expect("begun");
    journal
}

fn take(path: &std::path::Path) -> Result<Journal, JournalError> {
    Journal::take(path, SITE, "2026-06-01T00:00:00Z".parse().expect("an instant"))
}

const SITE: &str = "https://acme.example";

/// What the next run finds.
pub fn left(path: &std::path::Path) -> Option<Unfinished> {
    take(path).expect("a journal").unfinished().cloned()
}

#[test]
fn a_journal_tells_what_an_unfinished_run_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("j");
    let (ours, other) = (plan(vec![step(0, Create, user("al"))]), plan(Vec::new()));
    let mut journal = begin(&path, &ours);
    let again = take(&path).expect_err("held");
    let process = format!("process {}", std::process::id());
    assert!(again.to_string().contains(&process), "{again}");
    let refused = Err(Refusal::no_user("secret").into());
    let key = BegunKey {
        user: Some("al".to_owned()),
        name: "ci".to_owned(),
        file: "/keys/ci".to_owned(),
        before: vec![7],
        at: None,
    };
    let records = [
        Record::start(StepId(1), None),
        Record::ended(StepId(1), &Ok(Outcome::AlreadyDone)),
        Record::start(StepId(2), None),
        Record::ended(StepId(2), &refused),
        Record::start(StepId(3), Some(key.clone())),
    ];
    journal.append(&records).expect("written");
    let open = SiteError::Unjudged {
        why: "nobody can tell".to_owned(),
        source: Box::new(Refusal::no_user("secret").into()),
    };
    for (step, end) in [(4, Err(open)), (5, refused)] {
        let step = StepId(step);
        let records = [Record::start(step, Some(key.clone())), Record::ended(step, &end)];
        journal.append(&records).expect("written");
    }
    drop(journal);
    let whole = std::fs::read(&path).expect("the journal");
    assert!(!String::from_utf8_lossy(&whole).contains("secret"));
    let torn = [&whole[..], b"{\"event\":\"done\",\"st"].concat();
    std::fs::write(&path, torn).expect("written");
    let mut journal = take(&path).expect("a torn last line counts for nothing");
    let found = journal.unfinished().cloned().expect("a run");
    assert_eq!(found.progress.done, [(StepId(1), Outcome::AlreadyDone)].into());
    assert_eq!(found.progress.unknown, [StepId(3)].into());
    assert_eq!(found.progress.failed, [2, 4, 5].map(StepId).into());
    // What the site refused was not made.
    assert_eq!(found.keys.keys().copied().collect::<Vec<_>>(), [3, 4].map(StepId));
    assert_eq!(&*found.plan, &*ours.hash);
    let begun = found.keys.get(&StepId(3)).cloned().expect("a key");
    assert!(begun.at.is_some());
    assert_eq!(BegunKey { at: None, ..begun }, key);
    assert_eq!(journal.resume(&ours).expect("gone on with"), found.progress);
    let settled = [3, 4].map(|step| Record::Settled { step: StepId(step) });
    journal.append(&settled).expect("written");
    drop(journal);
    let found = left(&path).expect("a run");
    assert_eq!((found.progress.done.len(), found.keys.len()), (1, 0));
    // Of another plan it is history.
    let mut journal = take(&path).expect("a journal");
    assert!(journal.resume(&other).expect("begun").done.is_empty());
    drop(journal);
    assert_eq!(left(&path).expect("a run").plan, other.hash);
}

#[test]
fn a_journal_is_never_taken_for_what_it_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("j");
    drop(take(&path).expect("a journal"));
    assert!(!path.exists(), "where nothing was begun, nothing is left");
    drop(begin(&path, &plan(vec![step(0, Create, user("al"))])));
    let whole = std::fs::read(&path).expect("the journal");
    for end in 0..whole.len() {
        std::fs::write(&path, &whole[..end]).expect("written");
        drop(take(&path).unwrap_or_else(|error| panic!("cut at {end}: {error}")));
        std::fs::write(&path, &whole).expect("written");
    }
    let damaged = [&whole[..], b"garbage\n"].concat();
    let elsewhere = String::from_utf8_lossy(&whole).replace("acme", "other").into_bytes();
    let newer = String::from_utf8_lossy(&whole).replace("\"version\":2", "\"version\":9");
    for (text, says) in [
        (&b"hello\n"[..], "no journal of siteplan"),
        (b"hello\nand more", "no journal of siteplan"),
        (b"hello", "no journal of siteplan"),
        (b"{\"format\":\"other\"}\n", "no journal of siteplan"),
        (&damaged, "line 3 of the journal"),
        (&elsewhere, "of another site: https://other.example"),
        (newer.as_bytes(), "has version 9"),
    ] {
        std::fs::write(&path, text).expect("written");
        let error = take(&path).expect_err("not ours");
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(std::fs::read(&path).expect("a file"), text, "it is left as it is");
    }
    std::fs::remove_file(&path).expect("removed");
    std::fs::create_dir(&path).expect("a folder");
    assert!(matches!(take(&path), Err(JournalError::NotAJournal { .. })));
}

#[test]
fn a_run_that_is_over_removes_its_journal() {
    let mut bench = bench();
    let plan = plan(vec![step(0, Create, user("al"))]);
    assert!(bench.apply(&plan, &BTreeSet::new()).is_complete());
    assert!(!bench.journal.exists());
}
