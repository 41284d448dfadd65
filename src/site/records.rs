//! Records as the API shows them to the live site in the model's words.
//!
//! Unknown keys, unknown types of folder settings and what belongs to other sites or partners
//! are left out. What is of the wrong type is an error that lists every such place: a site
//! half understood is not one to compare with.

use crate::live::typed;
use crate::live::{
    Fields, LiveApiKey, LiveAutomation, LiveBehavior, LiveChildGrant, LiveFolder, LiveGrant,
    LiveGroup, LiveMembership, LiveNamed, LiveOwner, LiveSite, LiveSshKey, LiveSso, LiveUser,
    NOT_API_KEY_ATTRIBUTES, NOT_AUTOMATION_ATTRIBUTES, NOT_GROUP_ATTRIBUTES, NOT_NAMED_ATTRIBUTES,
    NOT_USER_ATTRIBUTES, Problem,
};
use crate::model::automation::by_id;
use crate::model::catalog::{Resource, behavior_type};
use crate::model::fingerprint;
use crate::model::{ChildLevel, Grantee, Key, Level, NamedKind, Names, path};
use rustc_hash::FxHashMap;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt;

/// Everything the API shows of a site, list by list.
#[derive(Debug, Clone, Default)]
pub struct Records {
    pub site: Json,
    pub users: Vec<Json>,
    pub groups: Vec<Json>,
    /// May be empty: users and groups name their relations too.
    pub group_users: Vec<Json>,
    /// Group, user, admin: the same from a site that knows them as numbers.
    pub members: Vec<(i64, i64, bool)>,
    pub permissions: Vec<Json>,
    pub behaviors: Vec<Json>,
    pub automations: Vec<Json>,
    pub schedules: Vec<Json>,
    pub user_lifecycle_rules: Vec<Json>,
    pub key_lifecycle_rules: Vec<Json>,
    pub public_keys: Vec<Json>,
    pub api_keys: Vec<Json>,
    pub sso_strategies: Vec<Json>,
    /// Paths of all folders, the root left out.
    pub folders: Vec<String>,
}

/// Records that are not what the API promises.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct RecordsError {
    pub problems: Vec<Problem>,
}

impl fmt::Display for RecordsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 20;
        f.write_str("the site's records are not as the API promises")?;
        for (at, problem) in self.problems.iter().take(SHOWN).enumerate() {
            write!(f, "{} {problem}", if at == 0 { ":" } else { ";" })?;
        }
        match self.problems.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl Records {
    pub fn to_live(&self, target: &str, names: &mut Names) -> Result<LiveSite, RecordsError> {
        let mut reader = Reader::new(names, &self.site);
        let mut live = LiveSite { target: target.into(), ..LiveSite::default() };
        reader.site(&self.site, &mut live);
        live.sso = reader.each(&self.sso_strategies, "sso_strategies", Reader::sso);
        live.users = reader.each(&self.users, "users", Reader::user);
        live.groups = reader.each(&self.groups, "groups", Reader::group);
        for (index, record) in self.group_users.iter().enumerate() {
            reader.group_user(record, index);
        }
        for (group, user, admin) in &self.members {
            reader.relate(*group, *user, *admin);
        }
        live.memberships = reader.memberships();
        reader.keys(&self.public_keys, &self.api_keys, &mut live.users);
        live.folders = self.folders.iter().map(|path| reader.folder(path)).collect();
        live.grants = reader.each(&self.permissions, "permissions", Reader::grant);
        live.child_grants = reader.each(&self.permissions, "permissions", Reader::child_grant);
        live.behaviors = reader.each(&self.behaviors, "behaviors", Reader::behavior);
        for kind in NamedKind::ALL {
            let read =
                |reader: &mut Reader<'_>, fields: &mut Fields<'_>| reader.named(kind, fields);
            live.named.extend(reader.each(self.named(kind), kind.facts().list, read));
        }
        live.automations = reader.each(&self.automations, "automations", Reader::automation);
        match reader.problems {
            problems if problems.is_empty() => Ok(live),
            problems => Err(RecordsError { problems }),
        }
    }

    fn named(&self, kind: NamedKind) -> &[Json] {
        match kind {
            NamedKind::Schedule => &self.schedules,
            NamedKind::LifecycleRule => &self.user_lifecycle_rules,
            NamedKind::KeyLifecycleRule => &self.key_lifecycle_rules,
        }
    }
}

struct Reader<'n> {
    names: &'n mut Names,
    problems: Vec<Problem>,
    site_id: Option<i64>,
    users: FxHashMap<i64, Key>,
    groups: FxHashMap<i64, Key>,
    schedules: FxHashMap<i64, Box<str>>,
    /// Group and user to whether the user is the group's admin.
    relations: BTreeMap<(i64, i64), bool>,
}

impl<'n> Reader<'n> {
    fn new(names: &'n mut Names, site: &Json) -> Self {
        let site_id = site.get("id").and_then(Json::as_i64);
        Self {
            names,
            problems: Vec::new(),
            site_id,
            users: FxHashMap::default(),
            groups: FxHashMap::default(),
            schedules: FxHashMap::default(),
            relations: BTreeMap::new(),
        }
    }

    fn each<T>(
        &mut self,
        records: &[Json],
        list: &'static str,
        read: impl Fn(&mut Self, &mut Fields<'_>) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::with_capacity(records.len());
        let mut problems = Vec::new();
        for (index, record) in records.iter().enumerate() {
            let fields = Fields::new(record, list, Some(index), &mut problems);
            all.extend(fields.and_then(|mut fields| read(self, &mut fields)));
        }
        self.problems.append(&mut problems);
        all
    }

    fn site(&mut self, record: &Json, live: &mut LiveSite) {
        if record.is_null() {
            return;
        }
        let mut problems = Vec::new();
        if let Some(mut site) = Fields::new(record, "site", None, &mut problems) {
            live.settings = site.attributes(Resource::Site, &[]);
            let managed = site.json("managed_site_settings").and_then(Json::as_object);
            let mut managed: Vec<Box<str>> =
                managed.into_iter().flatten().map(|(name, _)| name.as_str().into()).collect();
            managed.sort_unstable();
            live.managed_settings = managed;
        }
        self.problems.append(&mut problems);
    }

    fn sso(&mut self, fields: &mut Fields<'_>) -> Option<LiveSso> {
        let id = fields.need_int("id");
        // Strategies bear a label and, where it is unset, only their protocol and provider.
        let name = ["label", "name", "provider_identifier", "protocol"]
            .into_iter()
            .find_map(|name| fields.text(name));
        Some(LiveSso { id: id?, name: name.unwrap_or_default().into() })
    }

    fn user(&mut self, fields: &mut Fields<'_>) -> Option<LiveUser> {
        let (id, username) = (fields.need_int("id"), fields.need_text("username"));
        let attributes = fields.attributes(Resource::User, NOT_USER_ATTRIBUTES);
        let externally_managed = fields.flag("externally_managed").unwrap_or(false);
        let (groups, admin) = (fields.ids("group_ids"), fields.ids("admin_group_ids"));
        let (id, username) = (id?, username?);
        let (name, key) = (self.names.name(username), self.names.key(username));
        self.users.insert(id, key);
        groups.into_iter().for_each(|group| self.relate(group, id, false));
        admin.into_iter().for_each(|group| self.relate(group, id, true));
        Some(LiveUser {
            id,
            name,
            key,
            attributes,
            ssh_keys: Vec::new(),
            api_keys: Vec::new(),
            externally_managed,
        })
    }

    fn group(&mut self, fields: &mut Fields<'_>) -> Option<LiveGroup> {
        let (id, name) = (fields.need_int("id"), fields.need_text("name"));
        let attributes = fields.attributes(Resource::Group, NOT_GROUP_ATTRIBUTES);
        let (members, admins) = (fields.ids("user_ids"), fields.ids("admin_ids"));
        let (id, name) = (id?, name?);
        let (name, key) = (self.names.name(name), self.names.key(name));
        self.groups.insert(id, key);
        members.into_iter().for_each(|user| self.relate(id, user, false));
        admins.into_iter().for_each(|user| self.relate(id, user, true));
        Some(LiveGroup { id, name, key, attributes })
    }

    fn group_user(&mut self, record: &Json, index: usize) {
        let mut problems = Vec::new();
        if let Some(mut fields) = Fields::new(record, "group_users", Some(index), &mut problems) {
            let (group, user) = (fields.need_int("group_id"), fields.need_int("user_id"));
            let admin = fields.flag("admin").unwrap_or(false);
            if let (Some(group), Some(user)) = (group, user) {
                self.relate(group, user, admin);
            }
        }
        self.problems.append(&mut problems);
    }

    fn relate(&mut self, group: i64, user: i64, admin: bool) {
        *self.relations.entry((group, user)).or_default() |= admin;
    }

    /// Relations of users and groups that were both listed; others belong to another site.
    fn memberships(&self) -> Vec<LiveMembership> {
        let known = self.relations.iter().filter_map(|((group, user), admin)| {
            let (group, user) = (*self.groups.get(group)?, *self.users.get(user)?);
            Some(LiveMembership { group, user, admin: *admin })
        });
        known.collect()
    }

    fn keys(&mut self, ssh: &[Json], api: &[Json], users: &mut [LiveUser]) {
        let places: FxHashMap<i64, usize> =
            users.iter().enumerate().map(|(at, user)| (user.id, at)).collect();
        for (user, key) in self.each(ssh, "public_keys", Self::public_key) {
            let user = places.get(&user).and_then(|at| users.get_mut(*at));
            if let Some(user) = user {
                user.ssh_keys.push(key);
            }
        }
        for (user, key) in self.each(api, "api_keys", Self::api_key) {
            let user = places.get(&user).and_then(|at| users.get_mut(*at));
            if let Some(user) = user {
                user.api_keys.push(key);
            }
        }
    }

    fn public_key(&mut self, fields: &mut Fields<'_>) -> Option<(i64, LiveSshKey)> {
        let (id, user) = (fields.need_int("id"), fields.need_int("user_id"));
        let title = fields.text("title").unwrap_or_default();
        let shown = fields.text("fingerprint_sha256").map(fingerprint::normalize);
        let computed = || fields.text("public_key").and_then(fingerprint::fingerprint);
        let fingerprint = shown.or_else(computed).unwrap_or_default();
        let key = LiveSshKey { id: id?, title: title.into(), fingerprint };
        Some((user?, key))
    }

    /// Keys of the whole site have no user, and are left out.
    fn api_key(&mut self, fields: &mut Fields<'_>) -> Option<(i64, LiveApiKey)> {
        let (id, user) = (fields.need_int("id"), fields.int("user_id"));
        let name = fields.text("name").unwrap_or_default();
        let attributes = fields.attributes(Resource::ApiKey, NOT_API_KEY_ATTRIBUTES);
        Some((user?, LiveApiKey { id: id?, name: name.into(), attributes }))
    }

    fn folder(&mut self, folder: &str) -> LiveFolder {
        let folder = path::normalize(folder);
        LiveFolder { name: self.names.name(&folder), key: self.names.path_key(&folder) }
    }

    fn grant(&mut self, fields: &mut Fields<'_>) -> Option<LiveGrant> {
        let elsewhere = match fields.int("site_id") {
            Some(site) => self.site_id != Some(site),
            None => fields.int("partner_id").is_some(),
        };
        let level = fields.need_text("permission")?;
        if elsewhere || matches!(level, "site_admin" | "readonly_site_admin") {
            return None;
        }
        let Some(level) = Level::parse(level) else {
            fields.wrong("permission", "a permission level");
            return None;
        };
        let id = fields.need_int("id");
        let folder = self.folder(fields.text("path").unwrap_or_default());
        let recursive = fields.flag("recursive").unwrap_or(true);
        let grantee = self.grantee(fields)?;
        Some(LiveGrant {
            id: id?,
            folder: folder.key,
            path: folder.name,
            grantee,
            level,
            recursive,
        })
    }

    /// A role of somebody of this site on a child site. Wrong types are told where grants are
    /// read from the same rows.
    fn child_grant(&mut self, fields: &mut Fields<'_>) -> Option<LiveChildGrant> {
        let level = ChildLevel::parse(fields.json("permission")?.as_str()?)?;
        let site = fields.json("site_id")?.as_i64().filter(|site| self.site_id != Some(*site))?;
        // Only a child site's root can be given so.
        if fields.text("path").is_some_and(|path| !path::key(path).is_empty()) {
            return None;
        }
        let id = fields.need_int("id");
        let grantee = self.grantee(fields).filter(|who| !matches!(who, Grantee::AllOf(_)))?;
        Some(LiveChildGrant { id: id?, site, grantee, level })
    }

    /// None where it is nobody of this site.
    fn grantee(&self, fields: &mut Fields<'_>) -> Option<Grantee> {
        let (user, group) = (fields.int("user_id"), fields.int("group_id"));
        let groups = fields.ids("group_ids");
        match (user, group, groups.as_slice()) {
            (Some(user), _, _) => self.users.get(&user).copied().map(Grantee::User),
            (None, Some(group), [] | [_]) => self.groups.get(&group).copied().map(Grantee::Group),
            (None, None, [group]) => self.groups.get(group).copied().map(Grantee::Group),
            (None, None, []) => {
                fields.wrong("user_id", "a user, a group or groups");
                None
            }
            (None, _, groups) => {
                let keys = groups.iter().map(|group| self.groups.get(group).copied());
                let mut keys: Vec<Key> = keys.collect::<Option<_>>()?;
                keys.sort_unstable();
                keys.dedup();
                Some(Grantee::AllOf(keys.into()))
            }
        }
    }

    fn behavior(&mut self, fields: &mut Fields<'_>) -> Option<LiveBehavior> {
        let kind = behavior_type(fields.need_text("behavior")?)?;
        let id = fields.need_int("id");
        let folder = self.folder(fields.text("path").unwrap_or_default());
        let value = match fields.json("value").map(|json| typed::behavior_value(kind, json)) {
            None => crate::model::Value::Null,
            Some(Ok(value)) => value,
            Some(Err(mismatch)) => {
                fields.wrong("value", mismatch.expected);
                return None;
            }
        };
        Some(LiveBehavior {
            id: id?,
            folder: folder.key,
            path: folder.name,
            kind,
            name: fields.text("name").map(Box::from),
            description: fields.text("description").map(Box::from),
            recursive: fields.flag("recursive"),
            disable_parent_folder_behavior: fields.flag("disable_parent_folder_behavior"),
            value,
            managed: fields.flag("managed").unwrap_or(false),
        })
    }

    fn named(&mut self, kind: NamedKind, fields: &mut Fields<'_>) -> Option<LiveNamed> {
        let id = fields.need_int("id");
        let name: Option<Box<str>> = fields.text("name").map(Box::from);
        let attributes = fields.attributes(kind.facts().resource, NOT_NAMED_ATTRIBUTES);
        let ids = if kind.facts().has_groups { fields.ids("group_ids") } else { Vec::new() };
        // Groups of another site, or ones that are gone, are left out.
        let mut groups: Vec<Key> =
            ids.iter().filter_map(|id| self.groups.get(id).copied()).collect();
        groups.sort_unstable();
        groups.dedup();
        let named = LiveNamed { kind, id: id?, name, attributes, groups };
        if kind == NamedKind::Schedule {
            self.schedules.insert(named.id, named.title());
        }
        Some(named)
    }

    fn automation(&mut self, fields: &mut Fields<'_>) -> Option<LiveAutomation> {
        if fields.flag("deleted") == Some(true) {
            return None;
        }
        let id = fields.need_int("id");
        // A user's id that no user bears: the owner was deleted. No id: the site owns it.
        let owner = match fields.int("user_id") {
            None => LiveOwner::Site,
            Some(user) => {
                self.users.get(&user).map_or(LiveOwner::Gone(user), |k| LiveOwner::User(*k))
            }
        };
        let schedule = fields.int("schedule_id");
        let schedule = schedule.map(|id| self.schedules.get(&id).cloned().unwrap_or(by_id(id)));
        Some(LiveAutomation {
            id: id?,
            name: fields.text("name").map(Box::from),
            owner,
            schedule,
            attributes: fields.attributes(Resource::Automation, NOT_AUTOMATION_ATTRIBUTES),
        })
    }
}

#[cfg(test)]
#[path = "records_tests.rs"]
mod tests;
