//! Findings for those who show them: code scanning, annotations, code quality.

use super::output;
use crate::render::findings::Findings;
use crate::render::github;
use crate::render::reports::gitlab;
use crate::render::reports::sarif;
use crate::render::text::concise;
use crate::wording::capitalized;
use clap::builder::PossibleValue;

/// A format that holds findings and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingsFormat {
    Concise,
    Sarif,
    Github,
    Gitlab,
}

impl FindingsFormat {
    pub const ALL: [Self; 4] = [Self::Concise, Self::Sarif, Self::Github, Self::Gitlab];

    /// What it is called on the command line, and what it is, as the middle of a phrase.
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::Concise => ("concise", "a line each: file:line:column: severity[code]: message"),
            Self::Sarif => ("sarif", "SARIF 2.1.0, for code scanning"),
            Self::Github => ("github", "annotations of a GitHub workflow run"),
            Self::Gitlab => ("gitlab", "GitLab's code quality report"),
        }
    }

    /// The value of an option: where findings are all there is, or beside something else.
    pub fn value(self, beside: bool) -> PossibleValue {
        let (name, what) = self.told();
        let help = if beside { format!("What was found, as {what}") } else { capitalized(what) };
        PossibleValue::new(name).help(help)
    }

    /// Whether it is read in the log or the terminal in which standard error is read as well.
    pub fn is_read_beside_progress(self) -> bool {
        matches!(self, Self::Concise | Self::Github)
    }

    /// What a command found.
    pub fn write(self, findings: &Findings<'_>, command: &str) -> String {
        match self {
            Self::Concise => concise::lines(findings),
            Self::Sarif => output::json(&sarif::log(findings, command)),
            Self::Github => github::findings::annotations(findings),
            Self::Gitlab => output::json(&gitlab::issues(findings)),
        }
    }
}
