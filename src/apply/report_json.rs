//! What became of a plan's steps, for machines.

use super::{Because, Report, StepResult, Unverified};
use crate::diff::{Address, Field, Operation};
use crate::model::Value;
use crate::plan::{Plan, Step};
use crate::render::words::residue::verdict;
use serde::Serialize;

pub const VERSION: u32 = 1;

#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ApplyReport<'a> {
    pub format: &'static str,
    pub version: u32,
    pub target: &'a str,
    /// Every step has happened, and the site was found as they left it.
    pub complete: bool,
    /// The whole site is as the definition says: nothing is left over, and all was seen.
    pub as_declared: bool,
    /// The same in words, or what is left over; only where `complete`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    pub steps: Vec<Item<'a>>,
    /// What was not as the steps left it when the site was read again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Differs<'a>>,
    /// Why nothing was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<String>,
}

/// A step that has ended, in a line of its own.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct StepLine<'a> {
    pub format: &'static str,
    pub version: u32,
    #[serde(flatten)]
    pub item: Item<'a>,
}

/// An object that is not as the last step that touched it left it.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Differs<'a> {
    pub step: u32,
    pub address: &'a Address,
    #[serde(flatten)]
    pub how: How<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(tag = "differs", rename_all = "snake_case")]
pub enum How<'a> {
    /// It should be there.
    Missing,
    /// It should be gone.
    StillThere,
    Value {
        #[cfg_attr(feature = "schemas", schemars(with = "String"))]
        name: Field,
        expected: &'a Value,
        found: &'a Value,
    },
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

fn differs(unverified: &Unverified) -> Differs<'_> {
    let (step, address, how) = match unverified {
        Unverified::Missing { step, address } => (step, address, How::Missing),
        Unverified::StillThere { step, address } => (step, address, How::StillThere),
        Unverified::Value { step, address, field, expected, found } => {
            (step, address, How::Value { name: *field, expected, found })
        }
    };
    Differs { step: step.0, address, how }
}

fn item<'a>(step: &'a Step, result: &StepResult) -> Item<'a> {
    let result = match result {
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
    Item { step: step.id.0, operation: step.operation, address: &step.address, result }
}

pub fn line<'a>(step: &'a Step, result: &StepResult) -> StepLine<'a> {
    StepLine { format: "siteplan-apply-step", version: VERSION, item: item(step, result) }
}

fn nothing(target: &str) -> ApplyReport<'_> {
    ApplyReport {
        format: "siteplan-apply",
        version: VERSION,
        target,
        complete: false,
        as_declared: false,
        verdict: None,
        steps: Vec::new(),
        differs: Vec::new(),
        refused: Vec::new(),
    }
}

/// Of a plan of which no step was begun.
pub fn refused(target: &str, why: Vec<String>) -> ApplyReport<'_> {
    ApplyReport { refused: why, ..nothing(target) }
}

/// `seen` says whether the site was read again afterwards; what differed then is `otherwise`.
pub fn report<'a>(
    plan: &'a Plan,
    report: &Report,
    seen: bool,
    otherwise: &'a [Unverified],
) -> ApplyReport<'a> {
    let steps = plan.steps.iter().zip(&report.results);
    let complete = report.is_complete() && seen && otherwise.is_empty();
    ApplyReport {
        complete,
        as_declared: complete && plan.residue.is_empty() && plan.unread.is_empty(),
        verdict: complete.then(|| verdict(plan)),
        steps: steps.map(|(step, (_, outcome))| item(step, outcome)).collect(),
        differs: otherwise.iter().map(differs).collect(),
        ..nothing(&plan.target)
    }
}
