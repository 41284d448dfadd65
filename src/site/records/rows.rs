//! Records of a list to rows: typed, and as small as they can be, with ids where the site has
//! ids. A record is let go as soon as its row is made.

use crate::live::activity::{self, CREATED};
use crate::live::{Activity, Attributes, Fields, LiveApiKey, LiveSshKey, LiveSso, Problem};
use crate::model::kinds::{BehaviorType, behavior_type};
use crate::model::{ChildLevel, Level, NamedKind, Value, fingerprint, kinds, outsiders, path};
use jiff::Timestamp;
use serde_json::Value as Json;

pub(super) struct UserRow {
    pub id: i64,
    pub username: Box<str>,
    pub attributes: Attributes,
    pub externally_managed: bool,
    pub signed_in: bool,
    pub activity: Activity,
    pub groups: Vec<i64>,
    pub admin_of: Vec<i64>,
    /// How many keys there are, where the site says it.
    pub ssh_keys: Option<i64>,
    pub api_keys: Option<i64>,
}

pub(super) struct GroupRow {
    pub id: i64,
    pub name: Box<str>,
    pub attributes: Attributes,
    pub members: Vec<i64>,
    pub admins: Vec<i64>,
}

/// Who holds a grant, by ids.
pub(super) enum Whom {
    User(i64),
    Group(i64),
    AllOf(Vec<i64>),
    Partner(i64),
}

pub(super) enum GrantLevel {
    Folder(Level),
    /// On the root of a child site.
    ChildSite(ChildLevel),
}

impl GrantLevel {
    pub fn word(&self) -> &'static str {
        match self {
            GrantLevel::Folder(level) => level.as_str(),
            GrantLevel::ChildSite(level) => level.word(),
        }
    }
}

pub(super) struct GrantRow {
    pub id: i64,
    pub path: Box<str>,
    pub whom: Whom,
    pub level: GrantLevel,
    pub recursive: bool,
    pub site: Option<i64>,
}

pub(super) struct BehaviorRow {
    pub id: i64,
    pub path: Box<str>,
    pub kind: &'static BehaviorType,
    pub name: Option<Box<str>>,
    pub description: Option<Box<str>>,
    pub recursive: Option<bool>,
    pub disable_parent_folder_behavior: Option<bool>,
    pub value: Value,
    pub managed: bool,
}

pub(super) struct AutomationRow {
    pub id: i64,
    pub name: Option<Box<str>>,
    pub owner: Option<i64>,
    pub schedule: Option<i64>,
    pub attributes: Attributes,
    pub last_modified: Option<Timestamp>,
}

pub(super) struct NamedRow {
    pub kind: NamedKind,
    pub id: i64,
    pub name: Option<Box<str>>,
    pub attributes: Attributes,
    pub updated: Option<Timestamp>,
}

/// What is told by a text alone.
pub(super) struct BeyondRow {
    pub manage: &'static str,
    pub path: Option<Box<str>>,
    pub text: String,
}

/// The rows of all lists.
#[derive(Default)]
pub(super) struct Rows {
    pub users: Vec<UserRow>,
    pub groups: Vec<GroupRow>,
    /// Group, user, admin.
    pub members: Vec<(i64, i64, bool)>,
    /// By the user who has it.
    pub ssh_keys: Vec<(i64, LiveSshKey)>,
    /// None has one of the site itself.
    pub api_keys: Vec<(Option<i64>, LiveApiKey)>,
    pub grants: Vec<GrantRow>,
    pub behaviors: Vec<BehaviorRow>,
    pub automations: Vec<AutomationRow>,
    pub named: Vec<NamedRow>,
    pub sso: Vec<LiveSso>,
    pub beyond: Vec<BeyondRow>,
    /// What partners are called, by their ids: other records say it, too.
    pub partners: Vec<(i64, Box<str>)>,
}

impl Rows {
    /// Takes up one record. What cannot be read of it is told in `odd`.
    pub fn add(&mut self, list: &'static str, index: usize, record: &Json, odd: &mut Vec<Problem>) {
        let Some(mut fields) = Fields::of_site(record, list, index, odd) else { return };
        let fields = &mut fields;
        let is = |kind: &kinds::Kind| kind.list == list;
        if is(&kinds::USER) {
            let partner = fields.int("partner_id").zip(fields.text("partner_name"));
            self.partners.extend(partner.map(|(id, name)| (id, name.into())));
            self.users.extend(user(fields));
        } else if is(&kinds::GROUP) {
            self.groups.extend(group(fields));
        } else if is(&kinds::MEMBERSHIP) {
            self.members.extend(membership(fields));
        } else if is(&kinds::SSH_KEY) {
            self.ssh_keys.extend(public_key(fields));
        } else if is(&kinds::API_KEY) {
            self.api_keys.extend(api_key(fields));
        } else if is(&kinds::GRANT) {
            self.grants.extend(grant(fields, &mut self.partners, &mut self.beyond));
        } else if is(&kinds::BEHAVIOR) {
            self.behaviors.extend(behavior(fields, &mut self.beyond));
        } else if is(&kinds::AUTOMATION) {
            self.automations.extend(automation(fields));
        } else if list == SSO_STRATEGIES {
            self.sso.extend(sso(fields));
        } else if let Some(kind) = NamedKind::all().find(|kind| kind.list == list) {
            self.named.extend(named(kind, fields));
        }
    }

    pub fn append(&mut self, mut other: Rows) {
        self.users.append(&mut other.users);
        self.groups.append(&mut other.groups);
        self.members.append(&mut other.members);
        self.ssh_keys.append(&mut other.ssh_keys);
        self.api_keys.append(&mut other.api_keys);
        self.grants.append(&mut other.grants);
        self.behaviors.append(&mut other.behaviors);
        self.automations.append(&mut other.automations);
        self.named.append(&mut other.named);
        self.sso.append(&mut other.sso);
        self.beyond.append(&mut other.beyond);
        self.partners.append(&mut other.partners);
    }
}

/// The list of single sign-on strategies; they are no kind that a definition makes.
pub const SSO_STRATEGIES: &str = "sso_strategies";

fn user(fields: &mut Fields<'_>) -> Option<UserRow> {
    let (id, username) = (fields.need_int("id"), fields.need_text("username"));
    let attributes = fields.attributes(&kinds::USER);
    let externally_managed = fields.flag("externally_managed").unwrap_or(false);
    let signed_in =
        ["first_login_at", "last_login_at"].iter().any(|when| fields.text(when).is_some());
    let activity = Activity::of(fields);
    let (groups, admin_of) = (fields.ids("group_ids"), fields.ids("admin_group_ids"));
    let (ssh_keys, api_keys) = (fields.int("public_keys_count"), fields.int("api_keys_count"));
    if username.is_some_and(outsiders::is_taken) {
        fields.lost("username", "a name that is not one of those without an account");
        return None;
    }
    let (id, username) = (id?, username?.into());
    Some(UserRow {
        id,
        username,
        attributes,
        externally_managed,
        signed_in,
        activity,
        groups,
        admin_of,
        ssh_keys,
        api_keys,
    })
}

fn group(fields: &mut Fields<'_>) -> Option<GroupRow> {
    let (id, name) = (fields.need_int("id"), fields.need_text("name"));
    let attributes = fields.attributes(&kinds::GROUP);
    let (members, admins) = (fields.ids("user_ids"), fields.ids("admin_ids"));
    Some(GroupRow { id: id?, name: name?.into(), attributes, members, admins })
}

fn membership(fields: &mut Fields<'_>) -> Option<(i64, i64, bool)> {
    let (group, user) = (fields.need_int("group_id"), fields.need_int("user_id"));
    let admin = fields.flag("admin").unwrap_or(false);
    Some((group?, user?, admin))
}

fn public_key(fields: &mut Fields<'_>) -> Option<(i64, LiveSshKey)> {
    let (id, user) = (fields.need_int("id"), fields.need_int("user_id"));
    let title = fields.text("title").unwrap_or_default();
    let shown = fields.text("fingerprint_sha256").map(fingerprint::normalize);
    let computed = || fields.text("public_key").and_then(fingerprint::fingerprint);
    let fingerprint = shown.or_else(computed).unwrap_or_default();
    let (created, last_login) =
        (activity::last(fields, CREATED), activity::last(fields, "last_login_at"));
    Some((user?, LiveSshKey { id: id?, title: title.into(), fingerprint, created, last_login }))
}

/// Keys of the whole site have no user.
fn api_key(fields: &mut Fields<'_>) -> Option<(Option<i64>, LiveApiKey)> {
    let (id, user) = (fields.need_int("id"), fields.int("user_id"));
    let name = fields.text("name").unwrap_or_default();
    let mut attributes = fields.attributes(&kinds::API_KEY);
    let fixed = kinds::API_KEY.attributes.iter().filter(|attribute| attribute.create_only);
    for attribute in fixed.filter(|attribute| !fields.has(attribute.name)) {
        attributes.miss(attribute);
    }
    let (created, last_use) =
        (activity::last(fields, CREATED), activity::last(fields, "last_use_at"));
    Some((user, LiveApiKey { id: id?, name: name.into(), attributes, created, last_use }))
}

fn grant(
    fields: &mut Fields<'_>,
    partners: &mut Vec<(i64, Box<str>)>,
    beyond: &mut Vec<BeyondRow>,
) -> Option<GrantRow> {
    let site = fields.int("site_id");
    let partner = fields.int("partner_id");
    let permission = fields.need_text("permission")?;
    let level = match (Level::parse(permission), ChildLevel::parse(permission)) {
        (Some(level), _) => GrantLevel::Folder(level),
        (None, Some(level)) => GrantLevel::ChildSite(level),
        (None, None) => {
            beyond.push(unknown_level(fields, permission));
            return None;
        }
    };
    let id = fields.need_int("id");
    let path = path::normalize(fields.text("path").unwrap_or_default()).into();
    let recursive = fields.flag("recursive").unwrap_or(true);
    let whom = match partner {
        Some(partner) => {
            partners.extend(fields.text("partner_name").map(|name| (partner, name.into())));
            Whom::Partner(partner)
        }
        None => whom(fields)?,
    };
    Some(GrantRow { id: id?, path, whom, level, recursive, site })
}

/// What a level that siteplan does not know gives, nobody can say.
fn unknown_level(fields: &mut Fields<'_>, level: &str) -> BeyondRow {
    let id = fields.int("id").map_or(String::new(), |id| format!(" {id}"));
    let path: Box<str> = path::normalize(fields.text("path").unwrap_or_default()).into();
    let names = ["username", "group_name", "partner_name"];
    let whom = names.into_iter().find_map(|name| fields.text(name));
    let whom = whom.map_or(String::new(), |whom| format!(" for {whom:?}"));
    let place = path::display(&path);
    let text = format!("permission{id}: {level:?} on {place:?}{whom}, a level unknown to siteplan");
    BeyondRow { manage: kinds::GRANT.manage.unwrap_or_default(), path: Some(path), text }
}

fn whom(fields: &mut Fields<'_>) -> Option<Whom> {
    let (user, group) = (fields.int("user_id"), fields.int("group_id"));
    let groups = fields.ids("group_ids");
    match (user, group, groups.as_slice()) {
        (Some(user), _, _) => Some(Whom::User(user)),
        (None, Some(group), [] | [_]) => Some(Whom::Group(group)),
        (None, None, [group]) => Some(Whom::Group(*group)),
        (None, None, []) => {
            fields.lost("user_id", "a user, a group or groups");
            None
        }
        (None, _, _) => Some(Whom::AllOf(groups)),
    }
}

fn behavior(fields: &mut Fields<'_>, beyond: &mut Vec<BeyondRow>) -> Option<BehaviorRow> {
    let name = fields.need_text("behavior")?;
    let id = fields.need_int("id");
    let path: Box<str> = path::normalize(fields.text("path").unwrap_or_default()).into();
    let Some(kind) = behavior_type(name) else {
        let manage = kinds::BEHAVIOR.manage.unwrap_or_default();
        let text =
            format!("{name} on {:?}, a folder setting unknown to siteplan", path::display(&path));
        beyond.push(BeyondRow { manage, path: Some(path), text });
        return None;
    };
    let value = fields.behavior_value(kind);
    Some(BehaviorRow {
        id: id?,
        path,
        kind,
        name: fields.text("name").map(Box::from),
        description: fields.text("description").map(Box::from),
        recursive: fields.flag("recursive"),
        disable_parent_folder_behavior: fields.flag("disable_parent_folder_behavior"),
        value,
        // Neither can be changed here.
        managed: fields.flag("managed") == Some(true) || fields.flag("inherited") == Some(true),
    })
}

fn automation(fields: &mut Fields<'_>) -> Option<AutomationRow> {
    if fields.flag("deleted") == Some(true) {
        return None;
    }
    let id = fields.need_int("id");
    let (owner, schedule) = (fields.int("user_id"), fields.int("schedule_id"));
    let name = fields.text("name").map(Box::from);
    let attributes = fields.attributes(&kinds::AUTOMATION);
    let last_modified = fields.moment("last_modified_at");
    Some(AutomationRow { id: id?, name, owner, schedule, attributes, last_modified })
}

fn named(kind: NamedKind, fields: &mut Fields<'_>) -> Option<NamedRow> {
    if fields.flag("deleted") == Some(true) {
        return None;
    }
    let id = fields.need_int("id");
    // What is in no workspace is in the default one, whether or not a site lists that.
    if *kind == kinds::WORKSPACE && id == Some(0) {
        return None;
    }
    let name = if kind.is_row() { None } else { fields.text(kind.table().name).map(Box::from) };
    let attributes = fields.attributes(kind.kind());
    let updated = fields.moment("updated_at");
    Some(NamedRow { kind, id: id?, name, attributes, updated })
}

fn sso(fields: &mut Fields<'_>) -> Option<LiveSso> {
    let id = fields.need_int("id");
    // Strategies bear a label and, where it is unset, only their protocol and provider.
    let name = ["label", "name", "provider_identifier", "protocol"]
        .into_iter()
        .find_map(|name| fields.text(name));
    Some(LiveSso { id: id?, name: name.unwrap_or_default().into() })
}
