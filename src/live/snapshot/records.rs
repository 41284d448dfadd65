//! The records of a snapshot, one kind after the other.

use super::UNSHOWN;
use super::read::{Members, Reader};
use crate::live::activity::{self, CREATED};
use crate::live::{
    Activity, Attributes, Beyond, Fields, Last, LiveApiKey, LiveAutomation, LiveBehavior,
    LiveChildGrant, LiveFolder, LiveGrant, LiveGroup, LiveMembership, LiveNamed, LiveOwner,
    LiveSshKey, LiveSso, LiveUser, typed,
};
use crate::model::automation;
use crate::model::kinds::{self, behavior_type};
use crate::model::{
    ChildLevel, Grantee, Key, Kind, Level, NamedKind, Referent, SiteKey, Value, fingerprint, path,
};
use rustc_hash::FxHashSet;
use serde_json::Value as Json;

impl<'a> Reader<'a, '_> {
    pub(super) fn sso(&mut self, fields: &mut Fields<'_>, id: i64) -> Option<LiveSso> {
        Some(LiveSso { id, name: fields.text("name").unwrap_or_default().into() })
    }

    /// What gives access, or may, and is told by a text alone.
    pub(super) fn beyond(&mut self, fields: &mut Fields<'_>, _: i64) -> Option<Beyond> {
        let word = fields.need_text("manage")?;
        let Some(line) = kinds::manage_lines().find(|line| line.word == word) else {
            fields.wrong("manage", "a line of `manage`");
            return None;
        };
        // The root's path is empty.
        let path = fields.json("path").and_then(Json::as_str);
        let folder = path.map(|path| self.folder(path).key);
        let text = fields.need_text("text")?.into();
        Some(Beyond { manage: line.word, folder, text })
    }

    pub(super) fn user(&mut self, fields: &mut Fields<'_>, id: i64) -> Option<LiveUser> {
        let attributes = fields.attributes(&kinds::USER);
        if let Some(partner) = attributes.get("partner_id").as_reference() {
            self.names.key(&partner.name);
        }
        let externally_managed = fields.flag("externally_managed").unwrap_or(false);
        let signed_in = fields.flag("signed_in").unwrap_or(false);
        let activity = Activity::of(fields);
        let ssh_keys = ssh_keys(fields);
        let api_keys = fields.records("api_keys", api_key_at);
        let username = fields.need_text("username")?;
        let (name, key) = (self.names.name(username), self.names.key(username));
        if !self.users.insert(key) {
            fields.wrong("username", "a name that no other user bears");
            return None;
        }
        Some(LiveUser {
            id,
            name,
            key,
            attributes,
            ssh_keys,
            api_keys,
            externally_managed,
            signed_in,
            activity,
        })
    }

    pub(super) fn group(&mut self, fields: &mut Fields<'_>, id: i64) -> Option<LiveGroup> {
        let attributes = fields.attributes(&kinds::GROUP);
        let name = fields.need_text("name")?;
        let (name, key) = (self.names.name(name), self.names.key(name));
        if !self.groups.insert(key) {
            fields.wrong("name", "a name that no other group bears");
            return None;
        }
        Some(LiveGroup { id, name, key, attributes })
    }

    pub(super) fn known_user(&self, fields: &mut Fields<'_>, field: &str) -> Option<Key> {
        let name = fields.need_text(field)?;
        let key = self.names.find_key(name).filter(|key| self.users.contains(key));
        if key.is_none() {
            fields.wrong(field, "a user of this snapshot");
        }
        key
    }

    fn known_group(&self, fields: &mut Fields<'_>, field: &str) -> Option<Key> {
        let name = fields.need_text(field)?;
        let key = self.names.find_key(name).filter(|key| self.groups.contains(key));
        if key.is_none() {
            fields.wrong(field, "a group of this snapshot");
        }
        key
    }

    pub(super) fn membership(&mut self, fields: &mut Fields<'_>, _: i64) -> Option<LiveMembership> {
        let (group, user) = (self.known_group(fields, "group"), self.known_user(fields, "user"));
        let admin = fields.flag("admin").unwrap_or(false);
        Some(LiveMembership { group: group?, user: user?, admin })
    }

    fn folder(&mut self, folder: &str) -> LiveFolder {
        let folder = path::normalize(folder);
        LiveFolder { name: self.names.name(&folder), key: self.names.path_key(&folder) }
    }

    pub(super) fn folders(&mut self, root: &Members<'a>) -> Vec<LiveFolder> {
        let mut folders = Vec::new();
        let mut seen = FxHashSet::default();
        for (index, raw) in self.items(root, "folders").into_iter().enumerate() {
            let Ok(folder) = serde_json::from_str::<String>(raw.get()) else {
                self.invalid(format!("`folders[{index}]` must be a path"), self.span(raw));
                continue;
            };
            let folder = self.folder(&folder);
            if !seen.insert(folder.key) {
                self.invalid(format!("`folders[{index}]` stands here twice"), self.span(raw));
                continue;
            }
            folders.push(folder);
        }
        folders
    }

    pub(super) fn folder_attributes(
        &mut self,
        fields: &mut Fields<'_>,
        _: i64,
    ) -> Option<(Key, Attributes)> {
        let folder = self.place(fields)?;
        Some((folder.key, fields.attributes(&kinds::FOLDER)))
    }

    /// A record's folder; the root's path is empty, so it may not be left out.
    fn place(&mut self, fields: &mut Fields<'_>) -> Option<LiveFolder> {
        match fields.json("path").and_then(Json::as_str) {
            Some(path) => Some(self.folder(path)),
            None => {
                fields.wrong("path", "a path");
                None
            }
        }
    }

    pub(super) fn grant(&mut self, fields: &mut Fields<'_>, id: i64) -> Option<LiveGrant> {
        let folder = self.place(fields);
        let level = fields.need_text("level").map(Level::parse);
        if level == Some(None) {
            fields.wrong("level", "a permission level");
        }
        let recursive = fields.flag("recursive").unwrap_or(true);
        let grantee = self.grantee(fields);
        let LiveFolder { name, key } = folder?;
        Some(LiveGrant {
            id,
            folder: key,
            path: name,
            grantee: grantee?,
            level: level??,
            recursive,
        })
    }

    pub(super) fn child_grant(
        &mut self,
        fields: &mut Fields<'_>,
        id: i64,
    ) -> Option<LiveChildGrant> {
        let site = fields.need_int("site");
        let level = fields.need_text("level").map(ChildLevel::parse);
        if level == Some(None) {
            fields.wrong("level", "a role on a child site");
        }
        let grantee = self.grantee(fields)?;
        if matches!(grantee, Grantee::AllOf(_)) {
            fields.wrong("all_of", "a user or a group");
            return None;
        }
        Some(LiveChildGrant { id, site: site?, grantee, level: level?? })
    }

    fn grantee(&mut self, fields: &mut Fields<'_>) -> Option<Grantee> {
        let has = |fields: &Fields<'_>, name: &str| fields.json(name).is_some();
        if let Some(partner) = fields.text("partner") {
            return Some(Grantee::Partner(self.names.key(partner)));
        }
        match (has(fields, "user"), has(fields, "group"), has(fields, "all_of")) {
            (true, false, false) => self.known_user(fields, "user").map(Grantee::User),
            (false, true, false) => self.known_group(fields, "group").map(Grantee::Group),
            (false, false, true) => self.all_of(fields),
            _ => {
                fields.wrong("user", "the one of `user`, `group` and `all_of` that is there");
                None
            }
        }
    }

    fn all_of(&mut self, fields: &mut Fields<'_>) -> Option<Grantee> {
        let keys = self.groups_named(fields, "all_of").filter(|keys| !keys.is_empty());
        if keys.is_none() {
            fields.wrong("all_of", "groups of this snapshot");
        }
        keys.map(|keys| Grantee::AllOf(keys.into()))
    }

    /// The groups that a list names, each once; none where one is not of this snapshot.
    fn groups_named(&self, fields: &mut Fields<'_>, list: &str) -> Option<Vec<Key>> {
        let known = |name: &Json| {
            let key = self.names.find_key(name.as_str()?)?;
            self.groups.contains(&key).then_some(key)
        };
        let mut keys = fields.list(list)?.iter().map(known).collect::<Option<Vec<_>>>()?;
        keys.sort_unstable();
        keys.dedup();
        Some(keys)
    }

    pub(super) fn named(&mut self, kind: NamedKind, fields: &mut Fields<'_>, id: i64) -> LiveNamed {
        let name: Option<Box<str>> = fields.text("name").map(Box::from);
        let mut attributes = attributes(fields, kind.kind());
        // Older snapshots list the names only.
        if let (Some(of), Some(groups)) = (kind.attribute("group_ids"), fields.list("groups")) {
            let named = groups.iter().filter_map(Json::as_str);
            let named = named.map(|name| Value::reference(Referent::GROUP, name));
            attributes.add(of, Value::List(named.collect()));
        }
        let updated = fields.moment("updated_at");
        let named = LiveNamed { kind, id, name, attributes, updated };
        if kind == NamedKind::SCHEDULE {
            self.schedules.insert(named.title());
        }
        named.add_to(self.names);
        named
    }

    pub(super) fn site_api_key(&mut self, fields: &mut Fields<'_>, id: i64) -> Option<LiveApiKey> {
        let key = api_key(fields, id)?;
        self.names.key(&SiteKey(&key.name).to_string());
        Some(key)
    }

    /// One that no list of the site shows is named by its id.
    fn known_schedule(&self, fields: &mut Fields<'_>) -> Option<Box<str>> {
        let name = fields.text("schedule")?;
        if !self.schedules.contains(name) && !automation::is_by_id(name) {
            fields.wrong("schedule", "a schedule of this snapshot");
        }
        Some(name.into())
    }

    pub(super) fn behavior(&mut self, fields: &mut Fields<'_>, id: i64) -> Option<LiveBehavior> {
        let folder = self.place(fields);
        let Some(kind) = behavior_type(fields.need_text("behavior")?) else {
            fields.wrong("behavior", "a type of folder setting");
            return None;
        };
        let value = fields.json("value").map(|json| typed::behavior_value_as_it_is(kind, json));
        let value = value.map_or(Value::Null, |(value, _)| value);
        let LiveFolder { name: path, key } = folder?;
        Some(LiveBehavior {
            id,
            folder: key,
            path,
            kind,
            name: fields.text("name").map(Box::from),
            description: fields.text("description").map(Box::from),
            recursive: fields.flag("recursive"),
            disable_parent_folder_behavior: fields.flag("disable_parent_folder_behavior"),
            value,
            managed: fields.flag("managed").unwrap_or(false),
        })
    }

    pub(super) fn automation(
        &mut self,
        fields: &mut Fields<'_>,
        id: i64,
    ) -> Option<LiveAutomation> {
        let name = fields.text("name").map(Box::from);
        let attributes = fields.attributes(&kinds::AUTOMATION);
        let schedule = self.known_schedule(fields);
        let owner = self.owner(fields)?;
        let last_modified = fields.moment("last_modified_at");
        let last_run = fields.moment("last_run_at");
        Some(LiveAutomation { id, name, owner, schedule, attributes, last_modified, last_run })
    }

    fn owner(&self, fields: &mut Fields<'_>) -> Option<LiveOwner> {
        let user = |name: &Json| {
            let key = self.names.find_key(name.as_str()?)?;
            self.users.contains(&key).then_some(LiveOwner::User(key))
        };
        let owner = match fields.json("owner") {
            None => Some(LiveOwner::Site),
            Some(Json::String(site)) if site == "site" => Some(LiveOwner::Site),
            Some(Json::Object(owner)) => match (owner.get("user"), owner.get("deleted_user")) {
                (Some(name), None) => user(name),
                (None, Some(id)) => id.as_i64().map(LiveOwner::Gone),
                _ => None,
            },
            Some(_) => None,
        };
        if owner.is_none() {
            fields.wrong("owner", "\"site\" or a user of this snapshot");
        }
        owner
    }
}

/// One of a user, by its place among theirs where it has no id.
fn api_key_at(fields: &mut Fields<'_>, index: usize) -> Option<LiveApiKey> {
    let id = fields.int("id").unwrap_or(index as i64 + 1);
    api_key(fields, id)
}

fn api_key(fields: &mut Fields<'_>, id: i64) -> Option<LiveApiKey> {
    let attributes = attributes(fields, &kinds::API_KEY);
    let (created, last_use) =
        (activity::last(fields, CREATED), activity::last(fields, "last_use_at"));
    // A site may have one without a name.
    let name = fields.json("name").and_then(Json::as_str);
    if name.is_none() {
        fields.wrong("name", "text");
    }
    Some(LiveApiKey { id, name: name?.into(), attributes, created, last_use })
}

/// With what the site did not show of them.
fn attributes(fields: &mut Fields<'_>, kind: &'static Kind) -> Attributes {
    let mut attributes = fields.attributes(kind);
    let unshown = fields.list(UNSHOWN).map_or(&[][..], Vec::as_slice).iter();
    for attribute in unshown.filter_map(|name| kind.attribute(name.as_str()?)) {
        attributes.miss(attribute);
    }
    attributes
}

fn ssh_keys(fields: &mut Fields<'_>) -> Vec<LiveSshKey> {
    let mut keys = Vec::new();
    let records = fields.list("ssh_keys").map_or(&[][..], Vec::as_slice);
    for (index, record) in records.iter().enumerate() {
        let text = |name: &str| record.get(name).and_then(Json::as_str);
        let (Some(title), Some(fingerprint)) = (text("title"), text("fingerprint")) else {
            fields.wrong("ssh_keys", "a list of keys with `title` and `fingerprint`");
            break;
        };
        let [created, last_login] =
            [CREATED, "last_login_at"].map(|name| Last::of(record.get(name)));
        let (Some(created), Some(last_login)) = (created, last_login) else {
            fields.wrong("ssh_keys", "a list of keys with moments in ISO 8601");
            break;
        };
        keys.push(LiveSshKey {
            id: record.get("id").and_then(Json::as_i64).unwrap_or(index as i64 + 1),
            title: title.into(),
            fingerprint: fingerprint::normalize(fingerprint),
            created,
            last_login,
        });
    }
    keys
}
