//! `plan`: what would change, in order. Reads only.

use super::arguments::{LimitsArgs, LinksArgs, SafetyArgs, TargetArgs};
use super::definition::{self, OutsideArgs};
use super::exit::{Exit, Failure};
use super::findings::FindingsFormat;
use super::output::{self, Output};
use super::reporter::{NoResult, Reporter};
use super::{disk, planned, repository, target};
use crate::pipeline::{self, Checked, Planned};
use crate::plan::Plan;
use crate::query;
use crate::render::findings::Findings;
use crate::render::markdown::{self, Obstacle};
use crate::render::text::plan as plan_text;
use crate::render::{Style, github, html};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
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
    /// Save the plan, for `apply`
    #[arg(long, value_name = "PLAN")]
    pub out: Option<PathBuf>,
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
    let reporter = Reporter { no_result, link_base, output };
    let mut checked = definition::check(&options.file, &options.outside);
    reporter.require(&checked)?;
    let mut reached = None;
    let live = match &options.live {
        Some(path) => reporter.snapshot(path, &mut checked.sources, &mut checked.names)?,
        None => {
            let target = target::target(options.target.target.as_deref(), Some(&checked.site))?;
            reached.insert(target.reach()?).read_for(&mut checked, output)?
        }
    };
    if let Some(reached) = reached.filter(|_| options.verbose) {
        reached.tell_requests(output);
    }
    let wanted = options.safety.wanted(options.limits.limits());
    let planned = pipeline::plan(&mut checked, &live, wanted).for_looking();
    if options.format != PlanFormat::Findings(FindingsFormat::Github) {
        planned::say_findings(&planned, &checked, output);
    }
    let plan = match &planned.plan {
        Ok(plan) => plan,
        Err(cycle) => {
            planned::say_cycle(cycle, output);
            let found = planned.all_findings(&checked);
            reporter.tell(&Obstacle::Circle(cycle), &found, &checked.sources)?;
            return Err(Failure::Told(Exit::Refused));
        }
    };
    if let Some(path) = &options.out {
        disk::replace(path, &output::json(plan))?;
        output.progress(&format!("saved the plan as {}", path.display()));
    }
    show_plan(plan, &planned, &checked, options, output)?;
    if options.expect_no_changes {
        planned::expect_none(plan)?;
    }
    let exit = match () {
        () if planned.is_refused() => Exit::Refused,
        () if options.detailed_exitcode && !plan.is_empty() => Exit::Changes,
        () => Exit::Fine,
    };
    // The process ends here, and takes large things down faster whole than piece by piece.
    std::mem::forget((checked, live, planned));
    Ok(exit)
}

fn show_plan(
    plan: &Plan,
    planned: &Planned,
    checked: &Checked,
    options: &PlanArgs,
    output: &Output,
) -> Result<(), Failure> {
    let repository = repository::known(options.links.link_base.as_deref());
    let found = planned.all_findings(checked);
    let findings = Findings { found: &found, sources: &checked.sources, repository: &repository };
    output.result(&match options.format {
        PlanFormat::Json => output::json(plan),
        PlanFormat::Text => {
            let style = output.style();
            plan_text::plan(plan, options.verbose, style) + &plan_text::hash(plan, style)
        }
        PlanFormat::Markdown => markdown::plan(plan, Some(&findings), &repository),
        PlanFormat::Html => {
            let kept = query::kept(&planned.transition, &plan.access, &checked.names);
            let (plan, kept) = (Some(plan), Some(&*kept));
            html::page(html::Report { plan, kept, found: &found, sources: &checked.sources })
        }
        PlanFormat::Findings(FindingsFormat::Github) => {
            let closing = plan_text::closing(plan, Style::PLAIN);
            let notice = github::notice("siteplan plan", closing.trim_end());
            format!("{notice}{}", FindingsFormat::Github.write(&findings))
        }
        PlanFormat::Findings(format) => format.write(&findings),
    })
}
