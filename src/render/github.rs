//! Findings as annotations of a GitHub workflow run.

use super::escape::workflow::{message, property};
use super::findings::Findings;
use crate::diagnostic::{Diagnostic, Severity};

/// GitHub shows at most so many annotations of a kind from one step.
pub const SHOWN: usize = 10;

/// Workflow commands, the gravest first, and a line about what GitHub would not show.
pub fn annotations(findings: &Findings<'_>) -> String {
    let mut out = String::new();
    let mut left_out = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let all = findings.found.iter().filter(|finding| finding.severity == severity);
        for finding in all.take(SHOWN) {
            out.push_str(&annotation(finding, findings));
        }
        let rest = findings.count(severity).saturating_sub(SHOWN);
        if rest > 0 {
            left_out.push(format!("{rest} of severity {}", severity.as_str()));
        }
    }
    out + &not_annotated(&left_out)
}

/// A line about what GitHub would not show; nothing where it shows all.
pub fn not_annotated(left_out: &[String]) -> String {
    if left_out.is_empty() {
        return String::new();
    }
    format!("GitHub shows {SHOWN} annotations of a kind; not annotated: {}\n", left_out.join(", "))
}

/// A note about the whole run.
pub fn notice(title: &str, text: &str) -> String {
    format!("::notice title={}::{}\n", property(title), message(text))
}

fn annotation(finding: &Diagnostic, findings: &Findings<'_>) -> String {
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
    let more = [label, finding.help.as_deref()].into_iter().flatten();
    let text = std::iter::once(finding.message.as_str()).chain(more).collect::<Vec<_>>().join("\n");
    format!("::{command} {}::{}\n", properties.join(","), message(&text))
}
