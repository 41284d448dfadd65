//! Objects of the site that are known by their name and are little but attributes: schedules,
//! lifecycle rules. Their kinds are those with a [`Table`].

use super::kinds::{BUNDLE, KINDS, Kind, LIFECYCLE_RULE, PARTNER, SCHEDULE, Table, by_tag};
use super::settings::Settings;
use super::was::Was;
use crate::source::Span;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::ops::Deref;

/// A kind with a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamedKind(&'static Kind);

impl NamedKind {
    /// Automations run by it.
    pub const SCHEDULE: NamedKind = NamedKind(&SCHEDULE);
    pub const PARTNER: NamedKind = NamedKind(&PARTNER);
    /// Share links.
    pub const BUNDLE: NamedKind = NamedKind(&BUNDLE);
    pub const LIFECYCLE_RULE: NamedKind = NamedKind(&LIFECYCLE_RULE);

    /// Every one of them, in the order of `KINDS`.
    pub fn all() -> impl Iterator<Item = NamedKind> {
        KINDS.iter().filter(|kind| kind.table.is_some()).map(|kind| NamedKind(kind))
    }

    /// The kind, if it has a table.
    pub fn of(kind: &'static Kind) -> Option<NamedKind> {
        kind.table.map(|_| NamedKind(kind))
    }

    pub fn by_word(word: &str) -> Option<NamedKind> {
        Self::all().find(|kind| kind.word == word)
    }

    pub fn kind(self) -> &'static Kind {
        self.0
    }

    pub fn table(self) -> &'static Table {
        match self.0.table {
            Some(table) => table,
            None => unreachable!("only kinds with a table become one"),
        }
    }

    /// Attributes without which the site makes none, as the language writes them.
    pub fn required(self) -> impl Iterator<Item = (&'static str, String)> {
        self.table().required.iter().map(move |name| (*name, self.word_of(name)))
    }
}

impl Deref for NamedKind {
    type Target = Kind;

    fn deref(&self) -> &'static Kind {
        self.0
    }
}

impl Serialize for NamedKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag)
    }
}

impl<'de> Deserialize<'de> for NamedKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = Cow::<str>::deserialize(deserializer)?;
        let known = by_tag(&tag).and_then(NamedKind::of);
        known.ok_or_else(|| de::Error::custom(format!("no kind is called `{tag}`")))
    }
}

#[cfg(feature = "schemas")]
impl schemars::JsonSchema for NamedKind {
    fn schema_name() -> Cow<'static, str> {
        "NamedKind".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let tags: Vec<&str> = NamedKind::all().map(|kind| kind.kind().tag).collect();
        schemars::json_schema!({"type": "string", "enum": tags})
    }
}

/// A declared object of such a kind.
#[derive(Debug, Clone)]
pub struct Named {
    pub kind: NamedKind,
    pub name: Box<str>,
    pub was: Option<Was>,
    pub attributes: Settings,
    pub name_span: Span,
}
