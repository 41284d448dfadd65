//! `drift`: what was changed on the live site outside the definition. It holds a site that can
//! only be looked at.

use super::arguments::{LinksArgs, TargetArgs};
use super::base::BaseArgs;
use super::definition::{self, OutsideArgs};
use super::exit::{Exit, Failure};
use super::findings::FindingsFormat;
use super::output::{self, Output};
use super::reporter::{NoResult, Reporter};
use super::reports::{self, ReportArgs};
use super::{history, repository, target};
use crate::drift::{self, Drift};
use crate::pipeline;
use crate::render::Style;
use crate::render::github::drift as drift_github;
use crate::render::markdown;
use crate::render::text::drift as drift_text;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct DriftArgs {
    /// The definition's root file, or a folder with a site.kdl
    #[arg(default_value = "site.kdl")]
    pub file: PathBuf,
    #[command(flatten)]
    pub outside: OutsideArgs,
    #[command(flatten)]
    pub target: TargetArgs,
    /// Compare with this snapshot instead of the live site
    #[arg(long, value_name = "SNAPSHOT", conflicts_with = "target")]
    pub live: Option<PathBuf>,
    #[command(flatten)]
    pub base: BaseArgs,
    /// Show every person, grant and object
    #[arg(long, short)]
    pub verbose: bool,
    #[arg(long, default_value = "text", value_enum)]
    pub format: DriftFormat,
    #[command(flatten)]
    pub report: ReportArgs<DriftFormat>,
    #[command(flatten)]
    pub links: LinksArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DriftFormat {
    Text,
    Json,
    /// The body of an issue, or a comment
    Markdown,
    /// Annotations of a GitHub workflow run
    Github,
}

impl DriftFormat {
    fn no_result(self) -> NoResult {
        match self {
            Self::Text => NoResult::Nothing,
            Self::Json => NoResult::Json,
            Self::Markdown => NoResult::Page(|_, findings| markdown::drift::not_compared(findings)),
            Self::Github => NoResult::Findings(FindingsFormat::Github),
        }
    }
}

pub fn run(options: &DriftArgs, output: &mut Output) -> Result<Exit, Failure> {
    let (no_result, link_base) = (options.format.no_result(), options.links.link_base.as_deref());
    options.report.admit(None)?;
    let reports = options.report.each(|format| format.no_result());
    let reporter = Reporter { command: "drift", no_result, reports, link_base, output };
    let mut checked = definition::check(&options.file, &options.outside);
    reporter.require(&checked)?;
    options.base.read(&options.file, &options.outside, &mut checked, output)?;
    let mut site = None;
    let live = match &options.live {
        Some(path) => {
            let live = reporter.snapshot(path, &mut checked.sources, &mut checked.names)?;
            output::gaps(&live, output);
            live
        }
        None => {
            let target = target::target(options.target.target.as_deref(), Some(&checked))?;
            let look = checked.look();
            let mut live = site.insert(target.reader(output)?).read(&look, &mut checked.names)?;
            live.read_at = Some(definition::now());
            live
        }
    };
    let compared = pipeline::drift(&mut checked, &live);
    let mut drift = compared.map_err(|open| reporter.open(&open, &checked.sources))?;
    // Who did it is asked for only where something was done.
    if let Some(site) = site.filter(|_| !drift.is_empty()) {
        drift::remember(&mut drift, &history::of(&*site, output));
    }
    let text = |format, style| shown(&drift, format, style, options);
    let reports = &options.report.reports;
    reports::result(reports, &text(options.format, output.style()), output);
    reports::write(reports, |format| text(*format, Style::PLAIN), output)?;
    Ok(if drift.is_empty() { Exit::Fine } else { Exit::Changes })
}

fn shown(drift: &Drift, format: DriftFormat, style: Style, options: &DriftArgs) -> String {
    let repository = repository::known(options.links.link_base.as_deref());
    let root = definition::root(&options.file);
    match format {
        DriftFormat::Text => drift_text::drift(drift, options.verbose, style),
        DriftFormat::Json => output::json(drift),
        DriftFormat::Markdown => markdown::drift::drift(drift, &root, &repository),
        DriftFormat::Github => drift_github::annotations(drift, &repository),
    }
}
