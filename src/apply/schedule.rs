//! Whose turn it is: which steps may start now, and which never will.
//!
//! In: a plan, and how each step ended. Out: the steps in an order that its edges allow, the
//! first of the plan first, and a result for every one. No threads, no site, no journal.

use super::{Because, StepResult};
use crate::plan::step::{Plan, Step, StepId};
use std::collections::BTreeSet;

pub(super) struct Schedule<'a> {
    steps: &'a [Step],
    /// Steps that are known to have happened.
    applied: &'a BTreeSet<StepId>,
    /// How many of the steps that a step waits for have not ended.
    waits: Vec<usize>,
    /// Who waits for a step.
    followers: Vec<Vec<usize>>,
    /// Steps that wait for nothing any more, by their place in the plan.
    due: BTreeSet<usize>,
    in_flight: usize,
    stopped: Option<Because>,
    results: Vec<Option<StepResult>>,
}

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// The step at this place starts.
    Start(usize),
    /// The step at this place has ended without being tried.
    Over(usize),
}

impl<'a> Schedule<'a> {
    pub fn new(plan: &'a Plan, applied: &'a BTreeSet<StepId>) -> Self {
        let steps = &plan.steps;
        let mut followers = vec![Vec::new(); steps.len()];
        for (at, step) in steps.iter().enumerate() {
            for after in &step.after {
                followers[after.step.index()].push(at);
            }
        }
        let waits: Vec<usize> = steps.iter().map(|step| step.after.len()).collect();
        let due = waits.iter().enumerate().filter(|(_, waits)| **waits == 0).map(|(at, _)| at);
        Self {
            steps,
            applied,
            due: due.collect(),
            waits,
            followers,
            in_flight: 0,
            stopped: None,
            results: steps.iter().map(|_| None).collect(),
        }
    }

    /// The next step in the plan's order that nothing stands before; none while only the end of
    /// a running step can bring one.
    pub fn next(&mut self) -> Option<Turn> {
        let at = *self.due.first()?;
        let result = if self.applied.contains(&self.steps[at].id) {
            StepResult::AlreadyDone
        } else if let Some(because) = self.stopped {
            // What is running may yet tell more about why nothing starts.
            if self.in_flight > 0 {
                return None;
            }
            StepResult::Skipped(because)
        } else if let Some(root) = self.failure_before(at) {
            StepResult::Skipped(Because::Failed(root))
        } else {
            self.due.pop_first();
            self.in_flight += 1;
            return Some(Turn::Start(at));
        };
        self.due.pop_first();
        self.settle(at, result);
        Some(Turn::Over(at))
    }

    /// A step that was started has ended.
    pub fn ended(&mut self, at: usize, result: StepResult) {
        self.in_flight -= 1;
        if let StepResult::Failed(error) = &result
            && error.is_fatal()
        {
            self.stop(Because::SiteLost(self.steps[at].id));
        }
        self.settle(at, result);
    }

    /// From now on nothing starts. Of several reasons the first one stands, but of several steps
    /// that found the site lost the first in the plan.
    pub fn stop(&mut self, because: Because) {
        self.stopped = Some(match (self.stopped, because) {
            (Some(Because::SiteLost(one)), Because::SiteLost(other)) => {
                Because::SiteLost(one.min(other))
            }
            (known, because) => known.unwrap_or(because),
        });
    }

    pub fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Whether no step is left that could start or end without being tried.
    pub fn is_over(&self) -> bool {
        self.due.is_empty()
    }

    pub fn result(&self, at: usize) -> Option<&StepResult> {
        self.results[at].as_ref()
    }

    /// Every step's result, in the plan's order.
    pub fn into_results(self) -> Vec<(StepId, StepResult)> {
        let ended = self.steps.iter().zip(self.results).map(|(step, result)| match result {
            Some(result) => (step.id, result),
            None => panic!("steps wait only for earlier ones, so each gets its turn"),
        });
        ended.collect()
    }

    /// The failed step that this one builds on, perhaps through others.
    fn failure_before(&self, at: usize) -> Option<StepId> {
        self.steps[at].after.iter().find_map(|after| match self.result(after.step.index())? {
            StepResult::Failed(_) => Some(after.step),
            StepResult::Skipped(Because::Failed(root)) => Some(*root),
            _ => None,
        })
    }

    fn settle(&mut self, at: usize, result: StepResult) {
        self.results[at] = Some(result);
        for follower in std::mem::take(&mut self.followers[at]) {
            self.waits[follower] -= 1;
            if self.waits[follower] == 0 {
                self.due.insert(follower);
            }
        }
    }
}
