//! Share links lead to paths: what comes to bear one that a link gives up would be open to whoever
//! has the address.

use super::{Edge, made};
use crate::diff::{AccessPart, Field, Operation};
use crate::live::LiveSite;
use crate::model::{NamedKind, Value, kinds, path};
use crate::plan::expand::{UnplacedId, UnplacedStep, UnplacedSteps};
use crate::plan::step::Reason;

/// A link leads elsewhere, or goes, before another folder comes to where it led. Where that cannot
/// be, it gives way.
pub(super) fn leave_first(unplaced: &UnplacedSteps, live: &LiveSite, edges: &mut Vec<Edge>) {
    let come: Vec<(UnplacedId, &str, String)> = unplaced
        .iter_enumerated()
        .filter(|(_, step)| step.address.folder().is_some())
        .filter(|(_, step)| matches!(step.operation, Operation::Create | Operation::Move))
        .map(|(then, step)| (then, made(step), path::key(made(step)).into_owned()))
        .collect();
    if come.is_empty() {
        return;
    }
    for (first, step) in unplaced.iter_enumerated() {
        let Some((was, is)) = paths(step, live) else { continue };
        let leads = |paths: &[String], to: &str| paths.iter().any(|path| path::is_within(path, to));
        let gives_up = |to: &str| leads(&was, to) && !leads(&is, to);
        for (then, comes, _) in come.iter().filter(|(.., to)| gives_up(to)) {
            let reason = Reason::FreesName { name: format!("folder {comes:?}") };
            // One that goes waits for nothing: to open to the public is worse than to lack a link.
            let soft = step.operation != Operation::Delete;
            edges.push(Edge { first, then: *then, reason, soft });
        }
    }
}

/// Where a link leads before a step and after it, if the step changes that.
fn paths(step: &UnplacedStep, live: &LiveSite) -> Option<(Vec<String>, Vec<String>)> {
    let AccessPart::Link(_) = step.address.access_part() else { return None };
    let is = match step.operation {
        Operation::Delete => Vec::new(),
        Operation::Update => {
            keys(&step.assignment(Field::attribute(&kinds::BUNDLE, "paths"))?.after)
        }
        Operation::Create | Operation::Move => return None,
    };
    let is_it = |kind: NamedKind, id: i64| kind == NamedKind::BUNDLE && step.live_id == Some(id);
    let link = live.named.iter().find(|one| is_it(one.kind, one.id))?;
    Some((keys(link.attributes.get("paths")), is))
}

fn keys(paths: &Value) -> Vec<String> {
    let paths = paths.as_list().iter().filter_map(Value::as_text);
    paths.map(|path| path::key(path).into_owned()).collect()
}
