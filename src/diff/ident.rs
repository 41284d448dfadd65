//! Objects in the form in which the site compares names: two that are equal are one object.
//!
//! In: addresses, by [`Address::ident`](super::Address::ident), and live records.

use super::address::Subject;
use crate::live::{LiveGrant, LiveMembership};
use crate::model::{ChildLevel, Grantee, Key, Level, NamedKind, Names, path};

/// An object by its natural key.
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
        holder: Holder,
        level: Level,
        recursive: bool,
    },
    ChildSiteGrant {
        site: i64,
        holder: Holder,
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

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Holder {
    User(String),
    /// Whoever is in all of these; sorted.
    Groups(Vec<String>),
}

fn fold(name: &str) -> String {
    path::fold(name).into_owned()
}

fn groups(mut names: Vec<String>) -> Holder {
    names.sort_unstable();
    names.dedup();
    Holder::Groups(names)
}

impl Holder {
    pub(super) fn of(grantee: &Subject) -> Self {
        match grantee {
            Subject::User(name) => Holder::User(fold(name)),
            Subject::Group(name) => groups(vec![fold(name)]),
            Subject::AllOf(names) => groups(names.iter().map(|name| fold(name)).collect()),
        }
    }

    pub fn of_grantee(grantee: &Grantee, names: &Names) -> Self {
        let text = |key: &Key| names.key_text(*key).to_owned();
        match grantee {
            Grantee::User(user) => Holder::User(text(user)),
            Grantee::Group(group) => groups(vec![text(group)]),
            Grantee::AllOf(all) => groups(all.iter().map(text).collect()),
        }
    }

    fn map(self, user: impl Fn(String) -> String, group: impl Fn(String) -> String) -> Self {
        match self {
            Holder::User(name) => Holder::User(user(name)),
            Holder::Groups(names) => groups(names.into_iter().map(group).collect()),
        }
    }
}

impl Ident {
    pub fn of_membership(membership: &LiveMembership, names: &Names) -> Self {
        let text = |key: Key| names.key_text(key).to_owned();
        Ident::Membership { group: text(membership.group), user: text(membership.user) }
    }

    pub fn of_grant(grant: &LiveGrant, names: &Names) -> Self {
        Ident::Grant {
            folder: names.key_text(grant.folder).to_owned(),
            holder: Holder::of_grantee(&grant.grantee, names),
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
                holder: holder.map(user, group),
                level,
                recursive,
            },
            Ident::ChildSiteGrant { site, holder, level } => {
                Ident::ChildSiteGrant { site, holder: holder.map(user, group), level }
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
