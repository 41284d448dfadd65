//! A live site to text: lists sorted by natural key, attributes by name.

use super::{FORMAT, UNSHOWN, VERSION};
use crate::live::activity::CREATED;
use crate::live::{
    Attributes, Beyond, Last, LiveApiKey, LiveAutomation, LiveBehavior, LiveChildGrant, LiveGrant,
    LiveGroup, LiveMembership, LiveNamed, LiveOwner, LiveSite, LiveSshKey, LiveUser,
};
use crate::model::{Attribute, Grantee, Key, Kind, Name, NamedKind, Names, Value, kinds};
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The whole site, with where it was read.
pub fn write(live: &LiveSite, names: &Names) -> String {
    match String::from_utf8(Writer::new(live, names, None).site(Some(&live.target)).text) {
        Ok(text) => text,
        Err(error) => panic!("JSON of texts is text: {error}"),
    }
}

/// SHA-256 of what the site holds, in hexadecimal digits; where it was read does not count.
pub fn digest(live: &LiveSite, names: &Names) -> String {
    let writer = Writer::new(live, names, Some(Sha256::new())).site(None);
    let mut hash = writer.hash.unwrap_or_default();
    hash.update(&writer.text);
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Text that is to be hashed is handed on in pieces of this size.
const PIECE: usize = 1 << 16;

struct Writer<'a> {
    live: &'a LiveSite,
    names: &'a Names,
    /// As the site spells them.
    users: FxHashMap<Key, Name>,
    groups: FxHashMap<Key, Name>,
    partners: FxHashMap<Key, &'a str>,
    /// Names that several objects of a kind bear.
    repeated: FxHashSet<(&'static str, &'a str)>,
    text: Vec<u8>,
    /// Where only the digest is wanted, the text is not kept.
    hash: Option<Sha256>,
}

impl<'a> Writer<'a> {
    fn new(live: &'a LiveSite, names: &'a Names, hash: Option<Sha256>) -> Self {
        let users = live.users.iter().map(|user| (user.key, user.name)).collect();
        let groups = live.groups.iter().map(|group| (group.key, group.name)).collect();
        let named = live.named.iter().filter(|one| one.kind == NamedKind::PARTNER);
        let partners = named.filter_map(|one| one.name.as_deref());
        let partners = partners.filter_map(|name| Some((names.find_key(name)?, name))).collect();
        let automations = live.automations.iter();
        let automations = automations.map(|one| (kinds::AUTOMATION.tag, one.name.as_deref()));
        let named = live.named.iter().map(|one| (one.kind.tag, one.name.as_deref()));
        let mut seen = FxHashSet::default();
        let all = automations.chain(named).filter_map(|(tag, name)| Some((tag, name?)));
        let repeated = all.filter(|one| !seen.insert(*one)).collect();
        Self { live, names, users, groups, partners, repeated, text: Vec::new(), hash }
    }

    fn site(mut self, target: Option<&str>) -> Self {
        let live = self.live;
        self.text.push(b'{');
        self.member("format", &FORMAT);
        self.member("version", &VERSION);
        if let Some(target) = target {
            self.member("target", &target);
        }
        if let Some(read_at) = live.read_at.filter(|_| self.hash.is_none()) {
            self.member("read_at", &read_at);
        }
        self.text.extend_from_slice(b",\n\"settings\": ");
        let mut settings = Record::open(&mut self.text);
        settings.attributes(&live.settings);
        settings.close();
        self.member("managed_settings", &live.managed_settings);
        if !live.parent_admins.is_empty() {
            self.member("parent_admins", &live.parent_admins);
        }
        let mut sso: Vec<_> = live.sso.iter().collect();
        sso.sort_by_key(|strategy| strategy.id);
        self.records("sso", sso, |_, sso, record| {
            record.field("id", &sso.id);
            record.field("name", &sso.name);
        });
        self.accounts();
        self.places();
        for kind in NamedKind::all() {
            let mut named: Vec<_> = live.named.iter().filter(|named| named.kind == kind).collect();
            // A digest is the same whatever kinds siteplan knows that the site has none of.
            if named.is_empty() && self.hash.is_some() {
                continue;
            }
            named.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
            self.records(kind.list, named, Self::named);
        }
        let mut automations: Vec<_> = live.automations.iter().collect();
        automations.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        self.records("automations", automations, Self::automation);
        if !live.api_keys.is_empty() {
            self.member("api_keys", &self.api_keys(&live.api_keys));
        }
        self.unread();
        self.odd();
        self.text.extend_from_slice(b"\n}\n");
        self
    }

    /// Where all was shown, nothing is said. The reason is no part of what the site holds.
    fn unread(&mut self) {
        if self.live.unread.is_empty() {
            return;
        }
        let unread = self.live.unread.iter().collect();
        self.records("unread", unread, |writer, unread, record| {
            record.field("list", &unread.list);
            if writer.hash.is_none() {
                record.field("why", &unread.why);
            }
        });
    }

    /// What could not be judged; where it stood in an answer is no part of what the site holds.
    fn odd(&mut self) {
        if self.live.odd.is_empty() || self.hash.is_some() {
            return;
        }
        let odd = self.live.odd.iter().collect();
        self.records("odd", odd, |_, odd, record| {
            record.field("place", &odd.place);
            record.field("expected", &odd.expected);
            record.field("found", &odd.found);
            record.field_if("left_out", &odd.left_out.then_some(true));
        });
    }

    fn accounts(&mut self) {
        let (live, names) = (self.live, self.names);
        let mut users: Vec<_> = live.users.iter().collect();
        users.sort_by_key(|user| (names.key_text(user.key), user.id));
        self.records("users", users, Self::user);
        let mut groups: Vec<_> = live.groups.iter().collect();
        groups.sort_by_key(|group| (names.key_text(group.key), group.id));
        self.records("groups", groups, Self::group);
        let mut memberships: Vec<_> = live.memberships.iter().collect();
        let keys = live.memberships.iter().flat_map(|m| [m.group, m.user]);
        let ranks = names.ranks(keys);
        memberships.sort_by_cached_key(|m| (ranks.get(m.group), ranks.get(m.user)));
        self.records("memberships", memberships, Self::membership);
    }

    fn places(&mut self) {
        let (live, names) = (self.live, self.names);
        let mut folders: Vec<_> = live.folders.iter().collect();
        folders.sort_by_key(|folder| names.key_text(folder.key));
        let shown = folders
            .iter()
            .filter_map(|folder| Some((folder.name, live.folder_attributes.get(&folder.key)?)));
        let shown: Vec<_> = shown.collect();
        self.list("folders", folders, |writer, folder| {
            json(&mut writer.text, &writer.names.text(folder.name));
        });
        if !shown.is_empty() {
            self.records("folder_attributes", shown, |writer, (folder, attributes), record| {
                record.field("path", &writer.names.text(folder));
                record.attributes(attributes);
            });
        }
        let mut grants: Vec<_> = live.grants.iter().collect();
        grants.sort_by_cached_key(|grant| {
            let folder = names.key_text(grant.folder);
            (folder, self.grantee(&grant.grantee), grant.level, grant.recursive, grant.id)
        });
        self.records("grants", grants, Self::grant);
        let mut child_grants: Vec<_> = live.child_grants.iter().collect();
        child_grants
            .sort_by_cached_key(|row| (row.site, self.grantee(&row.grantee), row.level, row.id));
        self.records("child_site_grants", child_grants, Self::child_grant);
        let mut behaviors: Vec<_> = live.behaviors.iter().collect();
        behaviors.sort_by_key(|b| (names.key_text(b.folder), b.kind.name, b.name.as_deref(), b.id));
        self.records("behaviors", behaviors, Self::behavior);
        if !live.beyond.is_empty() {
            let mut beyond: Vec<_> = live.beyond.iter().collect();
            beyond.sort_by_key(|one| (one.manage, &one.text));
            self.records("beyond", beyond, Self::beyond);
        }
    }

    fn beyond(&self, beyond: &Beyond, record: &mut Record<'_>) {
        record.field("manage", &beyond.manage);
        if let Some(folder) = beyond.folder {
            record.field("path", &self.names.key_text(folder));
        }
        record.field("text", &beyond.text);
    }

    fn member(&mut self, name: &str, value: &impl Serialize) {
        let comma = if self.text.ends_with(b"{") { "" } else { "," };
        self.text.extend_from_slice(format!("{comma}\n\"{name}\": ").as_bytes());
        json(&mut self.text, value);
    }

    fn list<T>(&mut self, name: &str, items: Vec<T>, write: impl Fn(&mut Self, T)) {
        self.text.extend_from_slice(format!(",\n\"{name}\": [").as_bytes());
        let any = !items.is_empty();
        for (index, item) in items.into_iter().enumerate() {
            self.text.extend_from_slice(if index > 0 { b",\n" } else { b"\n" });
            write(self, item);
            if let Some(hash) = self.hash.as_mut().filter(|_| self.text.len() >= PIECE) {
                hash.update(&self.text);
                self.text.clear();
            }
        }
        self.text.extend_from_slice(if any { b"\n]" } else { b"]" });
    }

    /// A list of objects, each on a line.
    fn records<T>(&mut self, name: &str, items: Vec<T>, write: impl Fn(&Self, T, &mut Record<'_>)) {
        self.list(name, items, |writer, item| {
            let mut text = std::mem::take(&mut writer.text);
            let mut record = Record::open(&mut text);
            write(writer, item, &mut record);
            record.close();
            writer.text = text;
        });
    }

    fn username(&self, key: Key) -> &'a str {
        let name = self.users.get(&key).map(|name| self.names.text(*name));
        name.unwrap_or_else(|| self.names.key_text(key))
    }

    fn group_name(&self, key: Key) -> &'a str {
        let name = self.groups.get(&key).map(|name| self.names.text(*name));
        name.unwrap_or_else(|| self.names.key_text(key))
    }

    /// That somebody signs in changes nothing that a plan was made from.
    fn user(&self, user: &LiveUser, record: &mut Record<'_>) {
        record.field("id", &user.id);
        record.field("username", &self.names.text(user.name));
        if user.externally_managed {
            record.field("externally_managed", &true);
        }
        if user.signed_in && self.hash.is_none() {
            record.field("signed_in", &true);
        }
        record.attributes(&user.attributes);
        if self.hash.is_none() {
            user.activity.shown().for_each(|(column, last)| record.field(column, &last));
        }
        if !user.ssh_keys.is_empty() {
            let mut keys: Vec<_> = user.ssh_keys.iter().collect();
            keys.sort_by(|a, b| (&a.title, a.id).cmp(&(&b.title, b.id)));
            let told = self.hash.is_none();
            let keys: Vec<_> = keys.into_iter().map(|key| SshKey(key, told)).collect();
            record.field("ssh_keys", &keys);
        }
        if !user.api_keys.is_empty() {
            record.field("api_keys", &self.api_keys(&user.api_keys));
        }
    }

    fn api_keys(&self, keys: &'a [LiveApiKey]) -> Vec<ApiKey<'a>> {
        let mut sorted: Vec<_> = keys.iter().collect();
        sorted.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let told = |key| ApiKey(key, self.hash.is_none());
        sorted.into_iter().map(told).collect()
    }

    fn group(&self, group: &LiveGroup, record: &mut Record<'_>) {
        record.field("id", &group.id);
        record.field("name", &self.names.text(group.name));
        record.attributes(&group.attributes);
    }

    fn membership(&self, membership: &LiveMembership, record: &mut Record<'_>) {
        record.field("group", &self.group_name(membership.group));
        record.field("user", &self.username(membership.user));
        record.field("admin", &membership.admin);
    }

    fn partner_name(&self, key: Key) -> &'a str {
        self.partners.get(&key).copied().unwrap_or_else(|| self.names.key_text(key))
    }

    fn grantee(&self, grantee: &Grantee) -> (&'static str, Vec<&'a str>) {
        match grantee {
            Grantee::User(key) => ("user", vec![self.username(*key)]),
            Grantee::Group(key) => ("group", vec![self.group_name(*key)]),
            Grantee::Partner(key) => ("partner", vec![self.partner_name(*key)]),
            Grantee::AllOf(keys) => {
                let mut groups: Vec<_> = keys.iter().map(|key| self.group_name(*key)).collect();
                groups.sort_unstable();
                ("all_of", groups)
            }
        }
    }

    fn grant(&self, grant: &LiveGrant, record: &mut Record<'_>) {
        record.field("id", &grant.id);
        record.field("path", &self.names.text(grant.path));
        self.holder(&grant.grantee, record);
        record.field("level", &grant.level.as_str());
        record.field("recursive", &grant.recursive);
    }

    fn holder(&self, grantee: &Grantee, record: &mut Record<'_>) {
        match self.grantee(grantee) {
            ("all_of", who) => record.field("all_of", &who),
            (kind, who) => record.field(kind, &who.first()),
        }
    }

    fn child_grant(&self, grant: &LiveChildGrant, record: &mut Record<'_>) {
        record.field("id", &grant.id);
        record.field("site", &grant.site);
        self.holder(&grant.grantee, record);
        record.field("level", &grant.level.as_str());
    }

    fn behavior(&self, behavior: &LiveBehavior, record: &mut Record<'_>) {
        record.field("id", &behavior.id);
        record.field("path", &self.names.text(behavior.path));
        record.field("behavior", &behavior.kind.name);
        record.field_if("name", &behavior.name);
        record.field_if("description", &behavior.description);
        record.field_if("recursive", &behavior.recursive);
        let disabled = &behavior.disable_parent_folder_behavior;
        record.field_if("disable_parent_folder_behavior", disabled);
        if !matches!(behavior.value, Value::Null | Value::Secret(_)) {
            record.field("value", &Plain(&behavior.value));
        }
        record.field_if("managed", &behavior.managed.then_some(true));
    }

    fn automation(&self, automation: &'a LiveAutomation, record: &mut Record<'_>) {
        record.field("id", &automation.id);
        record.field_if("name", &automation.name);
        let owner = match automation.owner {
            LiveOwner::Site => json!("site"),
            LiveOwner::User(key) => json!({"user": self.username(key)}),
            LiveOwner::Gone(id) => json!({"deleted_user": id}),
        };
        record.field("owner", &owner);
        record.field_if("schedule", &automation.schedule);
        record.attributes(&automation.attributes);
        let moments =
            [("last_modified_at", automation.last_modified), ("last_run_at", automation.last_run)];
        for (field, moment) in moments {
            self.moment_of(&kinds::AUTOMATION, &automation.name, field, moment, record);
        }
    }

    /// What tells apart those of one name; it is no part of what the site holds.
    fn moment_of(
        &self,
        kind: &'static Kind,
        name: &'a Option<Box<str>>,
        field: &'static str,
        moment: Option<Timestamp>,
        record: &mut Record<'_>,
    ) {
        let name = name.as_deref().filter(|name| self.repeated.contains(&(kind.tag, *name)));
        if name.is_some() && self.hash.is_none() {
            record.field_if(field, &moment);
        }
    }

    fn named(&self, named: &'a LiveNamed, record: &mut Record<'_>) {
        record.field("id", &named.id);
        record.field_if("name", &named.name);
        record.attributes(&named.attributes);
        self.moment_of(named.kind.kind(), &named.name, "updated_at", named.updated, record);
    }
}

/// A key, and whether is told when it was made and used.
struct SshKey<'a>(&'a LiveSshKey, bool);

impl Serialize for SshKey<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let SshKey(key, told) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &key.id)?;
        map.serialize_entry("title", &key.title)?;
        map.serialize_entry("fingerprint", &key.fingerprint)?;
        last_if(&mut map, CREATED, key.created, *told)?;
        last_if(&mut map, "last_login_at", key.last_login, *told)?;
        map.end()
    }
}

fn last_if<M: SerializeMap>(
    map: &mut M,
    field: &'static str,
    last: Last,
    told: bool,
) -> Result<(), M::Error> {
    if told && last.is_shown() { map.serialize_entry(field, &last) } else { Ok(()) }
}

impl Serialize for Last {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.at().serialize(serializer)
    }
}

/// The same of an API key.
struct ApiKey<'a>(&'a LiveApiKey, bool);

impl Serialize for ApiKey<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.0.id)?;
        map.serialize_entry("name", &self.0.name)?;
        for (attribute, value) in sorted(&self.0.attributes) {
            map.serialize_entry(attribute.name, &Plain(value))?;
        }
        if let Some(names) = unshown(&self.0.attributes) {
            map.serialize_entry(UNSHOWN, &names)?;
        }
        last_if(&mut map, CREATED, self.0.created, self.1)?;
        last_if(&mut map, "last_use_at", self.0.last_use, self.1)?;
        map.end()
    }
}

/// What a snapshot shows of the attributes, by name.
fn sorted(attributes: &Attributes) -> Vec<(&'static Attribute, &Value)> {
    let mut all: Vec<_> =
        attributes.iter().filter(|(attribute, _)| attribute.is_comparable()).collect();
    all.sort_unstable_by_key(|(attribute, _)| attribute.name);
    all
}

/// The names of what the site did not show, if there is any.
fn unshown(attributes: &Attributes) -> Option<Vec<&'static str>> {
    let names: Vec<&str> = attributes.unshown().iter().map(|attribute| attribute.name).collect();
    (!names.is_empty()).then_some(names)
}

/// One object, written member by member.
struct Record<'t> {
    text: &'t mut Vec<u8>,
    any: bool,
}

impl<'t> Record<'t> {
    fn open(text: &'t mut Vec<u8>) -> Self {
        text.push(b'{');
        Record { text, any: false }
    }

    fn field(&mut self, name: &str, value: &impl Serialize) {
        if std::mem::replace(&mut self.any, true) {
            self.text.push(b',');
        }
        json(self.text, &name);
        self.text.push(b':');
        json(self.text, value);
    }

    fn field_if(&mut self, name: &str, value: &Option<impl Serialize>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    fn attributes(&mut self, attributes: &Attributes) {
        for (attribute, value) in sorted(attributes) {
            self.field(attribute.name, &Plain(value));
        }
        self.field_if(UNSHOWN, &unshown(attributes));
    }

    fn close(self) {
        self.text.push(b'}');
    }
}

fn json(text: &mut Vec<u8>, value: &impl Serialize) {
    if let Err(error) = serde_json::to_writer(text, value) {
        panic!("our own data is JSON: {error}");
    }
}

/// A value by its own type, without secrets; members by name, as the site may show them in any
/// order.
struct Plain<'v>(&'v Value);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shown = |value: &&Value| !matches!(value, Value::Secret(_));
        match self.0 {
            Value::Secret(_) => serializer.serialize_unit(),
            Value::List(items) => serializer.collect_seq(items.iter().filter(shown).map(Plain)),
            Value::Object(entries) => {
                let entries = entries.iter().filter(|(_, value)| shown(&value));
                let sorted: BTreeMap<&str, Plain<'_>> =
                    entries.map(|(key, value)| (&**key, Plain(value))).collect();
                serializer.collect_map(sorted)
            }
            value => value.serialize(serializer),
        }
    }
}
