//! What holds for a while only while a plan runs.

use super::steps::numbered;
use crate::plan::{Plan, StepId, Transient, TransientKind};
use crate::render::style::Style;
use crate::render::words::transients::{bridges, carried, precedence, told};
use crate::wording::visible;
use std::collections::BTreeSet;

/// Steps are named by their numbers; where the order is not shown as well, it is told what they
/// are.
pub fn transient(plan: &Plan, verbose: bool, style: Style, out: &mut String) {
    let bridges: Vec<&str> = bridges(plan).collect();
    if plan.transient.is_empty() && bridges.is_empty() {
        return;
    }
    out.push_str(&format!("{}\n", style.bold("For a while")));
    for one in &plan.transient {
        let sign = match &one.what {
            TransientKind::Gain { .. }
            | TransientKind::Link { .. }
            | TransientKind::Assertion { .. } => style.added("+"),
            _ => style.removed("-"),
        };
        out.push_str(&format!("    {sign} {}\n", visible(&told(one))));
        for line in one.circle.iter().map(precedence) {
            out.push_str(&format!("        {}\n", style.dim(visible(&line))));
        }
    }
    for bridge in bridges {
        out.push_str(&format!("    {} {}\n", style.changed("~"), visible(&carried(plan, bridge))));
    }
    if !verbose && !plan.transient.is_empty() {
        named_steps(plan, style, out);
    }
    out.push('\n');
}

fn named_steps(plan: &Plan, style: Style, out: &mut String) {
    let named: BTreeSet<StepId> = plan.transient.iter().flat_map(named_in).collect();
    let digits = named.last().map_or(0, |last| last.0.to_string().len());
    out.push_str("    The steps named here\n");
    for step in plan.steps.iter().filter(|step| named.contains(&step.id)) {
        out.push_str(&format!("        {}\n", numbered(step, digits, style)));
    }
}

fn named_in(one: &Transient) -> impl Iterator<Item = StepId> {
    let circle = one.circle.iter().flat_map(|wait| [wait.first, wait.then]);
    circle.chain([one.from, one.until])
}
