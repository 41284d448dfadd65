//! Who administers child sites: by a role of their own, or through a group.

use super::{Finding, Power};
use crate::access::{ChildRole, Partnership, Sign};
use crate::diff::{Change, Origin};
use crate::model::{ChildLevel, Grantee, Key};
use crate::plan::transition::known_grantee;
use rustc_hash::{FxHashMap, FxHashSet};

/// Who has which role on which child site, by themselves or through a group.
type Administrators = FxHashSet<(Key, i64, ChildLevel)>;

type Declared<'a> = FxHashMap<ChildRole, &'a Origin>;

impl<'a> Finding<'a> {
    pub(super) fn child_roles(&mut self, changes: &'a [Change]) {
        let declared = self.declared_roles(changes);
        let offices = self.sides.offices;
        let [before, after] = [offices[0].child_roles(), offices[1].child_roles()];
        let administrators = [0, 1].map(|at| self.child_administrators(at));
        for (sign, at) in self.sides() {
            let (here, there) = if at == 1 { (after, before) } else { (before, after) };
            let mut roles: Vec<&ChildRole> = here.difference(there).collect();
            roles.sort_unstable();
            for role in roles {
                let (grantee, site, level) = role;
                let power = Power::ChildSite { site: *site, level: *level };
                let people = self.people_at_child(at, grantee);
                let known = &administrators[1 - at];
                let is_new =
                    |user: &&Key| !self.administers_child(1 - at, known, **user, *site, *level);
                let new: Vec<Key> = people.iter().filter(is_new).copied().collect();
                // It is handed over.
                if new.is_empty() && !people.is_empty() {
                    continue;
                }
                let origin = declared.get(role).map(|origin| (*origin).clone());
                self.grants(sign, power, grantee, new.len(), origin);
                if sign == Sign::Gained {
                    self.new.extend(new);
                }
            }
        }
        let mut kept: Vec<&ChildRole> = before.intersection(after).collect();
        kept.sort_unstable();
        for (grantee, site, level) in kept {
            let power = Power::ChildSite { site: *site, level: *level };
            for (sign, at) in self.sides() {
                let known = &administrators[1 - at];
                for user in self.coming(grantee, at) {
                    let counts = self.state(at).partnership(user) == Partnership::None;
                    if counts && !self.administers_child(1 - at, known, user, *site, *level) {
                        self.comes_with(sign, power.clone(), user, grantee, true);
                    }
                }
            }
            self.opened_accounts(grantee, &power);
        }
    }

    /// Whose account is opened, or shut, while they have the role.
    fn opened_accounts(&mut self, grantee: &Grantee, power: &Power) {
        for (sign, at) in self.sides() {
            let is_open = |at: usize, user: Key| {
                self.state(at).account(user).is_some_and(|account| !account.disabled)
            };
            let both = [0, 1].map(|at| self.people_at_child(at, grantee));
            let kept = both[at].intersection(&both[1 - at]).copied();
            let opened = kept.filter(|user| is_open(at, *user) && !is_open(1 - at, *user));
            let mut opened: Vec<Key> = opened.collect();
            opened.sort_unstable();
            for user in opened {
                let declared = self.declared.of_user(user);
                self.gives(sign, power.clone(), user, declared);
            }
        }
    }

    fn child_administrators(&self, at: usize) -> Administrators {
        let roles = self.sides.offices[at].child_roles().iter();
        let people = roles.flat_map(|(grantee, site, level)| {
            let people = self.people_at_child(at, grantee).into_iter();
            people.map(|user| (user, *site, *level))
        });
        people.collect()
    }

    /// Whom a role counts for: a partner's users have what the partner is granted only.
    fn people_at_child(&self, at: usize, grantee: &Grantee) -> FxHashSet<Key> {
        let mut people = self.state(at).people_of(grantee);
        people.retain(|user| self.state(at).partnership(*user) == Partnership::None);
        people
    }

    /// Whether somebody has the role, or one that is more.
    fn administers_child(
        &self,
        at: usize,
        administrators: &Administrators,
        user: Key,
        site: i64,
        level: ChildLevel,
    ) -> bool {
        let account = self.state(at).account(user);
        account.is_some_and(|account| account.site_admin)
            || administrators.contains(&(user, site, ChildLevel::SiteAdmin))
            || administrators.contains(&(user, site, level))
    }

    fn declared_roles(&self, changes: &'a [Change]) -> Declared<'a> {
        let mut declared = Declared::default();
        for change in changes {
            let Some((grant, origin)) =
                change.address.child_site_grant().zip(change.declared.as_ref())
            else {
                continue;
            };
            let grantee = known_grantee(grant.grantee, self.names);
            declared.extend(grantee.map(|of| ((of, grant.site, grant.level), origin)));
        }
        declared
    }
}
