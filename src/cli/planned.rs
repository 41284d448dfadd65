//! A plan made on the spot, as every command tells of it.

use super::exit::{Exit, Failure};
use super::output::Output;
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::pipeline::{Checked, Planned};
use crate::plan::{Cycle, Plan};
use crate::render::words::reasons::circle;
use crate::render::words::residue::left;
use crate::wording::visible;

/// Prints the findings; without a plan that ends the command.
pub fn require(planned: Planned, checked: &Checked, output: &Output) -> Result<Plan, Failure> {
    say_findings(&planned, checked, output);
    planned.plan.map_err(|cycle| {
        say_cycle(&cycle, output);
        Failure::Told(Exit::Refused)
    })
}

pub fn say_findings(planned: &Planned, checked: &Checked, output: &Output) {
    let is_standing = |found: &&Diagnostic| found.code == codes::SECRET_NOT_COMPARABLE;
    let (standing, new): (Vec<&Diagnostic>, Vec<_>) =
        planned.findings.iter().partition(is_standing);
    output.findings(new, &checked.sources);
    output.reminders(standing, &checked.sources);
}

pub fn say_cycle(cycle: &Cycle, output: &Output) {
    let story =
        circle(cycle).iter().map(|line| format!("  {}\n", visible(line))).collect::<String>();
    let (head, cycle) = (output.error_style().error("error:"), visible(&cycle.to_string()));
    output.aside(&format!("{head} {cycle}\n{story}"));
}

/// Refuses a plan that changes anything, and a site that is otherwise than declared.
pub fn expect_none(plan: &mut Plan, output: &Output) {
    let changes = match plan.changes.len() {
        0 if plan.residue.is_empty() => return,
        0 => {
            let message = format!("the site is expected to be as declared: {}", left(plan));
            plan.refused.push(message.clone());
            let help = "declare it, take it away, or keep it on purpose with `manage`".to_owned();
            return output.failure(&Failure::Refused { message, help });
        }
        1 => "there is a change".to_owned(),
        many => format!("there are {many} changes"),
    };
    let message = format!("{changes}, and none was expected");
    plan.refused.push(message.clone());
    output.failure(&Failure::Refused {
        message,
        help: "look through the plan; apply it, or make the definition say what is there"
            .to_owned(),
    });
}
