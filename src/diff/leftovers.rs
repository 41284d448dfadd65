//! What a plan leaves as it is, though the definition reads as if it did not: grants to users on a
//! site of groups.

use super::{Diff, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::model::{Grantee, Key, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// A user, a folder, and the levels that the user holds there.
type Held = ((Key, Key), Vec<&'static str>);

impl Diff<'_> {
    /// Switching to groups only removes no grant that a user already has.
    pub(super) fn leftover_user_grants(&mut self) {
        const SETTING: &str = "folder_permissions_groups_only";
        let said = self.site.settings.get(SETTING);
        let on = said.map_or(self.live.settings.is_on(SETTING), |setting| {
            setting.value == Value::Bool(true)
        });
        if !on {
            return;
        }
        let groups = self.groups_by_user();
        let granted = self.site.grants.iter().filter_map(|grant| match grant.grantee {
            Grantee::Group(group) => Some((grant.folder, group)),
            _ => None,
        });
        let granted: FxHashSet<(Key, Key)> = granted.collect();
        let place = said.map(|setting| setting.span);
        let mut findings = Vec::new();
        for ((user, folder), levels) in self.user_grants_that_stay() {
            let (name, path) = (self.username(user), self.path(folder));
            let path = crate::model::path::display(&path);
            let finding = Diagnostic::warning(
                codes::LEFTOVER_USER_GRANT,
                format!("user `{name}` keeps `{}` on `{path}`", levels.join("`, `")),
            );
            let finding = match place {
                Some(span) => finding.at(span, "permissions go to groups only; older grants stay"),
                None => finding,
            };
            let remove = format!("grants undeclared=\"remove\" within={path:?}");
            findings.push(finding.help(match self.carrier(&groups, &granted, (user, folder)) {
                Some((group, true)) => {
                    format!("group `{group}`, which `{name}` is in, has access here; for the rest write {remove}")
                }
                Some((group, false)) => {
                    format!("grant it to group `{group}`, which `{name}` is in, and write {remove}")
                }
                None => {
                    format!("declare a group with member `{name}`, grant it to that, and write {remove}")
                }
            }));
        }
        self.result.findings.extend(findings);
    }

    /// Live grants to users that no declared grant replaces and this plan does not remove, by
    /// user and folder as people read them.
    fn user_grants_that_stay(&self) -> Vec<Held> {
        let removed: FxHashSet<i64> = self
            .result
            .changes
            .iter()
            .filter(|change| change.operation == Operation::Delete)
            .filter(|change| change.address.grant().is_some())
            .filter_map(|change| change.id)
            .collect();
        let declared: FxHashSet<(Key, &Grantee)> =
            self.site.grants.iter().map(|grant| (grant.folder, &grant.grantee)).collect();
        let mut stay: BTreeMap<(&str, &str), Held> = BTreeMap::new();
        for grant in &self.live.grants {
            let grantee = self.matching.grantee(&grant.grantee);
            let Grantee::User(user) = grantee else { continue };
            let folder = self.matching.folder_key(grant.folder);
            let goes = removed.contains(&grant.id) || self.user_goes(user);
            if goes || self.folder_goes(folder) || declared.contains(&(folder, &grantee)) {
                continue;
            }
            let place = (self.names.key_text(user), self.names.key_text(folder));
            stay.entry(place).or_insert(((user, folder), Vec::new())).1.push(grant.level.as_str());
        }
        stay.into_values().collect()
    }

    /// The groups that each user is in after the plan, as far as that is known, in order.
    fn groups_by_user(&self) -> FxHashMap<Key, Vec<Key>> {
        let mut groups: FxHashMap<Key, Vec<Key>> = FxHashMap::default();
        let said = |user: Key| self.site.user(user).is_some_and(|user| user.groups_said.is_some());
        for membership in &self.site.memberships {
            groups.entry(membership.user).or_default().push(membership.group);
        }
        for live in &self.live.memberships {
            let user = self.matching.user_key(live.user);
            let group = self.matching.group_key(live.group);
            let exact = self.site.group(group).is_some_and(|group| group.members_said.is_some());
            if !said(user) && !exact && !self.group_goes(group) {
                groups.entry(user).or_default().push(group);
            }
        }
        groups
    }

    /// The group that would carry a user's grant, and whether it has access there already.
    fn carrier(
        &self,
        groups: &FxHashMap<Key, Vec<Key>>,
        granted: &FxHashSet<(Key, Key)>,
        (user, folder): (Key, Key),
    ) -> Option<(String, bool)> {
        let of_user = groups.get(&user)?;
        let fitting = of_user.iter().find(|group| granted.contains(&(folder, **group)));
        let group = fitting.or(of_user.first())?;
        Some((self.group_name(*group), fitting.is_some()))
    }
}
