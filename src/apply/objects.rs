//! The objects of a live site by what steps call them, and their attributes by name.

use crate::diff::{Address, Field, Ident, OwnerName, named_holder};
use crate::live::{
    Attributes, Called, LiveApiKey, LiveAutomation, LiveBehavior, LiveFolder, LiveGroup,
    LiveMembership, LiveNamed, LiveOwner, LiveSite, LiveSshKey, LiveUser, typed,
};
use crate::model::kinds::behavior_type;
use crate::model::{Key, Name, Names, Value, path};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// A live object.
#[derive(Debug, Clone, Copy)]
pub enum Found<'a> {
    Site,
    Group(&'a LiveGroup),
    User(&'a LiveUser),
    SshKey(&'a LiveSshKey),
    ApiKey(&'a LiveApiKey),
    Membership(&'a LiveMembership),
    /// The root has none.
    Folder(Option<&'a LiveFolder>),
    Grant(i64),
    Behavior(&'a LiveBehavior),
    Named(&'a LiveNamed),
    Automation(&'a LiveAutomation),
}

impl<'a> Found<'a> {
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
            Found::Site | Found::Membership(_) | Found::Folder(_) => None,
        }
    }

    /// What the site shows of it as attributes.
    fn attributes(self, live: &'a LiveSite) -> Option<&'a Attributes> {
        match self {
            Found::Site => Some(&live.settings),
            Found::Group(group) => Some(&group.attributes),
            Found::User(user) => Some(&user.attributes),
            Found::ApiKey(key) => Some(&key.attributes),
            Found::Named(named) => Some(&named.attributes),
            Found::Automation(automation) => Some(&automation.attributes),
            Found::Folder(folder) => {
                static NOTHING: Attributes = Attributes::NONE;
                Some(live.folder_attributes.get(&folder?.key).unwrap_or(&NOTHING))
            }
            Found::SshKey(_) | Found::Membership(_) | Found::Grant(_) | Found::Behavior(_) => None,
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
    /// Made where a step says a name inside a value.
    called: OnceCell<Called>,
}

impl<'a> Objects<'a> {
    pub fn new(live: &'a LiveSite, names: &'a Names) -> Self {
        let mut objects = Self {
            live,
            names,
            found: FxHashMap::default(),
            users: live.users.iter().map(|user| (user.key, user.name)).collect(),
            groups: FxHashMap::default(),
            called: OnceCell::new(),
        };
        objects.found.insert(Ident::Site, Found::Site);
        objects.accounts();
        objects.places();
        for named in &live.named {
            if named.kind.is_row() {
                objects.found.insert(Ident::RowId(named.kind, named.id), Found::Named(named));
            }
            let name = named.kind.name_key(&named.title()).into_owned();
            let ident = Ident::Named(named.kind, name);
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
            self.api_keys(Some(self.key(user.key)), &user.api_keys);
        }
        self.api_keys(None, &self.live.api_keys);
        for membership in &self.live.memberships {
            let ident = Ident::of_membership(membership, self.names);
            self.found.insert(ident, Found::Membership(membership));
            self.groups.entry(membership.user).or_default().push(membership.group);
        }
    }

    fn api_keys(&mut self, user: Option<String>, keys: &'a [LiveApiKey]) {
        let mut keys: Vec<_> = keys.iter().collect();
        keys.sort_by_key(|key| key.id);
        for key in keys {
            self.found.insert(Ident::ApiKeyId(key.id), Found::ApiKey(key));
            // The newest of a name stays.
            let (user, name) = (user.clone(), key.name.to_string());
            self.found.insert(Ident::ApiKey { user, name }, Found::ApiKey(key));
        }
    }

    fn places(&mut self) {
        self.found.insert(Ident::Folder(String::new()), Found::Folder(None));
        for folder in &self.live.folders {
            let ident = Ident::Folder(self.key(folder.key));
            self.found.insert(ident, Found::Folder(Some(folder)));
        }
        for grant in &self.live.grants {
            self.found.insert(Ident::of_grant(grant, self.names), Found::Grant(grant.id));
        }
        for grant in &self.live.child_grants {
            let holder = named_holder(&grant.grantee, self.names);
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

    /// None where the site does not show it.
    pub fn value(&self, found: Found<'a>, field: Field) -> Option<Value> {
        let text = |text: &Option<Box<str>>| text.as_deref().map_or(Value::Null, Value::text);
        let flag = |flag: Option<bool>| flag.map_or(Value::Null, Value::Bool);
        match (found, field) {
            (_, Field::Attribute(attribute)) => {
                let attributes = found.attributes(self.live)?;
                let is_shown = attribute.is_comparable() && attributes.shows(attribute);
                is_shown.then(|| attributes.get(attribute.name).clone())
            }
            (Found::Folder(folder), Field::Path) => {
                Some(Value::text(self.names.text(folder?.name)))
            }
            (Found::Group(group), Field::Name) => Some(Value::text(self.names.text(group.name))),
            (Found::User(user), Field::Username) => Some(Value::text(self.names.text(user.name))),
            (Found::User(user), Field::Groups) => Some(self.groups_of(user)),
            (Found::SshKey(key), Field::Fingerprint) => Some(Value::text(&*key.fingerprint)),
            (Found::Membership(membership), Field::Admin) => Some(Value::Bool(membership.admin)),
            (Found::Behavior(behavior), field) => match field {
                Field::Value => Some(behavior.value.clone()),
                Field::Name => Some(text(&behavior.name)),
                Field::Description => Some(text(&behavior.description)),
                Field::Recursive => Some(flag(behavior.recursive)),
                Field::DisableParentFolderBehavior => {
                    Some(flag(behavior.disable_parent_folder_behavior))
                }
                _ => None,
            },
            (Found::Named(named), Field::Name) => Some(text(&named.name)),
            (Found::Automation(automation), Field::Schedule) => Some(text(&automation.schedule)),
            (Found::Automation(automation), Field::Name) => Some(text(&automation.name)),
            (Found::Automation(automation), Field::Owner) => {
                Some(self.owner(automation.owner).into())
            }
            _ => None,
        }
    }

    /// Whether two values of an object's attribute mean the same. What the site never shows of
    /// `planned` does not count.
    pub fn means(&self, address: &Address, field: Field, found: &Value, planned: &Value) -> bool {
        let by_name;
        let found = if planned.has_reference() && !found.has_reference() {
            let called = self.called.get_or_init(|| Called::of(self.live, self.names));
            by_name = called.as_said(planned, found.clone());
            &by_name
        } else {
            found
        };
        match field {
            Field::Groups => {
                let planned = group_set(planned.as_list().iter().filter_map(Value::as_text));
                match address.user() {
                    // A new account's first groups: later steps of the same plan may add others.
                    Some(_) => {
                        planned.as_list().iter().all(|group| found.as_list().contains(group))
                    }
                    None => found.means(&planned),
                }
            }
            Field::Value => match address.behavior().and_then(behavior_type) {
                Some(kind) => typed::behavior_means(kind, found, planned),
                None => found.means(planned),
            },
            // What lies above a folder may be spelled otherwise, and is not this folder's.
            Field::Path => {
                let last =
                    |path: &Value| path.as_text().map(|path| path::file_name(path).to_owned());
                last(found) == last(planned)
            }
            Field::Attribute(attribute) => typed::means(attribute.kind, found, planned),
            _ => found.means(planned),
        }
    }

    fn owner(&self, owner: LiveOwner) -> OwnerName {
        match owner {
            LiveOwner::Site => OwnerName::Site,
            LiveOwner::Gone(id) => OwnerName::DeletedUser(id),
            LiveOwner::User(key) => {
                let name = self.users.get(&key).map(|name| self.names.text(*name));
                OwnerName::User(name.unwrap_or_else(|| self.names.key_text(key)).to_owned())
            }
        }
    }

    fn groups_of(&self, user: &LiveUser) -> Value {
        let keys = self.groups.get(&user.key).map_or(&[][..], Vec::as_slice);
        group_set(keys.iter().map(|key| self.names.key_text(*key)))
    }
}

fn group_set<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    let mut names: Vec<String> = names.map(|name| path::fold(name).into_owned()).collect();
    names.sort_unstable();
    names.dedup();
    Value::List(names.into_iter().map(Value::text).collect())
}
