//! What goes before what it lies in, or what it refers to.

use super::{Edge, made};
use crate::diff::{Operation, Referent};
use crate::model::path;
use crate::plan::expand::Draft;
use crate::plan::step::Reason;
use crate::plan::uses::uses;
use rustc_hash::FxHashMap;

/// What lies in a folder goes, or moves out, before the folder; what refers to a user or a
/// group goes before it.
pub(super) fn removals(drafts: &[Draft], edges: &mut Vec<Edge>) {
    let mut deleted: FxHashMap<String, usize> = FxHashMap::default();
    let mut used: FxHashMap<(Referent, String), usize> = FxHashMap::default();
    for (index, draft) in
        drafts.iter().enumerate().filter(|(_, d)| d.operation == Operation::Delete)
    {
        let name = |name: &str| path::key(name).into_owned();
        if let Some(path) = draft.address.folder() {
            deleted.insert(name(path), index);
            deleted.extend(former_path(drafts, path).map(|path| (name(&path), index)));
        }
        if let Some((referent, name)) = draft.address.referent() {
            used.insert((referent, referent.key(name).into_owned()), index);
        }
    }
    for (index, draft) in drafts.iter().enumerate() {
        let key = draft.address.lies_in().map(path::key);
        let mut at = key.as_deref();
        while let Some(place) = at.filter(|_| !deleted.is_empty()) {
            if let Some(then) = deleted.get(place).filter(|then| **then != index) {
                let content = draft.address.to_string();
                edges.push(Edge::new(index, *then, Reason::ContentFirst { content }));
                break;
            }
            at = path::parent(place);
        }
        if !used.is_empty() {
            uses(draft, &mut |referent, name| {
                let key = (referent, referent.key(name).into_owned());
                let then = used.get(&key).filter(|then| **then != index);
                if let Some(then) = then {
                    let by = draft.address.to_string();
                    edges.push(Edge::new(index, *then, Reason::StillUsed { by }));
                }
            });
        }
    }
}

/// What leaves a folder that moves goes before that.
pub(super) fn out_of_moves(drafts: &[Draft], edges: &mut Vec<Edge>) {
    let moves = drafts.iter().enumerate().filter(|(_, draft)| draft.operation == Operation::Move);
    let from = |draft: &Draft| path::key(draft.address.folder().unwrap_or_default()).into_owned();
    let outer: FxHashMap<String, usize> =
        moves.clone().map(|(at, draft)| (from(draft), at)).collect();
    for (index, draft) in moves.clone() {
        let key = from(draft);
        let to = path::key(made(draft));
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
                let content = draft.address.to_string();
                edges.push(Edge::new(index, *then, Reason::ContentFirst { content }));
                break;
            }
            at = path::parent(place);
        }
    }
}

/// Where a folder lies today that a move brings to where it is removed from.
fn former_path(drafts: &[Draft], place: &str) -> Option<String> {
    let key = path::key(place);
    let moves = drafts.iter().filter(|draft| draft.operation == Operation::Move);
    let around = moves.filter(|draft| path::is_within(&key, &path::key(made(draft))));
    let nearest = around.max_by_key(|draft| made(draft).len())?;
    Some(path::moved(place, made(nearest), nearest.address.folder()?))
}
