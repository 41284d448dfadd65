//! Findings.

use super::{SHOWN, Taken, not_annotated};
use crate::diagnostic::{Diagnostic, Severity};
use crate::render::escape::workflow::{message, property};
use crate::render::findings::Findings;
use crate::render::groups::groups;

/// At most so many that stand nowhere are named by the first of their cause.
const NAMED: usize = 20;

/// Workflow commands, the gravest first, and a line about what GitHub would not show.
pub fn annotations(findings: &Findings<'_>) -> String {
    beside(findings, Taken::default())
}

/// The same, where other annotations take some of the places.
pub(super) fn beside(findings: &Findings<'_>, taken: Taken) -> String {
    let mut out = String::new();
    let mut left_out = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let all = in_turn(findings, severity);
        let shown = SHOWN
            - match severity {
                Severity::Error => 0,
                Severity::Warning => taken.warnings,
                Severity::Info => taken.notices,
            };
        let rest = all.len().saturating_sub(shown);
        for (finding, nowhere) in all.into_iter().take(shown) {
            out.push_str(&annotation(finding, &nowhere, findings));
        }
        if rest > 0 {
            left_out.push(format!("{rest} of severity {}", severity.as_str()));
        }
    }
    out + &not_annotated(&left_out)
}

/// One of each cause, with those of it that stand nowhere; then the others, each where it stands.
fn in_turn<'a>(
    findings: &Findings<'a>,
    severity: Severity,
) -> Vec<(&'a Diagnostic, Vec<&'a Diagnostic>)> {
    let found = findings.found.iter().filter(|finding| finding.severity == severity);
    let (mut firsts, mut others) = (Vec::new(), Vec::new());
    for group in groups(&found.collect::<Vec<_>>(), usize::MAX) {
        let (placed, nowhere): (Vec<_>, Vec<_>) =
            group.others.into_iter().partition(|other| other.span().is_some());
        firsts.push((group.first, nowhere));
        others.extend(placed.into_iter().map(|other| (other, Vec::new())));
    }
    firsts.extend(others);
    firsts
}

fn annotation(finding: &Diagnostic, nowhere: &[&Diagnostic], findings: &Findings<'_>) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = Vec::new();
    if let Some(place) = findings.place(finding) {
        let file = findings.repository.path(place.file);
        let (start, end) = (place.start, place.end);
        properties.push(format!("file={}", property(&file)));
        properties.push(format!("line={}", start.line));
        // Columns are taken only where both lie on one line.
        if start.line == end.line {
            properties.push(format!("col={}", start.column));
            properties.push(format!("endLine={}", end.line));
            properties.push(format!("endColumn={}", end.column));
        } else {
            properties.push(format!("endLine={}", end.line));
        }
    }
    properties.push(format!("title={}", property(finding.code.0)));
    let label = finding.labels.first().map(|label| label.text.as_str()).filter(|t| !t.is_empty());
    let mut lines = vec![finding.message.as_str()];
    lines.extend(nowhere.iter().take(NAMED).map(|other| other.message.as_str()));
    let rest = format!("… and {} more", nowhere.len().saturating_sub(NAMED));
    if nowhere.len() > NAMED {
        lines.push(&rest);
    }
    lines.extend(label);
    lines.extend(finding.help.as_deref());
    let text = lines.join("\n");
    format!("::{command} {}::{}\n", properties.join(","), message(&text))
}
