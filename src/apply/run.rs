//! Runs the steps, as many side by side as may be.
//!
//! One thread decides, writes the journal and reports; the others only perform steps. A step is
//! handed out once the journal holds its start, and the end of all that it waits for.

use super::journal::{JournalError, Record};
use super::schedule::{Schedule, Turn};
use super::{Because, Event, Report, Run, StepResult};
use crate::plan::step::Step;
use crate::site::{Outcome, Secrets, Site, SiteError};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Runs every step whose turn comes. The journal is finished only by the caller, once it has
/// looked at the site again.
pub fn run(run: Run<'_>) -> Report {
    let (jobs, queue) = mpsc::channel();
    let (end, answers) = mpsc::channel();
    let (queue, site, secrets) = (Mutex::new(queue), run.site, run.secrets);
    let width = run.parallelism.get().min(run.plan.steps.len());
    thread::scope(|scope| {
        for _ in 0..width {
            let (queue, end) = (&queue, end.clone());
            scope.spawn(move || work(queue, site, secrets, &end));
        }
        let schedule = Schedule::new(run.plan, run.applied);
        // The jobs end with the leader, and the workers with the jobs.
        Leader { run, width, schedule, jobs, answers, lost: None }.lead()
    })
}

type Job<'a> = (usize, &'a Step);
type Answer = (usize, thread::Result<Result<Outcome, SiteError>>);

/// Performs steps until there are none left.
fn work(
    queue: &Mutex<Receiver<Job<'_>>>,
    site: &dyn Site,
    secrets: &dyn Secrets,
    end: &Sender<Answer>,
) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((at, step)) = job else { return };
        // A panic must reach the leader, who would wait for this answer for ever.
        let answer = catch_unwind(AssertUnwindSafe(|| site.perform(step, secrets)));
        if end.send((at, answer)).is_err() {
            return;
        }
    }
}

struct Leader<'a> {
    run: Run<'a>,
    width: usize,
    schedule: Schedule<'a>,
    jobs: Sender<Job<'a>>,
    answers: Receiver<Answer>,
    /// Why nothing can be written down any more.
    lost: Option<JournalError>,
}

impl<'a> Leader<'a> {
    fn lead(mut self) -> Report {
        let mut answers = Vec::new();
        loop {
            self.round(&mut answers);
            if self.schedule.in_flight() == 0 {
                if self.schedule.is_over() {
                    return Report { results: self.schedule.into_results(), journal: self.lost };
                }
                continue;
            }
            let first = self.answers.recv();
            let Ok(first) = first else { panic!("workers live as long as there are jobs") };
            answers.push(first);
            answers.extend(self.answers.try_iter());
        }
    }

    /// Takes the answers in and starts what may start, with one write to the disk for all.
    fn round(&mut self, answers: &mut Vec<Answer>) {
        let (mut records, mut over, mut starting) = (Vec::new(), Vec::new(), Vec::new());
        for (at, answer) in answers.drain(..) {
            let answer = answer.unwrap_or_else(|panic| resume_unwind(panic));
            records.push(Record::ended(self.step(at).id, &answer));
            self.schedule.ended(at, StepResult::from(answer));
            over.push(at);
        }
        if self.run.stop.load(Ordering::Relaxed) {
            self.schedule.stop(Because::Stopped);
        }
        while self.schedule.in_flight() < self.width {
            match self.schedule.next() {
                Some(Turn::Start(at)) => {
                    let id = self.step(at).id;
                    records.push(Record::start(id, self.run.keys.get(&id).cloned()));
                    starting.push(at);
                }
                Some(Turn::Over(at)) => over.push(at),
                None => break,
            }
        }
        if !self.write(&records) {
            for at in starting.drain(..) {
                self.schedule.ended(at, StepResult::Skipped(Because::JournalLost));
                over.push(at);
            }
        }
        for at in over {
            self.report(at);
        }
        for at in starting {
            let step = self.step(at);
            (self.run.observe)(Event::Started { step });
            if self.jobs.send((at, step)).is_err() {
                panic!("workers wait for jobs as long as the leader has some");
            }
        }
    }

    /// Whether the records are on disk. If not, nothing starts any more.
    fn write(&mut self, records: &[Record]) -> bool {
        if self.lost.is_none() {
            self.lost = self.run.journal.append(records).err();
        }
        if self.lost.is_some() {
            self.schedule.stop(Because::JournalLost);
        }
        self.lost.is_none()
    }

    fn report(&mut self, at: usize) {
        let step = self.step(at);
        if let Some(result) = self.schedule.result(at) {
            (self.run.observe)(Event::Ended { step, result });
        }
    }

    fn step(&self, at: usize) -> &'a Step {
        &self.run.plan.steps[at]
    }
}

impl From<Result<Outcome, SiteError>> for StepResult {
    fn from(answer: Result<Outcome, SiteError>) -> Self {
        match answer {
            Ok(Outcome::Done) => StepResult::Done,
            Ok(Outcome::AlreadyDone) => StepResult::AlreadyDone,
            Err(error) => StepResult::Failed(error),
        }
    }
}
