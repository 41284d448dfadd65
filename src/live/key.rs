//! Whose key is at work, and what that lets it do.

use super::{LiveGrant, LiveOwner, LiveSite};
use crate::model::{Grantee, Key, Level};

/// The key that reads the site, and that would change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyIdentity {
    pub id: Option<i64>,
    /// None: a key of the whole site.
    pub user: Option<Key>,
    /// The API's word for what the key is limited to.
    pub permission_set: Option<Box<str>>,
    /// The number of the workspace whose site it shows, and which it does not leave.
    pub workspace: Option<i64>,
}

/// What a key may do, by the role of its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rights {
    /// The site's own key, or a site administrator's.
    Everything,
    /// Permissions, settings and automations of these folders and all below; new members of
    /// these groups.
    Part { folders: Vec<Key>, groups: Vec<Key> },
    /// It sees all, and changes nothing.
    ReadOnly,
    /// It is limited to something else than the site's administration.
    Limited(Box<str>),
}

impl LiveSite {
    /// What the key at work may do; none where no key is at work, or it is not known whose.
    pub fn rights(&self) -> Option<Rights> {
        let key = self.key.as_ref()?;
        if let Some(set) = key.permission_set.as_deref().filter(|set| *set != "full") {
            return Some(Rights::Limited(set.into()));
        }
        let Some(user) = key.user else { return Some(Rights::Everything) };
        let account = self.users.iter().find(|account| account.key == user)?;
        if account.attributes.is_on("site_admin") {
            return Some(Rights::Everything);
        }
        let folders = self.administered_folders(user);
        if account.attributes.is_on("readonly_site_admin") && folders.is_empty() {
            return Some(Rights::ReadOnly);
        }
        let groups = self.memberships.iter().filter(|m| m.admin && m.user == user);
        let groups = groups.map(|membership| membership.group).collect();
        Some(Rights::Part { folders, groups })
    }

    fn administered_folders(&self, user: Key) -> Vec<Key> {
        self.admin_grants_of(user).map(|grant| grant.folder).collect()
    }

    /// The grants that make somebody a Folder Admin.
    pub fn admin_grants_of(&self, user: Key) -> impl Iterator<Item = &LiveGrant> {
        let within =
            move |group: &Key| self.memberships.iter().any(|m| m.user == user && m.group == *group);
        let holds = move |grantee: &Grantee| match grantee {
            Grantee::User(key) => *key == user,
            Grantee::Group(group) => within(group),
            Grantee::AllOf(groups) => groups.iter().all(within),
            // A partner never administers.
            Grantee::Partner(_) => false,
        };
        let grants = self.grants.iter().filter(|grant| grant.level == Level::Admin);
        grants.filter(move |grant| holds(&grant.grantee))
    }

    /// Who owns an automation after the key at work edits it.
    pub fn owner_after_edit(&self) -> LiveOwner {
        match (self.rights(), self.key.as_ref().and_then(|key| key.user)) {
            (Some(Rights::Part { .. }), Some(user)) => LiveOwner::User(user),
            _ => LiveOwner::Site,
        }
    }
}
