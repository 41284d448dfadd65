//! A plan: who becomes an administrator, what goes and who loses access as warnings, who gains
//! access and its closing lines as notices, then what was found.

use super::findings::beside;
use super::{Taken, notice, warning};
use crate::plan::{Plan, Sign};
use crate::render::Style;
use crate::render::findings::Findings;
use crate::render::text::plan as plan_text;
use crate::render::words::impact::PLAIN;
use crate::render::words::{causes, powers, removals};
use crate::wording::counted;

pub fn annotations(plan: &Plan, found: &Findings<'_>) -> String {
    let lines: Vec<String> =
        plan.powers.changes.iter().map(|one| powers::line(one, &PLAIN)).collect();
    let gone = removals::objects(&plan.removals).into_iter().map(removals::object);
    let (who, goes) = (powers::summary(&plan.powers), removals::summary(&plan.removals));
    let warnings: Vec<String> = [
        (!lines.is_empty()).then(|| titled(warning, "siteplan powers", &who, &lines)),
        (!goes.is_empty())
            .then(|| titled(warning, "siteplan removals", &goes, &gone.collect::<Vec<_>>())),
        access(plan, Sign::Lost),
    ]
    .into_iter()
    .flatten()
    .collect();
    let gains = access(plan, Sign::Gained);
    let taken = Taken { warnings: warnings.len(), notices: 1 + usize::from(gains.is_some()) };
    let closing = plan_text::closing(plan, Style::PLAIN) + &plan_text::last(plan, Style::PLAIN);
    let closing = notice("siteplan plan", closing.trim_end());
    let gains = gains.unwrap_or_default();
    format!("{}{gains}{closing}{}", warnings.concat(), beside(found, taken))
}

/// At most so many causes are written out.
const CAUSES_SHOWN: usize = 20;

/// Who loses or who gains, a line a cause.
fn access(plan: &Plan, sign: Sign) -> Option<String> {
    let causes = causes::lines(&plan.access.moves, sign);
    let mut lines: Vec<String> = causes.iter().take(CAUSES_SHOWN).map(|line| line.told()).collect();
    if let more @ 1.. = causes.len().saturating_sub(CAUSES_SHOWN) {
        lines.push(format!("… and {more} more"));
    }
    let (annotate, kind, people, verb): (fn(&str, &str) -> String, _, _, _) = match sign {
        Sign::Lost => (warning, "siteplan losses", plan.access.lose, ["loses", "lose"]),
        Sign::Gained => (notice, "siteplan gains", plan.access.gain, ["gains", "gain"]),
    };
    let verb = verb[usize::from(people != 1)];
    let summary = format!("{} {verb} access", counted(people, "person", "people"));
    (!lines.is_empty()).then(|| titled(annotate, kind, &summary, &lines))
}

fn titled(
    annotate: fn(&str, &str) -> String,
    kind: &str,
    summary: &str,
    lines: &[String],
) -> String {
    annotate(&format!("{kind}: {summary}"), &lines.join("\n"))
}
