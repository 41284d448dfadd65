//! `check`: a definition against the language and the rules, offline.

use super::arguments::{Check, Deny, Format};
use super::definition;
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use crate::diagnostic::{Severity, has_errors};
use crate::model::Definition;
use crate::render::{diagnostics_json, diagnostics_text};

pub fn run(options: &Check, output: &mut Output) -> Result<Exit, Failure> {
    let mut checked = definition::check(&options.file);
    if options.deny.contains(&Deny::Warnings) {
        for finding in &mut checked.findings {
            if finding.severity == Severity::Warning {
                finding.severity = Severity::Error;
            }
        }
    }
    let exit = if has_errors(&checked.findings) { Exit::Invalid } else { Exit::Fine };
    match options.format {
        Format::Json => {
            let report = diagnostics_json::report(&checked.findings, &checked.sources);
            output.result(&output::json(&report))?;
        }
        Format::Text => {
            let found =
                diagnostics_text::diagnostics(&checked.findings, &checked.sources, output.style());
            let counted = diagnostics_text::count(&checked.findings);
            let closing = if exit == Exit::Fine {
                format!("{counted} in {}\n", contents(&checked.site))
            } else {
                format!("{counted}\n")
            };
            output.result(&format!("{found}{closing}"))?;
        }
    }
    Ok(exit)
}

/// `7 users, 6 groups, 9 folders, 14 grants, 1 automation`.
fn contents(site: &Definition) -> String {
    let counts = [
        (site.users.iter().filter(|user| !user.bot).count(), "user"),
        (site.users.iter().filter(|user| user.bot).count(), "bot"),
        (site.groups.len(), "group"),
        (site.folders.iter().filter(|folder| folder.declared).count(), "folder"),
        (site.grants.len(), "grant"),
        (site.automations.len(), "automation"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}{}", if *count == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() { "an empty definition".to_owned() } else { parts.join(", ") }
}
