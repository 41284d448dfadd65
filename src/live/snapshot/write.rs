//! A live site to text: lists sorted by natural key, attributes by name.

use super::{FORMAT, VERSION};
use crate::live::{
    Attributes, LiveApiKey, LiveAutomation, LiveBehavior, LiveGrant, LiveGroup, LiveMembership,
    LiveNamed, LiveOwner, LiveSite, LiveUser, typed,
};
use crate::model::{Grantee, Key, Name, NamedKind, Names};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

/// The whole site, with where it was read.
pub fn write(live: &LiveSite, names: &Names) -> String {
    Writer::new(live, names).site(Some(&live.target))
}

/// SHA-256 of what the site holds, in hexadecimal digits; where it was read does not count.
pub fn digest(live: &LiveSite, names: &Names) -> String {
    let text = Writer::new(live, names).site(None);
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Writer<'a> {
    live: &'a LiveSite,
    names: &'a Names,
    /// As the site spells them.
    users: FxHashMap<Key, Name>,
    groups: FxHashMap<Key, Name>,
    text: String,
}

impl<'a> Writer<'a> {
    fn new(live: &'a LiveSite, names: &'a Names) -> Self {
        let users = live.users.iter().map(|user| (user.key, user.name)).collect();
        let groups = live.groups.iter().map(|group| (group.key, group.name)).collect();
        Self { live, names, users, groups, text: String::new() }
    }

    fn site(mut self, target: Option<&str>) -> String {
        let live = self.live;
        self.text.push('{');
        self.member("format", &Json::from(FORMAT));
        self.member("version", &Json::from(VERSION));
        if let Some(target) = target {
            self.member("target", &Json::from(target));
        }
        let mut settings = Map::new();
        attributes(&live.settings, &mut settings);
        self.member("settings", &Json::Object(settings));
        self.member("managed_settings", &json!(live.managed_settings));
        let mut sso: Vec<_> = live.sso.iter().collect();
        sso.sort_by_key(|strategy| strategy.id);
        self.list("sso", sso.into_iter(), |_, sso| json!({"id": sso.id, "name": sso.name}));
        self.accounts();
        self.places();
        for kind in NamedKind::ALL {
            let mut named: Vec<_> = live.named.iter().filter(|named| named.kind == kind).collect();
            named.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
            self.list(kind.facts().list, named.into_iter(), Self::named);
        }
        let mut automations: Vec<_> = live.automations.iter().collect();
        automations.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        self.list("automations", automations.into_iter(), Self::automation);
        self.text.push_str("\n}\n");
        self.text
    }

    fn accounts(&mut self) {
        let (live, names) = (self.live, self.names);
        let mut users: Vec<_> = live.users.iter().collect();
        users.sort_by_key(|user| (names.key_text(user.key), user.id));
        self.list("users", users.into_iter(), Self::user);
        let mut groups: Vec<_> = live.groups.iter().collect();
        groups.sort_by_key(|group| (names.key_text(group.key), group.id));
        self.list("groups", groups.into_iter(), Self::group);
        let mut memberships: Vec<_> = live.memberships.iter().collect();
        memberships.sort_by_key(|m| (names.key_text(m.group), names.key_text(m.user)));
        self.list("memberships", memberships.into_iter(), Self::membership);
    }

    fn places(&mut self) {
        let (live, names) = (self.live, self.names);
        let mut folders: Vec<_> = live.folders.iter().collect();
        folders.sort_by_key(|folder| names.key_text(folder.key));
        self.list("folders", folders.into_iter(), |writer, folder| {
            Json::from(writer.names.text(folder.name))
        });
        let mut grants: Vec<_> = live.grants.iter().collect();
        grants.sort_by_cached_key(|grant| {
            let folder = names.key_text(grant.folder);
            (folder, self.grantee(&grant.grantee), grant.level, grant.recursive, grant.id)
        });
        self.list("grants", grants.into_iter(), Self::grant);
        let mut behaviors: Vec<_> = live.behaviors.iter().collect();
        behaviors.sort_by_key(|b| (names.key_text(b.folder), b.kind.name, b.name.as_deref(), b.id));
        self.list("behaviors", behaviors.into_iter(), Self::behavior);
    }

    fn member(&mut self, name: &str, value: &Json) {
        let comma = if self.text.ends_with('{') { "" } else { "," };
        self.text.push_str(&format!("{comma}\n\"{name}\": {value}"));
    }

    fn list<T>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = T>,
        record: impl Fn(&Self, T) -> Json,
    ) {
        self.text.push_str(&format!(",\n\"{name}\": ["));
        let mut any = false;
        for item in items {
            let line = record(self, item).to_string();
            self.text.push_str(if any { ",\n" } else { "\n" });
            self.text.push_str(&line);
            any = true;
        }
        self.text.push_str(if any { "\n]" } else { "]" });
    }

    fn username(&self, key: Key) -> &'a str {
        let name = self.users.get(&key).map(|name| self.names.text(*name));
        name.unwrap_or_else(|| self.names.key_text(key))
    }

    fn group_name(&self, key: Key) -> &'a str {
        let name = self.groups.get(&key).map(|name| self.names.text(*name));
        name.unwrap_or_else(|| self.names.key_text(key))
    }

    fn user(&self, user: &LiveUser) -> Json {
        let mut record = Map::new();
        record.insert("id".to_owned(), json!(user.id));
        record.insert("username".to_owned(), json!(self.names.text(user.name)));
        if user.externally_managed {
            record.insert("externally_managed".to_owned(), json!(true));
        }
        attributes(&user.attributes, &mut record);
        if !user.ssh_keys.is_empty() {
            let mut keys: Vec<_> = user.ssh_keys.iter().collect();
            keys.sort_by(|a, b| (&a.title, a.id).cmp(&(&b.title, b.id)));
            let key = |key: &crate::live::LiveSshKey| json!({"id": key.id, "title": key.title, "fingerprint": key.fingerprint});
            record.insert("ssh_keys".to_owned(), keys.into_iter().map(key).collect());
        }
        if !user.api_keys.is_empty() {
            let mut keys: Vec<_> = user.api_keys.iter().collect();
            keys.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
            record.insert("api_keys".to_owned(), keys.into_iter().map(api_key).collect());
        }
        Json::Object(record)
    }

    fn group(&self, group: &LiveGroup) -> Json {
        let mut record = Map::new();
        record.insert("id".to_owned(), json!(group.id));
        record.insert("name".to_owned(), json!(self.names.text(group.name)));
        attributes(&group.attributes, &mut record);
        Json::Object(record)
    }

    fn membership(&self, membership: &LiveMembership) -> Json {
        json!({
            "group": self.group_name(membership.group),
            "user": self.username(membership.user),
            "admin": membership.admin,
        })
    }

    fn grantee(&self, grantee: &Grantee) -> (&'static str, Vec<&'a str>) {
        match grantee {
            Grantee::User(key) => ("user", vec![self.username(*key)]),
            Grantee::Group(key) => ("group", vec![self.group_name(*key)]),
            Grantee::AllOf(keys) => {
                let mut groups: Vec<_> = keys.iter().map(|key| self.group_name(*key)).collect();
                groups.sort_unstable();
                ("all_of", groups)
            }
        }
    }

    fn grant(&self, grant: &LiveGrant) -> Json {
        let (kind, who) = self.grantee(&grant.grantee);
        let who = match (kind, who.as_slice()) {
            ("all_of", who) => json!(who),
            (_, who) => json!(who.first()),
        };
        json!({
            "id": grant.id,
            "path": self.names.text(grant.path),
            kind: who,
            "level": grant.level,
            "recursive": grant.recursive,
        })
    }

    fn behavior(&self, behavior: &LiveBehavior) -> Json {
        let mut record = Map::new();
        let mut add = |name: &str, value: Json| {
            if !value.is_null() {
                record.insert(name.to_owned(), value);
            }
        };
        add("id", json!(behavior.id));
        add("path", json!(self.names.text(behavior.path)));
        add("behavior", json!(behavior.kind.name));
        add("name", json!(behavior.name));
        add("description", json!(behavior.description));
        add("recursive", json!(behavior.recursive));
        add("disable_parent_folder_behavior", json!(behavior.disable_parent_folder_behavior));
        add("value", ordered(typed::plain_json(&behavior.value)));
        add("managed", if behavior.managed { json!(true) } else { Json::Null });
        Json::Object(record)
    }

    fn automation(&self, automation: &LiveAutomation) -> Json {
        let owner = match automation.owner {
            LiveOwner::Site => json!("site"),
            LiveOwner::User(key) => json!({"user": self.username(key)}),
            LiveOwner::Gone(id) => json!({"deleted_user": id}),
        };
        let mut record = Map::new();
        record.insert("id".to_owned(), json!(automation.id));
        if let Some(name) = &automation.name {
            record.insert("name".to_owned(), json!(name));
        }
        record.insert("owner".to_owned(), owner);
        if let Some(schedule) = &automation.schedule {
            record.insert("schedule".to_owned(), json!(schedule));
        }
        attributes(&automation.attributes, &mut record);
        Json::Object(record)
    }

    fn named(&self, named: &LiveNamed) -> Json {
        let mut record = Map::new();
        record.insert("id".to_owned(), json!(named.id));
        if let Some(name) = &named.name {
            record.insert("name".to_owned(), json!(name));
        }
        if !named.groups.is_empty() {
            let mut groups: Vec<_> = named.groups.iter().map(|key| self.group_name(*key)).collect();
            groups.sort_unstable();
            record.insert("groups".to_owned(), json!(groups));
        }
        attributes(&named.attributes, &mut record);
        Json::Object(record)
    }
}

fn api_key(key: &LiveApiKey) -> Json {
    let mut record = Map::new();
    record.insert("id".to_owned(), json!(key.id));
    record.insert("name".to_owned(), json!(key.name));
    attributes(&key.attributes, &mut record);
    Json::Object(record)
}

fn attributes(attributes: &Attributes, record: &mut Map<String, Json>) {
    let mut all: Vec<_> =
        attributes.iter().filter(|(attribute, _)| !attribute.write_only).collect();
    all.sort_by_key(|(attribute, _)| attribute.name);
    for (attribute, value) in all {
        record.insert(attribute.name.to_owned(), ordered(typed::plain_json(value)));
    }
}

/// Members by name: the site may show them in any order.
fn ordered(json: Json) -> Json {
    match json {
        Json::Object(members) => {
            let mut members: Vec<_> = members.into_iter().collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Json::Object(members.into_iter().map(|(name, json)| (name, ordered(json))).collect())
        }
        Json::Array(items) => items.into_iter().map(ordered).collect(),
        other => other,
    }
}
