//! Findings, counted.

use crate::diagnostic::{Diagnostic, Severity};
use crate::wording::counted;

/// `3 errors, 1 warning`.
pub fn count(found: &[Diagnostic]) -> String {
    let of = |severity| found.iter().filter(|d| d.severity == severity).count();
    let counts = [
        (of(Severity::Error), "error", "errors"),
        (of(Severity::Warning), "warning", "warnings"),
        (of(Severity::Info), "note", "notes"),
    ];
    let some = counts.into_iter().filter(|(count, _, _)| *count > 0);
    let parts: Vec<String> = some.map(|(count, one, many)| counted(count, one, many)).collect();
    if parts.is_empty() { "no problems".to_owned() } else { parts.join(", ") }
}
