//! Runs the steps of a plan over a site, and says what became of each.
//!
//! In: a plan, a site, a journal. Out: a [`Report`]. Steps that do not wait for each other run
//! side by side. After a failed step, what builds on it is skipped and the rest goes on. What a
//! step expects to find is checked before by [`stale`], what it needs besides
//! by [`lacks`], what it brought about is checked
//! afterwards by [`verify()`]; both are pure.

mod expect;
mod journal;
mod keys;
mod look;
mod made;
mod objects;
mod preflight;
mod renames;
pub mod report_json;
mod run;
mod same;
mod schedule;
mod verify;

pub use expect::{Difference, Standing, stale};
pub use journal::{Journal, JournalError, Record, Unfinished};
pub use keys::{BegunKey, Settled, begun, settle};
pub use look::look;
pub use preflight::{Lack, lacks};
pub use run::run;
pub use same::otherwise;
pub use verify::{Unverified, verify};

use crate::plan::step::{Plan, Step, StepId};
use crate::site::{Secrets, Site, SiteError};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicBool;

/// Everything a run needs.
pub struct Run<'a> {
    pub plan: &'a Plan,
    pub site: &'a dyn Site,
    pub secrets: &'a dyn Secrets,
    pub journal: &'a mut Journal,
    /// The API keys that are to be made, for whoever finds the run cut off.
    pub keys: &'a BTreeMap<StepId, BegunKey>,
    /// Steps that are known to have happened: by the journal, or by looking at the site.
    pub applied: &'a BTreeSet<StepId>,
    /// At most so many steps run at a time.
    pub parallelism: NonZeroUsize,
    /// Once it is set, no step starts; those that run still end.
    pub stop: &'a AtomicBool,
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
    /// The run was asked to stop.
    Stopped,
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

    /// Why the run ended before its steps did, where that is not for steps that failed.
    pub fn stopped(&self) -> Option<Because> {
        self.results.iter().find_map(|(_, result)| match result {
            StepResult::Skipped(Because::Failed(_)) => None,
            StepResult::Skipped(because) => Some(*because),
            _ => None,
        })
    }

    pub fn failures(&self) -> impl Iterator<Item = (StepId, &SiteError)> {
        self.results.iter().filter_map(|(step, result)| match result {
            StepResult::Failed(error) => Some((*step, error)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod expect_tests;
#[cfg(test)]
mod run_tests;
#[cfg(test)]
mod tests;
