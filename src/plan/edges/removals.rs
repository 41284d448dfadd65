//! What goes before what it lies in, or what it refers to.

use super::{Edge, made};
use crate::diff::Operation;
use crate::model::{Referent, path};
use crate::plan::expand::{UnplacedId, UnplacedStep, UnplacedSteps};
use crate::plan::step::Reason;
use crate::plan::uses::uses;
use rustc_hash::FxHashMap;

/// What lies in a folder goes, or moves out, before the folder; what refers to a user or a
/// group goes before it.
pub(super) fn removals(unplaced: &UnplacedSteps, edges: &mut Vec<Edge>) {
    let mut deleted: FxHashMap<String, UnplacedId> = FxHashMap::default();
    let mut used: FxHashMap<(Referent, String), UnplacedId> = FxHashMap::default();
    for (index, step) in
        unplaced.iter_enumerated().filter(|(_, d)| d.operation == Operation::Delete)
    {
        let name = |name: &str| path::key(name).into_owned();
        if let Some(path) = step.address.folder() {
            deleted.insert(name(path), index);
            deleted.extend(former_path(unplaced, path).map(|path| (name(&path), index)));
        }
        if let Some((referent, name)) = step.address.referent() {
            used.insert((referent, referent.name_key(name).into_owned()), index);
        }
    }
    for (index, step) in unplaced.iter_enumerated() {
        let key = step.address.lies_in().map(path::key);
        let mut at = key.as_deref();
        while let Some(place) = at.filter(|_| !deleted.is_empty()) {
            if let Some(then) = deleted.get(place).filter(|then| **then != index) {
                let content = step.address.to_string();
                edges.push(Edge::new(index, *then, Reason::ContentFirst { content }));
                break;
            }
            at = path::parent(place);
        }
        if !used.is_empty() {
            uses(step, &mut |referent, name| {
                let key = (referent, referent.name_key(name).into_owned());
                let then = used.get(&key).filter(|then| **then != index);
                if let Some(then) = then {
                    let by = step.address.to_string();
                    edges.push(Edge::new(index, *then, Reason::StillUsed { by }));
                }
            });
        }
    }
}

/// What leaves a folder that moves goes before that.
pub(super) fn out_of_moves(unplaced: &UnplacedSteps, edges: &mut Vec<Edge>) {
    let moves = unplaced.iter_enumerated().filter(|(_, step)| step.operation == Operation::Move);
    let from =
        |step: &UnplacedStep| path::key(step.address.folder().unwrap_or_default()).into_owned();
    let outer: FxHashMap<String, UnplacedId> =
        moves.clone().map(|(at, step)| (from(step), at)).collect();
    for (index, step) in moves.clone() {
        let key = from(step);
        let to = path::key(made(step));
        // What lies there by then may be the folder that it came along with.
        let came_along = |place: &str| {
            path::is_within(&to, place)
                && moves
                    .clone()
                    .any(|(other, with)| other != index && *path::key(made(with)) == *place)
        };
        let mut at = path::parent(&key);
        while let Some(place) = at.filter(|place| !came_along(place)) {
            if let Some(then) = outer.get(place) {
                let content = step.address.to_string();
                edges.push(Edge::new(index, *then, Reason::ContentFirst { content }));
                break;
            }
            at = path::parent(place);
        }
    }
}

/// Where a folder lies today that a move brings to where it is removed from.
fn former_path(unplaced: &UnplacedSteps, place: &str) -> Option<String> {
    let key = path::key(place);
    let moves = unplaced.iter().filter(|step| step.operation == Operation::Move);
    let around = moves.filter(|step| path::is_within(&key, &path::key(made(step))));
    let nearest = around.max_by_key(|step| made(step).len())?;
    Some(path::moved(place, made(nearest), nearest.address.folder()?))
}
