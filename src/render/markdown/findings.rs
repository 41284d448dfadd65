//! What stands against it, and what else was found, with its place.

use super::budget::{Budget, Row};
use super::{details, place};
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::Origin;
use crate::render::assertions::{Assertion, Outcome};
use crate::render::escape::markdown::{code, prose};
use crate::render::findings::Findings;
use crate::render::groups;
use crate::wording::counted;

/// So much of a comment may go to each.
const ERRORS: usize = 14_000;
const WARNINGS: usize = 6_000;
const ASSERTIONS: usize = 8_000;
/// At most so many places of a finding are named.
const PLACES: usize = 3;
/// So many others of one cause are named.
const BESIDE: usize = 6;

/// The errors, under a heading.
pub fn errors(title: &str, findings: &Findings<'_>, budget: &mut Budget) -> String {
    let count = findings.count(Severity::Error);
    if count == 0 {
        return String::new();
    }
    let (list, cut) = list(findings, |severity| severity == Severity::Error, ERRORS, budget);
    let cut = cut.map_or_else(String::new, |left| {
        format!("**Cut:** {left} more errors. {}\n\n", budget.rest)
    });
    format!("### {title}\n\n{list}\n{cut}")
}

/// Warnings and notes, folded.
pub fn others(findings: &Findings<'_>, budget: &mut Budget) -> String {
    let kinds = [(Severity::Warning, "warning", "warnings"), (Severity::Info, "note", "notes")];
    let counts = kinds.map(|(of, one, many)| {
        let count = findings.count(of);
        (count > 0).then(|| counted(count, one, many))
    });
    let title: Vec<String> = counts.into_iter().flatten().collect();
    if title.is_empty() {
        return String::new();
    }
    let (list, cut) = list(findings, |severity| severity < Severity::Error, WARNINGS, budget);
    let cut =
        cut.map_or_else(String::new, |left| format!("\n**Cut:** {left} more. {}\n", budget.rest));
    details(&title.join(", "), &format!("{list}{cut}"))
}

fn list(
    findings: &Findings<'_>,
    wanted: impl Fn(Severity) -> bool,
    most: usize,
    budget: &mut Budget,
) -> (String, Option<usize>) {
    let all = findings.by_gravity();
    let all: Vec<&Diagnostic> = all.into_iter().filter(|one| wanted(one.severity)).collect();
    let groups = groups::groups(&all, usize::MAX);
    let rows = groups.iter().map(|group| {
        let text = item(group.first, findings) + &beside(&group.others, findings);
        Row { text, tells: group.others.len() + 1 }
    });
    let filled = budget.fill(rows, most);
    (filled.text, (!filled.whole).then(|| all.len() - filled.told))
}

fn item(finding: &Diagnostic, findings: &Findings<'_>) -> String {
    let mark = match finding.severity {
        Severity::Error => "⛔",
        Severity::Warning => "⚠️",
        Severity::Info => "ℹ️",
    };
    let mut text = format!("- {mark} {} ({})\n", prose(&finding.message), code(finding.code.0));
    for label in finding.labels.iter().take(PLACES) {
        let at = findings.place_of(label.span);
        let origin = Origin::new(at.file, at.start.line);
        let said = if label.text.is_empty() { "" } else { ": " };
        let place = place(&origin, findings.repository);
        text.push_str(&format!("  - {place}{said}{}\n", prose(&label.text)));
    }
    if let Some(help) = &finding.help {
        text.push_str(&format!("  - **help:** {}\n", prose(help)));
    }
    text
}

/// The others of one cause, in a line each.
fn beside(others: &[&Diagnostic], findings: &Findings<'_>) -> String {
    if others.is_empty() {
        return String::new();
    }
    let line = |other: &&Diagnostic| {
        let at = other.labels.first().map(|label| findings.place_of(label.span));
        let origin = at.map(|at| Origin::new(at.file, at.start.line));
        let at = origin.map(|origin| format!("{}: ", place(&origin, findings.repository)));
        format!("    - {}{}\n", at.unwrap_or_default(), prose(&other.message))
    };
    let lines: String = others.iter().take(BESIDE).map(line).collect();
    let more = match others.len().saturating_sub(BESIDE) {
        0 => String::new(),
        more => format!("    - … and {more} more\n"),
    };
    format!("  - and {} more of this:\n{lines}{more}", others.len())
}

/// Every assertion with what became of it.
pub fn assertions(all: &[Assertion<'_>], findings: &Findings<'_>, budget: &mut Budget) -> String {
    if all.is_empty() {
        return String::new();
    }
    let rows = all.iter().map(|assertion| {
        let mark = match assertion.outcome {
            Outcome::Holds => "✅",
            Outcome::Fails(_) => "⛔",
            Outcome::Unjudged | Outcome::Open(_) => "❔",
        };
        let at = findings.place_of(assertion.span);
        let origin = Origin::new(at.file, at.start.line);
        let place = place(&origin, findings.repository);
        Row { text: format!("- {mark} {} ({place})\n", code(assertion.text)), tells: 1 }
    });
    let filled = budget.fill(rows, ASSERTIONS);
    let cut = match all.len() - filled.told {
        0 => String::new(),
        left => format!("\n**Cut:** {left} more. {}\n", budget.rest),
    };
    let hold = all.iter().filter(|one| matches!(one.outcome, Outcome::Holds)).count();
    let title = format!("{hold} of {} assertions hold", all.len());
    details(&title, &format!("{}{cut}", filled.text))
}
