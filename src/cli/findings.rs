//! Findings for those who show them: code scanning, annotations, code quality.

use super::output;
use crate::render::findings::Findings;
use crate::render::github;
use crate::render::reports::gitlab;
use crate::render::reports::sarif;
use crate::wording::capitalized;
use clap::builder::PossibleValue;

/// A format that holds findings and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingsFormat {
    Sarif,
    Github,
    Gitlab,
}

impl FindingsFormat {
    pub const ALL: [Self; 3] = [Self::Sarif, Self::Github, Self::Gitlab];

    /// What it is called on the command line, and what it is, as the middle of a phrase.
    fn told(self) -> (&'static str, &'static str) {
        match self {
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

    pub fn write(self, findings: &Findings<'_>) -> String {
        match self {
            Self::Sarif => output::json(&sarif::log(findings)),
            Self::Github => github::findings::annotations(findings),
            Self::Gitlab => output::json(&gitlab::issues(findings)),
        }
    }
}
