//! What became of a plan's steps, for machines.

use super::{Because, Report, StepResult};
use crate::diff::{Address, Operation};
use crate::plan::Plan;
use serde::Serialize;

#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ApplyReport<'a> {
    pub format: &'static str,
    pub version: u32,
    pub target: &'a str,
    pub complete: bool,
    pub steps: Vec<Item<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Item<'a> {
    pub step: u32,
    pub operation: Operation,
    pub address: &'a Address,
    #[serde(flatten)]
    pub result: Result,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Result {
    Done,
    /// It had happened before this run.
    AlreadyDone,
    Failed {
        error: String,
        message: String,
    },
    Skipped {
        /// The step whose failure it depends on; none if the journal was lost or the run was
        /// asked to stop.
        #[serde(skip_serializing_if = "Option::is_none")]
        because_of: Option<u32>,
    },
}

pub fn report<'a>(plan: &'a Plan, report: &Report) -> ApplyReport<'a> {
    let result = |result: &StepResult| match result {
        StepResult::Done => Result::Done,
        StepResult::AlreadyDone => Result::AlreadyDone,
        StepResult::Failed(error) => {
            Result::Failed { error: error.word().to_owned(), message: error.to_string() }
        }
        StepResult::Skipped(Because::Failed(step) | Because::SiteLost(step)) => {
            Result::Skipped { because_of: Some(step.0) }
        }
        StepResult::Skipped(Because::JournalLost | Because::Stopped) => {
            Result::Skipped { because_of: None }
        }
    };
    let steps = plan.steps.iter().zip(&report.results);
    ApplyReport {
        format: "siteplan-apply",
        version: 1,
        target: &plan.target,
        complete: report.is_complete(),
        steps: steps
            .map(|(step, (_, outcome))| Item {
                step: step.id.0,
                operation: step.operation,
                address: &step.address,
                result: result(outcome),
            })
            .collect(),
    }
}
