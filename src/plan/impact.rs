//! What a plan does to people's access: the live site before, and the same site with every
//! change made.

use super::step::{AccessChange, AccessImpact, AccessMove, Scope};
use crate::access::{Account, Held, PersonChange, PlaceChange, State, difference};
use crate::diff::{Address, Change, Operation, Subject};
use crate::live::{LiveSite, LiveUser};
use crate::model::account::PROTOCOLS;
use crate::model::catalog::FENCE;
use crate::model::{Grantee, Key, Names, Value, path};
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Who gains or loses what. People are compared under the names they will have.
pub fn impact(
    live: &LiveSite,
    changes: &[Change],
    names: &mut Names,
    now: Timestamp,
) -> AccessImpact {
    let mut impact = Impact::new(live, changes, names, now);
    let before = impact.live(live);
    let mut after = before.clone();
    for change in changes {
        impact.change(change, &mut after);
    }
    let mut users: Vec<Key> = std::mem::take(&mut impact.touched).into_iter().collect();
    users.sort_unstable_by_key(|key| impact.names.key_text(*key));
    let people = difference(&before, &after, users, impact.names);
    folded(&people, changes, live, impact.names)
}

/// People with the same changes together; who loses something comes first.
fn folded(
    people: &[PersonChange],
    changes: &[Change],
    live: &LiveSite,
    names: &Names,
) -> AccessImpact {
    let spelling = Spelling::new(changes, live, names);
    let mut moves: BTreeMap<(bool, Vec<AccessChange>), Vec<String>> = BTreeMap::new();
    for person in people {
        let places = places(&person.places, &spelling);
        let user = spelling.of(names.key_text(person.user));
        moves.entry((!person.loses(), places)).or_default().push(user);
    }
    AccessImpact {
        gain: people.iter().filter(|person| person.gains()).count(),
        lose: people.iter().filter(|person| person.loses()).count(),
        moves: moves
            .into_iter()
            .map(|((_, changes), people)| AccessMove { people, changes })
            .collect(),
    }
}

/// A folder and what lies below it in one line where both change alike.
fn places(changes: &[PlaceChange], spelling: &Spelling<'_>) -> Vec<AccessChange> {
    let mut out: Vec<AccessChange> = Vec::new();
    let mut at = 0;
    while let Some(change) = changes.get(at) {
        let twin = changes.get(at + 1).filter(|next| {
            next.place.folder == change.place.folder
                && (next.gained, next.lost) == (change.gained, change.lost)
        });
        let scope = match (twin, change.place.below) {
            (Some(_), _) => Scope::Whole,
            (None, true) => Scope::BelowOnly,
            (None, false) => Scope::FolderOnly,
        };
        at += if twin.is_some() { 2 } else { 1 };
        let atoms = |atoms: crate::access::Atoms| atoms.names().map(str::to_owned).collect();
        out.push(AccessChange {
            path: spelling.of(spelling.names.key_text(change.place.folder)),
            scope,
            lost: atoms(change.lost),
            gained: atoms(change.gained),
        });
    }
    out
}

/// Names as they are written, found by their keys.
struct Spelling<'a> {
    written: FxHashMap<String, &'a str>,
    names: &'a Names,
}

impl<'a> Spelling<'a> {
    fn new(changes: &'a [Change], live: &LiveSite, names: &'a Names) -> Self {
        let mut written: FxHashMap<String, &str> = FxHashMap::default();
        let mut add = |name: &'a str| {
            let key = path::key(name);
            if key != name {
                written.insert(key.into_owned(), name);
            }
        };
        for user in &live.users {
            add(names.text(user.name));
        }
        for place in live.grants.iter().map(|g| g.path).chain(live.behaviors.iter().map(|b| b.path))
        {
            add(names.text(place));
        }
        for change in changes {
            match &change.address {
                Address::User { user } | Address::Membership { user, .. } => add(user),
                Address::Grant { path, .. }
                | Address::Behavior { path, .. }
                | Address::Folder { path } => add(path),
                _ => {}
            }
        }
        Spelling { written, names }
    }

    fn of(&self, key: &str) -> String {
        self.written.get(key).copied().unwrap_or(key).to_owned()
    }
}

struct Impact<'a> {
    names: &'a mut Names,
    now: Timestamp,
    /// Renames and moves that the changes make, old key to new; access does not change by them.
    users: FxHashMap<Key, Key>,
    groups: FxHashMap<Key, Key>,
    moves: Vec<(String, String)>,
    attributes: FxHashMap<Key, Flags>,
    touched: FxHashSet<Key>,
}

/// The attributes of an account that its access depends on.
#[derive(Debug, Clone, Copy)]
struct Flags {
    site_admin: bool,
    disabled: bool,
    until: Option<Timestamp>,
    protocols: [bool; PROTOCOLS.len()],
}

impl Flags {
    /// What the API gives a new account (api.md §4).
    const NEW: Flags = Flags {
        site_admin: false,
        disabled: false,
        until: None,
        protocols: [true; PROTOCOLS.len()],
    };

    fn set(&mut self, name: &str, value: &Value) {
        match (name, value) {
            ("site_admin", value) => self.site_admin = value.as_bool().unwrap_or(false),
            ("disabled", value) => self.disabled = value.as_bool().unwrap_or(false),
            ("authenticate_until", Value::Instant(until)) => self.until = Some(*until),
            ("authenticate_until", Value::Text(until)) => self.until = until.parse().ok(),
            ("authenticate_until", _) => self.until = None,
            _ => {
                if let Some(at) = PROTOCOLS.iter().position(|(_, flag)| *flag == name) {
                    self.protocols[at] = value.as_bool().unwrap_or(true);
                }
            }
        }
    }

    fn account(self, now: Timestamp) -> Account {
        let expired = self.until.is_some_and(|until| until <= now);
        let unreachable = self.protocols.iter().all(|allowed| !allowed);
        Account { site_admin: self.site_admin, shut_out: self.disabled || expired || unreachable }
    }
}

impl<'a> Impact<'a> {
    fn new(live: &LiveSite, changes: &[Change], names: &'a mut Names, now: Timestamp) -> Self {
        let mut impact = Impact {
            names,
            now,
            users: FxHashMap::default(),
            groups: FxHashMap::default(),
            moves: Vec::new(),
            attributes: FxHashMap::default(),
            touched: FxHashSet::default(),
        };
        impact.names.path_key("");
        for change in changes {
            let Some(was) = &change.was else { continue };
            match &change.address {
                Address::User { user } => {
                    let keys = (impact.names.key(was), impact.names.key(user));
                    impact.users.insert(keys.0, keys.1);
                }
                Address::Group { group } => {
                    let keys = (impact.names.key(was), impact.names.key(group));
                    impact.groups.insert(keys.0, keys.1);
                }
                Address::Folder { path } => impact.moves.push((was.clone(), path.clone())),
                _ => {}
            }
        }
        impact.moves.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        for user in &live.users {
            let key = impact.user(user.key);
            impact.attributes.insert(key, flags(user));
        }
        impact
    }

    fn user(&self, key: Key) -> Key {
        self.users.get(&key).copied().unwrap_or(key)
    }

    fn group(&self, key: Key) -> Key {
        self.groups.get(&key).copied().unwrap_or(key)
    }

    fn folder(&mut self, key: Key) -> Key {
        let text = self.names.key_text(key);
        let moved = self.moves.iter().find_map(|(from, to)| {
            let from = path::key(from);
            let rest = text.strip_prefix(&*from).filter(|_| path::is_within(text, &from))?;
            Some(path::join(to, rest.trim_start_matches('/')))
        });
        moved.map_or(key, |moved| self.names.path_key(&moved))
    }

    /// The live site, under the names it will have.
    fn live(&mut self, live: &LiveSite) -> State {
        let mut state = State::default();
        for (user, flags) in &self.attributes {
            state.set_account(*user, flags.account(self.now));
        }
        for membership in &live.memberships {
            state.join(self.user(membership.user), self.group(membership.group));
        }
        for grant in &live.grants {
            let grantee = match &grant.grantee {
                Grantee::User(user) => Grantee::User(self.user(*user)),
                Grantee::Group(group) => Grantee::Group(self.group(*group)),
                Grantee::AllOf(groups) => all_of(groups.iter().map(|group| self.group(*group))),
            };
            let folder = self.folder(grant.folder);
            state.grant(grantee, Held { folder, level: grant.level, recursive: grant.recursive });
        }
        for behavior in live.behaviors.iter().filter(|behavior| behavior.kind.name == FENCE) {
            let folder = self.folder(behavior.folder);
            state.fence(folder);
        }
        state
    }

    fn change(&mut self, change: &Change, state: &mut State) {
        match &change.address {
            Address::User { user } => {
                let user = self.names.key(user);
                self.user_change(user, change, state);
            }
            Address::Group { group } if change.operation == Operation::Delete => {
                let group = self.names.key(group);
                self.touched.extend(state.members(group));
                state.remove_group(group);
            }
            Address::Membership { group, user } => {
                let (group, user) = (self.names.key(group), self.names.key(user));
                self.touched.insert(user);
                match change.operation {
                    Operation::Delete => state.leave(user, group),
                    _ => state.join(user, group),
                }
            }
            Address::Grant { path, grantee, level, recursive } => {
                let held = Held {
                    folder: self.names.path_key(path),
                    level: *level,
                    recursive: *recursive,
                };
                let grantee = self.subject(grantee);
                self.touch(&grantee, state);
                match change.operation {
                    Operation::Delete => state.revoke(&grantee, held),
                    _ => state.grant(grantee, held),
                }
            }
            Address::Behavior { path, behavior, .. } if behavior == FENCE => {
                let folder = self.names.path_key(path);
                // A fence concerns whoever holds something above it: all are looked at.
                self.touched.extend(state.users());
                match change.operation {
                    Operation::Delete => state.unfence(folder),
                    _ => state.fence(folder),
                }
            }
            _ => {}
        }
    }

    fn user_change(&mut self, user: Key, change: &Change, state: &mut State) {
        if change.operation == Operation::Delete {
            self.touched.insert(user);
            state.remove_account(user);
            return;
        }
        let mut flags = self.attributes.get(&user).copied().unwrap_or(Flags::NEW);
        let before = flags.account(self.now);
        for assignment in &change.set {
            flags.set(&assignment.name, &assignment.after);
        }
        self.attributes.insert(user, flags);
        let account = flags.account(self.now);
        if account != before || change.operation == Operation::Create {
            self.touched.insert(user);
            state.set_account(user, account);
        }
        for group in change.assignment("groups").map_or(&[][..], |groups| groups.after.as_list()) {
            let group = self.names.key(group.as_text().unwrap_or_default());
            state.join(user, group);
        }
    }

    fn subject(&mut self, subject: &Subject) -> Grantee {
        match subject {
            Subject::User(name) => Grantee::User(self.names.key(name)),
            Subject::Group(name) => Grantee::Group(self.names.key(name)),
            Subject::AllOf(names) => all_of(names.iter().map(|name| self.names.key(name))),
        }
    }

    fn touch(&mut self, grantee: &Grantee, state: &State) {
        match grantee {
            Grantee::User(user) => self.touched.extend([*user]),
            Grantee::Group(group) => self.touched.extend(state.members(*group)),
            Grantee::AllOf(groups) => {
                self.touched.extend(groups.iter().flat_map(|group| state.members(*group)));
            }
        }
    }
}

fn all_of(groups: impl Iterator<Item = Key>) -> Grantee {
    let mut groups: Vec<Key> = groups.collect();
    groups.sort_unstable();
    Grantee::AllOf(groups.into())
}

fn flags(user: &LiveUser) -> Flags {
    let mut flags = Flags::NEW;
    for (attribute, value) in user.attributes.iter() {
        flags.set(attribute.name, value);
    }
    flags
}
