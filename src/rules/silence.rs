//! What a definition says about findings themselves: `lint` for the whole site, `allow-lint` at
//! one place. What is an error by itself stays one where the server would refuse it anyway.

use super::{Check, Family, find};
use crate::codes::reading::ALLOW_LINT_UNUSED;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{AllowLint, Definition};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// Errors that Files.com does not refuse: what they find fails when it runs, and a definition may
/// accept that.
const AT_RUN_TIME: &[&str] = &[
    "automation-needs-remote",
    "automation-path-invalid",
    "owner-disabled",
    "owner-lacks-access",
    "owner-not-folder-admin",
];

/// Whether a finding of that code stays an error, whatever is said of it.
pub(super) fn always_an_error(code: &str) -> bool {
    let is_error = find(code).is_some_and(|rule| rule.severity == Severity::Error);
    is_error && !AT_RUN_TIME.contains(&code)
}

/// Applies both. Gives the `allow-lint`s that accepted something, by their places.
pub fn apply_levels(site: &Definition, findings: &mut Vec<Diagnostic>) -> FxHashSet<Span> {
    let mut used = FxHashSet::default();
    if site.lint.is_empty() && site.allowed.is_empty() {
        return used;
    }
    findings.retain_mut(|finding| {
        if finding.severity == Severity::Error && !AT_RUN_TIME.contains(&finding.code.0) {
            return true;
        }
        let mut accepted = false;
        for allowed in site.allowed.iter().filter(|allowed| accepts(allowed, finding)) {
            used.insert(allowed.span);
            accepted = true;
        }
        if accepted {
            return false;
        }
        match site.lint.iter().rev().find(|level| *level.code == *finding.code.0) {
            None => true,
            Some(level) => match level.severity {
                None => false,
                Some(severity) => {
                    finding.severity = severity;
                    true
                }
            },
        }
    });
    used
}

fn accepts(allowed: &AllowLint, finding: &Diagnostic) -> bool {
    let Some(place) = finding.span() else { return false };
    let inside =
        |span: &Span| span.file == place.file && span.start <= place.start && place.end <= span.end;
    *allowed.code == *finding.code.0 && allowed.within.iter().any(inside)
}

/// `allow-lint`s that accept nothing. Those of rules on a difference may yet accept something;
/// KDL's own codes nobody judges.
pub fn unused_allowances(site: &Definition, used: &FxHashSet<Span>) -> Vec<Diagnostic> {
    let seen = |allowed: &&AllowLint| {
        find(&allowed.code).is_some_and(|rule| {
            !matches!(rule.check, Check::Difference) && rule.family != Family::Kdl
        })
    };
    let unused = site.allowed.iter().filter(seen).filter(|allowed| !used.contains(&allowed.span));
    unused
        .map(|allowed| {
            let help = if always_an_error(&allowed.code) {
                "an error cannot be allowed: the server would refuse it anyway"
            } else {
                "delete it"
            };
            let message = format!("`allow-lint {:?}` accepts nothing", allowed.code);
            Diagnostic::warning(ALLOW_LINT_UNUSED, message)
                .at(allowed.span, "nothing of this kind is found here")
                .help(help)
        })
        .collect()
}
