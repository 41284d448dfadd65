//! `apply`: a saved plan, or a definition planned on the spot, shown, asked about and done.

mod by_hand;
mod progress;
mod words;
mod work;

use super::arguments::{LimitsArgs, SafetyArgs, TargetArgs};
use super::definition::{self, OutsideArgs};
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::reporter::{NoResult, Reporter};
use super::target::{self, Reached, Target};
use super::{planned, saved};
use crate::apply::{self, Report, Standing, report_json};
use crate::diagnostic::has_errors;
use crate::files::Bounds;
use crate::model::Names;
use crate::pipeline::{self, Checked};
use crate::plan::hash::{self, Mismatch};
use crate::plan::{Plan, StepId, unavoidable};
use crate::render::style::safe;
use crate::render::text::{diagnostics as diagnostics_text, plan as plan_text};
use crate::site::EnvironmentSecrets;
use crate::source::Sources;
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::num::NonZeroU8;
use std::path::{Path, PathBuf};
use work::Work;

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
    /// Run at most so many steps side by side [default: 4; at an embedded store 1]
    #[arg(long, value_name = "STEPS")]
    pub parallelism: Option<NonZeroU8>,
    /// Show the order of the steps and its reasons
    #[arg(long, short)]
    pub verbose: bool,
    #[arg(long, default_value = "text", value_enum)]
    pub format: ApplyFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ApplyFormat {
    Text,
    Json,
}

pub fn run(options: &ApplyArgs, output: &mut Output) -> Result<Exit, Failure> {
    if definition::is_definition(&options.file) {
        definition(options, output)
    } else {
        saved(options, output)
    }
}

fn definition(options: &ApplyArgs, output: &mut Output) -> Result<Exit, Failure> {
    let no_result = match options.format {
        ApplyFormat::Text => NoResult::Nothing,
        ApplyFormat::Json => NoResult::Json,
    };
    let mut checked = definition::check(&options.file, &options.outside);
    Reporter { no_result, link_base: None, output }.require(&checked)?;
    let target = target::target(options.target.target.as_deref(), Some(&checked.site))?;
    let reached = target.reach()?;
    let live = reached.read_for(&mut checked, output)?;
    let wanted = options.safety.wanted(options.limits.limits());
    let planned = pipeline::plan(&mut checked, &live, wanted);
    let refused = planned.is_refused();
    let plan = planned::require(planned, &checked, output)?;
    let work = Work {
        plan,
        applied: BTreeSet::new(),
        journal: reached.journal(),
        secrets: EnvironmentSecrets {
            bounds: options.outside.bounds(&definition::root(&options.file)),
        },
        reached,
        sso: strategies(&checked),
        saved: false,
    };
    if refused {
        show_plan(&work.plan, options, output)?;
        return Err(not_applied());
    }
    approve_and_run(work, options, output)
}

fn not_applied() -> Failure {
    Failure::Refused {
        message: "the plan is not applied: see the errors above".to_owned(),
        help: "nothing has been changed".to_owned(),
    }
}

fn strategies(checked: &Checked) -> Vec<(i64, String)> {
    checked.site.sso.iter().map(|sso| (sso.id, sso.name.to_string())).collect()
}

fn saved(options: &ApplyArgs, output: &mut Output) -> Result<Exit, Failure> {
    let plan = saved::plan(&options.file)?;
    let mut findings = options.limits.limits().exceeded(&plan.access, &plan.changes);
    let bridged = plan.changes.iter().any(|change| change.temporary);
    findings.extend(unavoidable(&plan.transient, options.safety.allow_transient, bridged));
    let (style, sources) = (output.error_style(), Sources::default());
    output.aside(&diagnostics_text::diagnostics(&findings, &sources, style));
    if has_errors(&findings) {
        show_plan(&plan, options, output)?;
        return Err(not_applied());
    }
    let reached = saved_target(options, &plan)?.reach()?;
    let mut names = Names::default();
    let live = reached.read(&apply::look(&plan), &mut names, output)?;
    let judged = apply::stale(&plan, &live, &names);
    let mut applied = BTreeSet::new();
    let mut stale = Vec::new();
    for judged in &judged {
        match &judged.standing {
            Standing::Fresh => {}
            Standing::AlreadyApplied => drop(applied.insert(judged.step)),
            Standing::Stale(differences) => {
                for difference in differences {
                    stale.push(format!(
                        "  step {}: {}\n",
                        judged.step.0,
                        safe(&words::difference(&address(&plan, judged.step), difference))
                    ));
                }
            }
        }
    }
    if !stale.is_empty() {
        let style = output.error_style();
        output.aside(&format!(
            "{} the plan is stale: the site is no longer as it was planned for\n{}  {} plan again\n",
            style.error("error:"),
            stale.concat(),
            style.bold("help:"),
        ));
        return Ok(Exit::Stale);
    }
    let journal = with_ending(&options.file, "journal");
    // Where the definition lay is not known any more: around here, and around the plan.
    let bounds = options.outside.bounds("plan").with(Bounds::around(&options.file, &[]));
    let secrets = EnvironmentSecrets { bounds };
    let work = Work { plan, applied, reached, journal, secrets, sso: Vec::new(), saved: true };
    approve_and_run(work, options, output)
}

fn address(plan: &Plan, step: StepId) -> String {
    let step = plan.steps.iter().find(|known| known.id == step);
    step.map_or_else(String::new, |step| step.address.to_string())
}

fn saved_target(options: &ApplyArgs, plan: &Plan) -> Result<Target, Failure> {
    let planned = target::parse(&plan.target)?;
    match &options.target.target {
        Some(flag) if target::parse(flag)? != planned => Err(Failure::Refused {
            message: format!("the plan is for {}, not for {flag}", plan.target),
            help: "plan again for this target".to_owned(),
        }),
        _ => Ok(planned),
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn show_plan(plan: &Plan, options: &ApplyArgs, output: &Output) -> Result<(), Failure> {
    match options.format {
        ApplyFormat::Text => output.result(&plan_text::plan(plan, options.verbose, output.style())),
        ApplyFormat::Json => Ok(()),
    }
}

fn approve_and_run(work: Work, options: &ApplyArgs, output: &mut Output) -> Result<Exit, Failure> {
    show_plan(&work.plan, options, output)?;
    admit(&work.plan, options)?;
    if work.plan.is_empty() {
        if options.format == ApplyFormat::Json {
            let report = report_json::report(&work.plan, &Report::default());
            output.result(&output::json(&report))?;
        }
        return Ok(Exit::Fine);
    }
    if let Reached::Site(_) = work.reached {
        by_hand::tell(&work.plan, &work.secrets, output);
    }
    // Who gives the plan's hash has approved this very plan.
    if !options.auto_approve && options.plan_hash.is_none() {
        approve(&work.plan, output)?;
    }
    work.run(options, output)
}

/// Whether the plan is one that the caller allows.
fn admit(plan: &Plan, options: &ApplyArgs) -> Result<(), Failure> {
    if options.expect_no_changes {
        planned::expect_none(plan)?;
    }
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
        Mismatch::Plan => stale("it is for another target, or another siteplan plans otherwise"),
    })
}

fn approve(plan: &Plan, output: &Output) -> Result<(), Failure> {
    if !output.can_ask() {
        return Err(Failure::Refused {
            message: "nobody is there to approve the plan".to_owned(),
            help: "say --auto-approve to apply without asking".to_owned(),
        });
    }
    let question = format!(
        "\nApply these {} steps to {}? Only `yes` is taken: ",
        plan.steps.len(),
        safe(&plan.target)
    );
    if output.ask(&question)? {
        return Ok(());
    }
    Err(Failure::Refused {
        message: "not approved".to_owned(),
        help: "nothing has been changed".to_owned(),
    })
}
