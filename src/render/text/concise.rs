//! Findings in a line each, as editors and problem matchers read them.

use crate::diagnostic::Diagnostic;
use crate::render::findings::Findings;
use crate::wording::visible;

/// `file:line:column: severity[code]: message`; what stands nowhere is told of the first file.
pub fn lines(findings: &Findings<'_>) -> String {
    findings.found.iter().map(|finding| line(finding, findings)).collect()
}

fn line(finding: &Diagnostic, findings: &Findings<'_>) -> String {
    let place = match findings.place(finding) {
        Some(at) => format!("{}:{}:{}", visible(at.file), at.start.line, at.start.column),
        None => visible(findings.root()),
    };
    let (severity, message) = (finding.severity.as_str(), visible(&finding.message));
    format!("{place}: {severity}[{}]: {message}\n", finding.code)
}
