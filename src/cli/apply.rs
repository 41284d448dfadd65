//! `apply`: a saved plan, or a definition planned on the spot, shown, asked about and done.

use super::arguments::{Apply, Format};
use super::definition::{self, Checked};
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::target::{self, Target};
use super::{plan, show};
use crate::apply::{
    self, Because, Difference, Event, Journal, JournalError, Report, Run, Standing, StepResult,
    Unverified, report_json,
};
use crate::diagnostic::has_errors;
use crate::diff::Operation;
use crate::live::Look;
use crate::model::Names;
use crate::plan::{Plan, StepId, unavoidable};
use crate::render::style::safe;
use crate::render::{diagnostics_text, plan_text};
use crate::site::{EnvironmentSecrets, LocalSite, Site};
use crate::source::Sources;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub fn run(options: &Apply, output: &mut Output) -> Result<Exit, Failure> {
    if is_definition(&options.file) { definition(options, output) } else { saved(options, output) }
}

/// A folder, a `.kdl` file, or nothing at all; a saved plan is JSON.
fn is_definition(path: &Path) -> bool {
    path.is_dir() || path.extension().is_some_and(|extension| extension == "kdl")
}

fn definition(options: &Apply, output: &mut Output) -> Result<Exit, Failure> {
    let json = options.format == Format::Json;
    let mut checked = definition::check(&options.file);
    if let Some(exit) = definition::require(&checked, json, output)? {
        return Ok(exit);
    }
    let store = target::target(options.target.target.as_deref(), Some(&checked.site))?.store()?;
    let live = plan::read(Target::Local(store.clone()), &mut checked)?;
    let compiled = plan::compile(&mut checked, &live, options.limits.limits(), &options.safety);
    let plan = match compiled.report(&checked, output)? {
        Ok(plan) => plan,
        Err(exit) => return Ok(exit),
    };
    let refused = compiled.refused();
    let work = Work {
        plan,
        applied: BTreeSet::new(),
        journal: with_ending(&store, "journal"),
        store,
        sso: strategies(&checked),
        saved: false,
    };
    if refused {
        show_plan(&work.plan, options, output)?;
        return Err(not_applied());
    }
    work.approve_and_run(options, output)
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
    let mut findings = options.limits.limits().exceeded(&plan.access);
    findings.extend(unavoidable(&plan.transient, options.safety.allow_transient));
    let (style, sources) = (output.error_style(), Sources::default());
    output.aside(&diagnostics_text::diagnostics(&findings, &sources, style));
    if has_errors(&findings) {
        show_plan(&plan, options, output)?;
        return Err(not_applied());
    }
    let store = saved_target(options, &plan)?.store()?;
    let mut names = Names::default();
    let live = Target::Local(store.clone()).reader()?.read(&Look::Everything, &mut names)?;
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
                        safe(&told(&address(&plan, judged.step), difference))
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
    Work { plan, applied, store, journal, sso: Vec::new(), saved: true }
        .approve_and_run(options, output)
}

fn address(plan: &Plan, step: StepId) -> String {
    let step = plan.steps.iter().find(|known| known.id == step);
    step.map_or_else(String::new, |step| step.address.to_string())
}

/// How the site differs from what a step expects.
fn told(object: &str, difference: &Difference) -> String {
    match difference {
        Difference::Gone => format!("{object} is gone"),
        Difference::InTheWay => format!("{object} is there already, and differs"),
        Difference::Replaced { expected, found } => {
            format!("{object} is another one: its id was {expected} and is {found}")
        }
        Difference::Value { name, expected, found } => {
            let name = name.replace('_', "-");
            format!("{object}: {name} was {expected} and is {found}")
        }
    }
}

/// What is not as the plan should have left it.
fn unexpected(unverified: &Unverified) -> String {
    match unverified {
        Unverified::Missing { address, .. } => format!("{address} should be there now, and is not"),
        Unverified::StillThere { address, .. } => {
            format!("{address} should be gone now, and is not")
        }
        Unverified::Value { address, name, expected, found, .. } => {
            let name = name.replace('_', "-");
            format!("{address}: {name} should be {expected} now, and is {found}")
        }
    }
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

/// A plan with all that its run needs.
struct Work {
    plan: Plan,
    /// Steps that the site shows to have happened.
    applied: BTreeSet<StepId>,
    store: PathBuf,
    journal: PathBuf,
    sso: Vec<(i64, String)>,
    /// The plan comes from a file, and may have been begun before.
    saved: bool,
}

impl Work {
    fn approve_and_run(self, options: &Apply, output: &mut Output) -> Result<Exit, Failure> {
        show_plan(&self.plan, options, output)?;
        if self.plan.is_empty() {
            if options.format == Format::Json {
                output
                    .result(&output::json(&report_json::report(&self.plan, &Report::default())))?;
            }
            return Ok(Exit::Fine);
        }
        if !options.auto_approve {
            approve(&self.plan, output)?;
        }
        self.run(options, output)
    }

    fn run(&self, options: &Apply, output: &Output) -> Result<Exit, Failure> {
        let (mut journal, mut applied) = self.journal(output)?;
        applied.extend(&self.applied);
        let site = LocalSite::open(&self.store)?;
        for (id, name) in self.strategies() {
            site.declare_sso(id, &name)?;
        }
        let (style, total) = (output.error_style(), self.plan.steps.len());
        let mut observe = |event: Event<'_>| {
            if let Event::Ended { step, result } = event {
                let sign = match step.operation {
                    Operation::Create => style.added("+"),
                    Operation::Update => style.changed("~"),
                    Operation::Move => style.changed("→"),
                    Operation::Delete => style.removed("-"),
                };
                let what = safe(&step.address.to_string());
                let end = match result {
                    StepResult::Done => String::new(),
                    StepResult::AlreadyDone => "  (was done)".to_owned(),
                    StepResult::Failed(_) => format!("  {}", style.error("failed")),
                    StepResult::Skipped(_) => "  (skipped)".to_owned(),
                };
                output.progress(&format!(
                    "  {:>width$}/{total} {sign} {what}{end}",
                    step.id.0,
                    width = total.to_string().len()
                ));
            }
        };
        let report = apply::run(Run {
            plan: &self.plan,
            site: &site,
            secrets: &EnvironmentSecrets,
            journal: &mut journal,
            applied: &applied,
            observe: &mut observe,
        });
        self.conclude(report, journal, &site, options, output)
    }

    /// Strategies that a real site would have: those the definition names, or the plan uses.
    fn strategies(&self) -> Vec<(i64, String)> {
        let mut known = self.sso.clone();
        let used = self.plan.steps.iter().flat_map(|step| &step.set);
        for id in used.filter(|a| a.name == "sso_strategy_id").filter_map(|a| a.after.as_int()) {
            if known.iter().all(|(other, _)| *other != id) {
                known.push((id, format!("strategy {id}")));
            }
        }
        known
    }

    /// A saved plan goes on with the journal of its own interrupted run, and knows from it what
    /// has happened. A plan made just now was made from what any earlier run left behind: that
    /// run's journal is history.
    fn journal(&self, output: &Output) -> Result<(Journal, BTreeSet<StepId>), Failure> {
        match Journal::create(&self.journal, &self.plan) {
            Err(JournalError::Exists { .. }) => {}
            other => return Ok((other?, BTreeSet::new())),
        }
        if self.saved {
            let (journal, progress) = Journal::open_for_resume(&self.journal, &self.plan)?;
            let done: BTreeSet<StepId> = progress.done.into_keys().collect();
            output.progress(&format!("going on with a run that ended after {} steps", done.len()));
            return Ok((journal, done));
        }
        match Journal::open_for_resume(&self.journal, &self.plan) {
            Err(error @ JournalError::Locked { .. }) => return Err(error.into()),
            _ => output.progress("an earlier run did not finish; this plan takes up what it left"),
        }
        std::fs::remove_file(&self.journal)
            .map_err(|error| Failure::file("replace", &self.journal, error))?;
        Ok((Journal::create(&self.journal, &self.plan)?, BTreeSet::new()))
    }

    fn conclude(
        &self,
        report: Report,
        journal: Journal,
        site: &dyn Site,
        options: &Apply,
        output: &Output,
    ) -> Result<Exit, Failure> {
        let style = output.error_style();
        let complete = report.is_complete();
        if complete {
            let mut names = Names::default();
            let live = site.read(&Look::Everything, &mut names)?;
            for unverified in apply::verify(&self.plan, &live, &names) {
                let text = safe(&unexpected(&unverified));
                output.aside(&format!("{} {text}\n", style.changed("warning:")));
            }
            journal.finish()?;
        }
        for (step, error) in report.failures() {
            let what = safe(&address(&self.plan, step));
            output.aside(&format!(
                "{} step {} ({what}): {}\n",
                style.error("error:"),
                step.0,
                safe(&chain(error))
            ));
        }
        if let Some(error) = &report.journal {
            output.aside(&format!("{} {}\n", style.error("error:"), safe(&chain(error))));
        }
        let done =
            report.count(|result| matches!(result, StepResult::Done | StepResult::AlreadyDone));
        let failed = report.count(|result| matches!(result, StepResult::Failed(_)));
        let skipped = report.count(|result| matches!(result, StepResult::Skipped(_)));
        match options.format {
            Format::Json => {
                output.result(&output::json(&report_json::report(&self.plan, &report)))?
            }
            Format::Text if complete => {
                let steps = if done == 1 { "1 step".to_owned() } else { format!("{done} steps") };
                output.result(&format!(
                    "{} {steps}. The site is as the definition says.\n",
                    output.style().bold("Applied:")
                ))?;
            }
            Format::Text => {
                let lost = report
                    .results
                    .iter()
                    .any(|(_, r)| matches!(r, StepResult::Skipped(Because::SiteLost(_))));
                let why = if lost { ", because the site was lost" } else { "" };
                output.result(&format!(
                    "{} {done} done, {failed} failed, {skipped} skipped{why}. Apply again to go on.\n",
                    output.style().bold("Applied in part:")
                ))?;
            }
        }
        Ok(match (complete, done) {
            (true, _) => Exit::Fine,
            (false, 0) => Exit::Site,
            (false, _) => Exit::Partial,
        })
    }
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

/// An error with what caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text.push_str(&format!(": {source}"));
        cause = source.source();
    }
    text
}
