//! What holds for every definition: laying out, planning, applying, stopping half-way.

use crate::sites::{Site as Sample, site};
use crate::stores::{apply, content, interleaved, perform, plan, read, resumable, store};
use proptest::prelude::*;
use siteplan::facade::apply::{Standing, stale};
use siteplan::facade::diff::Operation;
use siteplan::facade::drift::Drift;
use siteplan::facade::live::Look;
use siteplan::facade::model::Names;
use siteplan::facade::pipeline::{Checked, drift};
use siteplan::facade::plan::{Plan, Step, StepId};
use siteplan::facade::site::{LocalSite, ReadSite};
use siteplan::facade::source::Sources;
use siteplan::facade::syntax;
use std::collections::BTreeSet;

fn cases(count: u32) -> ProptestConfig {
    // PROPTEST_CASES asks for more.
    let cases = ProptestConfig::default().cases.max(count);
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { cases } else { count };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn check_transition(first: &Sample, second: &Sample, cut: usize) {
    let (_folder, site) = store();
    let (initial, _, _) = plan(&first.text(), &site);
    apply(&initial, &site, usize::MAX);
    let (nothing, _, _) = plan(&first.text(), &site);
    assert!(nothing.is_empty(), "{}\n{:#?}", first.text(), nothing.changes);

    let text = second.text();
    let (change, _, _) = plan(&text, &site);
    let (again, _, _) = plan(&text, &site);
    let bytes = |plan: &Plan| serde_json::to_string(plan).expect("a plan is data");
    assert_eq!(bytes(&change), bytes(&again), "the same plan twice");

    // The same transition in one go, on a store of its own.
    let (_other, whole) = store();
    apply(&initial, &whole, usize::MAX);
    apply(&change, &whole, usize::MAX);

    let cut = cut % (change.steps.len() + 1);
    apply(&change, &site, cut);
    resumable(&change, cut, &site);
    let (rest, _, _) = plan(&text, &site);
    apply(&rest, &site, usize::MAX);
    let (nothing, _, _) = plan(&text, &site);
    assert!(nothing.is_empty(), "{text}\n{:#?}", nothing.changes);
    let (site, whole) = (content(&site), content(&whole));
    assert!(
        site == whole,
        "cut after {cut} steps:\n{}",
        similar::TextDiff::from_lines(&whole, &site).unified_diff()
    );
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_site_becomes_another_even_if_the_plan_is_cut(first in site(), second in site(), cut in 0..60usize) {
        check_transition(&first, &second, cut);
    }
}

/// Whichever a list of numbers names, over and over.
fn picking(picks: &[usize]) -> impl FnMut(&[&Step]) -> usize {
    let mut picks = picks.iter().cycle();
    move |due| picks.next().map_or(0, |pick| pick % due.len())
}

/// A run with steps side by side is killed with several of them unknown, and goes on by what
/// the site shows.
fn check_interleaving(first: &Sample, second: &Sample, cut: usize, picks: &[Vec<usize>; 2]) {
    let (_folder, site) = store();
    let (initial, _, _) = plan(&first.text(), &site);
    apply(&initial, &site, usize::MAX);
    let (_other, whole) = store();
    apply(&initial, &whole, usize::MAX);
    let (change, _, _) = plan(&second.text(), &site);
    apply(&change, &whole, usize::MAX);

    let mut done = BTreeSet::new();
    let order = interleaved(&change, &done, picking(&picks[0]));
    for step in order.iter().take(cut % (order.len() + 1)) {
        perform(&change, &site, step);
        done.insert(step.id);
    }
    resumable(&change, done.len(), &site);
    let mut names = Names::default();
    let live = site.read(&Look::Everything, &mut names).expect("the store is read");
    let applied = stale(&change, &live, &names).into_iter();
    let applied = applied.filter(|judged| judged.standing == Standing::AlreadyApplied);
    let applied: BTreeSet<StepId> = applied.map(|judged| judged.step).collect();
    for step in interleaved(&change, &applied, picking(&picks[1])) {
        perform(&change, &site, step);
    }
    let (nothing, _, _) = plan(&second.text(), &site);
    assert!(nothing.is_empty(), "{:#?}", nothing.changes);
    let (site, whole) = (content(&site), content(&whole));
    let ids = |steps: &BTreeSet<StepId>| steps.iter().map(|step| step.0).collect::<Vec<_>>();
    assert!(
        site == whole,
        "done {:?}, seen as done {:?}:\n{}",
        ids(&done),
        ids(&applied),
        similar::TextDiff::from_lines(&whole, &site).unified_diff()
    );
}

/// Drift is the plan's difference, read from the other side.
fn check_drift(first: &Sample, second: &Sample) {
    let (_folder, site) = store();
    let (initial, _, _) = plan(&first.text(), &site);
    apply(&initial, &site, usize::MAX);
    assert!(drifted(&first.text(), &site).is_empty(), "{}", first.text());
    let (change, _, _) = plan(&second.text(), &site);
    let drift = drifted(&second.text(), &site);
    let left = &change.residue;
    assert_eq!(drift.is_empty(), change.is_empty() && left.is_empty());
    if left.is_empty() {
        let told = (drift.gained.people, drift.lost.people);
        assert_eq!(told, (change.access.lose, change.access.gain));
    }
    let removed = change.changes.iter().filter(|one| one.operation == Operation::Delete).count();
    assert_eq!(drift.undeclared.len(), removed + left.facts.len());
}

fn drifted(text: &str, site: &LocalSite) -> Drift {
    let mut checked = read(text);
    let live = site.read(&Look::Everything, &mut checked.names).expect("the store is read");
    drift(&mut checked, &live).expect("names are not shared")
}

fn picks() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0..1000usize, 1..40)
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn a_run_with_steps_side_by_side_goes_on_after_any_end(
        first in site(), second in site(), cut in 0..60usize, picks in [picks(), picks()],
    ) {
        check_interleaving(&first, &second, cut, &picks);
    }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn drift_is_the_plan_from_the_other_side(first in site(), second in site()) {
        check_drift(&first, &second);
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn layout_is_idempotent_and_keeps_the_meaning(sample in site()) {
        let text = sample.text().replace('\n', "\n\n\n").replace("    ", "\t ");
        let mut sources = Sources::default();
        let file = sources.add("a.kdl", text);
        let (tree, found) = syntax::parse(file, sources.file(file).text());
        prop_assert!(found.is_empty());
        let once = syntax::format(sources.file(file).text(), &tree);
        let again = sources.add("b.kdl", once.clone());
        let (tree, found) = syntax::parse(again, sources.file(again).text());
        prop_assert!(found.is_empty());
        prop_assert_eq!(&syntax::format(&once, &tree), &once);
        let (before, after) = (read(sources.file(file).text()), read(&once));
        let count = |run: &Checked| (run.site.users.len(), run.site.grants.len(), run.site.behaviors.len());
        prop_assert_eq!(count(&before), count(&after));
    }
}
