//! Why a step waits for another, in words.

use crate::diff::Operation;
use crate::plan::{Cycle, Reason};

pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Refers { to } => format!("it refers to {to}"),
        Reason::StillUsed { by } => format!("{by} still uses it"),
        Reason::ParentFirst { parent } => format!("it lies in folder {parent:?}"),
        Reason::ContentFirst { content } => format!("it holds {content}"),
        Reason::SettingFirst { setting } => format!("the setting {setting} allows it only then"),
        Reason::SettingLast { setting } => format!("the setting {setting} changes only after it"),
        Reason::SameChange { why } => why.clone(),
        Reason::NewBeforeOld => "the new one is there before the old one goes".to_owned(),
        Reason::FreesName { name } => format!("{name} is free only then"),
    }
}

/// Why no order is possible, a line for each step that waits.
pub fn circle(cycle: &Cycle) -> Vec<String> {
    let verb = |operation: &Operation| match operation {
        Operation::Create => "adding",
        Operation::Update => "changing",
        Operation::Move => "moving",
        Operation::Delete => "removing",
    };
    let next = cycle.steps.iter().cycle().skip(1);
    let waits = cycle.steps.iter().zip(next).map(|((operation, address, why), next)| {
        let (this, next) =
            (format!("{} {address}", verb(operation)), format!("{} {}", verb(&next.0), next.1));
        format!("{this} must precede {next}: {}", reason(why))
    });
    waits.collect()
}
