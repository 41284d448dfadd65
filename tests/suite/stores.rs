//! A definition's text and an embedded store, in this process: planned, and its steps performed.

use siteplan::apply::stale;
use siteplan::diagnostic::Diagnostic;
use siteplan::diff;
use siteplan::live::{LiveSite, Look, snapshot};
use siteplan::lower::{FileError, Files, load, lower};
use siteplan::model::{Definition, Names};
use siteplan::plan::{Basis, Header, Plan, Step, StepId, Transition, compile, impact};
use siteplan::rules;
use siteplan::site::{EnvironmentSecrets, LocalSite, ReadSite, Site};
use siteplan::source::Sources;
use std::collections::BTreeSet;

struct Text<'a>(&'a str);

impl Files for Text<'_> {
    fn read(&self, _: &str) -> Result<String, FileError> {
        Ok(self.0.to_owned())
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

pub struct Run {
    pub sources: Sources,
    pub names: Names,
    pub site: Definition,
}

pub fn read(text: &str) -> Run {
    sound(text).unwrap_or_else(|errors| panic!("{text}\n{errors:#?}"))
}

/// Where there are no errors.
pub fn sound(text: &str) -> Result<Run, Vec<Diagnostic>> {
    let (mut sources, mut names) = (Sources::default(), Names::default());
    let loaded = load("site.kdl", &Text(text), &mut sources);
    let (site, found) = lower(&sources, &loaded.trees, &mut names);
    let now = "2026-06-01T00:00:00Z".parse().expect("an instant");
    let judged = rules::check(&rules::Context::new(&site, &names, now));
    let all = loaded.diagnostics.into_iter().chain(found).chain(judged);
    let errors: Vec<Diagnostic> = all.filter(Diagnostic::is_error).collect();
    if errors.is_empty() { Ok(Run { sources, names, site }) } else { Err(errors) }
}

pub fn plan(text: &str, site: &LocalSite) -> (Plan, LiveSite, Names) {
    planned(text, site, false)
}

/// With bridges, if they may be built.
pub fn planned(text: &str, site: &LocalSite, bridge: bool) -> (Plan, LiveSite, Names) {
    let mut run = read(text);
    let live = site.read(&Look::Everything, &mut run.names).expect("the store is read");
    let difference = diff::diff(&run.site, &live, &mut run.names, &run.sources);
    let now = "2026-06-01T00:00:00Z".parse().expect("an instant");
    let transition = Transition::new(&live, &difference.changes, &mut run.names, now);
    let access = impact(&transition, &live, &difference.changes, &run.names);
    let basis = Basis { bridge, ..Basis::new(&transition, &live, &run.site, &run.names) };
    let plan = compile(Header::default(), difference.changes, difference.undeclared, access, basis)
        .unwrap_or_else(|cycle| panic!("{cycle:#?}\n{text}"));
    (plan, live, run.names)
}

pub fn apply(plan: &Plan, site: &LocalSite, steps: usize) {
    plan.steps.iter().take(steps).for_each(|step| perform(plan, site, step));
}

pub fn perform(plan: &Plan, site: &LocalSite, step: &Step) {
    site.perform(step, &EnvironmentSecrets)
        .unwrap_or_else(|error| panic!("{error}: {step:#?}\n{:#?}", plan.steps));
}

/// The steps but for those in `done`, in an order that `pick` chooses: of those that are due,
/// in the plan's order, it names one.
pub fn interleaved<'a>(
    plan: &'a Plan,
    done: &BTreeSet<StepId>,
    mut pick: impl FnMut(&[&'a Step]) -> usize,
) -> Vec<&'a Step> {
    let (mut done, mut order) = (done.clone(), Vec::new());
    while done.len() < plan.steps.len() {
        let due: Vec<&Step> = plan
            .steps
            .iter()
            .filter(|step| !done.contains(&step.id))
            .filter(|step| step.after.iter().all(|after| done.contains(&after.step)))
            .collect();
        let step = due[pick(&due)];
        done.insert(step.id);
        order.push(step);
    }
    order
}

/// The plan that was cut could go on where it stopped.
pub fn resumable(plan: &Plan, done: usize, site: &LocalSite) {
    let mut names = Names::default();
    let live = site.read(&Look::Everything, &mut names).expect("the store is read");
    let judged = stale(plan, &live, &names);
    let wrong = judged.iter().zip(&plan.steps).find(|(judged, _)| judged.is_stale());
    assert!(wrong.is_none(), "cut after {done}: {wrong:#?}");
}

/// The site without the ids, which tell in what order things were made.
pub fn content(site: &LocalSite) -> String {
    let mut names = Names::default();
    let live = site.read(&Look::Everything, &mut names).expect("the store is read");
    let mut json: serde_json::Value =
        serde_json::from_str(&snapshot::write(&live, &names)).expect("JSON");
    strip(&mut json);
    format!("{json:#}")
}

fn strip(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::Object(entries) => {
            entries.shift_remove("id");
            entries.shift_remove("target");
            entries.values_mut().for_each(strip);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

pub fn store() -> (tempfile::TempDir, LocalSite) {
    let folder = tempfile::tempdir().expect("a folder");
    let site = LocalSite::open(&folder.path().join("site.db")).expect("a store");
    (folder, site)
}
