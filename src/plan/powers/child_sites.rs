//! Who administers child sites: by a role of their own, or through a group.

use super::{Finding, Power};
use crate::access::{ChildRole, Sign};
use crate::diff::{Change, Origin};
use crate::plan::transition::known_grantee;
use rustc_hash::FxHashMap;

type Declared<'a> = FxHashMap<ChildRole, &'a Origin>;

impl<'a> Finding<'a> {
    pub(super) fn child_roles(&mut self, changes: &'a [Change]) {
        let declared = self.declared_roles(changes);
        let offices = self.sides.offices;
        let [before, after] = [offices[0].child_roles(), offices[1].child_roles()];
        for (sign, at) in self.sides() {
            let (here, there) = if at == 1 { (after, before) } else { (before, after) };
            let mut roles: Vec<&ChildRole> = here.difference(there).collect();
            roles.sort_unstable();
            for role in roles {
                let (grantee, site, level) = role;
                let power = Power::ChildSite { site: *site, level: *level };
                if sign == Sign::Gained {
                    self.new.extend(self.state(at).people_of(grantee));
                }
                let origin = declared.get(role).map(|origin| (*origin).clone());
                self.grants(sign, power, grantee, at, origin);
            }
        }
        let mut kept: Vec<&ChildRole> = before.intersection(after).collect();
        kept.sort_unstable();
        for (grantee, site, level) in kept {
            for (sign, user) in self.moves(grantee) {
                let power = Power::ChildSite { site: *site, level: *level };
                self.comes_with(sign, power, user, grantee);
            }
        }
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
