//! `plan`: what would change, in order. Reads only.

use super::arguments::{KeysArgs, LimitsArgs, LinksArgs, SafetyArgs, TargetArgs};
use super::base::BaseArgs;
use super::definition::{self, OutsideArgs};
use super::exit::{Exit, Failure};
use super::findings::FindingsFormat;
use super::output::{self, Output};
use super::reporter::{NoResult, Reporter};
use super::reports::{self, ReportArgs};
use super::target::{self, Reached};
use super::{disk, journal, lacks, planned, repository};
use crate::apply;
use crate::pipeline::{self, Checked, Planned};
use crate::plan::Plan;
use crate::query;
use crate::render::findings::Findings;
use crate::render::markdown::{self, Obstacle};
use crate::render::text::{plan as plan_text, site};
use crate::render::{Style, github, html};
use crate::wording::visible;
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

#[derive(Debug, Args)]
pub struct PlanArgs {
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
    /// Save the plan, for `apply`; - is standard output
    #[arg(long, value_name = "PLAN")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub base: BaseArgs,
    #[command(flatten)]
    pub limits: LimitsArgs,
    #[command(flatten)]
    pub safety: SafetyArgs,
    /// Exit with 2 if there are changes
    #[arg(long)]
    pub detailed_exitcode: bool,
    /// Refuse if there are changes
    #[arg(long, conflicts_with = "detailed_exitcode")]
    pub expect_no_changes: bool,
    /// Show the order of the steps and its reasons, and every undeclared object
    #[arg(long, short)]
    pub verbose: bool,
    #[arg(long, default_value = "text", value_enum)]
    pub format: PlanFormat,
    #[command(flatten)]
    pub report: ReportArgs<PlanFormat>,
    #[command(flatten)]
    pub keys: KeysArgs,
    #[command(flatten)]
    pub links: LinksArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanFormat {
    Text,
    Json,
    Markdown,
    /// What was found, without the plan.
    Findings(FindingsFormat),
    Html,
}

impl ValueEnum for PlanFormat {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: LazyLock<Vec<PlanFormat>> = LazyLock::new(|| {
            let findings = FindingsFormat::ALL.map(PlanFormat::Findings);
            let mut all = vec![PlanFormat::Text, PlanFormat::Json, PlanFormat::Markdown];
            all.extend(findings);
            all.push(PlanFormat::Html);
            all
        });
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Text => PossibleValue::new("text"),
            Self::Json => PossibleValue::new("json"),
            Self::Markdown => PossibleValue::new("markdown").help("A comment for a pull request"),
            Self::Findings(format) => format.value(true),
            Self::Html => PossibleValue::new("html").help("One self-contained page"),
        })
    }
}

impl PlanFormat {
    fn no_result(self) -> NoResult {
        match self {
            Self::Text => NoResult::Nothing,
            Self::Json => NoResult::Json,
            Self::Markdown => NoResult::Page(markdown::no_plan),
            Self::Findings(format) => NoResult::Findings(format),
            Self::Html => NoResult::Page(|_, findings| {
                html::page(html::Report::of_findings(findings.found, findings.sources))
            }),
        }
    }
}

pub fn run(options: &PlanArgs, output: &mut Output) -> Result<Exit, Failure> {
    let (no_result, link_base) = (options.format.no_result(), options.links.link_base.as_deref());
    options.report.admit(options.out.as_deref())?;
    let reports = options.report.each(|format| format.no_result());
    let reporter = Reporter { command: "plan", no_result, reports, link_base, output };
    let mut checked = definition::check(&options.file, &options.outside);
    reporter.require(&checked)?;
    options.base.read(&options.file, &options.outside, &mut checked, output)?;
    let mut reached = None;
    let live = match &options.live {
        Some(path) => reporter.snapshot(path, &mut checked.sources, &mut checked.names)?,
        None => {
            let target = target::target(options.target.target.as_deref(), Some(&checked))?;
            reached.insert(target.reach(output)?).read_for(&mut checked, output)?
        }
    };
    let keys_matter = matches!(reached, Some(Reached::Site(_)));
    let loses_files = reached.as_ref().is_some_and(Reached::loses_files);
    if let Some(reached) = reached {
        if options.verbose {
            reached.tell_requests(output);
        }
        journal::tell(&reached, definition::now(), output);
    }
    let wanted = options.safety.wanted(options.limits.limits());
    let mut planned = pipeline::plan(&mut checked, &live, wanted).for_looking();
    if let Ok(plan) = planned.plan.as_mut()
        && options.expect_no_changes
    {
        planned::expect_none(plan, output);
    }
    if !matches!(options.format, PlanFormat::Findings(it) if it.is_read_beside_progress()) {
        planned::say_findings(&planned, &checked, output);
    }
    let plan = match &planned.plan {
        Ok(plan) => plan,
        Err(cycle) => {
            planned::say_cycle(cycle, output);
            let found = planned.all_findings(&checked);
            reporter.tell(&Obstacle::Circle(cycle), &found, &checked.sources);
            if options.format == PlanFormat::Text {
                let why = [cycle.to_string()];
                output.result(&site::refused(&why, &live.target, output.style()));
            }
            return Err(Failure::Told(Exit::Refused));
        }
    };
    let bounds = options.outside.bounds(&definition::root(&options.file));
    let secrets = options.keys.secrets(bounds, loses_files);
    let lacking = apply::lacks(plan, &BTreeSet::new(), &secrets, keys_matter);
    lacks::note(&lacking, plan, output);
    let text = |format, style| shown(plan, &planned, &checked, format, style, options);
    let (shown, reports) = (text(options.format, output.style()), &options.report.reports);
    let saved = |plan: &Plan| {
        let inputs = Some(pipeline::inputs(&checked, wanted));
        output::json(&Plan { inputs, ..plan.clone() })
    };
    match &options.out {
        // The saved plan stands alone where the next program reads it.
        Some(path) if disk::is_standard_output(path) => {
            output.result(&saved(plan));
            output.aside(&shown);
        }
        Some(path) => {
            disk::replace(path, &saved(plan))?;
            output.progress(&format!("saved the plan as {}", visible(&path.display().to_string())));
            reports::result(reports, &shown, output);
        }
        None => reports::result(reports, &shown, output),
    }
    reports::write(reports, |format| text(*format, Style::PLAIN), output)?;
    let exit = match () {
        () if planned.is_refused() => Exit::Refused,
        () if options.detailed_exitcode && !plan.is_empty() => Exit::Changes,
        () => Exit::Fine,
    };
    // The process ends here, and takes large things down faster whole than piece by piece.
    std::mem::forget((checked, live, planned));
    Ok(exit)
}

fn shown(
    plan: &Plan,
    planned: &Planned,
    checked: &Checked,
    format: PlanFormat,
    style: Style,
    options: &PlanArgs,
) -> String {
    let repository = repository::known(options.links.link_base.as_deref());
    let found = planned.all_findings(checked);
    let findings = Findings { found: &found, sources: &checked.sources, repository: &repository };
    match format {
        PlanFormat::Json => output::json(plan),
        PlanFormat::Text => {
            plan_text::plan(plan, options.verbose, style) + &plan_text::ending(plan, style)
        }
        PlanFormat::Markdown => markdown::plan(plan, Some(&findings), &repository),
        PlanFormat::Html => {
            let kept = query::kept(&planned.transition, &plan.access, &checked.names);
            let (plan, kept) = (Some(plan), Some(&*kept));
            html::page(html::Report { plan, kept, found: &found, sources: &checked.sources })
        }
        PlanFormat::Findings(FindingsFormat::Github) => github::plan::annotations(plan, &findings),
        PlanFormat::Findings(format) => format.write(&findings, "plan"),
    }
}
