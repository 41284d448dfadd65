//! Share links lead to paths: what comes to bear one that a link gives up would be open to whoever
//! has the address.

use super::{Around, Edge};
use crate::access::{Atoms, State};
use crate::diff::{AccessPart, Field, Operation};
use crate::model::{NamedKind, Value, kinds, path};
use crate::plan::expand::{UnplacedId, UnplacedStep, UnplacedSteps};
use crate::plan::step::Reason;
use crate::plan::transition::Transition;
use rustc_hash::FxHashMap;

/// A link leads elsewhere, opens less, or goes, before another folder comes to where it led. Where
/// that cannot be, it gives way.
pub(super) fn leave_first(unplaced: &UnplacedSteps, around: Around<'_>, edges: &mut Vec<Edge>) {
    let come: FxHashMap<String, UnplacedId> = unplaced
        .iter_enumerated()
        .filter(|(_, step)| step.address.folder().is_some())
        .filter(|(_, step)| matches!(step.operation, Operation::Create | Operation::Move))
        .map(|(then, step)| (path::key(step.made()).into_owned(), then))
        .collect();
    if come.is_empty() {
        return;
    }
    let links = around.live.named.iter().filter(|one| one.kind == NamedKind::BUNDLE);
    let led: FxHashMap<i64, &Value> =
        links.map(|link| (link.id, link.attributes.get("paths"))).collect();
    for (first, step) in unplaced.iter_enumerated() {
        let AccessPart::Link(link) = step.address.access_part() else { continue };
        let Some(was) = step.live_id.and_then(|id| led.get(&id)) else { continue };
        let was = keys(was);
        let Some(is) = leads_then(step, &was) else { continue };
        let opens_less = opens_less(link, around);
        let given_up = |was: &str| opens_less || !is.iter().any(|is| path::is_within(was, is));
        for was in was.iter().filter(|was| given_up(was)) {
            for then in above(was).filter_map(|at| come.get(at)).copied() {
                let comes = unplaced[then].made();
                // What is made is empty.
                if unplaced[then].operation == Operation::Create && *path::key(comes) != **was {
                    continue;
                }
                let reason = Reason::FreesName { name: format!("folder {comes:?}") };
                // One that goes waits for nothing: to open to the public is worse than to lack a
                // link.
                let soft = step.operation != Operation::Delete;
                edges.push(Edge { first, then, reason, soft });
            }
        }
    }
}

/// A folder and those that it lies in.
fn above(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |at| path::parent(at).filter(|up| !up.is_empty()))
}

/// Whether a link, or another of its name, gives less when all is done.
fn opens_less(link: &str, around: Around<'_>) -> bool {
    let Some(link) = around.names.find_key(link) else { return false };
    let gives = |state: &State| {
        let opens = state.opened_by(link).into_iter();
        opens.fold(Atoms::NONE, |all, held| all | held.atoms())
    };
    let Transition { before, after, .. } = around.transition;
    !gives(before).without(gives(after)).is_none()
}

/// Where a link leads after a step that may change what it opens.
fn leads_then(step: &UnplacedStep, was: &[String]) -> Option<Vec<String>> {
    let paths = || step.assignment(Field::attribute(&kinds::BUNDLE, "paths"));
    match step.operation {
        Operation::Delete => Some(Vec::new()),
        Operation::Update => Some(paths().map_or_else(|| was.to_vec(), |set| keys(&set.after))),
        Operation::Create | Operation::Move => None,
    }
}

fn keys(paths: &Value) -> Vec<String> {
    let paths = paths.as_list().iter().filter_map(Value::as_text);
    paths.map(|path| path::key(path).into_owned()).collect()
}
