//! People of a parent site. A child site lists them on request only, and their grants name them
//! by their ids.

use super::{Records, rows::Whom};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Those who are asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Strangers {
    pub users: Vec<i64>,
    pub groups: Vec<i64>,
}

/// What the site shows of them, for people.
#[derive(Default)]
pub(super) struct ParentPeople {
    users: FxHashMap<i64, String>,
    groups: FxHashMap<i64, String>,
    pub(super) admins: BTreeSet<Box<str>>,
}

impl Records {
    /// Whom grants on this site name and its own lists do not. None where nothing tells of a
    /// parent: neither such grants nor settings that it locks.
    pub fn strangers(&self) -> Option<Strangers> {
        let users: FxHashSet<i64> = self.rows.users.iter().map(|user| user.id).collect();
        let groups: FxHashSet<i64> = self.rows.groups.iter().map(|group| group.id).collect();
        let own = self.site.get("id").and_then(Json::as_i64);
        let here =
            self.rows.grants.iter().filter(|grant| grant.site.is_none_or(|site| Some(site) == own));
        let mut strange = Strangers::default();
        for grant in here {
            match &grant.whom {
                Whom::User(user) if !users.contains(user) => strange.users.push(*user),
                Whom::Group(group) if !groups.contains(group) => strange.groups.push(*group),
                Whom::AllOf(all) => {
                    strange.groups.extend(all.iter().filter(|group| !groups.contains(group)));
                }
                Whom::User(_) | Whom::Group(_) | Whom::Partner(_) => {}
            }
        }
        for ids in [&mut strange.users, &mut strange.groups] {
            ids.sort_unstable();
            ids.dedup();
        }
        let locked = self.site.get("managed_site_settings").and_then(Json::as_object);
        let is_child = locked.is_some_and(|locked| !locked.is_empty());
        (is_child || strange != Strangers::default()).then_some(strange)
    }

    /// A user of the parent site, or one of this site's.
    pub fn add_parent_user(&mut self, record: &Json) {
        let (Some(id), Some(name)) = (number(record), text(record, "username")) else { return };
        if self.rows.users.iter().any(|user| user.id == id) {
            return;
        }
        let is_on = |flag: &str| record.get(flag).and_then(Json::as_bool) == Some(true);
        if is_on("site_admin") && !is_on("disabled") {
            self.parent.admins.insert(name.into());
        }
        self.parent.users.insert(id, format!("user `{name}` of the parent site"));
    }

    pub fn add_parent_group(&mut self, record: &Json) {
        let (Some(id), Some(name)) = (number(record), text(record, "name")) else { return };
        let members = text(record, "usernames").filter(|members| !members.is_empty());
        let members = members.map_or(String::new(), |members| format!(" ({members})"));
        self.parent.groups.insert(id, format!("group `{name}`{members} of the parent site"));
    }
}

impl ParentPeople {
    /// Who holds a grant, as far as that is known.
    pub(super) fn named(&self, whom: &Whom) -> String {
        let nobody = || "somebody whom the site does not list".to_owned();
        match whom {
            Whom::User(id) => self.users.get(id).cloned().unwrap_or_else(nobody),
            Whom::Group(id) => self.groups.get(id).cloned().unwrap_or_else(nobody),
            Whom::AllOf(ids) => {
                let known: Option<Vec<&str>> =
                    ids.iter().map(|id| self.groups.get(id).map(String::as_str)).collect();
                let all = known.map(|known| format!("whoever is in all of {}", known.join(", ")));
                all.unwrap_or_else(nobody)
            }
            Whom::Partner(_) => nobody(),
        }
    }
}

fn number(record: &Json) -> Option<i64> {
    record.get("id").and_then(Json::as_i64)
}

fn text<'r>(record: &'r Json, name: &str) -> Option<&'r str> {
    record.get(name).and_then(Json::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Names;
    use serde_json::json;

    #[test]
    fn people_of_a_parent_site_are_named_where_they_hold_something() {
        let mut records = Records::new(json!({"id": 7}));
        records.add("users", &json!({"id": 1, "username": "ana"}));
        let grants = [
            json!({"id": 5, "path": "Finance", "user_id": 40, "permission": "readonly"}),
            json!({"id": 6, "path": "Finance", "group_id": 50, "permission": "full"}),
            json!({"id": 7, "path": "Finance", "user_id": 1, "permission": "list"}),
            json!({"id": 8, "path": "Finance", "user_id": 41, "permission": "list"}),
        ];
        grants.iter().for_each(|grant| records.add("permissions", grant));
        let strangers = records.strangers().expect("strangers");
        assert_eq!(strangers, Strangers { users: vec![40, 41], groups: vec![50] });
        for user in [
            json!({"id": 40, "username": "rosa", "site_id": 3}),
            json!({"id": 9, "username": "boss", "site_admin": true}),
            json!({"id": 8, "username": "gone", "site_admin": true, "disabled": true}),
            json!({"id": 1, "username": "ana", "site_admin": true}),
        ] {
            records.add_parent_user(&user);
        }
        records.add_parent_group(&json!({"id": 50, "name": "Audit", "usernames": "mara,noor"}));
        let live = records.into_live_as_far_as_read("x", &mut Names::default());
        assert_eq!(live.parent_admins, ["boss".into()]);
        let told: Vec<&str> = live.beyond.iter().map(|beyond| &*beyond.text).collect();
        assert_eq!(
            told,
            [
                "permission 5: readonly on \"Finance\" for user `rosa` of the parent site",
                "permission 6: full on \"Finance\" for group `Audit` (mara,noor) of the parent site",
                "permission 8: list on \"Finance\" for somebody whom the site does not list",
            ]
        );
    }
}
