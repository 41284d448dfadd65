//! Users and groups that are much like an old one.

use super::{Suspicion, names, only, the_one};
use crate::diff::{Address, Diff};
use crate::model::{Grantee, Group, Key, Level, User, kinds};
use rustc_hash::FxHashMap;

/// What a group is for others: who is in it, and what it holds.
#[derive(Default)]
struct Team {
    members: Vec<Key>,
    grants: Vec<(Key, Level, bool)>,
}

impl Diff<'_> {
    /// The same e-mail address, or the same SSH key.
    pub(super) fn like_users<'s>(&'s self, old: &[&'s Address]) -> Vec<Suspicion<'s>> {
        let old = names(old, Address::user);
        let mut by_email = FxHashMap::default();
        let mut by_key = FxHashMap::default();
        for live in &self.live.users {
            let name = self.names.text(live.name);
            if !old.contains(name) {
                continue;
            }
            if let Some(email) = live.attributes.get("email").as_text() {
                only(&mut by_email, email, name);
            }
            for key in &live.ssh_keys {
                only(&mut by_key, &*key.fingerprint, name);
            }
        }
        let new = self
            .site
            .users
            .iter()
            .filter(|user| user.was.is_none() && self.matching.live_user(user.key).is_none());
        let suspicion = |user: &'s User| {
            let User { name, name_span, attributes, ssh_keys, .. } = user;
            let email = attributes.text("email").and_then(|email| the_one(&by_email, &email));
            let key = || ssh_keys.iter().find_map(|key| the_one(&by_key, &&*key.fingerprint));
            let (old, same) = match email {
                Some(old) => (old, "same e-mail address as"),
                None => (key()?, "same SSH key as"),
            };
            let name = self.names.text(*name);
            Some(Suspicion { kind: &kinds::USER, name, span: *name_span, old, same })
        };
        new.filter_map(suspicion).collect()
    }

    /// The same members, the same grants, or both.
    pub(super) fn like_groups<'s>(&'s self, old: &[&'s Address]) -> Vec<Suspicion<'s>> {
        let old = names(old, Address::group);
        let is_new = |key: Key| {
            let group = self.site.group(key).filter(|group| group.was.is_none());
            group.is_some() && self.matching.live_group(key).is_none()
        };
        let mut new: FxHashMap<Key, Team> = FxHashMap::default();
        for group in self.site.groups.iter().filter(|group| is_new(group.key)) {
            new.insert(group.key, Team::default());
        }
        if new.is_empty() || old.is_empty() {
            return Vec::new();
        }
        let mut teams: FxHashMap<Key, Team> = FxHashMap::default();
        for group in &self.live.groups {
            if old.contains(self.names.text(group.name)) {
                teams.insert(self.matching.group_key(group.key), Team::default());
            }
        }
        self.fill_teams(&mut new, &mut teams);
        let (mut by_members, mut by_grants) = (FxHashMap::default(), FxHashMap::default());
        for (key, team) in &teams {
            only(&mut by_members, team.members.as_slice(), *key);
            only(&mut by_grants, team.grants.as_slice(), *key);
        }
        let mut by_both = FxHashMap::default();
        for (key, team) in &teams {
            only(&mut by_both, (team.members.as_slice(), team.grants.as_slice()), *key);
        }
        let suspicion = |group: &'s Group| {
            let team = new.get(&group.key)?;
            let (members, grants) = (team.members.as_slice(), team.grants.as_slice());
            let shares = |old: &Key| {
                let others = teams.get(old).map_or(&[][..], |team| &team.members);
                members.is_empty() || members.iter().any(|m| others.binary_search(m).is_ok())
            };
            let both = || the_one(&by_both, &(members, grants));
            let (old, same) = if !members.is_empty() && !grants.is_empty() && both().is_some() {
                (both()?, "same members and grants as")
            } else if members.len() > 1 && the_one(&by_members, &members).is_some() {
                (the_one(&by_members, &members)?, "same members as")
            } else {
                let old = the_one(&by_grants, &grants).filter(|_| !grants.is_empty())?;
                (Some(old).filter(shares)?, "same grants as")
            };
            let old = self.names.text(self.matching.live_group(old)?.name);
            let (name, span) = (self.names.text(group.name), group.name_span);
            Some(Suspicion { kind: &kinds::GROUP, name, span, old, same })
        };
        self.site.groups.iter().filter_map(suspicion).collect()
    }

    /// Fills in who is in these groups, and what they hold.
    fn fill_teams(&self, new: &mut FxHashMap<Key, Team>, old: &mut FxHashMap<Key, Team>) {
        for membership in &self.site.memberships {
            if let Some(team) = new.get_mut(&membership.group) {
                team.members.push(membership.user);
            }
        }
        for membership in &self.live.memberships {
            if let Some(team) = old.get_mut(&self.matching.group_key(membership.group)) {
                team.members.push(self.matching.user_key(membership.user));
            }
        }
        for grant in &self.site.grants {
            if let Grantee::Group(group) = &grant.grantee
                && let Some(team) = new.get_mut(group)
            {
                team.grants.push((grant.folder, grant.level, grant.recursive));
            }
        }
        for grant in &self.live.grants {
            if let Grantee::Group(group) = self.matching.grantee(&grant.grantee)
                && let Some(team) = old.get_mut(&group)
            {
                let folder = self.matching.folder_key(grant.folder);
                team.grants.push((folder, grant.level, grant.recursive));
            }
        }
        for team in new.values_mut().chain(old.values_mut()) {
            team.members.sort_unstable();
            team.members.dedup();
            team.grants.sort_unstable();
            team.grants.dedup();
        }
    }
}
