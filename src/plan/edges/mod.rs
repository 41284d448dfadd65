//! What waits for what, and why: references, folders and their content, names that become
//! free, settings and what they govern, calls of one change.

mod removals;
mod settings;

pub(super) use settings::stands_alone;

use super::expand::Draft;
use super::step::Reason;
use super::uses::{Thing, texts, uses};
use crate::diff::{Address, Operation, Subject};
use crate::model::{Level, NamedKind, path};
use rustc_hash::FxHashMap;

/// The second draft waits for the first.
pub(super) struct Edge {
    pub(super) first: usize,
    pub(super) then: usize,
    pub(super) reason: Reason,
    /// The first one moves the folder that the second one is about: where safety asks for it,
    /// the second comes first, under the folder's former path.
    pub(super) loose: bool,
}

impl Edge {
    pub(super) fn new(first: usize, then: usize, reason: Reason) -> Self {
        Edge { first, then, reason, loose: false }
    }
}

/// The drafts that make, rename or move an object, by the object's new name.
#[derive(Default)]
struct Makers {
    users: FxHashMap<String, usize>,
    groups: FxHashMap<String, usize>,
    folders: FxHashMap<String, usize>,
    schedules: FxHashMap<String, usize>,
}

pub(super) fn edges(drafts: &[Draft]) -> Vec<Edge> {
    let makers = makers(drafts);
    let mut edges = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        references(index, drafts, &makers, &mut edges);
        if let Some(why) = draft.follows {
            let reason = Reason::SameChange { why: why.to_owned() };
            edges.push(Edge::new(index - 1, index, reason));
        }
    }
    rights_first(drafts, &mut edges);
    frees_names(drafts, &mut edges);
    new_before_old(drafts, &mut edges);
    removals::removals(drafts, &mut edges);
    removals::out_of_moves(drafts, &mut edges);
    settings::settings(drafts, &mut edges);
    settings::roles(drafts, &mut edges);
    edges
}

fn makers(drafts: &[Draft]) -> Makers {
    let mut makers = Makers::default();
    for (index, draft) in drafts.iter().enumerate() {
        let renamed = |attribute: &str| draft.assignment(attribute).and_then(|a| a.after.as_text());
        if let Address::Named { resource, name } = &draft.address
            && *resource == NamedKind::SCHEDULE
        {
            let name = match draft.operation {
                Operation::Create => Some(name.as_str()),
                _ => renamed("name"),
            };
            makers.schedules.extend(name.map(|name| (name.to_owned(), index)));
            continue;
        }
        let (table, name) = match (&draft.address, draft.operation) {
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
    /// The draft that makes or renames what is called so.
    fn thing(&self, thing: Thing, name: &str) -> Option<usize> {
        match thing {
            Thing::User => self.users.get(&*path::key(name)),
            Thing::Group => self.groups.get(&*path::key(name)),
            Thing::Schedule => self.schedules.get(name),
        }
        .copied()
    }

    /// Whether nothing that a folder lies in before its move moves or is made as well.
    fn moves_alone(&self, drafts: &[Draft], index: usize) -> bool {
        let Address::Folder { path: old } = &drafts[index].address else { return false };
        path::parent(&path::key(old)).is_none_or(|parent| self.folder(parent).is_none())
    }

    /// The draft that makes or moves the folder, or the nearest one above it.
    fn folder(&self, place: &str) -> Option<usize> {
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

/// The folder that a draft makes or moves, as it will be called.
fn made(draft: &Draft) -> &str {
    match (&draft.address, draft.assignment("path").and_then(|a| a.after.as_text())) {
        (_, Some(path)) => path,
        (Address::Folder { path }, None) => path,
        _ => "",
    }
}

/// What a draft names must be there, under that name.
fn references(index: usize, drafts: &[Draft], makers: &Makers, edges: &mut Vec<Edge>) {
    let draft = &drafts[index];
    let loose = |first: usize| {
        let on_it = matches!(draft.address, Address::Grant { .. } | Address::Behavior { .. });
        (on_it || draft.operation == Operation::Delete)
            && drafts[first].operation == Operation::Move
            && makers.moves_alone(drafts, first)
    };
    let mut wait = |first: Option<usize>, reason: Reason| {
        if let Some(first) = first.filter(|first| *first != index) {
            edges.push(Edge { first, then: index, reason, loose: loose(first) });
        }
    };
    uses(draft, &mut |thing, name| {
        let to = format!("{} {name:?}", thing.word());
        wait(makers.thing(thing, name), Reason::Refers { to });
    });
    let places: Vec<&str> = match &draft.address {
        Address::User { .. } => {
            let places = ["user_root", "user_home"].into_iter();
            places.filter_map(|name| draft.assignment(name)?.after.as_text()).collect()
        }
        Address::ApiKey { .. } => texts(draft, "path").collect(),
        Address::Grant { path, .. } | Address::Behavior { path, .. } => vec![path.as_str()],
        _ => Vec::new(),
    };
    for first in places.into_iter().filter_map(|place| makers.folder(place)) {
        let to = format!("folder {:?}", made(&drafts[first]));
        wait(Some(first), Reason::Refers { to });
    }
    if let Address::Folder { path } = &draft.address {
        let goes_to = draft.assignment("path").and_then(|a| a.after.as_text()).unwrap_or(path);
        let comes_from = path::parent(path).filter(|_| draft.operation == Operation::Move);
        if let Some(first) = comes_from.and_then(|parent| makers.folder(parent))
            && drafts[first].operation == Operation::Move
        {
            let to = format!("folder {:?}", made(&drafts[first]));
            wait(Some(first), Reason::Refers { to });
        }
        let parent = path::parent(goes_to);
        if let Some(first) = parent.and_then(|parent| makers.folder(parent)) {
            let parent = made(&drafts[first]).to_owned();
            wait(Some(first), Reason::ParentFirst { parent });
        }
    }
}

/// Whoever is to make an edit has the rights to it first.
fn rights_first(drafts: &[Draft], edges: &mut Vec<Edge>) {
    let mut made: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (index, draft) in drafts.iter().enumerate() {
        if let Address::Grant { grantee: Subject::User(user), level: Level::Admin, .. } =
            &draft.address
            && draft.operation == Operation::Create
        {
            made.entry(path::key(user).into_owned()).or_default().push(index);
        }
    }
    for (then, draft) in drafts.iter().enumerate() {
        let Some(user) = &draft.as_user else { continue };
        for first in made.get(&*path::key(user)).into_iter().flatten() {
            let to = drafts[*first].address.to_string();
            edges.push(Edge::new(*first, then, Reason::Refers { to }));
        }
    }
}

/// A name that one draft gives up and another takes.
fn frees_names(drafts: &[Draft], edges: &mut Vec<Edge>) {
    let mut freed: FxHashMap<(u8, String), usize> = FxHashMap::default();
    let kind = |address: &Address| match address {
        Address::User { user } => Some((0, path::key(user).into_owned())),
        Address::Group { group } => Some((1, path::key(group).into_owned())),
        Address::Folder { path } => Some((2, path::key(path).into_owned())),
        Address::Named { resource, name } => Some((3, format!("{}\0{name}", resource.tag))),
        _ => None,
    };
    for (index, draft) in drafts.iter().enumerate() {
        let renames =
            ["username", "name", "path"].iter().any(|name| draft.assignment(name).is_some());
        let gives_up = match draft.operation {
            Operation::Update | Operation::Move => renames && !is_user_full_name(draft),
            Operation::Create | Operation::Delete => false,
        };
        if gives_up && let Some(key) = kind(&draft.address) {
            freed.insert(key, index);
        }
    }
    for (index, draft) in
        drafts.iter().enumerate().filter(|(_, d)| d.operation == Operation::Create)
    {
        if let Some(key) = kind(&draft.address)
            && let Some(first) = freed.get(&key)
        {
            let reason = Reason::FreesName { name: draft.address.to_string() };
            edges.push(Edge::new(*first, index, reason));
        }
    }
}

/// A user's `name` is the full name, which is no key.
fn is_user_full_name(draft: &Draft) -> bool {
    matches!(draft.address, Address::User { .. }) && draft.assignment("username").is_none()
}

/// A key, and a role on a child site, that is replaced is there in its new form before the old
/// one goes. Of grants on folders safety decides.
fn new_before_old(drafts: &[Draft], edges: &mut Vec<Edge>) {
    let mut made: FxHashMap<(String, String), Vec<usize>> = FxHashMap::default();
    let key = |address: &Address| match address {
        Address::ChildSiteGrant { site, grantee, .. } => {
            Some((format!("\0site {site}"), grantee.to_string()))
        }
        Address::SshKey { user, .. } => Some((String::new(), user.clone())),
        Address::ApiKey { user, name } => Some((format!("\0{name}"), user.clone())),
        _ => None,
    };
    for (index, draft) in
        drafts.iter().enumerate().filter(|(_, d)| d.operation == Operation::Create)
    {
        if let Some(key) = key(&draft.address) {
            made.entry(key).or_default().push(index);
        }
    }
    for (index, draft) in
        drafts.iter().enumerate().filter(|(_, d)| d.operation == Operation::Delete)
    {
        let Some(new) = key(&draft.address).and_then(|key| made.get(&key)) else { continue };
        for first in new {
            edges.push(Edge::new(*first, index, Reason::NewBeforeOld));
        }
    }
}
