//! What waits for what, and why: references, folders and their content, names that become
//! free, settings and what they govern, calls of one change.

mod child_roles;
mod links;
mod owners;
mod removals;
mod settings;

pub(super) use owners::Around;

use super::expand::{UnplacedId, UnplacedSteps};
use super::step::Reason;
use super::uses::{texts, uses};
use crate::diff::{AddressKind, Field, Operation};
use crate::model::{Kind, Referent, Value, kinds, path};
use rustc_hash::FxHashMap;

/// The second step waits for the first.
pub(super) struct Edge {
    pub(super) first: UnplacedId,
    pub(super) then: UnplacedId,
    pub(super) reason: Reason,
    /// The first one moves the folder that the second one is about: where safety asks for it,
    /// the second comes first, under the folder's former path.
    pub(super) soft: bool,
}

impl Edge {
    pub(super) fn new(first: UnplacedId, then: UnplacedId, reason: Reason) -> Self {
        Edge { first, then, reason, soft: false }
    }
}

/// The steps that make, rename or move an object, by the object's new name.
#[derive(Default)]
struct Makers {
    named: FxHashMap<(Referent, String), UnplacedId>,
    folders: FxHashMap<String, UnplacedId>,
}

pub(super) fn edges(unplaced: &UnplacedSteps, around: Around<'_>) -> Vec<Edge> {
    let makers = makers(unplaced);
    let mut edges = Vec::new();
    let mut previous = None;
    for (index, step) in unplaced.iter_enumerated() {
        references(index, unplaced, &makers, &mut edges);
        if let (Some(why), Some(previous)) = (step.follows, previous) {
            let reason = Reason::SameChange { why: why.to_owned() };
            edges.push(Edge::new(previous, index, reason));
        }
        previous = Some(index);
    }
    owners::rights_first(unplaced, around, &mut edges);
    owners::edits_before_losses(unplaced, around, &mut edges);
    frees_names(unplaced, &mut edges);
    new_before_old(unplaced, &mut edges);
    child_roles::handed_over(unplaced, around, &mut edges);
    links::leave_first(unplaced, around, &mut edges);
    removals::removals(unplaced, around, &mut edges);
    removals::out_of_moves(unplaced, &mut edges);
    settings::settings(unplaced, &mut edges);
    settings::roles(unplaced, &mut edges);
    edges
}

fn makers(unplaced: &UnplacedSteps) -> Makers {
    let mut makers = Makers::default();
    for (index, step) in unplaced.iter_enumerated() {
        let address = &step.address;
        let name = match step.operation {
            Operation::Create => address.name(),
            Operation::Update | Operation::Move | Operation::Delete => {
                address.kind().naming().and_then(|naming| step.text(naming))
            }
        };
        let name = match address.referent() {
            // Whatever it is called, it is known by its folder.
            Some((Referent::BEHAVIOR, folder)) if step.operation == Operation::Create => {
                Some(folder)
            }
            Some((Referent::BEHAVIOR, _)) => None,
            _ => name,
        };
        let Some(name) = name else { continue };
        if let Some((referent, _)) = address.referent() {
            makers.named.insert((referent, referent.name_key(name).into_owned()), index);
        }
        if address.folder().is_some() {
            makers.folders.insert(path::key(name).into_owned(), index);
        }
    }
    makers
}

impl Makers {
    /// The step that makes or renames what is called so.
    fn named(&self, referent: Referent, name: &str) -> Option<UnplacedId> {
        self.named.get(&(referent, referent.name_key(name).into_owned())).copied()
    }

    /// Whether nothing that a folder lies in before its move moves or is made as well.
    fn moves_alone(&self, unplaced: &UnplacedSteps, index: UnplacedId) -> bool {
        let Some(old) = unplaced[index].address.folder() else { return false };
        path::parent(&path::key(old)).is_none_or(|parent| self.folder(parent).is_none())
    }

    /// The step that makes or moves the folder, or the nearest one above it.
    fn folder(&self, place: &str) -> Option<UnplacedId> {
        let key = path::key(place);
        let mut at = Some(&*key);
        while let Some(place) = at {
            if let Some(index) = self.folders.get(place) {
                return Some(*index);
            }
            at = path::parent(place);
        }
        None
    }
}

/// Their paths begin at a partner's root folder.
const OF_PARTNERS: [&Kind; 2] = [&kinds::PARTNER_CHANNEL, &kinds::PARTNER_CHANNEL_TEMPLATE];

/// Attributes that name a folder.
const PLACES: [&str; 5] = ["root_folder", "src_path", "dest_path", "path", "paths"];

/// What a step names must be there, under that name.
fn references(index: UnplacedId, unplaced: &UnplacedSteps, makers: &Makers, edges: &mut Vec<Edge>) {
    let step = &unplaced[index];
    let soft = |first: UnplacedId| {
        let on_it = step.address.stands_on().is_some();
        (on_it || step.operation == Operation::Delete)
            && unplaced[first].operation == Operation::Move
            && makers.moves_alone(unplaced, first)
    };
    let mut wait = |first: Option<UnplacedId>, reason: Reason| {
        if let Some(first) = first.filter(|first| *first != index) {
            edges.push(Edge { first, then: index, reason, soft: soft(first) });
        }
    };
    uses(step, &mut |referent, name| {
        let to = format!("{} {name:?}", kinds::referred(referent).word);
        wait(makers.named(referent, name), Reason::Refers { to });
        if let (Referent::BEHAVIOR, Some(first)) = (referent, makers.folder(name)) {
            let to = format!("folder {:?}", unplaced[first].made());
            wait(Some(first), Reason::Refers { to });
        }
    });
    let key_path = texts(step, Field::attribute(&kinds::API_KEY, "path"))
        .filter(|_| step.address.kind() == AddressKind::ApiKey);
    let homes = ["user_root", "user_home"].into_iter();
    let homes = homes.filter_map(|name| step.text(Field::attribute(&kinds::USER, name)));
    let is_named = step.address.kind().is_by_name_alone()
        && !step.address.kind().resource().is_some_and(|kind| OF_PARTNERS.contains(&kind));
    let work = step.set.iter().filter(|_| is_named && step.operation != Operation::Delete);
    let work = work.filter(|set| PLACES.contains(&set.field.name()));
    let work = work.flat_map(|set| set.after.as_text().into_iter().chain(items(&set.after)));
    let places = step.address.stands_on().into_iter().chain(key_path).chain(homes).chain(work);
    for first in places.filter_map(|place| makers.folder(place)) {
        let to = format!("folder {:?}", unplaced[first].made());
        wait(Some(first), Reason::Refers { to });
    }
    if let Some(path) = step.address.folder() {
        let goes_to = step.text(Field::Path).unwrap_or(path);
        let comes_from = path::parent(path).filter(|_| step.operation == Operation::Move);
        if let Some(first) = comes_from.and_then(|parent| makers.folder(parent))
            && unplaced[first].operation == Operation::Move
        {
            let to = format!("folder {:?}", unplaced[first].made());
            wait(Some(first), Reason::Refers { to });
        }
        let parent = path::parent(goes_to);
        if let Some(first) = parent.and_then(|parent| makers.folder(parent)) {
            let parent = unplaced[first].made().to_owned();
            wait(Some(first), Reason::ParentFirst { parent });
        }
    }
}

/// The texts of a list.
fn items(value: &Value) -> impl Iterator<Item = &str> {
    value.as_list().iter().filter_map(Value::as_text)
}

/// A name that one step gives up and another takes.
fn frees_names(unplaced: &UnplacedSteps, edges: &mut Vec<Edge>) {
    let mut freed: FxHashMap<(AddressKind, String), UnplacedId> = FxHashMap::default();
    for (index, step) in unplaced.iter_enumerated() {
        let naming = step.address.kind().naming();
        let gives_up = match step.operation {
            Operation::Update | Operation::Move => {
                naming.is_some_and(|naming| step.assignment(naming).is_some())
            }
            Operation::Create | Operation::Delete => false,
        };
        if gives_up && let Some(key) = step.address.unique_name() {
            freed.insert(key, index);
        }
    }
    for (index, step) in
        unplaced.iter_enumerated().filter(|(_, d)| d.operation == Operation::Create)
    {
        if let Some(key) = step.address.unique_name()
            && let Some(first) = freed.get(&key)
        {
            let reason = Reason::FreesName { name: step.address.to_string() };
            edges.push(Edge::new(*first, index, reason));
        }
    }
}

/// A key, and a role on a child site, that is replaced is there in its new form before the old
/// one goes: assumption `child-roles-may-overlap`. Of grants on folders safety decides.
fn new_before_old(unplaced: &UnplacedSteps, edges: &mut Vec<Edge>) {
    let mut made: FxHashMap<(AddressKind, String, String), Vec<UnplacedId>> = FxHashMap::default();
    for (index, step) in
        unplaced.iter_enumerated().filter(|(_, d)| d.operation == Operation::Create)
    {
        if let Some(key) = step.address.succession() {
            made.entry(key).or_default().push(index);
        }
    }
    for (index, step) in
        unplaced.iter_enumerated().filter(|(_, d)| d.operation == Operation::Delete)
    {
        let Some(new) = step.address.succession().and_then(|key| made.get(&key)) else { continue };
        for first in new {
            edges.push(Edge::new(*first, index, Reason::NewBeforeOld));
        }
    }
}
