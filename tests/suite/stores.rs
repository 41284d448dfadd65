//! A definition's text and an embedded store, in this process: planned, and its steps performed.

use siteplan::facade::apply::{Standing, stale};
use siteplan::facade::diagnostic::Diagnostic;
use siteplan::facade::live::{LiveSite, Look, snapshot};
use siteplan::facade::lower::{FileError, Files};
use siteplan::facade::model::Names;
use siteplan::facade::pipeline::{self, Checked, Wanted};
use siteplan::facade::plan::{Plan, Step, StepId};
use siteplan::facade::site::{EnvironmentSecrets, LocalSite, ReadSite, Site};
use std::collections::BTreeSet;

/// A definition of one file.
pub struct Text<'a>(pub &'a str);

impl Files for Text<'_> {
    fn read(&self, _: &str) -> Result<String, FileError> {
        Ok(self.0.to_owned())
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

pub fn read(text: &str) -> Checked {
    sound(text).unwrap_or_else(|errors| panic!("{text}\n{errors:#?}"))
}

/// Where there are no errors.
pub fn sound(text: &str) -> Result<Checked, Vec<Diagnostic>> {
    let now = "2026-06-01T00:00:00Z".parse().expect("an instant");
    let mut checked = pipeline::check("site.kdl", &Text(text), Names::default(), now);
    if !checked.has_errors() {
        return Ok(checked);
    }
    checked.findings.retain(Diagnostic::is_error);
    Err(checked.findings)
}

pub fn plan(text: &str, site: &LocalSite) -> (Plan, LiveSite, Names) {
    planned(text, site, false)
}

/// With bridges, if they may be built.
pub fn planned(text: &str, site: &LocalSite, bridge: bool) -> (Plan, LiveSite, Names) {
    let mut checked = read(text);
    let live = site.read(&Look::Everything, &mut checked.names).expect("the store is read");
    let wanted = Wanted { bridge, ..Wanted::default() };
    let plan = pipeline::plan(&mut checked, &live, wanted).plan;
    let plan = plan.unwrap_or_else(|cycle| panic!("{cycle:#?}\n{text}"));
    (plan, live, checked.names)
}

pub fn apply(plan: &Plan, site: &LocalSite, steps: usize) {
    plan.steps.iter().take(steps).for_each(|step| perform(plan, site, step));
}

pub fn perform(plan: &Plan, site: &LocalSite, step: &Step) {
    site.perform(step, &EnvironmentSecrets::default())
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
    let is_stale = |judged: &Standing| matches!(judged, Standing::Stale(_));
    let wrong = judged.iter().zip(&plan.steps).find(|(judged, _)| is_stale(&judged.standing));
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
            // When they were made depends on the clock.
            entries.shift_remove("created_at");
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
