//! What keeps a command from its work, told in the format that was asked for.

use super::exit::{Exit, Failure};
use super::findings::FindingsFormat;
use super::output::{self, Output};
use super::reports::{self, Report};
use super::{repository, saved};
use crate::diagnostic::{Diagnostic, Severity, has_errors};
use crate::live::LiveSite;
use crate::model::Names;
use crate::pipeline::Checked;
use crate::render::Style;
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
    JsonLine,
    Findings(FindingsFormat),
    Page(fn(&Obstacle<'_>, &Findings<'_>) -> String),
}

pub struct Reporter<'a> {
    pub command: &'static str,
    pub no_result: NoResult,
    pub reports: Vec<Report<NoResult>>,
    /// As `--link-base` says it.
    pub link_base: Option<&'a str>,
    pub output: &'a Output,
}

impl<'a> Reporter<'a> {
    /// For a command whose result is no report: standard error tells it all.
    pub fn for_people(output: &'a Output) -> Self {
        Reporter {
            command: "",
            no_result: NoResult::Nothing,
            reports: Vec::new(),
            link_base: None,
            output,
        }
    }

    /// Prints the findings of a definition that another command needs; errors end that command.
    pub fn require(&self, checked: &Checked) -> Result<(), Failure> {
        let (found, sources) = (&checked.findings, &checked.sources);
        let is_invalid = checked.has_errors();
        let is_in_result = self.tells_findings() || (is_invalid && self.is_json());
        if !is_in_result {
            let is_note = |found: &&Diagnostic| found.severity == Severity::Info;
            let (notes, others): (Vec<&Diagnostic>, Vec<_>) = found.iter().partition(is_note);
            self.output.findings(others, sources);
            // `check` tells them whole.
            self.output.reminders(notes, sources);
        }
        if !is_invalid {
            return Ok(());
        }
        if !self.tells_findings() {
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
        if !self.tells_findings() && !self.is_json() {
            self.output.findings(&found, sources);
        }
        self.tell(&Obstacle::Snapshot, &found, sources);
        Err(Failure::Told(Exit::Invalid))
    }

    /// Nothing says which of several objects of the site is meant.
    pub fn open(&self, found: &[Diagnostic], sources: &Sources) -> Failure {
        if !self.tells_findings() && !self.is_json() {
            self.output.findings(found, sources);
        }
        self.tell(&Obstacle::Definition, found, sources);
        Failure::Told(Exit::Refused)
    }

    /// Tells, where a report was asked for, why there is none.
    pub fn tell(&self, obstacle: &Obstacle<'_>, found: &[Diagnostic], sources: &Sources) {
        let repository = repository::known(self.link_base);
        let findings = Findings { found, sources, repository: &repository };
        // A circle of steps is no finding.
        let is_silent = matches!(
            (self.no_result, obstacle),
            (NoResult::Nothing, _) | (NoResult::Json | NoResult::JsonLine, Obstacle::Circle(_))
        );
        let instead = |no_result: &NoResult| match no_result {
            NoResult::Nothing => {
                let told = diagnostics_text::diagnostics(found, sources, Style::PLAIN);
                format!("{told}{}\n", diagnostics_text::count(found))
            }
            NoResult::Json => output::json(&diagnostics_json::report(found, sources)),
            NoResult::JsonLine => output::json_line(&diagnostics_json::report(found, sources)),
            NoResult::Findings(format) => format.write(&findings, self.command),
            NoResult::Page(write) => write(obstacle, &findings),
        };
        if !is_silent {
            reports::result(&self.reports, &instead(&self.no_result), self.output);
        }
        if let Err(failure) = reports::write(&self.reports, instead, self.output) {
            self.output.failure(&failure);
        }
    }

    /// Whether the result tells the findings where standard error is read.
    fn tells_findings(&self) -> bool {
        matches!(self.no_result, NoResult::Findings(format) if format.is_read_beside_progress())
    }

    fn is_json(&self) -> bool {
        matches!(self.no_result, NoResult::Json | NoResult::JsonLine)
    }
}
