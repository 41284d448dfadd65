//! Objects in the form in which the site compares names: two that are equal are one object.
//!
//! In: addresses, by [`Address::ident`](super::Address::ident), and live records.

use super::subject::Subject;
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
        user: Option<String>,
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
    /// Where the plan knows the id: what is of another object is called after that.
    RowId(NamedKind, i64),
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
pub(super) fn folded(grantee: &Subject) -> Subject {
    match grantee {
        Subject::User(name) => Subject::User(fold(name)),
        Subject::Group(name) => Subject::Group(fold(name)),
        Subject::Partner(name) => Subject::Partner(fold(name)),
        Subject::AllOf(names) => all_of(names.iter().map(|name| fold(name)).collect()),
    }
}

/// By folded names, as a site that was read calls them.
pub fn named_holder(grantee: &Grantee, names: &Names) -> Subject {
    let text = |key: &Key| names.key_text(*key).to_owned();
    match grantee {
        Grantee::User(user) => Subject::User(text(user)),
        Grantee::Group(group) => Subject::Group(text(group)),
        Grantee::AllOf(all) => all_of(all.iter().map(text).collect()),
        Grantee::Partner(partner) => Subject::Partner(text(partner)),
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
        partner @ Subject::Partner(_) => partner,
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
            holder: named_holder(&grant.grantee, names),
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
            Ident::ApiKey { user: owner, name } => Ident::ApiKey { user: owner.map(user), name },
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
            | Ident::RowId(..)
            | Ident::Automation(_)
            | Ident::AutomationId(_)) => same,
        }
    }
}
