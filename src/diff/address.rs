//! Addresses: what changes, steps and findings call an object.
//!
//! This file and `kind.rs` are the only ones that tell kinds of address apart, and each time all
//! of them: whoever adds a kind is asked here what it is, and nowhere else.

use super::action::{Action, Edit, Permission, Presence};
use super::ident::{Ident, folded};
use super::kind::{
    AccessPart, AddressKind, Belonging, ChildSiteGrant, FolderGrant, HeldKey, Whole,
};
use super::operation::Operation;
use super::subject::Subject;
use crate::model::kinds::{FENCE, HOSTING};
use crate::model::{ChildLevel, Level, NamedKind, Referent, path};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An object by its natural key, in the site's spelling. Ordered as plans list objects.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Address {
    Site,
    Group {
        group: String,
    },
    User {
        user: String,
    },
    SshKey {
        user: String,
        title: String,
    },
    /// Of a user, or of the site itself.
    ApiKey {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<String>,
        name: String,
    },
    Membership {
        group: String,
        user: String,
    },
    Folder {
        path: String,
    },
    Grant {
        path: String,
        grantee: Subject,
        level: Level,
        recursive: bool,
    },
    Behavior {
        path: String,
        behavior: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// A schedule, a lifecycle rule.
    Named {
        resource: NamedKind,
        name: String,
    },
    Automation {
        name: String,
    },
    /// A role on a child site.
    ChildSiteGrant {
        site: i64,
        grantee: Subject,
        level: ChildLevel,
    },
}

impl Address {
    pub fn kind(&self) -> AddressKind {
        match self {
            Address::Site => AddressKind::Site,
            Address::Group { .. } => AddressKind::Group,
            Address::User { .. } => AddressKind::User,
            Address::SshKey { .. } => AddressKind::SshKey,
            Address::ApiKey { .. } => AddressKind::ApiKey,
            Address::Membership { .. } => AddressKind::Membership,
            Address::Folder { .. } => AddressKind::Folder,
            Address::Grant { .. } => AddressKind::Grant,
            Address::Behavior { .. } => AddressKind::Behavior,
            Address::Named { resource, .. } => AddressKind::Named(*resource),
            Address::Automation { .. } => AddressKind::Automation,
            Address::ChildSiteGrant { .. } => AddressKind::ChildSiteGrant,
        }
    }

    /// The object itself where it stands alone, or else the one that it belongs to.
    pub fn whole(&self) -> Whole<'_> {
        match self {
            Address::Site => Whole::Site,
            Address::Group { group } | Address::Membership { group, .. } => Whole::Group(group),
            Address::User { user }
            | Address::SshKey { user, .. }
            | Address::ApiKey { user: Some(user), .. } => Whole::User(user),
            Address::ApiKey { user: None, .. } => Whole::Site,
            Address::Folder { path }
            | Address::Grant { path, .. }
            | Address::Behavior { path, .. } => Whole::Folder(path),
            Address::Named { resource, name } => Whole::Named(*resource, name),
            Address::Automation { name } => Whole::Automation(name),
            Address::ChildSiteGrant { site, .. } => Whole::ChildSite(*site),
        }
    }

    /// The object where it belongs to another one.
    pub fn belonging(&self) -> Option<Belonging<'_>> {
        match self {
            Address::SshKey { user, title } => Some(Belonging::SshKey { user, title }),
            Address::ApiKey { user, name } => {
                Some(Belonging::ApiKey { user: user.as_deref(), name })
            }
            Address::Membership { group, user } => Some(Belonging::Membership { group, user }),
            Address::Grant { path, grantee, level, recursive } => {
                let (level, recursive) = (*level, *recursive);
                Some(Belonging::Grant(FolderGrant { path, grantee, level, recursive }))
            }
            Address::Behavior { path, behavior, name } => {
                Some(Belonging::Behavior { path, behavior, name: name.as_deref() })
            }
            Address::ChildSiteGrant { site, grantee, level } => {
                let (site, level) = (*site, *level);
                Some(Belonging::ChildSiteGrant(ChildSiteGrant { site, grantee, level }))
            }
            Address::Site
            | Address::Group { .. }
            | Address::User { .. }
            | Address::Folder { .. }
            | Address::Named { .. }
            | Address::Automation { .. } => None,
        }
    }

    /// What it has to do with people's access.
    pub fn access_part(&self) -> AccessPart<'_> {
        match self {
            Address::Site => AccessPart::Settings,
            Address::Group { group } => AccessPart::Group(group),
            Address::User { user } => AccessPart::User(user),
            Address::Membership { group, user } => AccessPart::Membership { group, user },
            Address::Folder { path } => AccessPart::Folder(path),
            Address::Grant { path, grantee, level, recursive } => {
                let (level, recursive) = (*level, *recursive);
                AccessPart::Grant(FolderGrant { path, grantee, level, recursive })
            }
            Address::Behavior { path, behavior, .. } if behavior == FENCE => {
                AccessPart::Fence(path)
            }
            Address::Named { resource, name } if *resource == NamedKind::PARTNER => {
                AccessPart::Partner(name)
            }
            Address::Named { resource, name } if *resource == NamedKind::BUNDLE => {
                AccessPart::Link(name)
            }
            Address::Behavior { path, behavior, .. } => AccessPart::Setting { path, behavior },
            Address::ApiKey { user: None, name } => AccessPart::SiteKey(name),
            Address::SshKey { .. }
            | Address::ApiKey { .. }
            | Address::Named { .. }
            | Address::Automation { .. } => AccessPart::Nothing,
            Address::ChildSiteGrant { site, grantee, level } => {
                let (site, level) = (*site, *level);
                AccessPart::ChildRole(ChildSiteGrant { site, grantee, level })
            }
        }
    }

    /// The call that does this to it.
    pub fn action(&self, operation: Operation) -> Result<Action<'_>, Impossible> {
        let (edit, presence) = (operation.edit(), operation.presence());
        let action = match self {
            Address::Site => (operation == Operation::Update).then_some(Action::UpdateSettings),
            Address::Group { group } => edit.map(|edit| Action::Group(edit, group)),
            Address::User { user } => edit.map(|edit| Action::User(edit, user)),
            Address::SshKey { user, title } => {
                presence.map(|presence| Action::SshKey { presence, user, title })
            }
            Address::ApiKey { user, name } => {
                edit.map(|edit| Action::ApiKey { edit, user: user.as_deref(), name })
            }
            Address::Membership { group, user } => edit.map(|edit| {
                let presence = match edit {
                    Edit::Create | Edit::Update => Presence::Create,
                    Edit::Delete => Presence::Delete,
                };
                Action::Membership { presence, group, user }
            }),
            Address::Folder { path } => Some(Action::Folder(operation.folder_edit(), path)),
            Address::Grant { path, grantee, level, recursive } => presence.map(|presence| {
                let (level, recursive) = (*level, *recursive);
                let grant = FolderGrant { path, grantee, level, recursive };
                Action::Permission(presence, Permission::Folder(grant))
            }),
            Address::Behavior { path, behavior, name } => {
                let name = name.as_deref();
                edit.map(|edit| Action::Behavior { edit, path, behavior, name })
            }
            Address::Named { resource, name } => {
                edit.map(|edit| Action::Named(edit, *resource, name))
            }
            Address::Automation { name } => edit.map(|edit| Action::Automation(edit, name)),
            Address::ChildSiteGrant { site, grantee, level } => presence.map(|presence| {
                let grant = ChildSiteGrant { site: *site, grantee, level: *level };
                Action::Permission(presence, Permission::ChildSite(grant))
            }),
        };
        action.ok_or_else(|| Impossible { address: self.clone(), operation })
    }

    /// The object in the form in which the site compares names. `live_id` tells apart what may
    /// share a name.
    pub fn ident(&self, live_id: Option<i64>) -> Ident {
        let fold = |name: &str| path::fold(name).into_owned();
        let folder = |text: &str| path::key(text).into_owned();
        match self {
            Address::Site => Ident::Site,
            Address::Group { group } => Ident::Group(fold(group)),
            Address::User { user } => Ident::User(fold(user)),
            Address::SshKey { user, title } => {
                Ident::SshKey { user: fold(user), title: title.clone() }
            }
            Address::ApiKey { user, name } => match live_id {
                Some(id) => Ident::ApiKeyId(id),
                None => Ident::ApiKey { user: user.as_deref().map(fold), name: name.clone() },
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
            Address::Named { resource, name } => match live_id.filter(|_| resource.is_row()) {
                Some(id) => Ident::RowId(*resource, id),
                None => Ident::Named(*resource, resource.name_key(name).into_owned()),
            },
            Address::Automation { name } => match live_id {
                Some(id) => Ident::AutomationId(id),
                None => Ident::Automation(name.clone()),
            },
        }
    }

    /// The name or path of an object that is known by that alone.
    pub fn name(&self) -> Option<&str> {
        match self.whole() {
            Whole::Group(name)
            | Whole::User(name)
            | Whole::Folder(name)
            | Whole::Named(_, name)
            | Whole::Automation(name) => Some(name).filter(|_| self.belonging().is_none()),
            Whole::Site | Whole::ChildSite(_) => None,
        }
    }

    fn name_of(&self, kind: AddressKind) -> Option<&str> {
        self.name().filter(|_| self.kind() == kind)
    }

    /// The user that it is, and not one that it belongs to.
    pub fn user(&self) -> Option<&str> {
        self.name_of(AddressKind::User)
    }

    /// The group that it is.
    pub fn group(&self) -> Option<&str> {
        self.name_of(AddressKind::Group)
    }

    /// The path of the folder that it is.
    pub fn folder(&self) -> Option<&str> {
        self.name_of(AddressKind::Folder)
    }

    pub fn automation(&self) -> Option<&str> {
        self.name_of(AddressKind::Automation)
    }

    /// The grant on a folder that it is.
    pub fn grant(&self) -> Option<FolderGrant<'_>> {
        match self.belonging()? {
            Belonging::Grant(grant) => Some(grant),
            Belonging::SshKey { .. }
            | Belonging::ApiKey { .. }
            | Belonging::Membership { .. }
            | Belonging::Behavior { .. }
            | Belonging::ChildSiteGrant(_) => None,
        }
    }

    /// Group and user, where it is a membership.
    pub fn membership(&self) -> Option<(&str, &str)> {
        match self.belonging()? {
            Belonging::Membership { group, user } => Some((group, user)),
            Belonging::SshKey { .. }
            | Belonging::ApiKey { .. }
            | Belonging::Grant(_)
            | Belonging::Behavior { .. }
            | Belonging::ChildSiteGrant(_) => None,
        }
    }

    /// The type of the folder setting that it is.
    pub fn behavior(&self) -> Option<&str> {
        match self.belonging()? {
            Belonging::Behavior { behavior, .. } => Some(behavior),
            Belonging::SshKey { .. }
            | Belonging::ApiKey { .. }
            | Belonging::Membership { .. }
            | Belonging::Grant(_)
            | Belonging::ChildSiteGrant(_) => None,
        }
    }

    /// The role on a child site that it is.
    pub fn child_site_grant(&self) -> Option<ChildSiteGrant<'_>> {
        match self.belonging()? {
            Belonging::ChildSiteGrant(grant) => Some(grant),
            Belonging::SshKey { .. }
            | Belonging::ApiKey { .. }
            | Belonging::Membership { .. }
            | Belonging::Grant(_)
            | Belonging::Behavior { .. } => None,
        }
    }

    /// The key that it is, and whose.
    pub fn key(&self) -> Option<HeldKey<'_>> {
        match self.belonging()? {
            Belonging::SshKey { user, title } => {
                Some(HeldKey { user: Some(user), name: title, is_ssh: true })
            }
            Belonging::ApiKey { user, name } => Some(HeldKey { user, name, is_ssh: false }),
            Belonging::Membership { .. }
            | Belonging::Grant(_)
            | Belonging::Behavior { .. }
            | Belonging::ChildSiteGrant(_) => None,
        }
    }

    /// The folder that it stands on.
    pub fn stands_on(&self) -> Option<&str> {
        match self.whole() {
            Whole::Folder(path) => self.belonging().map(|_| path),
            Whole::Site
            | Whole::Group(_)
            | Whole::User(_)
            | Whole::Named(..)
            | Whole::Automation(_)
            | Whole::ChildSite(_) => None,
        }
    }

    /// The folder that it is, or stands on.
    pub fn place(&self) -> Option<&str> {
        self.folder().or_else(|| self.stands_on())
    }

    /// The folder that it goes with.
    pub fn lies_in(&self) -> Option<&str> {
        match self.folder() {
            Some(path) => path::parent(path),
            None => self.stands_on(),
        }
    }

    /// What others refer to by name, where it is that.
    pub fn referent(&self) -> Option<(Referent, &str)> {
        let hosting = self.stands_on().filter(|_| self.behavior() == Some(HOSTING));
        let named = || Some((self.kind().referent()?, self.name()?));
        hosting.map(|folder| (Referent::BEHAVIOR, folder)).or_else(named)
    }

    /// What else it names. Folders are found by [`place`](Self::place).
    pub fn refers(&self) -> Vec<(Referent, &str)> {
        match self {
            Address::Membership { group, user } => {
                vec![(Referent::USER, user), (Referent::GROUP, group)]
            }
            Address::SshKey { user, .. } | Address::ApiKey { user: Some(user), .. } => {
                vec![(Referent::USER, user)]
            }
            Address::Grant { grantee, .. } | Address::ChildSiteGrant { grantee, .. } => {
                grantee.refers()
            }
            Address::Site
            | Address::ApiKey { user: None, .. }
            | Address::Group { .. }
            | Address::User { .. }
            | Address::Folder { .. }
            | Address::Behavior { .. }
            | Address::Named { .. }
            | Address::Automation { .. } => Vec::new(),
        }
    }

    /// Every name and path in it by which a person would tell it.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Address::Site => Vec::new(),
            Address::Group { group: name }
            | Address::User { user: name }
            | Address::Folder { path: name }
            | Address::Behavior { path: name, .. }
            | Address::Named { name, .. }
            | Address::Automation { name } => vec![name],
            Address::SshKey { user, title: name } => vec![user, name],
            Address::ApiKey { user, name } => user.iter().chain([name]).map(|it| &**it).collect(),
            Address::Membership { group, user } => vec![group, user],
            Address::Grant { path, grantee, .. } => {
                grantee.names().iter().map(String::as_str).chain([&**path]).collect()
            }
            Address::ChildSiteGrant { grantee, .. } => {
                grantee.names().iter().map(String::as_str).collect()
            }
        }
    }

    /// The same object under another name or path; nothing where it cannot have that.
    pub fn renamed(&self, to: Option<&str>) -> Option<Address> {
        let new = || to.map(str::to_owned);
        Some(match self {
            Address::Group { .. } => Address::Group { group: new()? },
            Address::User { .. } => Address::User { user: new()? },
            Address::Folder { .. } => Address::Folder { path: new()? },
            Address::Named { resource, .. } => Address::Named { resource: *resource, name: new()? },
            Address::Automation { .. } => Address::Automation { name: new()? },
            Address::Behavior { path, behavior, .. } => {
                let (path, behavior) = (path.clone(), behavior.clone());
                Address::Behavior { path, behavior, name: new() }
            }
            Address::Site
            | Address::SshKey { .. }
            | Address::ApiKey { .. }
            | Address::Membership { .. }
            | Address::Grant { .. }
            | Address::ChildSiteGrant { .. } => return None,
        })
    }

    /// Follows the move of a folder that it is, or stands on, or of one above.
    pub fn moved(self, from: &str, to: &str) -> Address {
        let moved = |path: String| path::moved(&path, from, to);
        match self {
            Address::Folder { path } => Address::Folder { path: moved(path) },
            Address::Grant { path, grantee, level, recursive } => {
                Address::Grant { path: moved(path), grantee, level, recursive }
            }
            Address::Behavior { path, behavior, name } => {
                Address::Behavior { path: moved(path), behavior, name }
            }
            Address::Site
            | Address::Group { .. }
            | Address::User { .. }
            | Address::SshKey { .. }
            | Address::ApiKey { .. }
            | Address::Membership { .. }
            | Address::Named { .. }
            | Address::Automation { .. }
            | Address::ChildSiteGrant { .. } => self,
        }
    }

    /// The name that no two of its kind have at a time, as the site compares it.
    pub fn unique_name(&self) -> Option<(AddressKind, String)> {
        match self {
            Address::Group { group: name }
            | Address::User { user: name }
            | Address::Folder { path: name } => Some((self.kind(), path::key(name).into_owned())),
            Address::Named { name, .. } => Some((self.kind(), name.clone())),
            // Names of automations repeat.
            Address::Automation { .. }
            | Address::Site
            | Address::SshKey { .. }
            | Address::ApiKey { .. }
            | Address::Membership { .. }
            | Address::Grant { .. }
            | Address::Behavior { .. }
            | Address::ChildSiteGrant { .. } => None,
        }
    }

    /// What it shares with the one that it replaces, where both are there for a while.
    pub fn succession(&self) -> Option<(AddressKind, String, String)> {
        let (of, what) = match self {
            Address::SshKey { user, .. } => (user.clone(), String::new()),
            Address::ApiKey { user, name } => (user.clone().unwrap_or_default(), name.clone()),
            Address::ChildSiteGrant { site, grantee, .. } => {
                (grantee.to_string(), site.to_string())
            }
            // Of grants on folders safety decides.
            Address::Grant { .. }
            | Address::Site
            | Address::Group { .. }
            | Address::User { .. }
            | Address::Membership { .. }
            | Address::Folder { .. }
            | Address::Behavior { .. }
            | Address::Named { .. }
            | Address::Automation { .. } => return None,
        };
        Some((self.kind(), of, what))
    }
}

/// As messages name an object.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |path: &str| path::display(path).to_owned();
        match self {
            Address::Site => f.write_str("site settings"),
            Address::Group { group } => write!(f, "group {group:?}"),
            Address::User { user } => write!(f, "user {user:?}"),
            Address::SshKey { user, title } => write!(f, "ssh-key {title:?} of user {user:?}"),
            Address::ApiKey { user: Some(user), name } => {
                write!(f, "api-key {name:?} of user {user:?}")
            }
            Address::ApiKey { user: None, name } => write!(f, "api-key {name:?}"),
            Address::Membership { group, user } => write!(f, "user {user:?} in group {group:?}"),
            Address::Folder { path } => write!(f, "folder {:?}", at(path)),
            Address::Grant { path, grantee, level, recursive } => {
                let scope = if *recursive { "" } else { " (this folder only)" };
                write!(f, "{} on {:?} for {grantee}{scope}", level.as_str(), at(path))
            }
            Address::Behavior { path, behavior, name } => {
                write!(f, "{behavior} on {:?}", at(path))?;
                name.as_ref().map_or(Ok(()), |name| write!(f, " ({name:?})"))
            }
            Address::Named { resource, name } => write!(f, "{} {name:?}", resource.word),
            Address::Automation { name } => write!(f, "automation {name:?}"),
            Address::ChildSiteGrant { site, grantee, level } => {
                write!(f, "{} on child-site {site} for {grantee}", level.word())
            }
        }
    }
}

/// No such call exists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Impossible {
    pub address: Address,
    pub operation: Operation,
}

impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self.operation {
            Operation::Create => "created",
            Operation::Update => "updated",
            Operation::Move => "moved",
            Operation::Delete => "deleted",
        };
        write!(f, "{} cannot be {verb}", self.address)
    }
}
