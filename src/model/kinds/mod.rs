//! The kinds of object that a site has: one file a kind, with its facts as data.
//!
//! What a kind is called, what attributes it has, how it is told from others of its kind, what
//! the site shows of it: all that the rest of siteplan knows of a kind without code of its own
//! is derived from here. A kind with a [`Table`] needs no code at all: it is known by a name
//! and is little but attributes. The tables are Rust so that looking a word up costs nothing at
//! start; tests hold them to the JSON extracts beside them, which say where the facts come from.

mod additional_email_recipient;
mod ai_assistant_personality;
mod ai_task;
mod api_key;
mod as2_partner;
mod as2_station;
mod automation;
mod behavior;
mod behavior_types;
mod bundle;
mod bundle_notification;
mod child_site;
mod child_site_management_policy;
mod clickwrap;
mod custom_domain;
mod desktop_configuration_profile;
mod event_channel;
mod event_subscription;
mod event_target;
mod expectation;
mod folder;
mod form_field_set;
mod gpg_key;
mod grant;
mod group;
mod holiday_calendar;
mod integration_centric_profile;
mod key_lifecycle_rule;
mod lifecycle_rule;
mod membership;
mod metadata_category;
mod notification;
mod openings;
mod partner;
mod partner_channel;
mod partner_channel_template;
mod remote_server;
mod remote_server_credential;
mod schedule;
mod scheduled_export;
mod sftp_host_key;
mod share_group;
mod siem_http_destination;
mod site;
mod ssh_key;
mod sync;
mod user;
mod workspace;

#[cfg(test)]
mod tests;

pub use additional_email_recipient::ADDITIONAL_EMAIL_RECIPIENT;
pub use ai_assistant_personality::AI_ASSISTANT_PERSONALITY;
pub use ai_task::AI_TASK;
pub use api_key::API_KEY;
pub use as2_partner::AS2_PARTNER;
pub use as2_station::AS2_STATION;
pub use automation::{AUTOMATION, STARTED_BY_NO_ACTION};
pub use behavior::BEHAVIOR;
pub use behavior_types::{
    BehaviorType, FENCE, HOSTING, MOUNT, ValueRoot, behavior_type, behavior_types,
};
pub use bundle::BUNDLE;
pub use bundle_notification::BUNDLE_NOTIFICATION;
pub use child_site::CHILD_SITE;
pub use child_site_management_policy::CHILD_SITE_MANAGEMENT_POLICY;
pub use clickwrap::CLICKWRAP;
pub use custom_domain::CUSTOM_DOMAIN;
pub use desktop_configuration_profile::DESKTOP_CONFIGURATION_PROFILE;
pub use event_channel::EVENT_CHANNEL;
pub use event_subscription::EVENT_SUBSCRIPTION;
pub use event_target::EVENT_TARGET;
pub use expectation::EXPECTATION;
pub use folder::FOLDER;
pub use form_field_set::FORM_FIELD_SET;
pub use gpg_key::GPG_KEY;
pub use grant::GRANT;
pub use group::GROUP;
pub use holiday_calendar::HOLIDAY_CALENDAR;
pub use integration_centric_profile::INTEGRATION_CENTRIC_PROFILE;
pub use key_lifecycle_rule::KEY_LIFECYCLE_RULE;
pub use lifecycle_rule::LIFECYCLE_RULE;
pub use membership::MEMBERSHIP;
pub use metadata_category::METADATA_CATEGORY;
pub use notification::NOTIFICATION;
pub use openings::{Effect, effect};
pub use partner::PARTNER;
pub use partner_channel::PARTNER_CHANNEL;
pub use partner_channel_template::PARTNER_CHANNEL_TEMPLATE;
pub use remote_server::REMOTE_SERVER;
pub use remote_server_credential::REMOTE_SERVER_CREDENTIAL;
pub use schedule::SCHEDULE;
pub use scheduled_export::SCHEDULED_EXPORT;
pub use sftp_host_key::SFTP_HOST_KEY;
pub use share_group::SHARE_GROUP;
pub use siem_http_destination::SIEM_HTTP_DESTINATION;
pub use site::SITE;
pub use ssh_key::SSH_KEY;
pub use sync::SYNC;
pub use user::USER;
pub use workspace::WORKSPACE;

use super::attribute::{Attribute, ValueKind, by_word, find, find_next, kebab_case};
pub use super::reference::Referent;
use super::value::Value;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// Every kind, in the order in which kinds are listed.
pub static KINDS: &[&Kind] = &[
    &SITE,
    &USER,
    &GROUP,
    &MEMBERSHIP,
    &SSH_KEY,
    &API_KEY,
    &GRANT,
    &BEHAVIOR,
    &AUTOMATION,
    &SCHEDULE,
    &LIFECYCLE_RULE,
    &KEY_LIFECYCLE_RULE,
    &GPG_KEY,
    &WORKSPACE,
    &PARTNER,
    &PARTNER_CHANNEL_TEMPLATE,
    &PARTNER_CHANNEL,
    &BUNDLE,
    &BUNDLE_NOTIFICATION,
    &NOTIFICATION,
    &ADDITIONAL_EMAIL_RECIPIENT,
    &REMOTE_SERVER_CREDENTIAL,
    &REMOTE_SERVER,
    &SYNC,
    &FORM_FIELD_SET,
    &CLICKWRAP,
    &METADATA_CATEGORY,
    &SIEM_HTTP_DESTINATION,
    &EVENT_TARGET,
    &EVENT_CHANNEL,
    &EVENT_SUBSCRIPTION,
    &CUSTOM_DOMAIN,
    &SFTP_HOST_KEY,
    &AS2_STATION,
    &AS2_PARTNER,
    &EXPECTATION,
    &SCHEDULED_EXPORT,
    &HOLIDAY_CALENDAR,
    &SHARE_GROUP,
    &DESKTOP_CONFIGURATION_PROFILE,
    &INTEGRATION_CENTRIC_PROFILE,
    &AI_ASSISTANT_PERSONALITY,
    &AI_TASK,
    &CHILD_SITE_MANAGEMENT_POLICY,
    &FOLDER,
    &CHILD_SITE,
];

/// What is known of a kind of object.
pub struct Kind {
    /// The language's node, and the word of `protect`.
    pub word: &'static str,
    /// How machine formats call it.
    pub tag: &'static str,
    /// How people count one of them, and several.
    pub one: &'static str,
    pub many: &'static str,
    /// The API's list, the snapshot's and the store's table.
    pub list: &'static str,
    /// The line of `manage` that says what becomes of undeclared ones.
    pub manage: Option<&'static str>,
    /// It stands in a folder, so that `within=` makes sense.
    pub has_place: bool,
    /// `protect` keeps it from being removed.
    pub protect: bool,
    /// What a client may write, sorted by name.
    pub attributes: &'static [Attribute],
    /// Attributes that say who or what it is, and relations: they are not compared as values.
    pub identity: &'static [&'static str],
    /// What a new one has, where it differs from what its attribute's values begin with.
    pub defaults: &'static [(&'static str, Given)],
    /// Attributes that the language says in words of their own.
    pub spoken: &'static [Spoken],
    /// What the API shows of one, in its order: names apart by spaces, each with what stands
    /// for nothing (`name:JSON`) unless its value's kind says it.
    pub shows: &'static str,
    /// What the API's list can be sorted and filtered by.
    pub listing: Listing,
    /// It is known by a name and is little but attributes.
    pub table: Option<&'static Table>,
}

/// What a kind that is little but attributes has besides.
#[derive(Debug)]
pub struct Table {
    /// What the language's schema says of the node.
    pub about: &'static str,
    /// Attributes without which the site makes none.
    pub required: &'static [&'static str],
    /// The attribute that holds the name.
    pub name: &'static str,
    /// The site makes none without a name.
    pub named: bool,
    /// Keys that the site adds to the items of a list of objects.
    pub own_keys: &'static [&'static str],
    /// Attributes that only an object's own record shows, and the list of all does not.
    pub by_itself: &'static [&'static str],
    /// Of one that has no name, the attributes that tell it from others: what it is of first.
    pub row: &'static [&'static str],
    /// Where its node stands in another one; none for those that stand at the top.
    pub within: Option<Within>,
    /// The site removes none to which something still refers.
    pub kept_in_use: bool,
}

/// The node of what stands in another one.
#[derive(Debug)]
pub struct Within {
    pub outer: &'static str,
    pub node: &'static str,
}

impl Table {
    const NEW: Table = Table {
        about: "",
        required: &[],
        name: "name",
        named: false,
        own_keys: &[],
        by_itself: &[],
        row: &[],
        within: None,
        kept_in_use: false,
    };
}

/// The fields that a list of the API can be sorted and filtered by.
#[derive(Debug)]
pub struct Listing {
    pub sort: &'static [&'static str],
    pub filter: &'static [&'static str],
    /// Filters that may be used together.
    pub together: &'static [&'static [&'static str]],
    pub prefix: &'static [&'static str],
    pub range: &'static [&'static str],
}

impl Listing {
    pub const NONE: Listing =
        Listing { sort: &[], filter: &[], together: &[], prefix: &[], range: &[] };
}

/// An attribute that the language says in words of its own.
#[derive(Debug)]
pub struct Spoken {
    pub attribute: &'static str,
    /// How a plan names it.
    pub word: &'static str,
    /// What to write instead of the attribute's name.
    pub instead: &'static str,
}

impl Spoken {
    const fn new(attribute: &'static str, word: &'static str, instead: &'static str) -> Self {
        Spoken { attribute, word, instead }
    }

    /// Said by the line that says when something runs.
    const fn in_trigger(attribute: &'static str, word: &'static str) -> Self {
        Spoken::new(attribute, word, "trigger \"daily\" interval=\"day\" at=\"02:00\"")
    }
}

/// What an attribute of a new object has.
#[derive(Debug, Clone, Copy)]
pub enum Given {
    On,
    Number(i64),
    Text(&'static str),
}

impl Kind {
    const NEW: Kind = Kind {
        word: "",
        tag: "",
        one: "",
        many: "",
        list: "",
        manage: None,
        has_place: false,
        protect: false,
        attributes: &[],
        identity: &[],
        defaults: &[],
        spoken: &[],
        shows: "",
        listing: Listing::NONE,
        table: None,
    };

    /// The attribute of that API name.
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        find(self.attributes, name)
    }

    /// The same for names that mostly come in order; `at` is where the last one was.
    pub fn next_attribute(&self, at: &mut usize, name: &str) -> Option<&'static Attribute> {
        find_next(self.attributes, at, name)
    }

    /// An attribute that the code itself names.
    pub fn known(&self, name: &'static str) -> &'static Attribute {
        match self.attribute(name) {
            Some(attribute) => attribute,
            None => panic!("{} have no attribute `{name}`", self.many),
        }
    }

    /// The attribute that a kebab-case word of the language names.
    pub fn attribute_of_word(&self, word: &str) -> Option<&'static Attribute> {
        let by_name = || self.attributes.iter().find(|it| name_word(it) == Some(word));
        by_word(self.attributes, word).or_else(by_name)
    }

    /// How the language says this attribute, where it is not by its name.
    pub fn spoken(&self, attribute: &str) -> Option<&'static Spoken> {
        self.spoken.iter().find(|spoken| spoken.attribute == attribute)
    }

    /// What one is mailed about, by the words of `notify` and the flags that these are.
    pub fn events(&'static self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let flags = self.spoken.iter().filter(|spoken| spoken.attribute.starts_with("notify_on_"));
        flags.map(|spoken| (spoken.word, spoken.attribute))
    }

    /// The attribute's name in a plan: as the language has it.
    pub fn word_of(&self, attribute: &str) -> String {
        match self.spoken(attribute) {
            Some(spoken) => spoken.word.to_owned(),
            None => {
                self.attribute(attribute).map_or_else(|| kebab_case(attribute), Attribute::word)
            }
        }
    }

    /// What a new one has of this attribute.
    pub fn default(&self, attribute: &Attribute) -> Value {
        match self.defaults.iter().find(|(name, _)| *name == attribute.name) {
            Some((_, Given::On)) => Value::Bool(true),
            Some((_, Given::Number(number))) => Value::Int(*number),
            Some((_, Given::Text(text))) => Value::text(*text),
            None if attribute.kind == ValueKind::Bool => Value::Bool(false),
            None => Value::Null,
        }
    }

    /// What the API shows instead of secrets.
    pub fn instead(&self) -> impl Iterator<Item = &'static str> {
        self.attributes.iter().filter_map(|attribute| attribute.told_by)
    }

    /// Whether what the API shows under this name is off where there is nothing.
    pub fn is_flag(&self, shown: &str) -> bool {
        self.shows.split_whitespace().any(|word| word.split_once(':') == Some((shown, "false")))
    }

    /// What references to it are to, if there are any.
    pub fn referent(&self) -> Option<Referent> {
        Referent::by_tag(self.tag)
    }

    /// Its place among all kinds.
    fn rank(&self) -> usize {
        KINDS.iter().position(|kind| kind.tag == self.tag).unwrap_or(KINDS.len())
    }
}

/// The kind of that name in machine formats.
pub fn by_tag(tag: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.tag == tag)
}

/// The kind that references are to.
pub fn referred(referent: Referent) -> &'static Kind {
    match by_tag(referent.tag()) {
        Some(kind) => kind,
        None => panic!("no kind is called {}", referent.tag()),
    }
}

/// The word that says an attribute by an object's name, where its own is for other texts.
pub fn name_word(attribute: &Attribute) -> Option<&'static str> {
    let refers = attribute.refers.filter(|refers| !refers.prefix.is_empty())?;
    Some(referred(refers.to).word)
}

/// The kinds whose records are a list of their own. The site is one record, memberships come with
/// users and groups, folders one parent at a time, and roles on child sites with grants.
pub fn listed() -> impl Iterator<Item = &'static Kind> {
    let others = [&SITE, &MEMBERSHIP, &FOLDER, &CHILD_SITE];
    KINDS.iter().copied().filter(move |kind| !others.contains(kind))
}

/// The kind whose attribute this is: not one of the same name that another kind has.
pub fn of_attribute(attribute: &Attribute) -> Option<&'static Kind> {
    let is_its =
        |kind: &&&Kind| kind.attributes.as_ptr_range().contains(&std::ptr::from_ref(attribute));
    KINDS.iter().find(is_its).copied()
}

// The lines of `manage` for attributes that give or take access though no object comes or goes.

/// Who is in which group, or is whose user.
pub const MEMBERSHIPS: &str = "memberships";
/// Roles of accounts.
pub const ROLES: &str = "roles";
/// What of an account or a group decides whether and how one gets in.
pub const SIGN_IN: &str = "sign-in";
/// Settings of the site that open or close it.
pub const SETTINGS: &str = "settings";

/// What partners hold; where no line says it, it is as other grants.
pub const PARTNER_GRANTS: &str = "partner-grants";

/// A line that `manage` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManageWord {
    pub word: &'static str,
    /// Its objects stand in folders, so that `within=` makes sense.
    pub has_place: bool,
    /// Its objects are told by their names, so that `matching=` makes sense.
    pub has_name: bool,
    /// siteplan can take it away because no file says it.
    pub can_go: bool,
}

impl ManageWord {
    /// Its objects are told by nothing.
    pub fn plain(word: &'static str) -> Self {
        ManageWord { word, has_place: false, has_name: false, can_go: true }
    }
}

/// The lines that `manage` knows of kinds and attributes.
pub fn manage_lines() -> impl Iterator<Item = ManageWord> {
    let line = |kind: &&Kind| {
        let (has_place, has_name) = (kind.has_place, [&USER, &GROUP].contains(kind));
        let can_go = **kind != WORKSPACE;
        kind.manage.map(|word| ManageWord { word, has_place, has_name, can_go })
    };
    let attributes = [ROLES, SIGN_IN, SETTINGS].into_iter();
    let attributes = attributes.map(ManageWord::plain);
    let partners = ManageWord { has_place: true, ..ManageWord::plain(PARTNER_GRANTS) };
    let mut said = "";
    KINDS
        .iter()
        .filter_map(line)
        .filter(move |line| std::mem::replace(&mut said, line.word) != line.word)
        .chain(attributes)
        .chain([partners])
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kind({})", self.tag)
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || self.tag == other.tag
    }
}

impl Eq for Kind {}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kind {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl Hash for Kind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.tag.hash(state);
    }
}
