//! Site, read-only, billing and group administrators.

use super::{Finding, Power};
use crate::access::Roles;
use crate::model::{Grantee, Key};
use rustc_hash::FxHashMap;

type Role = (Power, fn(&Roles) -> bool);

/// Whose role makes the billing theirs as well is told of that role only.
const ROLES: [Role; 5] = [
    (Power::SiteAdmin, |roles| roles.site),
    (Power::ReadOnlyAdmin, |roles| roles.read_only),
    (Power::BillingAdmin, |roles| roles.billing),
    (Power::WorkspaceAdmin, |roles| roles.workspace),
    (Power::PartnerAdmin, |roles| roles.partner),
];

impl Finding<'_> {
    /// Site, read-only and billing administrators. Of those who can sign in.
    pub(super) fn roles(&mut self) {
        let offices = self.sides.offices;
        let mut users: Vec<Key> = offices.iter().flat_map(|offices| offices.with_roles()).collect();
        users.sort_unstable();
        users.dedup();
        for user in users {
            let is_open = |at: usize| {
                let account = self.state(at).account(user);
                account.is_none_or(|account| !account.disabled)
            };
            let held: [Roles; 2] = [0, 1].map(|at| offices[at].roles(user));
            let open = [0, 1].map(is_open);
            for (power, has) in ROLES {
                for (sign, at) in self.sides() {
                    let other = 1 - at;
                    let is_implied =
                        power == Power::BillingAdmin && (held[at].site || held[other].site);
                    if is_implied {
                        continue;
                    }
                    let comes = has(&held[at]) && !has(&held[other]);
                    let opens = has(&held[at]) && open[at] && !open[other];
                    if comes || opens {
                        let declared = self.declared.of_user(user);
                        self.gives(sign, power.clone(), user, declared);
                    }
                }
            }
        }
    }

    pub(super) fn group_admins(&mut self) {
        let offices = self.sides.offices;
        let [before, after] = [offices[0].group_admins(), offices[1].group_admins()];
        for (sign, at) in self.sides() {
            let (here, there) = if at == 1 { (after, before) } else { (before, after) };
            let mut by_user: FxHashMap<Key, Vec<Key>> = FxHashMap::default();
            for (group, user) in here.difference(there) {
                by_user.entry(*user).or_default().push(*group);
            }
            for (user, of) in by_user {
                let origins = of
                    .iter()
                    .find_map(|group| self.declared.of_membership(user, &Grantee::Group(*group)));
                let mut groups: Vec<String> =
                    of.iter().map(|of| self.spelling.of_group(self.names.key_text(*of))).collect();
                groups.sort_unstable();
                self.gives(sign, Power::GroupAdmin { groups }, user, origins);
            }
        }
    }
}
