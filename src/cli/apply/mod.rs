//! `apply`: a saved plan, or a definition planned on the spot, shown, asked about and done.

mod by_hand;
mod progress;
mod words;
mod work;

use super::arguments::{Apply, Format};
use super::definition::{self, Checked};
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::target::{self, Reached, Target};
use super::{plan, show};
use crate::apply::{self, Report, Standing, report_json};
use crate::diagnostic::has_errors;
use crate::model::Names;
use crate::plan::hash::{self, Mismatch};
use crate::plan::{Plan, StepId, unavoidable};
use crate::render::style::safe;
use crate::render::text::{diagnostics as diagnostics_text, plan as plan_text};
use crate::site::EnvironmentSecrets;
use crate::source::Sources;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use work::Work;

pub fn run(options: &Apply, output: &mut Output) -> Result<Exit, Failure> {
    if is_definition(&options.file) { definition(options, output) } else { saved(options, output) }
}

/// A folder, a `.kdl` file, or nothing at all; a saved plan is JSON.
pub(super) fn is_definition(path: &Path) -> bool {
    path.is_dir() || path.extension().is_some_and(|extension| extension == "kdl")
}

fn definition(options: &Apply, output: &mut Output) -> Result<Exit, Failure> {
    let json = options.format == Format::Json;
    let mut checked = definition::check(&options.file);
    if let Some(exit) = definition::require(&checked, json, output)? {
        return Ok(exit);
    }
    let target = target::target(options.target.target.as_deref(), Some(&checked.site))?;
    let reached = target.reach()?;
    let live = plan::read(&reached, &mut checked, output)?;
    let compiled = plan::compile(&mut checked, &live, options.limits.limits(), &options.safety);
    let plan = match compiled.report(&checked, output)? {
        Ok(plan) => plan,
        Err(exit) => return Ok(exit),
    };
    let refused = compiled.refused();
    let work = Work {
        plan,
        applied: BTreeSet::new(),
        journal: reached.journal(),
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

fn saved(options: &Apply, output: &mut Output) -> Result<Exit, Failure> {
    let plan = show::load(&options.file)?;
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
    let work = Work { plan, applied, reached, journal, sso: Vec::new(), saved: true };
    approve_and_run(work, options, output)
}

fn address(plan: &Plan, step: StepId) -> String {
    let step = plan.steps.iter().find(|known| known.id == step);
    step.map_or_else(String::new, |step| step.address.to_string())
}

fn saved_target(options: &Apply, plan: &Plan) -> Result<Target, Failure> {
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

fn show_plan(plan: &Plan, options: &Apply, output: &Output) -> Result<(), Failure> {
    match options.format {
        Format::Text => output.result(&plan_text::plan(plan, options.verbose, output.style())),
        Format::Json => Ok(()),
    }
}

fn approve_and_run(work: Work, options: &Apply, output: &mut Output) -> Result<Exit, Failure> {
    show_plan(&work.plan, options, output)?;
    admit(&work.plan, options)?;
    if work.plan.is_empty() {
        if options.format == Format::Json {
            let report = report_json::report(&work.plan, &Report::default());
            output.result(&output::json(&report))?;
        }
        return Ok(Exit::Fine);
    }
    if let Reached::Site(_) = work.reached {
        by_hand::tell(&work.plan, &EnvironmentSecrets, output);
    }
    // Who gives the plan's hash has approved this very plan.
    if !options.auto_approve && options.plan_hash.is_none() {
        approve(&work.plan, output)?;
    }
    work.run(options, output)
}

/// Whether the plan is one that the caller allows.
fn admit(plan: &Plan, options: &Apply) -> Result<(), Failure> {
    if options.expect_no_changes {
        plan::expect_none(plan)?;
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
