//! What a plan does to people's access, with the places that bring it about.

use super::fold::{Spelling, Telling, fold};
use super::step::AccessImpact;
use super::transition::{Exact, Transition};
use crate::access::{
    self, Folder, Held, OPENINGS, Opening, Sign, State, Through, Tree, Way, difference,
};
use crate::diff::{AccessPart, Change, FolderGrant, Operation, Origin, Subject, Unsaid};
use crate::live::LiveSite;
use crate::model::{Grantee, Key, Names, SiteKey, Value, child_site, path};
use rustc_hash::FxHashMap;

/// Who gains or loses what. People are compared under the names they will have.
pub fn impact(
    transition: &Transition,
    live: &LiveSite,
    changes: &[Change],
    names: &Names,
) -> AccessImpact {
    let Transition { tree, before, after, touched, .. } = transition;
    let declared = Declared::new(tree, changes.iter(), names);
    let spelling = spelling(changes.iter(), live, names);
    told(tree, [before, after], touched, &declared, spelling, names)
}

/// Who would gain or lose what if, besides, nothing were left of what no file says.
pub fn whole_impact(
    transition: &Transition,
    live: &LiveSite,
    changes: &[Change],
    unsaid: &[Unsaid],
    names: &Names,
) -> AccessImpact {
    let Some(exact) = &transition.exact else {
        return impact(transition, live, changes, names);
    };
    let all = || changes.iter().chain(unsaid.iter().map(|one| &one.undoing));
    let declared = Declared::new(&transition.tree, all(), names);
    let spelling = spelling(all(), live, names);
    let states = [&transition.before, &exact.state];
    let mut touched = [&*transition.touched, &*exact.touched].concat();
    touched.sort_by_key(|user| names.key_text(*user));
    touched.dedup();
    told(&transition.tree, states, &touched, &declared, spelling, names)
}

impl Exact {
    /// Who would gain or lose what if nothing were left of what no file says.
    pub fn impact(
        &self,
        transition: &Transition,
        live: &LiveSite,
        changes: &[Change],
        unsaid: &[Unsaid],
        names: &Names,
    ) -> AccessImpact {
        let undoing = || unsaid.iter().map(|one| &one.undoing);
        let declared = Declared::new(&transition.tree, undoing(), names);
        let spelling = spelling(changes.iter().chain(undoing()), live, names);
        let states = [&transition.after, &self.state];
        told(&transition.tree, states, &self.touched, &declared, spelling, names)
    }
}

fn told(
    tree: &Tree,
    states: [&State; 2],
    touched: &[Key],
    declared: &Declared<'_>,
    spelling: Spelling<'_>,
    names: &Names,
) -> AccessImpact {
    let people = difference(tree, states[0], states[1], touched.iter().copied());
    let origin = |_: Sign, user: Key, through: &Through<'_>| declared.of(user, through);
    let telling =
        Telling { names, tree, spelling, states, origin: &origin, is_timed: declared.is_timed };
    fold(&people, &telling)
}

/// How names are written, by the definition first.
pub(super) fn spelling<'a>(
    changes: impl Iterator<Item = &'a Change> + Clone,
    live: &'a LiveSite,
    names: &'a Names,
) -> Spelling<'a> {
    let mut spelling = Spelling::default();
    for user in &live.users {
        spelling.user(names.text(user.name));
    }
    for group in &live.groups {
        spelling.group(names.text(group.name));
    }
    live.partners().for_each(|name| spelling.partner(name));
    live.links().for_each(|(name, paths)| spelling.link(name, paths));
    live.api_keys.iter().for_each(|key| spelling.site_key(&key.name));
    let folders = live.folders.iter().map(|folder| folder.name);
    let grants = live.grants.iter().map(|grant| grant.path);
    for path in folders.chain(grants).chain(live.behaviors.iter().map(|b| b.path)) {
        spelling.path(names.text(path));
    }
    for change in changes.clone() {
        if let (Some(path), Some(was)) = (change.address.folder(), &change.was) {
            spelling.moved(was, path);
        }
    }
    for change in changes {
        let address = &change.address;
        let (group, user) = address.membership().unzip();
        address.user().or(user).into_iter().for_each(|name| spelling.user(name));
        address.group().or(group).into_iter().for_each(|name| spelling.group(name));
        address.place().into_iter().for_each(|path| spelling.path(path));
        let grantee = address.grant().map(|grant| grant.grantee);
        match address.access_part() {
            AccessPart::Link(link) => {
                let paths = change.set.iter().find(|set| set.field.name() == "paths");
                spelling.link(link, paths.map_or(&Value::Null, |set| &set.after));
            }
            AccessPart::SiteKey(key) => {
                spelling.site_key(key);
                let paths = change.set.iter().filter(|set| set.field.name() == "path");
                let paths = paths.filter_map(|set| set.after.as_text());
                paths.for_each(|path| spelling.path(path));
            }
            _ => {}
        }
        if let Some(Subject::Partner(partner)) = grantee {
            spelling.partner(partner);
        }
    }
    spelling
}

/// Where the changes that matter for access are declared.
#[derive(Default)]
pub(super) struct Declared<'a> {
    grants: FxHashMap<(Grantee, Held), &'a Origin>,
    memberships: FxHashMap<(Key, Key), &'a Origin>,
    fences: FxHashMap<Folder, &'a Origin>,
    moves: FxHashMap<Folder, &'a Origin>,
    links: FxHashMap<Key, &'a Origin>,
    /// Settings that let in whom no grant names, by their folders and types.
    openings: FxHashMap<(Folder, &'a str), &'a Origin>,
    users: FxHashMap<Key, &'a Origin>,
    /// Whether any of it is for a while.
    is_timed: bool,
}

impl<'a> Declared<'a> {
    pub(super) fn new(
        tree: &Tree,
        changes: impl Iterator<Item = &'a Change>,
        names: &Names,
    ) -> Self {
        let mut declared = Declared::default();
        let key = |name: &str| names.find_key(name);
        let folder = |path: &str| tree.folders().find(&path::key(path));
        for change in changes {
            let Some(origin) = &change.declared else { continue };
            declared.is_timed |= origin.until.is_some();
            match change.address.access_part() {
                AccessPart::User(user) => {
                    declared.users.extend(key(user).map(|user| (user, origin)));
                }
                AccessPart::Membership { group, user } => {
                    let both = key(group).zip(key(user));
                    declared.memberships.extend(both.map(|both| (both, origin)));
                }
                AccessPart::Fence(path) => {
                    declared.fences.extend(folder(path).map(|folder| (folder, origin)));
                }
                AccessPart::Folder(path) if change.operation == Operation::Move => {
                    declared.moves.extend(folder(path).map(|folder| (folder, origin)));
                }
                AccessPart::Grant(FolderGrant { path, grantee, level, recursive }) => {
                    let held = folder(path).map(|folder| Held::grant(folder, level, recursive));
                    let grantee = super::transition::known_grantee(grantee, names);
                    declared.grants.extend(grantee.zip(held).map(|grant| (grant, origin)));
                }
                AccessPart::ChildRole(role) => {
                    let folder = folder(&child_site::files(role.site));
                    let held = folder.map(|folder| Held::opening(folder, Opening::ChildSite));
                    let grantee = super::transition::known_grantee(role.grantee, names);
                    declared.grants.extend(grantee.zip(held).map(|grant| (grant, origin)));
                }
                AccessPart::SiteKey(name) => {
                    let told = key(&SiteKey(name).to_string());
                    declared.links.extend(told.map(|told| (told, origin)));
                }
                AccessPart::Link(link) => {
                    declared.links.extend(key(link).map(|link| (link, origin)));
                }
                AccessPart::Setting { path, behavior } => {
                    let folder = folder(path).filter(|_| OPENINGS.contains(&behavior));
                    declared.openings.extend(folder.map(|folder| ((folder, behavior), origin)));
                }
                AccessPart::Folder(_)
                | AccessPart::Group(_)
                | AccessPart::Settings
                | AccessPart::Partner(_)
                | AccessPart::Nothing => {}
            }
        }
        declared
    }

    /// The account.
    pub(super) fn of_user(&self, user: Key) -> Option<Origin> {
        self.users.get(&user).map(|origin| (*origin).clone())
    }

    /// The membership in a group or in one of several, or the account that comes with it.
    pub(super) fn of_membership(&self, user: Key, grantee: &Grantee) -> Option<Origin> {
        let groups = match grantee {
            Grantee::User(_) | Grantee::Partner(_) => &[][..],
            Grantee::Group(group) => std::slice::from_ref(group),
            Grantee::AllOf(groups) => groups,
        };
        let found = groups.iter().find_map(|group| self.memberships.get(&(*group, user)));
        found.map(|origin| (*origin).clone()).or_else(|| self.of_user(user))
    }

    pub(super) fn of_grant(&self, grantee: &Grantee, held: Held) -> Option<Origin> {
        self.grants.get(&(grantee.clone(), held)).map(|origin| (*origin).clone())
    }

    pub(super) fn of(&self, user: Key, through: &Through<'_>) -> Option<Origin> {
        let own = || self.users.get(&user);
        let found = match (through.cause, through.way) {
            (access::Cause::Grant, Some(Way { via, held })) => {
                let opening = held.opening.map(|opening| (opening.setting(), opening.link()));
                match opening {
                    Some((Some(setting), _)) => self.openings.get(&(held.folder, setting)),
                    Some((None, Some(link))) => self.links.get(&link),
                    Some((None, None)) | None => self.grants.get(&(via.grantee(user), held)),
                }
            }
            (access::Cause::Membership, Some(way)) => {
                let groups = way.via.groups();
                groups.iter().find_map(|group| self.memberships.get(&(*group, user))).or_else(own)
            }
            (access::Cause::Fence(fence), _) => self.fences.get(&fence),
            (access::Cause::Move(folder), _) => self.moves.get(&folder),
            _ => own(),
        };
        found.map(|origin| (*origin).clone())
    }
}
