//! What waits for what, and why: references, folders and their content, names that become
//! free, settings and what they govern, calls of one change.

mod removals;
mod settings;

pub(super) use settings::stands_alone;

use super::expand::{UnplacedId, UnplacedStep, UnplacedSteps};
use super::step::Reason;
use super::uses::{Thing, texts, uses};
use crate::diff::{Address, Operation, Subject};
use crate::model::{Level, NamedKind, path};
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
    users: FxHashMap<String, UnplacedId>,
    groups: FxHashMap<String, UnplacedId>,
    folders: FxHashMap<String, UnplacedId>,
    schedules: FxHashMap<String, UnplacedId>,
}

pub(super) fn edges(unplaced: &UnplacedSteps) -> Vec<Edge> {
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
    rights_first(unplaced, &mut edges);
    frees_names(unplaced, &mut edges);
    new_before_old(unplaced, &mut edges);
    removals::removals(unplaced, &mut edges);
    removals::out_of_moves(unplaced, &mut edges);
    settings::settings(unplaced, &mut edges);
    settings::roles(unplaced, &mut edges);
    edges
}

fn makers(unplaced: &UnplacedSteps) -> Makers {
    let mut makers = Makers::default();
    for (index, step) in unplaced.iter_enumerated() {
        let renamed = |attribute: &str| step.assignment(attribute).and_then(|a| a.after.as_text());
        if let Address::Named { resource, name } = &step.address
            && *resource == NamedKind::SCHEDULE
        {
            let name = match step.operation {
                Operation::Create => Some(name.as_str()),
                _ => renamed("name"),
            };
            makers.schedules.extend(name.map(|name| (name.to_owned(), index)));
            continue;
        }
        let (table, name) = match (&step.address, step.operation) {
            (Address::User { user }, Operation::Create) => (&mut makers.users, Some(user.as_str())),
            (Address::User { .. }, Operation::Update) => (&mut makers.users, renamed("username")),
            (Address::Group { group }, Operation::Create) => {
                (&mut makers.groups, Some(group.as_str()))
            }
            (Address::Group { .. }, Operation::Update) => (&mut makers.groups, renamed("name")),
            (Address::Folder { path }, Operation::Create) => {
                (&mut makers.folders, Some(path.as_str()))
            }
            (Address::Folder { .. }, Operation::Move) => (&mut makers.folders, renamed("path")),
            _ => continue,
        };
        if let Some(name) = name {
            table.insert(path::key(name).into_owned(), index);
        }
    }
    makers
}

impl Makers {
    /// The step that makes or renames what is called so.
    fn thing(&self, thing: Thing, name: &str) -> Option<UnplacedId> {
        match thing {
            Thing::User => self.users.get(&*path::key(name)),
            Thing::Group => self.groups.get(&*path::key(name)),
            Thing::Schedule => self.schedules.get(name),
        }
        .copied()
    }

    /// Whether nothing that a folder lies in before its move moves or is made as well.
    fn moves_alone(&self, unplaced: &UnplacedSteps, index: UnplacedId) -> bool {
        let Address::Folder { path: old } = &unplaced[index].address else { return false };
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

/// The folder that a step makes or moves, as it will be called.
fn made(step: &UnplacedStep) -> &str {
    match (&step.address, step.assignment("path").and_then(|a| a.after.as_text())) {
        (_, Some(path)) => path,
        (Address::Folder { path }, None) => path,
        _ => "",
    }
}

/// What a step names must be there, under that name.
fn references(index: UnplacedId, unplaced: &UnplacedSteps, makers: &Makers, edges: &mut Vec<Edge>) {
    let step = &unplaced[index];
    let soft = |first: UnplacedId| {
        let on_it = matches!(step.address, Address::Grant { .. } | Address::Behavior { .. });
        (on_it || step.operation == Operation::Delete)
            && unplaced[first].operation == Operation::Move
            && makers.moves_alone(unplaced, first)
    };
    let mut wait = |first: Option<UnplacedId>, reason: Reason| {
        if let Some(first) = first.filter(|first| *first != index) {
            edges.push(Edge { first, then: index, reason, soft: soft(first) });
        }
    };
    uses(step, &mut |thing, name| {
        let to = format!("{} {name:?}", thing.word());
        wait(makers.thing(thing, name), Reason::Refers { to });
    });
    let places: Vec<&str> = match &step.address {
        Address::User { .. } => {
            let places = ["user_root", "user_home"].into_iter();
            places.filter_map(|name| step.assignment(name)?.after.as_text()).collect()
        }
        Address::ApiKey { .. } => texts(step, "path").collect(),
        Address::Grant { path, .. } | Address::Behavior { path, .. } => vec![path.as_str()],
        _ => Vec::new(),
    };
    for first in places.into_iter().filter_map(|place| makers.folder(place)) {
        let to = format!("folder {:?}", made(&unplaced[first]));
        wait(Some(first), Reason::Refers { to });
    }
    if let Address::Folder { path } = &step.address {
        let goes_to = step.assignment("path").and_then(|a| a.after.as_text()).unwrap_or(path);
        let comes_from = path::parent(path).filter(|_| step.operation == Operation::Move);
        if let Some(first) = comes_from.and_then(|parent| makers.folder(parent))
            && unplaced[first].operation == Operation::Move
        {
            let to = format!("folder {:?}", made(&unplaced[first]));
            wait(Some(first), Reason::Refers { to });
        }
        let parent = path::parent(goes_to);
        if let Some(first) = parent.and_then(|parent| makers.folder(parent)) {
            let parent = made(&unplaced[first]).to_owned();
            wait(Some(first), Reason::ParentFirst { parent });
        }
    }
}

/// Whoever is to make an edit has the rights to it first.
fn rights_first(unplaced: &UnplacedSteps, edges: &mut Vec<Edge>) {
    let mut made: FxHashMap<String, Vec<UnplacedId>> = FxHashMap::default();
    for (index, step) in unplaced.iter_enumerated() {
        if let Address::Grant { grantee: Subject::User(user), level: Level::Admin, .. } =
            &step.address
            && step.operation == Operation::Create
        {
            made.entry(path::key(user).into_owned()).or_default().push(index);
        }
    }
    for (then, step) in unplaced.iter_enumerated() {
        let Some(user) = &step.as_user else { continue };
        for first in made.get(&*path::key(user)).into_iter().flatten() {
            let to = unplaced[*first].address.to_string();
            edges.push(Edge::new(*first, then, Reason::Refers { to }));
        }
    }
}

/// A name that one step gives up and another takes.
fn frees_names(unplaced: &UnplacedSteps, edges: &mut Vec<Edge>) {
    let mut freed: FxHashMap<(u8, String), UnplacedId> = FxHashMap::default();
    let kind = |address: &Address| match address {
        Address::User { user } => Some((0, path::key(user).into_owned())),
        Address::Group { group } => Some((1, path::key(group).into_owned())),
        Address::Folder { path } => Some((2, path::key(path).into_owned())),
        Address::Named { resource, name } => Some((3, format!("{}\0{name}", resource.tag))),
        _ => None,
    };
    for (index, step) in unplaced.iter_enumerated() {
        let renames =
            ["username", "name", "path"].iter().any(|name| step.assignment(name).is_some());
        let gives_up = match step.operation {
            Operation::Update | Operation::Move => renames && !is_user_full_name(step),
            Operation::Create | Operation::Delete => false,
        };
        if gives_up && let Some(key) = kind(&step.address) {
            freed.insert(key, index);
        }
    }
    for (index, step) in
        unplaced.iter_enumerated().filter(|(_, d)| d.operation == Operation::Create)
    {
        if let Some(key) = kind(&step.address)
            && let Some(first) = freed.get(&key)
        {
            let reason = Reason::FreesName { name: step.address.to_string() };
            edges.push(Edge::new(*first, index, reason));
        }
    }
}

/// A user's `name` is the full name, which is no key.
fn is_user_full_name(step: &UnplacedStep) -> bool {
    matches!(step.address, Address::User { .. }) && step.assignment("username").is_none()
}

/// A key, and a role on a child site, that is replaced is there in its new form before the old
/// one goes. Of grants on folders safety decides.
fn new_before_old(unplaced: &UnplacedSteps, edges: &mut Vec<Edge>) {
    let mut made: FxHashMap<(String, String), Vec<UnplacedId>> = FxHashMap::default();
    let key = |address: &Address| match address {
        Address::ChildSiteGrant { site, grantee, .. } => {
            Some((format!("\0site {site}"), grantee.to_string()))
        }
        Address::SshKey { user, .. } => Some((String::new(), user.clone())),
        Address::ApiKey { user, name } => Some((format!("\0{name}"), user.clone())),
        _ => None,
    };
    for (index, step) in
        unplaced.iter_enumerated().filter(|(_, d)| d.operation == Operation::Create)
    {
        if let Some(key) = key(&step.address) {
            made.entry(key).or_default().push(index);
        }
    }
    for (index, step) in
        unplaced.iter_enumerated().filter(|(_, d)| d.operation == Operation::Delete)
    {
        let Some(new) = key(&step.address).and_then(|key| made.get(&key)) else { continue };
        for first in new {
            edges.push(Edge::new(*first, index, Reason::NewBeforeOld));
        }
    }
}
