//! The objects of a live site by what steps call them, and their attributes by name.

use crate::diff::change::{Address, Subject};
use crate::live::{
    LiveApiKey, LiveAutomation, LiveBehavior, LiveGrant, LiveGroup, LiveMembership, LiveNamed,
    LiveOwner, LiveSite, LiveSshKey, LiveUser, typed,
};
use crate::model::kinds::{self, Kind, behavior_type};
use crate::model::{ChildLevel, Grantee, Key, Level, Name, NamedKind, Names, Value, path};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// An object by its natural key, in the form in which the site compares names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ident {
    Site,
    Group(String),
    User(String),
    SshKey {
        user: String,
        title: String,
    },
    ApiKey {
        user: String,
        name: String,
    },
    /// Where the plan knows the id: a key and the one that replaces it share a name.
    ApiKeyId(i64),
    Membership {
        group: String,
        user: String,
    },
    Folder(String),
    Grant {
        folder: String,
        /// By folded names; one group is never a list of one, and a list is sorted.
        holder: Subject,
        level: Level,
        recursive: bool,
    },
    ChildSiteGrant {
        site: i64,
        holder: Subject,
        level: ChildLevel,
    },
    Behavior {
        folder: String,
        kind: String,
        name: String,
    },
    Named(NamedKind, String),
    Automation(String),
    /// Where the plan knows the id: names of automations need not be unique.
    AutomationId(i64),
}

fn fold(name: &str) -> String {
    path::fold(name).into_owned()
}

/// Whoever is in all of these: in the group itself, where there is one.
fn all_of(mut names: Vec<String>) -> Subject {
    names.sort_unstable();
    names.dedup();
    match <[String; 1]>::try_from(names) {
        Ok([group]) => Subject::Group(group),
        Err(names) => Subject::AllOf(names),
    }
}

/// By folded names, as a plan calls them.
fn folded(grantee: &Subject) -> Subject {
    match grantee {
        Subject::User(name) => Subject::User(fold(name)),
        Subject::Group(name) => Subject::Group(fold(name)),
        Subject::AllOf(names) => all_of(names.iter().map(|name| fold(name)).collect()),
    }
}

/// By folded names, as a site that was read calls them.
fn named(grantee: &Grantee, names: &Names) -> Subject {
    let text = |key: &Key| names.key_text(*key).to_owned();
    match grantee {
        Grantee::User(user) => Subject::User(text(user)),
        Grantee::Group(group) => Subject::Group(text(group)),
        Grantee::AllOf(all) => all_of(all.iter().map(text).collect()),
    }
}

fn renamed(
    grantee: Subject,
    user: impl Fn(String) -> String,
    group: impl Fn(String) -> String,
) -> Subject {
    match grantee {
        Subject::User(name) => Subject::User(user(name)),
        Subject::Group(name) => Subject::Group(group(name)),
        Subject::AllOf(names) => all_of(names.into_iter().map(group).collect()),
    }
}

impl Ident {
    pub fn of(address: &Address, live_id: Option<i64>) -> Self {
        let folder = |text: &str| path::key(text).into_owned();
        match address {
            Address::Site => Ident::Site,
            Address::Group { group } => Ident::Group(fold(group)),
            Address::User { user } => Ident::User(fold(user)),
            Address::SshKey { user, title } => {
                Ident::SshKey { user: fold(user), title: title.clone() }
            }
            Address::ApiKey { user, name } => match live_id {
                Some(id) => Ident::ApiKeyId(id),
                None => Ident::ApiKey { user: fold(user), name: name.clone() },
            },
            Address::Membership { group, user } => {
                Ident::Membership { group: fold(group), user: fold(user) }
            }
            Address::Folder { path } => Ident::Folder(folder(path)),
            Address::Grant { path, grantee, level, recursive } => Ident::Grant {
                folder: folder(path),
                holder: folded(grantee),
                level: *level,
                recursive: *recursive,
            },
            Address::ChildSiteGrant { site, grantee, level } => {
                Ident::ChildSiteGrant { site: *site, holder: folded(grantee), level: *level }
            }
            Address::Behavior { path, behavior, name } => Ident::Behavior {
                folder: folder(path),
                kind: behavior.clone(),
                name: name.clone().unwrap_or_default(),
            },
            Address::Named { resource, name } => Ident::Named(*resource, name.clone()),
            Address::Automation { name } => match live_id {
                Some(id) => Ident::AutomationId(id),
                None => Ident::Automation(name.clone()),
            },
        }
    }

    pub fn of_membership(membership: &LiveMembership, names: &Names) -> Self {
        let text = |key: Key| names.key_text(key).to_owned();
        Ident::Membership { group: text(membership.group), user: text(membership.user) }
    }

    pub fn of_grant(grant: &LiveGrant, names: &Names) -> Self {
        Ident::Grant {
            folder: names.key_text(grant.folder).to_owned(),
            holder: named(&grant.grantee, names),
            level: grant.level,
            recursive: grant.recursive,
        }
    }

    /// The same object under the names that these give.
    pub fn map(
        self,
        user: impl Fn(String) -> String,
        group: impl Fn(String) -> String,
        folder: impl Fn(String) -> String,
    ) -> Self {
        match self {
            Ident::Group(name) => Ident::Group(group(name)),
            Ident::User(name) => Ident::User(user(name)),
            Ident::SshKey { user: name, title } => Ident::SshKey { user: user(name), title },
            Ident::ApiKey { user: owner, name } => Ident::ApiKey { user: user(owner), name },
            Ident::Membership { group: team, user: name } => {
                Ident::Membership { group: group(team), user: user(name) }
            }
            Ident::Folder(place) => Ident::Folder(folder(place)),
            Ident::Grant { folder: place, holder, level, recursive } => Ident::Grant {
                folder: folder(place),
                holder: renamed(holder, user, group),
                level,
                recursive,
            },
            Ident::ChildSiteGrant { site, holder, level } => {
                Ident::ChildSiteGrant { site, holder: renamed(holder, user, group), level }
            }
            Ident::Behavior { folder: place, kind, name } => {
                Ident::Behavior { folder: folder(place), kind, name }
            }
            same @ (Ident::Site
            | Ident::ApiKeyId(_)
            | Ident::Named(..)
            | Ident::Automation(_)
            | Ident::AutomationId(_)) => same,
        }
    }
}

/// A live object.
#[derive(Debug, Clone, Copy)]
pub enum Found<'a> {
    Site,
    Group(&'a LiveGroup),
    User(&'a LiveUser),
    SshKey(&'a LiveSshKey),
    ApiKey(&'a LiveApiKey),
    Membership(&'a LiveMembership),
    Folder,
    Grant(i64),
    Behavior(&'a LiveBehavior),
    Named(&'a LiveNamed),
    Automation(&'a LiveAutomation),
}

impl Found<'_> {
    pub fn id(self) -> Option<i64> {
        match self {
            Found::Group(group) => Some(group.id),
            Found::User(user) => Some(user.id),
            Found::SshKey(key) => Some(key.id),
            Found::ApiKey(key) => Some(key.id),
            Found::Grant(id) => Some(id),
            Found::Behavior(behavior) => Some(behavior.id),
            Found::Named(named) => Some(named.id),
            Found::Automation(automation) => Some(automation.id),
            Found::Site | Found::Membership(_) | Found::Folder => None,
        }
    }
}

/// The live site, looked up by what steps call things.
pub struct Objects<'a> {
    live: &'a LiveSite,
    names: &'a Names,
    found: FxHashMap<Ident, Found<'a>>,
    users: FxHashMap<Key, Name>,
    /// The groups of each user.
    groups: FxHashMap<Key, Vec<Key>>,
}

impl<'a> Objects<'a> {
    pub fn new(live: &'a LiveSite, names: &'a Names) -> Self {
        let mut objects = Self {
            live,
            names,
            found: FxHashMap::default(),
            users: live.users.iter().map(|user| (user.key, user.name)).collect(),
            groups: FxHashMap::default(),
        };
        objects.found.insert(Ident::Site, Found::Site);
        objects.accounts();
        objects.places();
        for named in &live.named {
            let ident = Ident::Named(named.kind, named.title().into());
            objects.found.entry(ident).or_insert(Found::Named(named));
        }
        for automation in &live.automations {
            let found = Found::Automation(automation);
            objects.found.insert(Ident::AutomationId(automation.id), found);
            let name = automation.name.as_deref().unwrap_or_default().to_owned();
            objects.found.entry(Ident::Automation(name)).or_insert(found);
        }
        objects
    }

    fn key(&self, key: Key) -> String {
        self.names.key_text(key).to_owned()
    }

    fn accounts(&mut self) {
        for group in &self.live.groups {
            self.found.insert(Ident::Group(self.key(group.key)), Found::Group(group));
        }
        for user in &self.live.users {
            self.found.insert(Ident::User(self.key(user.key)), Found::User(user));
            for key in &user.ssh_keys {
                let ident =
                    Ident::SshKey { user: self.key(user.key), title: key.title.to_string() };
                self.found.insert(ident, Found::SshKey(key));
            }
            let mut keys: Vec<_> = user.api_keys.iter().collect();
            keys.sort_by_key(|key| key.id);
            for key in keys {
                self.found.insert(Ident::ApiKeyId(key.id), Found::ApiKey(key));
                let (user, name) = (self.key(user.key), key.name.to_string());
                // The newest of a name stays.
                self.found.insert(Ident::ApiKey { user, name }, Found::ApiKey(key));
            }
        }
        for membership in &self.live.memberships {
            let ident = Ident::of_membership(membership, self.names);
            self.found.insert(ident, Found::Membership(membership));
            self.groups.entry(membership.user).or_default().push(membership.group);
        }
    }

    fn places(&mut self) {
        self.found.insert(Ident::Folder(String::new()), Found::Folder);
        for folder in &self.live.folders {
            self.found.insert(Ident::Folder(self.key(folder.key)), Found::Folder);
        }
        for grant in &self.live.grants {
            self.found.insert(Ident::of_grant(grant, self.names), Found::Grant(grant.id));
        }
        for grant in &self.live.child_grants {
            let holder = named(&grant.grantee, self.names);
            let ident = Ident::ChildSiteGrant { site: grant.site, holder, level: grant.level };
            self.found.insert(ident, Found::Grant(grant.id));
        }
        for behavior in &self.live.behaviors {
            let ident = Ident::Behavior {
                folder: self.key(behavior.folder),
                kind: behavior.kind.name.to_owned(),
                name: behavior.name.as_deref().unwrap_or_default().to_owned(),
            };
            self.found.insert(ident, Found::Behavior(behavior));
        }
    }

    pub fn get(&self, ident: &Ident) -> Option<Found<'a>> {
        self.found.get(ident).copied()
    }

    /// An attribute as steps name it. None where the site does not show it.
    pub fn value(&self, found: Found<'a>, name: &str) -> Option<Value> {
        let text = |text: &Option<Box<str>>| text.as_deref().map_or(Value::Null, Value::text);
        let flag = |flag: Option<bool>| flag.map_or(Value::Null, Value::Bool);
        match found {
            Found::Site => shown(&kinds::SITE, name).then(|| self.live.settings.get(name).clone()),
            Found::Group(group) => match name {
                "name" => Some(Value::text(self.names.text(group.name))),
                _ => shown(&kinds::GROUP, name).then(|| group.attributes.get(name).clone()),
            },
            Found::User(user) => match name {
                "username" => Some(Value::text(self.names.text(user.name))),
                "groups" => Some(self.groups_of(user)),
                _ => shown(&kinds::USER, name).then(|| user.attributes.get(name).clone()),
            },
            Found::ApiKey(key) => {
                shown(&kinds::API_KEY, name).then(|| key.attributes.get(name).clone())
            }
            Found::SshKey(key) => (name == "fingerprint").then(|| Value::text(&*key.fingerprint)),
            Found::Membership(membership) => {
                (name == "admin").then_some(Value::Bool(membership.admin))
            }
            Found::Folder | Found::Grant(_) => None,
            Found::Behavior(behavior) => match name {
                "value" => Some(behavior.value.clone()),
                "name" => Some(text(&behavior.name)),
                "description" => Some(text(&behavior.description)),
                "recursive" => Some(flag(behavior.recursive)),
                "disable_parent_folder_behavior" => {
                    Some(flag(behavior.disable_parent_folder_behavior))
                }
                _ => None,
            },
            Found::Named(named) => match name {
                "name" => Some(text(&named.name)),
                "groups" => {
                    Some(group_set(named.groups.iter().map(|key| self.names.key_text(*key))))
                }
                _ => shown(named.kind.kind(), name).then(|| named.attributes.get(name).clone()),
            },
            Found::Automation(automation) => match name {
                "schedule" => Some(text(&automation.schedule)),
                "name" => Some(text(&automation.name)),
                "owner" => Some(self.owner(automation.owner)),
                _ => {
                    shown(&kinds::AUTOMATION, name).then(|| automation.attributes.get(name).clone())
                }
            },
        }
    }

    /// As plans write an owner.
    fn owner(&self, owner: LiveOwner) -> Value {
        Value::text(match owner {
            LiveOwner::Site => "site".to_owned(),
            LiveOwner::Gone(id) => format!("deleted user {id}"),
            LiveOwner::User(key) => {
                let name = self.users.get(&key).map(|name| self.names.text(*name));
                format!("user {}", name.unwrap_or_else(|| self.names.key_text(key)))
            }
        })
    }

    fn groups_of(&self, user: &LiveUser) -> Value {
        let keys = self.groups.get(&user.key).map_or(&[][..], Vec::as_slice);
        group_set(keys.iter().map(|key| self.names.key_text(*key)))
    }
}

fn group_set<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    let mut names: Vec<String> = names.map(fold).collect();
    names.sort_unstable();
    names.dedup();
    Value::List(names.into_iter().map(Value::text).collect())
}

fn shown(resource: &'static Kind, name: &str) -> bool {
    resource.attribute(name).is_some_and(|attribute| !attribute.write_only)
}

/// Whether two values of an object's attribute mean the same. What the site never shows of
/// `planned` does not count.
pub fn means(address: &Address, name: &str, found: &Value, planned: &Value) -> bool {
    match (address, name) {
        (Address::Named { .. }, "groups") => {
            let planned = group_set(planned.as_list().iter().filter_map(Value::as_text));
            found.means(&planned)
        }
        (Address::User { .. }, "groups") => {
            // A new account's first groups: later steps of the same plan may add others.
            let planned = group_set(planned.as_list().iter().filter_map(Value::as_text));
            planned.as_list().iter().all(|group| found.as_list().contains(group))
        }
        (Address::Behavior { behavior, .. }, "value") => {
            let kind = behavior_type(behavior);
            let planned =
                kind.map_or(Cow::Borrowed(planned), |k| Cow::Owned(typed::shown(k, planned)));
            found.means(&planned)
        }
        _ => match crate::diff::resource(address).and_then(|of| of.attribute(name)) {
            Some(attribute) => typed::means(attribute.kind, found, planned),
            None => found.means(planned),
        },
    }
}
