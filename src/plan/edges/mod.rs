//! What waits for what, and why: references, folders and their content, names that become
//! free, settings and what they govern, calls of one change.

mod removals;
mod settings;

use super::expand::Draft;
use super::step::Reason;
use super::uses::{texts, uses};
use crate::diff::{AddressKind, Field, Operation, Referent, Subject};
use crate::model::{Level, kinds, path};
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
    named: FxHashMap<(Referent, String), usize>,
    folders: FxHashMap<String, usize>,
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
        let address = &draft.address;
        let name = match draft.operation {
            Operation::Create => address.name(),
            Operation::Update | Operation::Move | Operation::Delete => {
                address.kind().naming().and_then(|naming| draft.text(naming))
            }
        };
        let Some(name) = name else { continue };
        if let Some((referent, _)) = address.referent() {
            makers.named.insert((referent, referent.key(name).into_owned()), index);
        }
        if address.folder().is_some() {
            makers.folders.insert(path::key(name).into_owned(), index);
        }
    }
    makers
}

impl Makers {
    /// The draft that makes or renames what is called so.
    fn named(&self, referent: Referent, name: &str) -> Option<usize> {
        self.named.get(&(referent, referent.key(name).into_owned())).copied()
    }

    /// Whether nothing that a folder lies in before its move moves or is made as well.
    fn moves_alone(&self, drafts: &[Draft], index: usize) -> bool {
        let Some(old) = drafts[index].address.folder() else { return false };
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
    let to = draft.text(Field::Path);
    to.or(draft.address.folder()).unwrap_or_default()
}

/// What a draft names must be there, under that name.
fn references(index: usize, drafts: &[Draft], makers: &Makers, edges: &mut Vec<Edge>) {
    let draft = &drafts[index];
    let loose = |first: usize| {
        let on_it = draft.address.stands_on().is_some();
        (on_it || draft.operation == Operation::Delete)
            && drafts[first].operation == Operation::Move
            && makers.moves_alone(drafts, first)
    };
    let mut wait = |first: Option<usize>, reason: Reason| {
        if let Some(first) = first.filter(|first| *first != index) {
            edges.push(Edge { first, then: index, reason, loose: loose(first) });
        }
    };
    uses(draft, &mut |referent, name| {
        let to = format!("{} {name:?}", referent.word());
        wait(makers.named(referent, name), Reason::Refers { to });
    });
    let key_path = texts(draft, Field::attribute(&kinds::API_KEY, "path"))
        .filter(|_| draft.address.kind() == AddressKind::ApiKey);
    let homes = ["user_root", "user_home"].into_iter();
    let homes = homes.filter_map(|name| draft.text(Field::attribute(&kinds::USER, name)));
    let places = draft.address.stands_on().into_iter().chain(key_path).chain(homes);
    for first in places.filter_map(|place| makers.folder(place)) {
        let to = format!("folder {:?}", made(&drafts[first]));
        wait(Some(first), Reason::Refers { to });
    }
    if let Some(path) = draft.address.folder() {
        let goes_to = draft.text(Field::Path).unwrap_or(path);
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
        if let Some(grant) = draft.address.grant()
            && let (Subject::User(user), Level::Admin) = (grant.grantee, grant.level)
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
    let mut freed: FxHashMap<(AddressKind, String), usize> = FxHashMap::default();
    for (index, draft) in drafts.iter().enumerate() {
        let naming = draft.address.kind().naming();
        let gives_up = match draft.operation {
            Operation::Update | Operation::Move => {
                naming.is_some_and(|naming| draft.assignment(naming).is_some())
            }
            Operation::Create | Operation::Delete => false,
        };
        if gives_up && let Some(key) = draft.address.unique_name() {
            freed.insert(key, index);
        }
    }
    for (index, draft) in
        drafts.iter().enumerate().filter(|(_, d)| d.operation == Operation::Create)
    {
        if let Some(key) = draft.address.unique_name()
            && let Some(first) = freed.get(&key)
        {
            let reason = Reason::FreesName { name: draft.address.to_string() };
            edges.push(Edge::new(*first, index, reason));
        }
    }
}

/// A key, and a role on a child site, that is replaced is there in its new form before the old
/// one goes. Of grants on folders safety decides.
fn new_before_old(drafts: &[Draft], edges: &mut Vec<Edge>) {
    let mut made: FxHashMap<(AddressKind, String, String), Vec<usize>> = FxHashMap::default();
    for (index, draft) in
        drafts.iter().enumerate().filter(|(_, d)| d.operation == Operation::Create)
    {
        if let Some(key) = draft.address.succession() {
            made.entry(key).or_default().push(index);
        }
    }
    for (index, draft) in
        drafts.iter().enumerate().filter(|(_, d)| d.operation == Operation::Delete)
    {
        let Some(new) = draft.address.succession().and_then(|key| made.get(&key)) else { continue };
        for first in new {
            edges.push(Edge::new(*first, index, Reason::NewBeforeOld));
        }
    }
}
