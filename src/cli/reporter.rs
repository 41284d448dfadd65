//! What keeps a command from its work, told in the format that was asked for.

use super::exit::{Exit, Failure};
use super::findings::FindingsFormat;
use super::output::{self, Output};
use super::{repository, saved};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::live::LiveSite;
use crate::model::Names;
use crate::pipeline::Checked;
use crate::render::findings::Findings;
use crate::render::json::diagnostics as diagnostics_json;
use crate::render::markdown::Obstacle;
use crate::render::text::diagnostics as diagnostics_text;
use crate::source::Sources;
use std::path::Path;

/// What standard output holds in place of a result.
#[derive(Clone, Copy)]
pub enum NoResult {
    /// Nothing: people read standard error.
    Nothing,
    Json,
    Findings(FindingsFormat),
    Page(fn(&Obstacle<'_>, &Findings<'_>) -> String),
}

pub struct Reporter<'a> {
    pub no_result: NoResult,
    /// As `--link-base` says it.
    pub link_base: Option<&'a str>,
    pub output: &'a Output,
}

impl<'a> Reporter<'a> {
    /// For a command whose result is no report: standard error tells it all.
    pub fn for_people(output: &'a Output) -> Self {
        Reporter { no_result: NoResult::Nothing, link_base: None, output }
    }

    /// Prints the findings of a definition that another command needs; errors end that command.
    pub fn require(&self, checked: &Checked) -> Result<(), Failure> {
        let (found, sources) = (&checked.findings, &checked.sources);
        let is_invalid = checked.has_errors();
        let is_in_result = self.has_annotations() || (is_invalid && self.is_json());
        if !is_in_result {
            self.beside(found, sources);
        }
        if !is_invalid {
            return Ok(());
        }
        if !self.has_annotations() {
            self.output.aside(&format!("{}\n", diagnostics_text::count(found)));
        }
        self.tell(&Obstacle::Definition, found, sources);
        Err(Failure::Told(Exit::Invalid))
    }

    /// A snapshot in place of the live site; what is wrong with it ends the command.
    pub fn snapshot(
        &self,
        path: &Path,
        sources: &mut Sources,
        names: &mut Names,
    ) -> Result<LiveSite, Failure> {
        let (live, found) = saved::snapshot(path, sources, names)?;
        if !has_errors(&found) {
            return Ok(live);
        }
        if !self.has_annotations() && !self.is_json() {
            self.beside(&found, sources);
        }
        self.tell(&Obstacle::Snapshot, &found, sources);
        Err(Failure::Told(Exit::Invalid))
    }

    /// Nothing says which of several objects of the site is meant.
    pub fn open(&self, found: &[Diagnostic], sources: &Sources) -> Failure {
        if !self.has_annotations() && !self.is_json() {
            self.beside(found, sources);
        }
        self.tell(&Obstacle::Definition, found, sources);
        Failure::Told(Exit::Refused)
    }

    /// Tells, where a report was asked for, why there is none.
    pub fn tell(&self, obstacle: &Obstacle<'_>, found: &[Diagnostic], sources: &Sources) {
        let repository = repository::known(self.link_base);
        let findings = Findings { found, sources, repository: &repository };
        self.output.result(&match (self.no_result, obstacle) {
            // A circle of steps is no finding.
            (NoResult::Nothing, _) | (NoResult::Json, Obstacle::Circle(_)) => return,
            (NoResult::Json, _) => output::json(&diagnostics_json::report(found, sources)),
            (NoResult::Findings(format), _) => format.write(&findings),
            (NoResult::Page(write), _) => write(obstacle, &findings),
        });
    }

    /// Annotations stand in the log in which standard error stands as well.
    fn has_annotations(&self) -> bool {
        matches!(self.no_result, NoResult::Findings(FindingsFormat::Github))
    }

    fn is_json(&self) -> bool {
        matches!(self.no_result, NoResult::Json)
    }

    fn beside(&self, found: &[Diagnostic], sources: &Sources) {
        let style = self.output.error_style();
        self.output.aside(&diagnostics_text::diagnostics(found, sources, style));
    }
}
