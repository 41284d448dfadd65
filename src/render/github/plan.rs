//! A plan: who becomes an administrator and what goes as warnings, its closing lines as a
//! notice, then what was found.

use super::findings::beside;
use super::{Taken, notice, warning};
use crate::plan::Plan;
use crate::render::Style;
use crate::render::findings::Findings;
use crate::render::text::plan as plan_text;
use crate::render::words::impact::PLAIN;
use crate::render::words::{powers, removals};

pub fn annotations(plan: &Plan, found: &Findings<'_>) -> String {
    let lines: Vec<String> =
        plan.powers.changes.iter().map(|one| powers::line(one, &PLAIN)).collect();
    let gone = removals::objects(&plan.removals).into_iter().map(removals::object);
    let (who, goes) = (powers::summary(&plan.powers), removals::summary(&plan.removals));
    let told: Vec<String> = [
        (!lines.is_empty()).then(|| titled("siteplan powers", &who, lines)),
        (!goes.is_empty()).then(|| titled("siteplan removals", &goes, gone.collect())),
    ]
    .into_iter()
    .flatten()
    .collect();
    let taken = Taken { warnings: told.len(), notices: 1 };
    let closing = plan_text::closing(plan, Style::PLAIN) + &plan_text::last(plan, Style::PLAIN);
    let closing = notice("siteplan plan", closing.trim_end());
    format!("{}{closing}{}", told.concat(), beside(found, taken))
}

fn titled(kind: &str, summary: &str, lines: Vec<String>) -> String {
    warning(&format!("{kind}: {summary}"), &lines.join("\n"))
}
