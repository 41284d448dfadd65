//! What the environment lacks of what a plan's steps need.

use super::output::Output;
use crate::apply::Lack;
use crate::plan::Plan;
use crate::site::secrets::user_key_variable;
use crate::wording::{counted, visible};

/// Tells whoever only plans: the environment of the apply may be another one.
pub fn note(lacks: &[Lack], plan: &Plan, output: &Output) {
    if !lacks.is_empty() {
        let style = output.error_style();
        let lines = listed(lacks, plan);
        let note = style.bold("note:");
        output
            .aside(&format!("{note} this environment lacks what applying the plan needs\n{lines}"));
    }
}

/// Refuses, before anything is changed.
pub fn refuse(lacks: &[Lack], plan: &mut Plan, output: &Output) {
    if lacks.is_empty() {
        return;
    }
    let style = output.error_style();
    output.aside(&format!(
        "{} this environment lacks what the plan needs\n{}  {} {}\n",
        style.error("error:"),
        listed(lacks, plan),
        style.bold("help:"),
        visible(&help(lacks)),
    ));
    plan.refused.extend(lacks.iter().map(|lack| lack.what.clone()));
}

/// `  the environment variable `X` is not set: step 2 (user "ben") and 3 more steps`
fn listed(lacks: &[Lack], plan: &Plan) -> String {
    let line = |lack: &Lack| {
        let first = lack.steps.first().and_then(|id| plan.steps.get(id.index()));
        let first = first.map(|step| format!("step {} ({})", step.id.0, step.address));
        let more = match lack.steps.len() {
            0 | 1 => String::new(),
            many => format!(" and {}", counted(many - 1, "more step", "more steps")),
        };
        visible(&format!("  {}: {}{more}", lack.what, first.unwrap_or_default())) + "\n"
    };
    lacks.iter().map(line).collect()
}

fn help(lacks: &[Lack]) -> String {
    if let Some(help) = lacks.iter().find_map(|lack| lack.help) {
        return help.to_owned();
    }
    let owners: Vec<&str> = lacks.iter().filter_map(|lack| lack.key_of.as_deref()).collect();
    match owners.as_slice() {
        [] => "mend that, and apply again".to_owned(),
        [owner, ..] => format!(
            "mend that, and apply again: {} is a key of {owner}, who may as well make the change on the site",
            user_key_variable(owner)
        ),
    }
}
