//! A run of a plan from its approval to its report.

use super::progress::ProgressLines;
use super::told::Told;
use super::unignored;
use super::words::{self, tell_stale};
use super::{ApplyArgs, address};
use crate::apply::{
    self, Because, BegunKey, Event, Journal, Report, Run, StepResult, Unverified, report_json,
};
use crate::cli::definition;
use crate::cli::exit::{self, Exit, Failure};
use crate::cli::interrupt;
use crate::cli::output::Output;
use crate::cli::planned;
use crate::cli::target::Reached;
use crate::diff::Field;
use crate::model::{Names, kinds};
use crate::pipeline::{self, Checked, Wanted};
use crate::plan::{Plan, StepId};
use crate::render::Style;
use crate::render::text::site;
use crate::render::words::residue::verdict;
use crate::site::{EnvironmentSecrets, LocalSite, Site, Twin};
use crate::wording::{counted, visible};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

/// How many steps run side by side where nothing is said: an embedded store does one at a time
/// anyway, and then gives the same ids each time.
const AT_A_STORE: NonZeroUsize = NonZeroUsize::MIN;
const AT_A_SITE: NonZeroUsize = NonZeroUsize::MIN.saturating_add(3);

/// A plan with all that its run needs.
pub struct Work {
    pub plan: Plan,
    /// How the plan is made again, to be held against the one that was shown.
    pub again: Again,
    /// Steps that the site shows to have happened.
    pub applied: BTreeSet<StepId>,
    pub reached: Reached,
    pub journal: Journal,
    /// The API keys that it makes.
    pub begun: BTreeMap<StepId, BegunKey>,
    pub secrets: EnvironmentSecrets,
    pub sso: Vec<(i64, String)>,
}

/// The definition in hand.
pub enum Again {
    Definition { checked: Box<Checked>, wanted: Wanted },
    Saved { checked: Box<Checked>, wanted: Wanted },
}

impl Work {
    /// Reads the site again after somebody was asked: what was shown is what is done, or nothing.
    pub fn look_again(&mut self, output: &Output) -> Result<(), Failure> {
        let (checked, wanted, is_saved) = match &mut self.again {
            Again::Definition { checked, wanted } => (checked, *wanted, false),
            Again::Saved { checked, wanted } => (checked, *wanted, true),
        };
        let live = self.reached.read_for(checked, output)?;
        let now = planned::require(pipeline::plan(checked, &live, wanted), checked, output)?;
        let same = if is_saved {
            now.refused.is_empty() && apply::otherwise(&self.plan, &now).is_empty()
        } else {
            now.refused.is_empty() && now.hash == self.plan.hash
        };
        if same {
            return Ok(());
        }
        let mut lines = now.refused.clone();
        lines.extend(apply::otherwise(&self.plan, &now));
        if lines.is_empty() {
            lines.push("something that was planned is done already, or was undone".to_owned());
        }
        let lines: Vec<String> =
            lines.iter().map(|line| format!("  {}\n", visible(line))).collect();
        Err(Failure::Told(tell_stale(&lines, output)))
    }

    pub fn run(
        mut self,
        options: &ApplyArgs,
        told: &Told<'_>,
        output: &Output,
    ) -> Result<Exit, Failure> {
        let mut applied = self.applied.clone();
        match self.again {
            Again::Saved { .. } => {
                applied.extend(self.journal.resume(&self.plan)?.done.into_keys());
            }
            Again::Definition { .. } => self.journal.begin(&self.plan)?,
        }
        let parallelism = self.parallelism(options);
        let store;
        let site: &dyn Site = match &self.reached {
            Reached::Site(site) => &**site,
            Reached::Store(path) => {
                store = LocalSite::open(path)?.at(definition::moment()?);
                for (id, name) in self.strategies() {
                    store.declare_sso(id, &name)?;
                }
                &store
            }
        };
        let mut progress = ProgressLines::new(&self.plan, output);
        let report = apply::run(Run {
            plan: &self.plan,
            site,
            secrets: &self.secrets,
            journal: &mut self.journal,
            keys: &self.begun,
            applied: &applied,
            parallelism,
            stop: interrupt::watch(),
            observe: &mut |event| {
                progress.note(&event);
                if let Event::Ended { step, result } = event {
                    told.step(step, result);
                }
            },
        });
        drop(progress);
        twins(site, output);
        self.unignored(output);
        let exit = self.conclude(&report, site, told, output);
        if options.verbose {
            self.reached.tell_requests(output);
        }
        if report.is_complete() {
            self.journal.finish()?;
        }
        exit
    }

    fn parallelism(&self, options: &ApplyArgs) -> NonZeroUsize {
        match (options.parallelism, &self.reached) {
            (Some(said), _) => NonZeroUsize::from(said),
            (None, Reached::Store(_)) => AT_A_STORE,
            (None, Reached::Site(_)) => AT_A_SITE,
        }
    }

    /// Tells what the run has left in a work tree that would take it up.
    fn unignored(&self, output: &Output) {
        for step in &self.plan.steps {
            let file = step.assignment(Field::SaveTo).and_then(|said| said.after.as_text());
            if let Some(place) = file.and_then(|file| self.secrets.place(file).ok()) {
                unignored::warn_of_key(&place, output);
            }
        }
        if let Reached::Store(path) = &self.reached {
            unignored::note_store(path, output);
        }
    }

    /// Strategies that a real site would have: those the definition names, or the plan uses.
    fn strategies(&self) -> Vec<(i64, String)> {
        let mut known = self.sso.clone();
        let strategy = Field::attribute(&kinds::USER, "sso_strategy_id");
        let used = self.plan.steps.iter().filter_map(|step| step.assignment(strategy));
        for id in used.filter_map(|assignment| assignment.after.as_int()) {
            if known.iter().all(|(other, _)| *other != id) {
                known.push((id, format!("strategy {id}")));
            }
        }
        known
    }

    fn conclude(
        &self,
        report: &Report,
        site: &dyn Site,
        told: &Told<'_>,
        output: &Output,
    ) -> Result<Exit, Failure> {
        let complete = report.is_complete();
        let seen = if complete { self.verify(site, output) } else { Seen::AsPlanned };
        self.failures(report, output);
        let done =
            report.count(|result| matches!(result, StepResult::Done | StepResult::AlreadyDone));
        told.text(|style| {
            if complete {
                self.applied(done, &seen, style)
            } else {
                self.applied_in_part(done, report, style)
            }
        });
        let looked = !matches!(seen, Seen::NotAtAll);
        told.close(&report_json::report(&self.plan, report, looked, seen.otherwise()));
        Ok(match (complete, done) {
            (true, _) if !matches!(seen, Seen::AsPlanned) => Exit::Partial,
            (true, _) => Exit::Fine,
            (false, 0) if report.stopped() != Some(Because::Stopped) => Exit::Site,
            (false, _) => Exit::Partial,
        })
    }

    /// Reads the site again, and whether what the steps touched is as they left it.
    fn verify(&self, site: &dyn Site, output: &Output) -> Seen {
        let mut names = Names::default();
        let live = match site.read(&apply::look(&self.plan), &mut names) {
            Ok(live) => live,
            Err(error) => {
                output.failure(&Failure::Site(error));
                return Seen::NotAtAll;
            }
        };
        let unverified = apply::verify(&self.plan, &live, &names);
        let style = output.error_style();
        for one in &unverified {
            let text = visible(&words::unexpected(one));
            output.aside(&format!("{} {text}\n", style.error("error:")));
        }
        if unverified.is_empty() { Seen::AsPlanned } else { Seen::Otherwise(unverified) }
    }

    fn failures(&self, report: &Report, output: &Output) {
        let style = output.error_style();
        for (step, error) in report.failures() {
            let what = visible(&address(&self.plan, step));
            let place = visible(&declared(&self.plan, step));
            output.aside(&format!(
                "{} step {} ({what}){place}: {}\n",
                style.error("error:"),
                step.0,
                visible(&exit::chain(error))
            ));
            if let Some(help) = error.help() {
                output.aside(&format!("  {} {help}\n", style.bold("help:")));
            }
        }
        if let Some(error) = &report.journal {
            output.aside(&format!("{} {}\n", style.error("error:"), visible(&exit::chain(error))));
        }
    }
}

/// Tells what another run made at the same time.
fn twins(site: &dyn Site, output: &Output) {
    let style = output.error_style();
    match site.withdraw_twins() {
        Ok(twins) => {
            for Twin { what, withdrawn, kept } in twins {
                let text = format!(
                    "{what} was made by another run as well (id {kept}); this run's (id \
                     {withdrawn}) is withdrawn"
                );
                output.aside(&format!("{} {}\n", style.changed("warning:"), visible(&text)));
            }
        }
        Err(error) => output.failure(&Failure::Site(error)),
    }
}

/// What reading the site again shows of what was done.
enum Seen {
    AsPlanned,
    Otherwise(Vec<Unverified>),
    /// It could not be read.
    NotAtAll,
}

impl Seen {
    fn otherwise(&self) -> &[Unverified] {
        match self {
            Seen::Otherwise(unverified) => unverified,
            Seen::AsPlanned | Seen::NotAtAll => &[],
        }
    }
}

impl Work {
    fn applied(&self, done: usize, seen: &Seen, style: Style) -> String {
        let steps = counted(done, "step", "steps");
        let site = site::subject(&self.plan.target);
        let end = match seen {
            Seen::AsPlanned => verdict(&self.plan),
            Seen::Otherwise(_) => {
                format!("{site} is not as they left it: see the errors, and plan again")
            }
            Seen::NotAtAll => format!("{site} was not seen since: plan again"),
        };
        format!("{} {steps}. {end}.\n", style.bold("Applied:"))
    }

    fn applied_in_part(&self, done: usize, report: &Report, style: Style) -> String {
        let failed = report.count(|result| matches!(result, StepResult::Failed(_)));
        let skipped = report.count(|result| matches!(result, StepResult::Skipped(_)));
        let why = match report.stopped() {
            Some(Because::SiteLost(_)) => ", because the site was lost",
            Some(Because::Stopped) => ", because the run was stopped",
            _ => "",
        };
        let site = site::name(&self.plan.target);
        format!(
            "{} {done} done, {failed} failed, {skipped} skipped on {site}{why}. Apply again to go on.\n",
            style.bold("Applied in part:")
        )
    }
}

/// Where the step's change is declared, if it is.
fn declared(plan: &Plan, id: StepId) -> String {
    let step = plan.steps.iter().find(|step| step.id == id);
    let change = step.and_then(|step| step.change.of(&plan.changes));
    let origin = change.and_then(|change| change.declared.as_ref());
    origin.map_or_else(String::new, |origin| format!(", {origin}"))
}
