//! The definition as it was: what it said, and the definition no longer does, is to go.
//!
//! Names and paths are those that the definition gives what it renames.

use super::{Address, Change, Diff, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::LiveOwner;
use crate::model::{
    Automation, Behavior, ChildLevel, Definition, Found, Grantee, Key, Level, Named, NamedKind,
    Names, Owner, Settings, User, Value, path,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// What an earlier definition said.
#[derive(Debug, Clone, Default)]
pub struct Base {
    pub(super) users: FxHashSet<Key>,
    /// Whose the automations of somebody who goes are to be.
    pub(super) heirs: FxHashMap<Key, Owner>,
    pub(super) groups: FxHashSet<Key>,
    pub(super) folders: FxHashSet<Key>,
    pub(super) memberships: FxHashSet<(Key, Key)>,
    pub(super) admins: FxHashSet<(Key, Key)>,
    pub(super) grants: FxHashSet<(Key, Grantee, Level, bool)>,
    pub(super) behaviors: FxHashMap<(Key, &'static str, Option<Box<str>>), Behavior>,
    pub(super) ssh_keys: FxHashSet<(Key, Box<str>)>,
    /// With whose they are; none: the site's own.
    pub(super) api_keys: FxHashMap<(Option<Key>, Box<str>), Settings>,
    pub(super) user_values: FxHashMap<(Key, &'static str), Value>,
    pub(super) group_values: FxHashMap<(Key, &'static str), Value>,
    pub(super) site_values: FxHashMap<&'static str, Value>,
    /// Those that it knew by their names, and those that it knew by their ids.
    pub(super) automations: FxHashSet<Box<str>>,
    pub(super) automation_ids: FxHashSet<i64>,
    /// Whose they were said to be, where it was said; users by the names that they have now.
    owners: FxHashMap<(Option<i64>, Box<str>), LiveOwner>,
    automation_values: FxHashMap<(Option<i64>, Box<str>), Settings>,
    pub(super) named: FxHashMap<(NamedKind, Box<str>), Settings>,
    pub(super) child_grants: FxHashSet<(i64, Grantee, ChildLevel)>,
}

impl Base {
    /// The folders that it declared, under the paths that they have now.
    pub fn folders(&self) -> impl Iterator<Item = Key> {
        self.folders.iter().copied()
    }

    /// `site` is the definition that came after it, in the same table of names.
    pub fn new(base: &Definition, site: &Definition, names: &mut Names) -> Self {
        let renamed = Renamed::new(base, site);
        let mut said = Base::default();
        for user in &base.users {
            said.user(renamed.user(user.key), user);
            let heir = user.heir.map(|(heir, _)| match heir {
                Owner::User(heir) => Owner::User(renamed.user(heir)),
                Owner::Site => Owner::Site,
            });
            said.heirs.extend(heir.map(|heir| (renamed.user(user.key), heir)));
        }
        for group in &base.groups {
            let key = renamed.group(group.key);
            said.groups.insert(key);
            let values = values(&group.attributes).map(|(name, value)| ((key, name), value));
            said.group_values.extend(values);
        }
        for membership in &base.memberships {
            let pair = (renamed.group(membership.group), renamed.user(membership.user));
            said.memberships.insert(pair);
            if membership.admin == Some(true) {
                said.admins.insert(pair);
            }
        }
        for folder in base.folders.iter().filter(|folder| folder.declared) {
            said.folders.insert(renamed.folder(folder.key, names));
        }
        for grant in &base.grants {
            let folder = renamed.folder(grant.folder, names);
            let grantee = renamed.grantee(&grant.grantee);
            said.grants.insert((folder, grantee, grant.level, grant.recursive));
        }
        for behavior in &base.behaviors {
            let folder = renamed.folder(behavior.folder, names);
            let is_it = (folder, behavior.kind.name, behavior.name.clone());
            said.behaviors.insert(is_it, behavior.clone());
        }
        said.site_values.extend(values(&base.settings));
        let by_name = base.automations.iter().filter(|automation| automation.id.is_none());
        said.automations.extend(by_name.map(|automation| automation.name.clone()));
        for automation in &base.automations {
            let known = known_by(automation, &automation.name);
            said.automation_values.insert(known, automation.attributes.clone());
            let Some((owner, _)) = automation.owner else { continue };
            let owner = match owner {
                Owner::Site => LiveOwner::Site,
                Owner::User(key) => LiveOwner::User(renamed.user(key)),
            };
            said.owners.insert(known_by(automation, &automation.name), owner);
        }
        said.automation_ids.extend(base.automations.iter().filter_map(|one| one.id));
        let keys = base.api_keys.iter();
        said.api_keys.extend(keys.map(|api| ((None, api.name.clone()), api.attributes.clone())));
        said.named.extend(base.named.iter().map(|named| {
            let name = named.kind.name_key(&named.name).into();
            ((named.kind, name), named.attributes.clone())
        }));
        for child in &base.child_sites {
            let rows = child.grants.iter();
            let rows = rows.map(|grant| (child.id, renamed.grantee(&grant.grantee), grant.level));
            said.child_grants.extend(rows);
        }
        said
    }

    /// What either said; where they differ, this one.
    #[must_use]
    pub fn and(self, other: Base) -> Base {
        fn sets<T: Eq + std::hash::Hash>(
            mut one: FxHashSet<T>,
            other: FxHashSet<T>,
        ) -> FxHashSet<T> {
            one.extend(other);
            one
        }
        fn maps<K: Eq + std::hash::Hash, V>(
            one: FxHashMap<K, V>,
            mut other: FxHashMap<K, V>,
        ) -> FxHashMap<K, V> {
            other.extend(one);
            other
        }
        Base {
            users: sets(self.users, other.users),
            heirs: maps(self.heirs, other.heirs),
            groups: sets(self.groups, other.groups),
            folders: sets(self.folders, other.folders),
            memberships: sets(self.memberships, other.memberships),
            admins: sets(self.admins, other.admins),
            grants: sets(self.grants, other.grants),
            behaviors: maps(self.behaviors, other.behaviors),
            ssh_keys: sets(self.ssh_keys, other.ssh_keys),
            api_keys: maps(self.api_keys, other.api_keys),
            user_values: maps(self.user_values, other.user_values),
            group_values: maps(self.group_values, other.group_values),
            site_values: maps(self.site_values, other.site_values),
            automations: sets(self.automations, other.automations),
            automation_ids: sets(self.automation_ids, other.automation_ids),
            owners: maps(self.owners, other.owners),
            automation_values: maps(self.automation_values, other.automation_values),
            named: maps(self.named, other.named),
            child_grants: sets(self.child_grants, other.child_grants),
        }
    }

    /// Whose it said the automation to be, under its own name or the earlier one.
    pub(super) fn owner_of(&self, automation: &Automation) -> Option<LiveOwner> {
        let former = automation.was.as_ref().map(|was| &*was.text);
        let names = std::iter::once(&*automation.name).chain(former);
        names.filter_map(|name| self.owners.get(&known_by(automation, name))).next().copied()
    }

    /// What it said of the automation, under its own name or the earlier one.
    pub(super) fn values_of(&self, automation: &Automation) -> Option<&Settings> {
        let former = automation.was.as_ref().map(|was| &*was.text);
        let mut names = std::iter::once(&*automation.name).chain(former);
        names.find_map(|name| self.automation_values.get(&known_by(automation, name)))
    }

    /// What it said of an object known by its name, under this one or the earlier one.
    pub(super) fn values_of_named(&self, named: &Named) -> Option<&Settings> {
        let former = named.was.as_ref().map(|was| &*was.text);
        let mut names = std::iter::once(&*named.name).chain(former);
        names.find_map(|name| self.named.get(&(named.kind, named.kind.name_key(name).into())))
    }

    fn user(&mut self, key: Key, user: &User) {
        self.users.insert(key);
        let values = values(&user.attributes).map(|(name, value)| ((key, name), value));
        self.user_values.extend(values);
        self.ssh_keys.extend(user.ssh_keys.iter().map(|ssh| (key, ssh.fingerprint.clone())));
        let keys = user.api_keys.iter();
        let keys = keys.map(|api| ((Some(key), api.name.clone()), api.attributes.clone()));
        self.api_keys.extend(keys);
    }
}

/// By its id, where that is said.
fn known_by(automation: &Automation, name: &str) -> (Option<i64>, Box<str>) {
    match automation.id {
        Some(id) => (Some(id), "".into()),
        None => (None, name.into()),
    }
}

fn values(settings: &Settings) -> impl Iterator<Item = (&'static str, Value)> {
    settings.iter().map(|setting| (setting.attribute.name, setting.value.clone()))
}

/// The names that a definition gives what it renames. What the base called by its new name
/// already is not renamed from there.
struct Renamed {
    users: FxHashMap<Key, Key>,
    groups: FxHashMap<Key, Key>,
    /// Where to, by the key of where from.
    moves: FxHashMap<String, Key>,
}

impl Renamed {
    fn new(base: &Definition, site: &Definition) -> Self {
        let users = site.users.iter().filter(|user| base.user(user.key).is_none());
        let users = users.filter_map(|user| Some((user.was.as_ref()?.key, user.key)));
        let groups = site.groups.iter().filter(|group| base.group(group.key).is_none());
        let groups = groups.filter_map(|group| Some((group.was.as_ref()?.key, group.key)));
        let moves = site.folders.iter().filter(|folder| base.folder(folder.key).is_none());
        let moves = moves.filter_map(|folder| {
            let in_base = |key| base.folder(key).is_some();
            let found =
                folder.was.as_ref()?.found(folder.key, in_base, |key| site.folder(key).is_some());
            match found {
                Found::One(former) => Some((path::key(&former.text).into_owned(), folder.key)),
                Found::Nothing | Found::Several(_) => None,
            }
        });
        Renamed { users: users.collect(), groups: groups.collect(), moves: moves.collect() }
    }

    fn user(&self, key: Key) -> Key {
        self.users.get(&key).copied().unwrap_or(key)
    }

    fn group(&self, key: Key) -> Key {
        self.groups.get(&key).copied().unwrap_or(key)
    }

    fn grantee(&self, grantee: &Grantee) -> Grantee {
        match grantee {
            Grantee::User(key) => Grantee::User(self.user(*key)),
            Grantee::Group(key) => Grantee::Group(self.group(*key)),
            Grantee::Partner(key) => Grantee::Partner(*key),
            Grantee::AllOf(keys) => crate::access::all_of(keys.iter().map(|key| self.group(*key))),
        }
    }

    /// The folder itself is moved, or the nearest above it that is takes it along.
    fn folder(&self, key: Key, names: &mut Names) -> Key {
        if self.moves.is_empty() {
            return key;
        }
        let place = names.key_text(key);
        let mut upwards = std::iter::successors(Some(place), |place| path::parent(place));
        let moved = upwards.find_map(|from| {
            let to = self.moves.get(from)?;
            Some(path::moved(place, from, names.key_text(*to)))
        });
        moved.map_or(key, |moved| names.path_key(&moved))
    }
}

/// Objects that go because the definition says them no longer, and that somebody has changed on
/// the site since the base: `since` is what would bring the site back to it.
pub fn changed_since(changes: &[Change], since: &[Change]) -> Vec<Diagnostic> {
    let changed: FxHashSet<&Address> = since
        .iter()
        .filter(|change| change.operation == Operation::Update)
        .map(|change| &change.address)
        .collect();
    let goes = changes.iter().filter(|change| change.operation == Operation::Delete);
    let twice = goes.filter(|change| changed.contains(&change.address));
    let told = twice.map(|change| {
        let message =
            format!("{} goes, and was changed on the site since the base", change.address);
        Diagnostic::warning(codes::CHANGED_SINCE_BASE, message)
            .help("look at it once more: what was changed by hand goes with it")
    });
    told.collect()
}

impl Diff<'_> {
    pub(super) fn in_base(&self, is: impl FnOnce(&Base) -> bool) -> bool {
        self.base.is_some_and(is)
    }
}
