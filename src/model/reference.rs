//! Objects that a value names, where the API has their ids.

use super::path;
use std::borrow::Cow;
use std::fmt;

/// A kind whose objects others refer to, by its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Referent(&'static str);

macro_rules! referents {
    ($($name:ident = $tag:literal),* $(,)?) => {
        impl Referent {
            $(pub const $name: Referent = Referent($tag);)*
            pub const ALL: &[Referent] = &[$(Referent::$name),*];
        }
    };
}

referents! {
    AI_ASSISTANT_PERSONALITY = "ai_assistant_personality",
    AI_TASK = "ai_task",
    AS2_PARTNER = "as2_partner",
    AS2_STATION = "as2_station",
    AUTOMATION = "automation",
    BEHAVIOR = "behavior",
    BUNDLE = "bundle",
    CHILD_SITE_MANAGEMENT_POLICY = "child_site_management_policy",
    CLICKWRAP = "clickwrap",
    CUSTOM_DOMAIN = "custom_domain",
    DESKTOP_CONFIGURATION_PROFILE = "desktop_configuration_profile",
    EVENT_CHANNEL = "event_channel",
    EVENT_SUBSCRIPTION = "event_subscription",
    EVENT_TARGET = "event_target",
    EXPECTATION = "expectation",
    FORM_FIELD_SET = "form_field_set",
    GPG_KEY = "gpg_key",
    GROUP = "group",
    HOLIDAY_CALENDAR = "holiday_calendar",
    INTEGRATION_CENTRIC_PROFILE = "integration_centric_profile",
    KEY_LIFECYCLE_RULE = "key_lifecycle_rule",
    LIFECYCLE_RULE = "lifecycle_rule",
    METADATA_CATEGORY = "metadata_category",
    PARTNER = "partner",
    PARTNER_CHANNEL_TEMPLATE = "partner_channel_template",
    REMOTE_SERVER = "remote_server",
    REMOTE_SERVER_CREDENTIAL = "remote_server_credential",
    SCHEDULE = "schedule",
    SCHEDULED_EXPORT = "scheduled_export",
    SFTP_HOST_KEY = "sftp_host_key",
    SHARE_GROUP = "share_group",
    SIEM_HTTP_DESTINATION = "siem_http_destination",
    SYNC = "sync",
    USER = "user",
    WORKSPACE = "workspace",
}

impl Referent {
    pub fn tag(self) -> &'static str {
        self.0
    }

    pub fn by_tag(tag: &str) -> Option<Referent> {
        Self::ALL.iter().find(|known| known.0 == tag).copied()
    }

    /// A name in the form in which the site compares those of the kind.
    pub fn name_key(self, name: &str) -> Cow<'_, str> {
        match self {
            Referent::USER | Referent::GROUP => path::fold(name),
            Referent::BEHAVIOR => path::key(name),
            _ => name.into(),
        }
    }
}

/// An object by its kind and name; a folder setting, which is the one that hosts, by its folder. Calls send its id in its place.
#[derive(Debug, Clone)]
pub struct Reference {
    pub to: Referent,
    pub name: Box<str>,
}

/// As the site compares names.
impl PartialEq for Reference {
    fn eq(&self, other: &Self) -> bool {
        self.to == other.to && self.to.name_key(&self.name) == other.to.name_key(&other.name)
    }
}

impl Eq for Reference {}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.name)
    }
}

/// What an attribute's ids are of.
#[derive(Debug, Clone, Copy)]
pub struct Refers {
    pub to: Referent,
    /// What stands before the id in the attribute's value, whose other texts are no ids.
    pub prefix: &'static str,
}
