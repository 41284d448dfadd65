//! What goes before what it lies in, or what it refers to.

use super::{Around, Edge};
use crate::diff::{Belonging, Operation, Whole};
use crate::live::{Attributes, LiveSite};
use crate::model::{NamedKind, Names, Referent, Value, path, workspace};
use crate::plan::expand::{UnplacedId, UnplacedStep, UnplacedSteps};
use crate::plan::step::Reason;
use crate::plan::uses::uses;
use rustc_hash::FxHashMap;

/// What lies in a folder goes, or moves out, before the folder; what refers to a user or a
/// group goes before it.
pub(super) fn removals(unplaced: &UnplacedSteps, around: Around<'_>, edges: &mut Vec<Edge>) {
    let Around { live, names, .. } = around;
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
            if let (Referent::WORKSPACE, Some(id)) = (referent, step.live_id) {
                deleted.insert(workspace::files(id), index);
            }
            used.insert((referent, referent.name_key(name).into_owned()), index);
        }
    }
    let mut let_go: Option<LetGo<'_>> = None;
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
            let mut waits = |referent: Referent, name: &str| {
                let key = (referent, referent.name_key(name).into_owned());
                let then = used.get(&key).filter(|then| **then != index);
                if let Some(then) = then {
                    let by = step.address.to_string();
                    edges.push(Edge::new(index, *then, Reason::StillUsed { by }));
                }
            };
            uses(step, &mut waits);
            if step.operation == Operation::Delete {
                let let_go = let_go.get_or_insert_with(|| LetGo::of(live, names));
                let_go.each(step, &mut waits);
                if let Some(folder) = step.address.folder() {
                    let_go.on_folder(folder, &mut waits);
                    let former = former_path(unplaced, folder);
                    former.iter().for_each(|folder| let_go.on_folder(folder, &mut waits));
                }
            }
        }
    }
}

/// What objects refer to that go, by their ids.
struct LetGo<'a> {
    named: FxHashMap<(NamedKind, i64), &'a Attributes>,
    automations: FxHashMap<i64, &'a Attributes>,
    users: FxHashMap<i64, &'a Attributes>,
    groups: FxHashMap<i64, &'a Attributes>,
    behaviors: FxHashMap<i64, &'a Value>,
    /// What stands on a folder goes with it, and with one above it.
    on_folders: Vec<(&'a str, &'a Value)>,
}

impl<'a> LetGo<'a> {
    fn of(live: &'a LiveSite, names: &'a Names) -> Self {
        let named = live.named.iter().map(|one| ((one.kind, one.id), &one.attributes));
        let naming = live.behaviors.iter().filter(|one| one.value.has_reference());
        LetGo {
            named: named.collect(),
            automations: live.automations.iter().map(|one| (one.id, &one.attributes)).collect(),
            users: live.users.iter().map(|one| (one.id, &one.attributes)).collect(),
            groups: live.groups.iter().map(|one| (one.id, &one.attributes)).collect(),
            behaviors: live.behaviors.iter().map(|one| (one.id, &one.value)).collect(),
            on_folders: naming.map(|one| (names.key_text(one.folder), &one.value)).collect(),
        }
    }

    fn on_folder(&self, folder: &str, each: &mut dyn FnMut(Referent, &str)) {
        let folder = path::key(folder);
        for (_, value) in self.on_folders.iter().filter(|(at, _)| path::is_within(at, &folder)) {
            value.references(&mut |reference| each(reference.to, &reference.name));
        }
    }

    fn each(&self, step: &UnplacedStep, each: &mut dyn FnMut(Referent, &str)) {
        let Some(id) = step.live_id else { return };
        let mut values = |value: &Value| {
            value.references(&mut |reference| each(reference.to, &reference.name));
        };
        if let Some(Belonging::Behavior { .. }) = step.address.belonging() {
            return self.behaviors.get(&id).into_iter().for_each(|value| values(value));
        }
        let attributes = match step.address.whole() {
            Whole::Named(kind, _) => self.named.get(&(kind, id)),
            Whole::Automation(_) => self.automations.get(&id),
            Whole::User(_) if step.address.user().is_some() => self.users.get(&id),
            Whole::Group(_) if step.address.group().is_some() => self.groups.get(&id),
            _ => None,
        };
        attributes.into_iter().flat_map(|all| all.iter()).for_each(|(_, value)| values(value));
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
        let to = path::key(step.made());
        // What lies there by then may be the folder that it came along with.
        let came_along = |place: &str| {
            path::is_within(&to, place)
                && moves
                    .clone()
                    .any(|(other, with)| other != index && *path::key(with.made()) == *place)
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
    let around = moves.filter(|step| path::is_within(&key, &path::key(step.made())));
    let nearest = around.max_by_key(|step| step.made().len())?;
    Some(path::moved(place, nearest.made(), nearest.address.folder()?))
}
