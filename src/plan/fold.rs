//! Differences in access as data that tells them: names as they are written, people with the
//! same changes together, whole groups as such.

use super::held::{AccessGrant, AccessVia};
use super::step::{
    AccessCause, AccessChange, AccessImpact, AccessMove, AccessPlace, AccessThrough, AccountState,
};
use crate::access::{
    self, Folder, Opening, PersonChange, PlaceChange, Scope, Sign, State, Through, Tree, Via, Way,
};
use crate::diff::Origin;
use crate::model::{Key, Names, SiteKey, Value, path};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::rc::Rc;

/// Names as they are written, found by their keys. Who comes later wins.
#[derive(Default)]
pub struct Spelling<'a> {
    users: FxHashMap<String, &'a str>,
    groups: FxHashMap<String, &'a str>,
    partners: FxHashMap<String, &'a str>,
    links: FxHashMap<String, &'a str>,
    /// By the names under which they are told.
    site_keys: FxHashMap<String, &'a str>,
    paths: FxHashMap<String, Cow<'a, str>>,
}

impl<'a> Spelling<'a> {
    pub fn user(&mut self, name: &'a str) {
        self.users.insert(path::fold(name).into_owned(), name);
    }

    pub fn group(&mut self, name: &'a str) {
        self.groups.insert(path::fold(name).into_owned(), name);
    }

    pub fn partner(&mut self, name: &'a str) {
        self.partners.insert(path::fold(name).into_owned(), name);
    }

    /// What it leads to, too: a file, or a folder of which nothing else tells.
    pub fn link(&mut self, name: &'a str, paths: &'a Value) {
        self.links.insert(path::fold(name).into_owned(), name);
        for path in paths.as_list().iter().filter_map(Value::as_text) {
            let written = || Cow::Borrowed(path.trim_matches('/'));
            self.paths.entry(path::key(path).into_owned()).or_insert_with(written);
        }
    }

    pub fn site_key(&mut self, name: &'a str) {
        self.site_keys.insert(path::fold(&SiteKey(name).to_string()).into_owned(), name);
    }

    pub fn path(&mut self, path: &'a str) {
        self.paths.insert(path::key(path).into_owned(), Cow::Borrowed(path));
    }

    /// What is known in a folder goes with it, written as it was.
    pub fn moved(&mut self, from: &str, to: &str) {
        let from = path::key(from);
        let inside = self.paths.iter().filter(|(key, _)| path::is_within(key, &from));
        let gone: Vec<String> = inside
            .filter_map(|(_, written)| {
                let depth = from.split('/').count();
                let rest = written.split('/').skip(depth).collect::<Vec<_>>().join("/");
                (!rest.is_empty()).then(|| path::join(to, &rest))
            })
            .collect();
        for written in gone {
            let key = path::key(&written).into_owned();
            self.paths.entry(key).or_insert(Cow::Owned(written));
        }
    }

    pub fn of_user(&self, key: &str) -> String {
        match self.site_keys.get(key) {
            Some(name) => SiteKey(name).to_string(),
            None => self.users.get(key).copied().unwrap_or(key).to_owned(),
        }
    }

    pub fn has_group(&self, key: &str) -> bool {
        self.groups.contains_key(key)
    }

    pub fn has_partner(&self, key: &str) -> bool {
        self.partners.contains_key(key)
    }

    /// With keys of the site, as answers name them.
    pub fn user_names(&self) -> impl Iterator<Item = String> {
        let keys = self.site_keys.values().map(|name| SiteKey(name).to_string());
        self.users.values().map(|name| (*name).to_owned()).chain(keys)
    }

    pub fn partner_names(&self) -> impl Iterator<Item = &'a str> {
        self.partners.values().copied()
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.values().map(|path| &**path).filter(|path| !path.is_empty())
    }

    pub fn group_names(&self) -> impl Iterator<Item = &'a str> {
        self.groups.values().copied()
    }

    pub fn of_group(&self, key: &str) -> String {
        self.groups.get(key).copied().unwrap_or(key).to_owned()
    }

    pub fn of_partner(&self, key: &str) -> String {
        self.partners.get(key).copied().unwrap_or(key).to_owned()
    }

    /// A path whose upper part is known is written as that is.
    pub fn of_path(&self, key: &str) -> String {
        let mut at = key;
        loop {
            // What stands beside the site is not below its root.
            let is_beside = at.is_empty() && key.starts_with("_/");
            if let Some(written) = self.paths.get(at).filter(|_| !is_beside) {
                return path::join(written, key[at.len()..].trim_start_matches('/'));
            }
            match path::parent(at) {
                Some(parent) => at = parent,
                None => return path::with_roots_as_written(key),
            }
        }
    }

    fn of_own(&self, opening: Option<Opening>, names: &Names) -> AccessVia {
        match opening.map(|opening| (opening.setting(), opening.link())) {
            Some((Some(setting), _)) => AccessVia::Setting(setting.to_owned()),
            Some((None, Some(link))) => {
                let key = names.key_text(link);
                if let Some(name) = SiteKey::listed_as(&self.of_user(key)) {
                    return AccessVia::SiteKey(name.to_owned());
                }
                AccessVia::Link(self.links.get(key).copied().unwrap_or(key).to_owned())
            }
            Some((None, None)) => AccessVia::Role,
            None => AccessVia::Own,
        }
    }

    /// A grant by the names of its holder and folder.
    pub fn of_grant(&self, way: Way<'_>, names: &Names, tree: &Tree) -> AccessGrant {
        let name = |group: &Key| self.of_group(names.key_text(*group));
        let holder = match way.via {
            Via::Own => self.of_own(way.held.opening, names),
            Via::Group(group) => AccessVia::Group(name(&group)),
            Via::Partner(partner) => AccessVia::Partner(self.of_partner(names.key_text(partner))),
            Via::AllOf(groups) => AccessVia::AllOf(groups.iter().map(name).collect()),
        };
        AccessGrant {
            holder,
            level: way.held.level,
            on: self.of_path(tree.folders().path(way.held.folder)),
            recursive: way.held.recursive,
        }
    }
}

/// What telling a difference needs to know.
pub struct Telling<'a> {
    pub names: &'a Names,
    pub tree: &'a Tree,
    pub spelling: Spelling<'a>,
    /// Before and after.
    pub states: [&'a State; 2],
    /// Where what makes a difference is declared.
    pub origin: &'a dyn Fn(Sign, Key, &Through<'_>) -> Option<Origin>,
    /// Whether any of that is said for a while: who has it for another one is told apart.
    pub is_timed: bool,
}

/// People with the same changes together; who loses something comes first.
pub fn fold(people: &[PersonChange<'_>], telling: &Telling<'_>) -> AccessImpact {
    let mut told: FxHashMap<(*const PlaceChange<'_>, Untils), usize> = FxHashMap::default();
    let mut known: FxHashMap<(Vec<AccessChange>, Untils), usize> = FxHashMap::default();
    let mut moves: Vec<(Vec<Key>, Rc<[PlaceChange<'_>]>)> = Vec::new();
    for person in people {
        let untils = telling.untils(person);
        let at =
            *told.entry((person.changes.as_ptr(), untils)).or_insert_with_key(|(_, untils)| {
                let changes = person.changes.iter().map(|change| telling.change(change)).collect();
                *known.entry((changes, untils.clone())).or_insert_with(|| {
                    moves.push((Vec::new(), Rc::clone(&person.changes)));
                    moves.len() - 1
                })
            });
        moves[at].0.push(person.user);
    }
    let count = |sign| people.iter().filter(|person| person.has(sign)).count();
    let moves: Vec<AccessMove> =
        moves.iter().map(|(people, changes)| telling.one_move(people, changes)).collect();
    let mut impact = AccessImpact { gain: count(Sign::Gained), lose: count(Sign::Lost), moves };
    impact.sort();
    impact
}

/// Until when each cause of somebody's changes is, where any is said for a while.
type Untils = Vec<Option<String>>;

impl Telling<'_> {
    fn untils(&self, person: &PersonChange<'_>) -> Untils {
        if !self.is_timed {
            return Vec::new();
        }
        let causes = person.changes.iter();
        let causes = causes.flat_map(|change| change.through.iter().map(|it| (change.sign, it)));
        causes.map(|(sign, it)| (self.origin)(sign, person.user, it)?.until).collect()
    }

    fn one_move(&self, people: &[Key], changes: &[PlaceChange<'_>]) -> AccessMove {
        let mut told: Vec<AccessChange> = Vec::with_capacity(changes.len());
        for change in changes {
            let mut entry = self.change(change);
            if let Some(first) = people.first() {
                for (told, through) in entry.through.iter_mut().zip(&change.through) {
                    told.declared = (self.origin)(change.sign, *first, through);
                }
            }
            told.push(entry);
        }
        // Losses before gains; within each, as folders are sorted.
        told.sort_by_key(|entry| entry.change);
        let name = |user: &Key| self.spelling.of_user(self.names.key_text(*user));
        let group = self.whole_group(people, changes);
        let group = group.map(|group| self.spelling.of_group(self.names.key_text(group)));
        AccessMove { people: people.iter().map(name).collect(), group, changes: told }
    }

    /// The group of a move's grants whose members these people are, all of them whose access
    /// depends on grants.
    fn whole_group(&self, people: &[Key], changes: &[PlaceChange<'_>]) -> Option<Key> {
        if people.len() < 2 {
            return None;
        }
        let groups = changes.iter().flat_map(|change| &change.through).filter_map(|through| {
            match through.way?.via {
                Via::Group(group) => Some(group),
                Via::Own | Via::AllOf(_) | Via::Partner(_) => None,
            }
        });
        let mut groups: Vec<Key> = groups.collect();
        groups.sort_unstable_by_key(|group| self.names.key_text(*group));
        groups.dedup();
        let these: FxHashSet<Key> = people.iter().copied().collect();
        let whole = |group: &Key| {
            self.states.iter().any(|state| {
                let counts = |user: &Key| state.standing(*user).is_by_grants();
                let members = state.members(*group);
                members.len() >= these.len()
                    && members.filter(counts).all(|user| these.contains(&user))
                    && these.iter().all(|user| state.is_member(*user, *group))
            })
        };
        groups.into_iter().find(whole)
    }

    fn path(&self, folder: Folder) -> String {
        self.spelling.of_path(self.tree.folders().path(folder))
    }

    fn place(&self, folder: Folder, scope: Scope) -> AccessPlace {
        AccessPlace { path: self.path(folder), scope }
    }

    /// Without the places of declaration, which differ from person to person.
    fn change(&self, change: &PlaceChange<'_>) -> AccessChange {
        let except = change.except.iter().map(|(folder, scope)| self.place(*folder, *scope));
        AccessChange {
            place: self.place(change.folder, change.scope),
            change: change.sign,
            atoms: change.atoms.names().map(str::to_owned).collect(),
            except: except.collect(),
            through: change.through.iter().map(|through| self.through(through)).collect(),
        }
    }

    fn through(&self, through: &Through<'_>) -> AccessThrough {
        let because = match through.cause {
            access::Cause::Grant => AccessCause::Grant,
            access::Cause::Membership => AccessCause::Membership,
            access::Cause::Partner => AccessCause::Partner,
            access::Cause::Fence(fence) => AccessCause::Fence(self.path(fence)),
            access::Cause::Move(folder) => AccessCause::Move(self.path(folder)),
            access::Cause::Role => AccessCause::Role,
            access::Cause::Account(_) => AccessCause::Account,
        };
        let grant = through.way.map(|way| self.grant(way));
        let account = match through.cause {
            access::Cause::Account(barred) => Some(AccountState::from(barred)),
            _ => None,
        };
        AccessThrough { because, account, grant, declared: None }
    }

    pub fn grant(&self, way: Way<'_>) -> AccessGrant {
        self.spelling.of_grant(way, self.names, self.tree)
    }
}
