//! Who administers the site, its billing, its groups and its child sites, at one moment. Who
//! administers folders follows from grants.

use super::coverage::who_has_any;
use super::expectations::globs;
use super::view::View;
use super::{Atoms, Renames, renamed};
use crate::model::expect::{Expectation, Office, Roster};
use crate::model::glob::Pattern;
use crate::model::{ChildLevel, Definition, Grantee, Key, Value};
use rustc_hash::{FxHashMap, FxHashSet};

/// The roles of an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Roles {
    pub site: bool,
    pub read_only: bool,
    pub billing: bool,
    /// Of a workspace.
    pub workspace: bool,
    /// Of the partner whose user it is.
    pub partner: bool,
}

/// A role on a child site, and who holds it.
pub type ChildRole = (Grantee, i64, ChildLevel);

#[derive(Debug, Clone, Default)]
pub struct Offices {
    /// Of those who have any.
    roles: FxHashMap<Key, Roles>,
    /// Group and user.
    group_admins: FxHashSet<(Key, Key)>,
    child_roles: FxHashSet<ChildRole>,
}

impl Offices {
    /// What a definition says.
    pub fn of_definition(site: &Definition) -> Self {
        let mut offices = Offices::default();
        for user in &site.users {
            for setting in user.attributes.iter() {
                offices.set(user.key, setting.attribute.name, &setting.value);
            }
        }
        for membership in site.memberships.iter().filter(|one| one.admin == Some(true)) {
            offices.appoint(membership.group, membership.user);
        }
        for child in &site.child_sites {
            for grant in &child.grants {
                offices.give((grant.grantee.clone(), child.id, grant.level));
            }
        }
        offices
    }

    /// An attribute of an account, named as the API does; others do not matter.
    pub fn set(&mut self, user: Key, name: &str, value: &Value) {
        let mut roles = self.roles(user);
        let role = match name {
            "site_admin" => &mut roles.site,
            "readonly_site_admin" => &mut roles.read_only,
            "billing_permission" => &mut roles.billing,
            "workspace_admin" => &mut roles.workspace,
            "partner_admin" => &mut roles.partner,
            _ => return,
        };
        *role = value.as_bool() == Some(true);
        if roles == Roles::default() {
            self.roles.remove(&user)
        } else {
            self.roles.insert(user, roles)
        };
    }

    /// Makes a member administrator of the group.
    pub fn appoint(&mut self, group: Key, user: Key) {
        self.group_admins.insert((group, user));
    }

    pub fn dismiss(&mut self, group: Key, user: Key) {
        self.group_admins.remove(&(group, user));
    }

    pub fn give(&mut self, role: ChildRole) {
        self.child_roles.insert(role);
    }

    pub fn take(&mut self, role: &ChildRole) {
        self.child_roles.remove(role);
    }

    /// Accounts and groups go, and with them what they hold.
    pub fn without(&mut self, users: &FxHashSet<Key>, groups: &FxHashSet<Key>) {
        if users.is_empty() && groups.is_empty() {
            return;
        }
        self.roles.retain(|user, _| !users.contains(user));
        self.group_admins.retain(|(group, user)| !groups.contains(group) && !users.contains(user));
        self.child_roles.retain(|(grantee, ..)| match grantee {
            Grantee::User(user) => !users.contains(user),
            Grantee::Group(group) => !groups.contains(group),
            Grantee::AllOf(all) => all.iter().all(|group| !groups.contains(group)),
            Grantee::Partner(_) => true,
        });
    }

    /// The same under the names of a later state.
    #[must_use]
    pub fn renamed(self, renames: &Renames) -> Self {
        let Offices { roles, group_admins, child_roles } = self;
        let admins = group_admins.into_iter();
        let child_roles = child_roles.into_iter();
        Offices {
            roles: roles.into_iter().map(|(user, of)| (renames.of_user(user), of)).collect(),
            group_admins: admins
                .map(|(group, user)| (renames.of_group(group), renames.of_user(user)))
                .collect(),
            child_roles: child_roles
                .map(|(grantee, site, level)| (renamed(&grantee, renames), site, level))
                .collect(),
        }
    }

    pub fn roles(&self, user: Key) -> Roles {
        self.roles.get(&user).copied().unwrap_or_default()
    }

    /// Everybody with a role, in no order.
    pub fn with_roles(&self) -> impl Iterator<Item = Key> {
        self.roles.keys().copied()
    }

    /// Groups and their administrators.
    pub fn group_admins(&self) -> &FxHashSet<(Key, Key)> {
        &self.group_admins
    }

    pub fn child_roles(&self) -> &FxHashSet<ChildRole> {
        &self.child_roles
    }

    fn holders(&self, view: &View<'_>, office: &Office) -> FxHashSet<Key> {
        let of = |has: fn(&Roles) -> bool| {
            let holders = self.roles.iter().filter(|(_, roles)| has(roles));
            holders.map(|(user, _)| *user).collect()
        };
        match office {
            Office::Site => of(|roles| roles.site),
            Office::ReadOnly => of(|roles| roles.read_only),
            Office::Billing => of(|roles| roles.billing && !roles.site),
            Office::Group(group) => {
                let admins = self.group_admins.iter().filter(|(of, _)| of == group);
                admins.map(|(_, user)| *user).collect()
            }
            Office::Folders(glob) => {
                let patterns = globs(glob).filter_map(|text| Pattern::glob(text).ok());
                let found = patterns.flat_map(|pattern| {
                    who_has_any(view, &pattern, Atoms::MANAGE, view.state.users())
                });
                found.map(|found| found.user).filter(|user| !self.roles(*user).site).collect()
            }
        }
    }
}

/// A list that is not the one that there is.
#[derive(Debug)]
pub struct Misfit<'d> {
    pub expectation: &'d Expectation,
    pub roster: &'d Roster,
    /// Who administers it and is not named, sorted.
    pub unnamed: Vec<Key>,
    /// Who is named and does not administer it, in the order of the list.
    pub lacking: Vec<Key>,
}

/// The lists of administrators that do not hold, in the order of the definition. Of folders and of
/// the billing, a site administrator may be named and need not be.
pub fn misfits<'d>(
    view: &View<'_>,
    offices: &Offices,
    expectations: &'d [Expectation],
) -> Vec<Misfit<'d>> {
    let rosters = expectations.iter().flat_map(|e| e.rosters.iter().map(move |one| (e, one)));
    rosters
        .filter_map(|(expectation, roster)| {
            let holders = offices.holders(view, &roster.office);
            let everywhere = |user: &Key| {
                matches!(roster.office, Office::Folders(_) | Office::Billing)
                    && offices.roles(*user).site
            };
            let named = roster.users.iter().map(|(user, _)| *user);
            let lacking: Vec<Key> =
                named.filter(|user| !holders.contains(user) && !everywhere(user)).collect();
            let named: FxHashSet<Key> = roster.users.iter().map(|(user, _)| *user).collect();
            let mut unnamed: Vec<Key> =
                holders.into_iter().filter(|user| !named.contains(user)).collect();
            unnamed.sort_unstable();
            let holds = unnamed.is_empty() && lacking.is_empty();
            (!holds).then_some(Misfit { expectation, roster, unnamed, lacking })
        })
        .collect()
}
