//! `apply`: a saved plan, or a definition planned on the spot, shown, asked about and done.

mod progress;
mod saved;
mod told;
mod unfinished;
mod unignored;
mod words;
mod work;

use super::arguments::{KeysArgs, LimitsArgs, SafetyArgs, TargetArgs};
use super::base::BaseArgs;
use super::definition::{self, OutsideArgs};
use super::exit::{Exit, Failure};
use super::output::Output;
use super::reporter::{NoResult, Reporter};
use super::reports::ReportArgs;
use super::standard_input;
use super::target::{self, Reached};
use super::{journal, lacks, planned};
use crate::apply::{self, BegunKey, Report, report_json};
use crate::live::LiveSite;
use crate::model::Names;
use crate::pipeline::{self, Checked};
use crate::plan::hash::{self, Mismatch};
use crate::plan::{Plan, StepId};
use crate::render::text::plan as plan_text;
use crate::site::{EnvironmentSecrets, LocalSite};
use crate::wording::visible;
use clap::{Args, ValueEnum};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU8;
use std::path::PathBuf;
use told::Told;
use work::{Again, Work};

#[derive(Debug, Args)]
pub struct ApplyArgs {
    /// A saved plan; or a definition to plan first
    #[arg(default_value = "site.kdl", value_name = "PLAN|FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub outside: OutsideArgs,
    #[command(flatten)]
    pub target: TargetArgs,
    #[command(flatten)]
    pub base: BaseArgs,
    #[command(flatten)]
    pub limits: LimitsArgs,
    #[command(flatten)]
    pub safety: SafetyArgs,
    /// Refuse if there are changes
    #[arg(long)]
    pub expect_no_changes: bool,
    /// Apply only the plan with this hash, which `plan` prints, and do not ask
    #[arg(long, value_name = "HASH")]
    pub plan_hash: Option<String>,
    /// Do not ask
    #[arg(long)]
    pub auto_approve: bool,
    /// The journal of the run [default: a file of the site's own in the user's state folder]
    #[arg(long, value_name = "FILE", value_parser = standard_input::lasting)]
    pub journal: Option<PathBuf>,
    #[command(flatten)]
    pub keys: KeysArgs,
    /// Run at most so many steps side by side [default: 4; at an embedded store 1]
    #[arg(long, value_name = "STEPS")]
    pub parallelism: Option<NonZeroU8>,
    /// Show the order of the steps and its reasons
    #[arg(long, short)]
    pub verbose: bool,
    #[arg(long, default_value = "text", value_enum)]
    pub format: ApplyFormat,
    #[command(flatten)]
    pub report: ReportArgs<ApplyFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ApplyFormat {
    Text,
    /// What became of every step, at the end
    Json,
    /// A line for each step as soon as it has ended; the last line is what json says
    Jsonl,
}

impl ApplyFormat {
    fn no_result(self) -> NoResult {
        match self {
            Self::Text => NoResult::Nothing,
            Self::Json => NoResult::Json,
            Self::Jsonl => NoResult::JsonLine,
        }
    }
}

pub fn run(options: &ApplyArgs, output: &mut Output) -> Result<Exit, Failure> {
    options.report.admit(None)?;
    let output = &*output;
    let told = Told::new(options, output);
    let mut checked = None;
    if definition::is_definition(&options.file)? {
        let checked = checked.insert(definition::check(&options.file, &options.outside));
        // Its findings take the place of what a run says.
        Reporter {
            command: "apply",
            no_result: options.format.no_result(),
            reports: options.report.each(|format| format.no_result()),
            link_base: None,
            output,
        }
        .require(checked)?;
    }
    let ended = match checked {
        Some(checked) => definition(checked, options, &told, output),
        None => saved::saved(options, &told, output),
    };
    told.end(ended)
}

fn definition(
    mut checked: Checked,
    options: &ApplyArgs,
    told: &Told<'_>,
    output: &Output,
) -> Result<Exit, Failure> {
    options.base.read(&options.file, &options.outside, &mut checked, output)?;
    let target = target::target(options.target.target.as_deref(), Some(&checked))?;
    let reached = target.reach_or_make(output)?;
    let root = definition::root(&options.file);
    let secrets = options.keys.secrets(options.outside.bounds(&root), reached.loses_files());
    let mut journal = journal::take(&reached, options.journal.as_deref(), definition::now())?;
    unfinished::settle(&mut journal, &reached, &secrets, output)?;
    let live = reached.read_for(&mut checked, output)?;
    let wanted = options.safety.wanted(options.limits.limits());
    let planned = pipeline::plan(&mut checked, &live, wanted);
    let plan = planned::require(planned, &checked, output)?;
    told.of(&plan);
    let sso = strategies(&checked);
    let begun = begun(&plan, &live, &checked.names, &secrets);
    let work = Work {
        plan,
        begun,
        again: Again::Definition { checked: Box::new(checked), wanted },
        applied: BTreeSet::new(),
        journal,
        secrets,
        reached,
        sso,
    };
    approve_and_run(work, options, told, output)
}

/// The API keys that the plan makes, with the files of their secrets.
fn begun(
    plan: &Plan,
    live: &LiveSite,
    names: &Names,
    secrets: &EnvironmentSecrets,
) -> BTreeMap<StepId, BegunKey> {
    let place = |file: &str| std::path::absolute(secrets.place(file).ok()?).ok();
    apply::begun(plan, live, names, place)
}

/// Text has said so in its last line.
fn not_applied(options: &ApplyArgs) -> Failure {
    match options.format {
        ApplyFormat::Text => Failure::Told(Exit::Refused),
        ApplyFormat::Json | ApplyFormat::Jsonl => Failure::Refused {
            message: "the plan is not applied: see the errors above".to_owned(),
            help: "nothing has been changed".to_owned(),
        },
    }
}

fn strategies(checked: &Checked) -> Vec<(i64, String)> {
    checked.site.sso.iter().map(|sso| (sso.id, sso.name.to_string())).collect()
}

fn address(plan: &Plan, step: StepId) -> String {
    let step = plan.steps.iter().find(|known| known.id == step);
    step.map_or_else(String::new, |step| step.address.to_string())
}

fn approve_and_run(
    mut work: Work,
    options: &ApplyArgs,
    told: &Told<'_>,
    output: &Output,
) -> Result<Exit, Failure> {
    if options.expect_no_changes {
        planned::expect_none(&mut work.plan, output);
    }
    let keys_matter = matches!(work.reached, Reached::Site(_));
    let lacking = apply::lacks(&work.plan, &work.applied, &work.secrets, keys_matter);
    lacks::refuse(&lacking, &mut work.plan, output);
    told.plan(&work.plan);
    if !work.plan.refused.is_empty() {
        return Err(not_applied(options));
    }
    admit(&work.plan, options)?;
    if work.plan.is_empty() {
        if let Reached::Store(path) = &work.reached {
            LocalSite::open(path)?;
        }
        told.close(&report_json::report(&work.plan, &Report::default(), true, &[]));
        // What an earlier run left is seen to, and there is nothing to do.
        work.journal.finish()?;
        return Ok(Exit::Fine);
    }
    // Who gives the plan's hash has approved this very plan.
    if !options.auto_approve && options.plan_hash.is_none() {
        // Whoever thinks about it keeps nobody from the site.
        work.journal.leave();
        approve(&work.plan, output)?;
        work.journal.retake()?;
        unfinished::settle(&mut work.journal, &work.reached, &work.secrets, output)?;
        work.look_again(output)?;
    }
    work.run(options, told, output)
}

/// Whether the plan is one that the caller allows.
fn admit(plan: &Plan, options: &ApplyArgs) -> Result<(), Failure> {
    let Some(given) = &options.plan_hash else { return Ok(()) };
    let stale = |message: &str| Failure::Stale {
        message: format!("this is not the plan that was approved: {message}"),
        help: format!("look through the plan; its hash is {}", plan.hash),
    };
    hash::compare(plan, given).map_err(|mismatch| match mismatch {
        Mismatch::NotAHash => Failure::Usage {
            message: format!("`{given}` is not the hash of a plan"),
            help: "`siteplan plan` prints it below the plan".to_owned(),
        },
        Mismatch::Definition => stale("the definition has changed since"),
        Mismatch::Site => stale("the live site has changed since"),
        Mismatch::Both => stale("the definition and the live site have changed since"),
        Mismatch::Plan => stale("it is for another target, or another siteplan plans otherwise, or something began or ended by the clock"),
    })
}

fn approve(plan: &Plan, output: &Output) -> Result<(), Failure> {
    if !output.can_ask() {
        return Err(Failure::Refused {
            message: "nobody is there to approve the plan".to_owned(),
            help: "say --auto-approve to apply without asking".to_owned(),
        });
    }
    let said = plan_text::headlines(plan, output.error_style());
    let question = format!(
        "\n{said}Apply these {} steps to {}? Only `yes` is taken: ",
        plan.steps.len(),
        visible(&plan.target)
    );
    if output.ask(&question)? {
        return Ok(());
    }
    Err(Failure::Refused {
        message: "not approved".to_owned(),
        help: "nothing has been changed".to_owned(),
    })
}
