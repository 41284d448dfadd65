//! Objects of the site that are known by their name and are little but attributes: schedules,
//! lifecycle rules. Their kinds are those with a [`Table`].

use super::automation::{by_id, is_by_id};
use super::kinds::{
    ADDITIONAL_EMAIL_RECIPIENT, BUNDLE, BUNDLE_NOTIFICATION, CHILD_SITE_MANAGEMENT_POLICY, KINDS,
    Kind, LIFECYCLE_RULE, NOTIFICATION, PARTNER, PARTNER_CHANNEL, SCHEDULE, Table, by_tag,
    referred,
};
use super::path;
use super::reference::Referent;
use super::settings::Settings;
use super::value::Value;
use super::was::Was;
use crate::source::Span;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::ops::Deref;

/// Something that is said to have none of a kind of what has no name, beside those that are declared.
#[derive(Debug, Clone)]
pub struct NoRows {
    pub kind: NamedKind,
    /// The first of the attributes by which one is known.
    pub of: Value,
    pub span: Span,
}

/// A kind with a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamedKind(&'static Kind);

impl NamedKind {
    /// Automations run by it.
    pub const SCHEDULE: NamedKind = NamedKind(&SCHEDULE);
    /// Settings of child sites.
    pub const CHILD_SITE_POLICY: NamedKind = NamedKind(&CHILD_SITE_MANAGEMENT_POLICY);
    pub const PARTNER: NamedKind = NamedKind(&PARTNER);
    /// Share links.
    pub const BUNDLE: NamedKind = NamedKind(&BUNDLE);
    pub const LIFECYCLE_RULE: NamedKind = NamedKind(&LIFECYCLE_RULE);
    pub const NOTIFICATION: NamedKind = NamedKind(&NOTIFICATION);
    pub const BUNDLE_NOTIFICATION: NamedKind = NamedKind(&BUNDLE_NOTIFICATION);
    pub const ADDITIONAL_EMAIL_RECIPIENT: NamedKind = NamedKind(&ADDITIONAL_EMAIL_RECIPIENT);
    pub const PARTNER_CHANNEL: NamedKind = NamedKind(&PARTNER_CHANNEL);

    /// Every one of them, in the order of `KINDS`.
    pub fn all() -> impl Iterator<Item = NamedKind> {
        KINDS.iter().filter(|kind| kind.table.is_some()).map(|kind| NamedKind(kind))
    }

    /// The kind, if it has a table.
    pub fn of(kind: &'static Kind) -> Option<NamedKind> {
        kind.table.map(|_| NamedKind(kind))
    }

    /// Those whose nodes stand at the top of a definition.
    pub fn at_top() -> impl Iterator<Item = NamedKind> {
        Self::all().filter(|kind| kind.table().within.is_none())
    }

    pub fn by_word(word: &str) -> Option<NamedKind> {
        Self::at_top().find(|kind| kind.word == word)
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

    /// Its objects have no names: they are told apart by what they are of.
    pub fn is_row(self) -> bool {
        !self.table().row.is_empty()
    }

    /// A name in the form in which those of the kind are compared.
    pub fn name_key(self, name: &str) -> Cow<'_, str> {
        if !self.is_row() {
            return name.into();
        }
        // What it is of is compared as that is.
        let outer = self.table().row.first().and_then(|name| self.attribute(name));
        let as_written = |to: Referent| to.name_key("A") == "A";
        if outer.and_then(|outer| outer.refers).is_some_and(|refers| as_written(refers.to)) {
            let (outer, rest) = name.split_at(end_of_first(name));
            return format!("{outer}{}", path::fold(rest)).into();
        }
        path::key(name)
    }

    /// What one without a name is called, by its attributes: what it is of, and what tells it
    /// from others of that.
    pub fn row_name<'v>(self, value: impl Fn(&str) -> &'v Value) -> Option<Box<str>> {
        let mut parts: Vec<(&str, Vec<String>)> = Vec::new();
        for attribute in self.table().row.iter().filter_map(|name| self.attribute(name)) {
            let word = attribute.refers.map_or("", |refers| referred(refers.to).word);
            let names = match value(attribute.name) {
                Value::Null if attribute.name == "path" => vec![path::display("").to_owned()],
                value => called(value),
            };
            match parts.last_mut().filter(|(of, _)| !word.is_empty() && *of == word) {
                Some((_, all)) => all.extend(names),
                None if names.is_empty() => {}
                None => parts.push((word, names)),
            }
        }
        let (first, rest) = parts.split_first_mut()?;
        let mut name = first.1.concat();
        for (at, (word, names)) in rest.iter_mut().enumerate() {
            names.sort_unstable();
            names.dedup();
            name.push_str(if at == 0 { ": " } else { ", " });
            if !word.is_empty() {
                name.push_str(word);
                name.push(' ');
            }
            name.push_str(&names.join(" + "));
        }
        Some(name.into())
    }

    /// Attributes without which the site makes none, as the language writes them.
    pub fn required(self) -> impl Iterator<Item = (&'static str, String)> {
        self.table().required.iter().map(move |name| (*name, self.word_of(name)))
    }
}

/// The names that stand in a value.
fn called(value: &Value) -> Vec<String> {
    match value {
        Value::Reference(reference) => vec![in_a_name(&reference.name)],
        Value::Text(text) => vec![in_a_name(path::display(text))],
        Value::Int(id) => vec![by_id(*id).into()],
        Value::List(items) => items.iter().flat_map(called).collect(),
        _ => Vec::new(),
    }
}

/// What joins the names in one name.
const JOINTS: [&str; 3] = [": ", ", ", " + "];

/// One that could be taken for several stands in quotes.
fn in_a_name(name: &str) -> String {
    let is_plain =
        !name.contains('"') && !is_by_id(name) && !JOINTS.iter().any(|joint| name.contains(joint));
    if is_plain { name.to_owned() } else { format!("{name:?}") }
}

/// Where the first of the names in one name ends.
fn end_of_first(name: &str) -> usize {
    if !name.starts_with('"') {
        return name.find(JOINTS[0]).unwrap_or(name.len());
    }
    let mut escaped = false;
    let end = name.char_indices().skip(1).find(|(_, next)| {
        let ends = *next == '"' && !escaped;
        escaped = *next == '\\' && !escaped;
        ends
    });
    end.map_or(name.len(), |(at, _)| at + 1)
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
