//! Who becomes or ceases to be an administrator, and what goes: all of it, however much.

use crate::plan::{Plan, PowerChange, Powers, Sign};
use crate::render::style::Style;
use crate::render::words::impact::PLAIN;
use crate::render::words::{powers as words, removals};
use crate::wording::visible;

/// The section of a plan, or of drift.
pub fn section(powers: &Powers, style: Style) -> String {
    if powers.is_empty() {
        return String::new();
    }
    let lines: String = powers.changes.iter().map(|one| line(one, style)).collect();
    format!("{}\n{lines}\n", style.bold("Powers"))
}

fn line(one: &PowerChange, style: Style) -> String {
    let sign = match one.change {
        Sign::Lost => style.removed("-"),
        Sign::Gained => style.added("+"),
    };
    let declared = one.declared.as_ref().map_or_else(String::new, |origin| {
        format!("  {}", style.dim(visible(&origin.to_string())))
    });
    format!("    {sign} {}{declared}\n", visible(&words::line(one, &PLAIN)))
}

/// `Powers: 1 new site administrator` and `Removes: 31 users`, as far as there are any.
pub fn closing(plan: &Plan, style: Style) -> String {
    let lines = [
        ("Powers:", words::summary(&plan.powers)),
        ("Removes:", removals::summary(&plan.removals)),
    ];
    let said = lines.iter().filter(|(_, said)| !said.is_empty());
    said.map(|(head, said)| format!("{} {said}\n", style.bold(head))).collect()
}
