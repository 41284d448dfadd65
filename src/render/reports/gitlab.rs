//! Findings as GitLab's code quality report.

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::findings::{Findings, Fingerprints};
use crate::wording::visible;
use serde::Serialize;

#[derive(Serialize)]
pub struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub fn issues(findings: &Findings<'_>) -> Vec<Issue> {
    let mut fingerprints = Fingerprints::default();
    findings.by_gravity().into_iter().map(|one| issue(one, findings, &mut fingerprints)).collect()
}

fn issue(finding: &Diagnostic, findings: &Findings<'_>, known: &mut Fingerprints) -> Issue {
    let place = findings.place(finding);
    let path = findings.repository.path(place.as_ref().map_or(findings.root(), |at| at.file));
    let help = finding.help.iter().map(|help| format!(" ({help})"));
    let description: String = std::iter::once(finding.message.clone()).chain(help).collect();
    Issue {
        description: visible(&description),
        check_name: finding.code.0,
        fingerprint: known.of(finding, &path),
        severity: match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "minor",
            Severity::Info => "info",
        },
        location: Location {
            path,
            lines: Lines {
                begin: place.as_ref().map_or(1, |at| at.start.line),
                end: place.as_ref().map_or(1, |at| at.end.line),
            },
        },
    }
}
