//! Findings for those who show them: code scanning, annotations, code quality.

use super::output;
use crate::render::findings::Findings;
use crate::render::github::findings as github;
use crate::render::reports::{gitlab, sarif};

/// A format that holds findings and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingsFormat {
    Sarif,
    Github,
    Gitlab,
}

pub fn findings(format: FindingsFormat, findings: &Findings<'_>) -> String {
    match format {
        FindingsFormat::Sarif => output::json(&sarif::log(findings)),
        FindingsFormat::Github => github::annotations(findings),
        FindingsFormat::Gitlab => output::json(&gitlab::issues(findings)),
    }
}
