//! Runs the steps of a plan over a site, and says what became of each.
//!
//! In: a plan, a site, a journal. Out: a [`Report`]. After a failed step, what builds on it is
//! skipped and the rest goes on. What a step expects to find is checked before by [`stale`],
//! what it brought about is checked afterwards by [`verify()`]; both are pure.

mod expect;
mod journal;
mod objects;
mod renames;
pub mod report_json;
mod verify;

pub use expect::{Difference, Judged, Standing, stale};
pub use journal::{Journal, JournalError, Progress};
pub use verify::{Unverified, verify};

use crate::plan::step::{Plan, Step, StepId};
use crate::site::{Outcome, Secrets, Site, SiteError};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Everything a run needs.
pub struct Run<'a> {
    pub plan: &'a Plan,
    pub site: &'a dyn Site,
    pub secrets: &'a dyn Secrets,
    pub journal: &'a mut Journal,
    /// Steps that are known to have happened: by the journal, or by looking at the site.
    pub applied: &'a BTreeSet<StepId>,
    pub observe: &'a mut dyn FnMut(Event<'_>),
}

/// What is going on.
#[derive(Debug)]
pub enum Event<'a> {
    Started { step: &'a Step },
    Ended { step: &'a Step, result: &'a StepResult },
}

#[derive(Debug)]
pub enum StepResult {
    Done,
    /// It had happened before.
    AlreadyDone,
    Failed(SiteError),
    Skipped(Because),
}

/// Why a step was not tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// It builds, perhaps through others, on this step, which failed.
    Failed(StepId),
    /// This step found the site lost, so that no other could succeed.
    SiteLost(StepId),
    /// What happens could no longer be written down.
    JournalLost,
}

#[derive(Debug, Default)]
pub struct Report {
    /// In the plan's order.
    pub results: Vec<(StepId, StepResult)>,
    pub journal: Option<JournalError>,
}

impl Report {
    /// Whether every step has happened.
    pub fn is_complete(&self) -> bool {
        let happened =
            |result: &StepResult| matches!(result, StepResult::Done | StepResult::AlreadyDone);
        self.journal.is_none() && self.results.iter().all(|(_, result)| happened(result))
    }

    pub fn count(&self, counted: impl Fn(&StepResult) -> bool) -> usize {
        self.results.iter().filter(|(_, result)| counted(result)).count()
    }

    pub fn failures(&self) -> impl Iterator<Item = (StepId, &SiteError)> {
        self.results.iter().filter_map(|(step, result)| match result {
            StepResult::Failed(error) => Some((*step, error)),
            _ => None,
        })
    }
}

/// SHA-256 of the plan, in hexadecimal digits: which plan a journal belongs to.
pub fn plan_digest(plan: &Plan) -> String {
    let text = match serde_json::to_vec(plan) {
        Ok(text) => text,
        Err(error) => panic!("a plan is plain data and so becomes JSON: {error}"),
    };
    Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Runs every step whose turn comes. The journal is finished only by the caller, once it has
/// looked at the site again.
pub fn run(run: Run<'_>) -> Report {
    let mut report = Report::default();
    // Steps that did not happen, with the step at which that began.
    let mut missing: FxHashMap<StepId, StepId> = FxHashMap::default();
    let mut lost: Option<Because> = None;
    for step in &run.plan.steps {
        let blocked = step.after.iter().find_map(|after| missing.get(&after.step));
        let result = if run.applied.contains(&step.id) {
            StepResult::AlreadyDone
        } else if let Some(because) = lost {
            StepResult::Skipped(because)
        } else if let Some(root) = blocked {
            StepResult::Skipped(Because::Failed(*root))
        } else {
            (run.observe)(Event::Started { step });
            match perform(step, run.site, run.secrets, run.journal) {
                Ok(result) => result,
                Err((result, error)) => {
                    report.journal = Some(error);
                    lost = Some(Because::JournalLost);
                    result
                }
            }
        };
        match &result {
            StepResult::Done | StepResult::AlreadyDone => {}
            StepResult::Failed(error) => {
                missing.insert(step.id, step.id);
                if error.is_fatal() {
                    lost = lost.or(Some(Because::SiteLost(step.id)));
                }
            }
            StepResult::Skipped(Because::Failed(root)) => {
                missing.insert(step.id, *root);
            }
            StepResult::Skipped(_) => {}
        }
        (run.observe)(Event::Ended { step, result: &result });
        report.results.push((step.id, result));
    }
    report
}

/// One step between its two lines in the journal.
fn perform(
    step: &Step,
    site: &dyn Site,
    secrets: &dyn Secrets,
    journal: &mut Journal,
) -> Result<StepResult, (StepResult, JournalError)> {
    let start = journal.start(step.id);
    start.map_err(|error| (StepResult::Skipped(Because::JournalLost), error))?;
    let (result, written) = match site.perform(step, secrets) {
        Ok(outcome) => {
            let result = match outcome {
                Outcome::Done => StepResult::Done,
                Outcome::AlreadyDone => StepResult::AlreadyDone,
            };
            (result, journal.done(step.id, outcome))
        }
        Err(error) => {
            let written = journal.failed(step.id, &error);
            (StepResult::Failed(error), written)
        }
    };
    match written {
        Ok(()) => Ok(result),
        Err(error) => Err((result, error)),
    }
}

#[cfg(test)]
mod expect_tests;
#[cfg(test)]
mod tests;
