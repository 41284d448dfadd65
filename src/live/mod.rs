//! The live site in the model's words: what is there, known by natural keys, with the ids that
//! the site gave.
//!
//! In: records read by `site`, or a snapshot. It holds only what siteplan can compare; what
//! the API shows besides is left out on reading.

mod access;
pub mod activity;
mod called;
mod fields;
mod idle;
mod key;
mod look;
mod mounts;
pub mod snapshot;
pub mod typed;
mod unread;

pub use activity::{Activity, Last, Use};
pub use called::Called;
pub use fields::{Fields, Problem};

pub use key::{KeyIdentity, Rights};
pub use look::{Declared, Look, Part};
pub use mounts::is_mounted;
pub use unread::Unread;

use crate::model::automation::by_id;
use crate::model::kinds::BehaviorType;
use crate::model::{
    Attribute, ChildLevel, Contents, Definition, Grantee, Key, Kind, Level, Name, NamedKind, Names,
    Value, kinds,
};
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Attributes as they are; unset ones are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attributes {
    values: Vec<(&'static Attribute, Value)>,
    /// Those of which the site's answer says nothing, not even that they are unset.
    unshown: Vec<&'static Attribute>,
}

impl Attributes {
    pub const NONE: Attributes = Attributes { values: Vec::new(), unshown: Vec::new() };

    /// Adds an attribute; an unset value is not kept.
    pub fn add(&mut self, attribute: &'static Attribute, value: Value) {
        if !value.is_unset() {
            self.values.push((attribute, value));
        }
    }

    /// The value; null where it is unset.
    pub fn get(&self, name: &str) -> &Value {
        static UNSET: Value = Value::Null;
        self.values.iter().find(|(a, _)| a.name == name).map_or(&UNSET, |(_, value)| value)
    }

    pub fn is_on(&self, name: &str) -> bool {
        *self.get(name) == Value::Bool(true)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static Attribute, &Value)> {
        self.values.iter().map(|(attribute, value)| (*attribute, value))
    }

    /// Notes that the site does not show it.
    pub fn miss(&mut self, attribute: &'static Attribute) {
        self.unshown.push(attribute);
    }

    pub fn unshown(&self) -> &[&'static Attribute] {
        &self.unshown
    }

    /// Whether it can be compared with anything.
    pub fn shows(&self, attribute: &'static Attribute) -> bool {
        !self.unshown.contains(&attribute)
    }
}

#[derive(Debug, Clone)]
pub struct LiveUser {
    pub id: i64,
    pub name: Name,
    pub key: Key,
    pub attributes: Attributes,
    pub ssh_keys: Vec<LiveSshKey>,
    pub api_keys: Vec<LiveApiKey>,
    /// Managed by an identity provider (SCIM, LDAP): left alone.
    pub externally_managed: bool,
    /// At least once, in whatever way but by an API key.
    pub signed_in: bool,
    pub activity: Activity,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LiveSshKey {
    pub id: i64,
    pub title: Box<str>,
    /// `SHA256:…`, without padding.
    pub fingerprint: Box<str>,
    pub created: Last,
    pub last_login: Last,
}

/// The secret itself is shown only when a key is made.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveApiKey {
    pub id: i64,
    pub name: Box<str>,
    pub attributes: Attributes,
    pub created: Last,
    pub last_use: Last,
}

#[derive(Debug, Clone)]
pub struct LiveGroup {
    pub id: i64,
    pub name: Name,
    pub key: Key,
    pub attributes: Attributes,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LiveMembership {
    pub group: Key,
    pub user: Key,
    pub admin: bool,
}

#[derive(Debug, Clone)]
pub struct LiveFolder {
    pub name: Name,
    pub key: Key,
}

#[derive(Debug, Clone)]
pub struct LiveGrant {
    pub id: i64,
    pub folder: Key,
    /// The folder's path as the site spells it.
    pub path: Name,
    pub grantee: Grantee,
    pub level: Level,
    pub recursive: bool,
}

/// A user or a group of this site that administers a child site.
#[derive(Debug, Clone)]
pub struct LiveChildGrant {
    pub id: i64,
    /// The child site's id.
    pub site: i64,
    pub grantee: Grantee,
    pub level: ChildLevel,
}

#[derive(Debug, Clone)]
pub struct LiveBehavior {
    pub id: i64,
    pub folder: Key,
    pub path: Name,
    pub kind: &'static BehaviorType,
    pub name: Option<Box<str>>,
    pub description: Option<Box<str>>,
    pub recursive: Option<bool>,
    pub disable_parent_folder_behavior: Option<bool>,
    pub value: Value,
    /// Set by a parent site's policy: cannot be changed here.
    pub managed: bool,
}

/// With whose permissions a live automation runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveOwner {
    Site,
    User(Key),
    /// A user who was deleted without an heir: the automation does not run any more.
    Gone(i64),
}

#[derive(Debug, Clone)]
pub struct LiveAutomation {
    pub id: i64,
    pub name: Option<Box<str>>,
    pub owner: LiveOwner,
    /// The name of the schedule by which it runs.
    pub schedule: Option<Box<str>>,
    pub attributes: Attributes,
    /// As far as the site shows it; changes of name or description do not count.
    pub last_modified: Option<Timestamp>,
    /// Asked for of those only that share a name.
    pub last_run: Option<Timestamp>,
}

/// A live object that is known by its name.
#[derive(Debug, Clone)]
pub struct LiveNamed {
    pub kind: NamedKind,
    pub id: i64,
    pub name: Option<Box<str>>,
    pub attributes: Attributes,
    /// As far as the site shows it.
    pub updated: Option<Timestamp>,
}

impl LiveNamed {
    /// The name, or what stands for it where there is none.
    pub fn title(&self) -> Box<str> {
        self.name.clone().unwrap_or_else(|| by_id(self.id))
    }

    /// Notes what it is called, and where it stands.
    pub fn add_to(&self, names: &mut Names) {
        names.key(&self.title());
        if self.kind.has_place {
            names.path_key(self.attributes.get("path").as_text().unwrap_or_default());
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct LiveSso {
    pub id: i64,
    pub name: Box<str>,
}

/// An entry of a site's own log of who changed what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsChange {
    pub at: Timestamp,
    /// The username; none: Files.com's support, or a parent site.
    pub by: Option<Box<str>>,
    /// In the site's words.
    pub texts: Vec<Box<str>>,
}

/// Something that gives access, or may, and that siteplan has no other word for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond {
    /// The line of `manage` that decides on it.
    pub manage: &'static str,
    /// Where it stands, if it stands anywhere.
    pub folder: Option<Key>,
    /// What it is, for people.
    pub text: Box<str>,
}

impl Beyond {
    pub fn child_site(text: String) -> Self {
        let manage = kinds::CHILD_SITE.manage.unwrap_or_default();
        Beyond { manage, folder: None, text: text.into() }
    }
}

/// Everything siteplan reads of a site.
#[derive(Debug, Default)]
pub struct LiveSite {
    /// Where it was read from, as the target is written.
    pub target: Box<str>,
    /// The file, where it was read from a snapshot.
    pub snapshot: Option<Box<str>>,
    /// When it was read; a snapshot may not say it.
    pub read_at: Option<Timestamp>,
    pub settings: Attributes,
    /// Settings that a parent site's policy locks.
    pub managed_settings: Vec<Box<str>>,
    pub sso: Vec<LiveSso>,
    pub users: Vec<LiveUser>,
    pub groups: Vec<LiveGroup>,
    pub memberships: Vec<LiveMembership>,
    pub folders: Vec<LiveFolder>,
    /// What few folders show of themselves.
    pub folder_attributes: FxHashMap<Key, Attributes>,
    pub grants: Vec<LiveGrant>,
    pub child_grants: Vec<LiveChildGrant>,
    pub behaviors: Vec<LiveBehavior>,
    pub automations: Vec<LiveAutomation>,
    pub named: Vec<LiveNamed>,
    /// Those of the site itself.
    pub api_keys: Vec<LiveApiKey>,
    /// Who administers the parent site, and with it this one, as far as the site shows it.
    pub parent_admins: Vec<Box<str>>,
    /// What gives access, or may, and is told by a text alone.
    pub beyond: Vec<Beyond>,
    /// What the site shows that is not as it promises: told, and otherwise left alone.
    pub odd: Vec<Problem>,
    /// Lists that were not shown: what they hold is not known, and counts in nothing.
    pub unread: Vec<Unread>,
    /// The key that is at work; none for an embedded store.
    pub key: Option<KeyIdentity>,
}

impl LiveSite {
    /// The number of the workspace of a name.
    pub fn workspace(&self, name: &str) -> Option<i64> {
        let mut workspaces = self.named.iter().filter(|one| *one.kind == kinds::WORKSPACE);
        workspaces.find(|one| *one.title() == *name).map(|one| one.id)
    }

    /// The first things that are odd, and how many more there are.
    pub fn first_odd(&self) -> (&[Problem], usize) {
        const SHOWN: usize = 20;
        let shown = self.odd.len().min(SHOWN);
        (&self.odd[..shown], self.odd.len() - shown)
    }

    /// The names of the partners, whether or not their list was read.
    pub fn partners(&self) -> impl Iterator<Item = &str> {
        let partners = self.named.iter().filter(|named| named.kind == NamedKind::PARTNER);
        let of_users = self.users.iter().filter_map(|user| {
            user.attributes.get("partner_id").as_reference().map(|reference| &*reference.name)
        });
        partners.filter_map(|named| named.name.as_deref()).chain(of_users)
    }

    /// The share links, and where they lead.
    pub fn links(&self) -> impl Iterator<Item = (&str, &Value)> {
        let links = self.named.iter().filter(|named| named.kind == NamedKind::BUNDLE);
        links.filter_map(|link| Some((link.name.as_deref()?, link.attributes.get("paths"))))
    }

    /// The lists that were not shown, of those that a definition asks for.
    pub fn unread_for(&self, site: &Definition) -> impl Iterator<Item = &Unread> {
        let is_asked_for = |unread: &&Unread| {
            let mut kinds = NamedKind::all().filter(|kind| kind.list == unread.list);
            kinds.next().is_none_or(|kind| site.asks_for(kind))
        };
        self.unread.iter().filter(is_asked_for)
    }

    /// Whether there is an object of that kind and name, of those that are known by name alone.
    pub fn has_named(&self, kind: &Kind, name: &str) -> bool {
        if *kind == kinds::AUTOMATION {
            return self.automations.iter().any(|one| one.name.as_deref() == Some(name));
        }
        if *kind == kinds::API_KEY {
            return self.api_keys.iter().any(|key| *key.name == *name);
        }
        self.named.iter().any(|one| one.kind.kind() == kind && *one.title() == *name)
    }

    /// How many objects of a kind there are.
    pub fn count(&self, kind: &Kind) -> usize {
        let keys = |of: fn(&LiveUser) -> usize| self.users.iter().map(of).sum();
        let counts = [
            (&kinds::USER, self.users.len()),
            (&kinds::GROUP, self.groups.len()),
            (&kinds::MEMBERSHIP, self.memberships.len()),
            (&kinds::SSH_KEY, keys(|user| user.ssh_keys.len())),
            (&kinds::API_KEY, keys(|user| user.api_keys.len()) + self.api_keys.len()),
            (&kinds::FOLDER, self.folders.len()),
            (&kinds::GRANT, self.grants.len()),
            (&kinds::BEHAVIOR, self.behaviors.len()),
            (&kinds::AUTOMATION, self.automations.len()),
            (&kinds::CHILD_SITE, self.child_grants.len()),
        ];
        let found = counts.into_iter().find(|(known, _)| *known == kind);
        let named = || self.named.iter().filter(|named| named.kind.kind() == kind).count();
        found.map_or_else(named, |(_, count)| count)
    }

    /// How much there is of what.
    pub fn contents(&self) -> Contents {
        let is_bot = |user: &&LiveUser| *user.attributes.get("self_managed") == Value::Bool(false);
        let child_sites: BTreeSet<i64> = self.child_grants.iter().map(|grant| grant.site).collect();
        let mut all = Contents::default();
        all.accounts(self.users.len(), self.users.iter().filter(is_bot).count());
        all.kind(&kinds::GROUP, self.groups.len());
        all.kind(&kinds::FOLDER, self.folders.len());
        all.kind(&kinds::GRANT, self.grants.len());
        all.kind(&kinds::BEHAVIOR, self.behaviors.len());
        all.kind(&kinds::AUTOMATION, self.automations.len());
        all.named(self.named.iter().map(|named| named.kind));
        all.kind(&kinds::API_KEY, self.api_keys.len());
        all.kind(&kinds::CHILD_SITE, child_sites.len());
        all
    }
}
