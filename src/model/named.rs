//! Objects of the site that are known by their name and are little but attributes: schedules
//! and lifecycle rules. One table says what each kind is called and what it cannot do without.

use super::account::Was;
use super::catalog::Resource;
use super::names::Key;
use super::policy::Managed;
use super::settings::Settings;
use crate::source::Span;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NamedKind {
    Schedule,
    LifecycleRule,
    KeyLifecycleRule,
}

/// What the language and the API call a kind.
#[derive(Debug)]
pub struct NamedFacts {
    /// The language's node.
    pub word: &'static str,
    /// The API's list, and the snapshot's.
    pub list: &'static str,
    pub resource: Resource,
    /// The line of `manage`.
    pub managed: Managed,
    /// Attributes without which the site makes none, as the language writes them.
    pub required: &'static [(&'static str, &'static str)],
    /// Groups narrow down whom it is for.
    pub has_groups: bool,
}

static SCHEDULE: NamedFacts = NamedFacts {
    word: "schedule",
    list: "schedules",
    resource: Resource::Schedule,
    managed: Managed::Schedules,
    required: &[("schedule_days_of_week", "days"), ("schedule_times_of_day", "at")],
    has_groups: false,
};

static LIFECYCLE_RULE: NamedFacts = NamedFacts {
    word: "lifecycle-rule",
    list: "user_lifecycle_rules",
    resource: Resource::UserLifecycleRule,
    managed: Managed::LifecycleRules,
    required: &[("action", "action"), ("inactivity_days", "inactivity-days")],
    has_groups: true,
};

static KEY_LIFECYCLE_RULE: NamedFacts = NamedFacts {
    word: "key-lifecycle-rule",
    list: "key_lifecycle_rules",
    resource: Resource::KeyLifecycleRule,
    managed: Managed::LifecycleRules,
    required: &[("key_type", "key-type")],
    has_groups: false,
};

impl NamedKind {
    pub const ALL: [NamedKind; 3] =
        [NamedKind::Schedule, NamedKind::LifecycleRule, NamedKind::KeyLifecycleRule];

    pub fn facts(self) -> &'static NamedFacts {
        match self {
            NamedKind::Schedule => &SCHEDULE,
            NamedKind::LifecycleRule => &LIFECYCLE_RULE,
            NamedKind::KeyLifecycleRule => &KEY_LIFECYCLE_RULE,
        }
    }

    pub fn by_word(word: &str) -> Option<NamedKind> {
        Self::ALL.into_iter().find(|kind| kind.facts().word == word)
    }
}

/// A declared object of such a kind.
#[derive(Debug, Clone)]
pub struct Named {
    pub kind: NamedKind,
    pub name: Box<str>,
    pub was: Option<Was>,
    pub attributes: Settings,
    pub groups: Option<NamedGroups>,
    pub span: Span,
    pub name_span: Span,
}

/// The groups that it is said to be for: exactly these.
#[derive(Debug, Clone)]
pub struct NamedGroups {
    pub all: Vec<(Key, Span)>,
    pub span: Span,
}
