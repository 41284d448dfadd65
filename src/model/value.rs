//! Values of attributes, and when two of them mean the same.

use super::reference::{Reference, Referent, Refers};
use jiff::Timestamp;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Where a secret is found when it is needed; the secret itself is never in the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretRef {
    Env(Box<str>),
    File(Box<str>),
}

impl fmt::Display for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SecretRef::Env(name) => write!(f, "env:{name}"),
            SecretRef::File(path) => write!(f, "file:{path}"),
        }
    }
}

impl SecretRef {
    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':')? {
            ("env", name) => Some(SecretRef::Env(name.into())),
            ("file", path) => Some(SecretRef::File(path.into())),
            _ => None,
        }
    }
}

/// A value that is there, and that nothing shows or keeps. A site that is at hand has told it; a
/// file never does.
#[derive(Clone, PartialEq, Default)]
pub struct Hidden(Option<Box<Value>>);

impl Hidden {
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Object(_) | Value::Hidden(_) => Hidden(None),
            value => Hidden(Some(Box::new(value.clone()))),
        }
    }

    /// What it is, for whoever compares.
    pub fn known(&self) -> Option<&Value> {
        self.0.as_deref()
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// A typed value. Its kind is the attribute's.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Must be unset.
    #[default]
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Box<str>),
    Instant(Timestamp),
    List(Box<[Value]>),
    Object(Box<[(Box<str>, Value)]>),
    Secret(SecretRef),
    /// An object by name, where the API has its id.
    Reference(Box<Reference>),
    /// Something secret is there.
    Hidden(Hidden),
}

impl Refers {
    /// The id that a value of the attribute is.
    pub fn id(&self, value: &Value) -> Option<i64> {
        match value {
            Value::Int(id) if self.prefix.is_empty() => Some(*id),
            Value::Text(text) if !self.prefix.is_empty() => {
                text.strip_prefix(self.prefix)?.parse().ok()
            }
            _ => None,
        }
    }
}

impl Value {
    pub fn text(text: impl Into<Box<str>>) -> Self {
        Value::Text(text.into())
    }

    /// Addresses and ranges in the one form in which equal sets are equal: sorted, each once, a
    /// single address without its `/32` or `/128`. The API separates them by line breaks.
    pub fn addresses<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let separates = |c: char| c == ',' || c == ';' || c.is_whitespace();
        let single = |address: &'a str| match address.strip_suffix("/32") {
            Some(bare) if !bare.contains(':') => bare,
            _ => address.strip_suffix("/128").unwrap_or(address),
        };
        let parts = lines.into_iter().flat_map(|line| line.split(separates));
        let mut all: Vec<&str> = parts.filter(|part| !part.is_empty()).map(single).collect();
        all.sort_unstable();
        all.dedup();
        Value::List(all.into_iter().map(Value::text).collect())
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    pub fn reference(to: Referent, name: impl Into<Box<str>>) -> Self {
        Value::Reference(Box::new(Reference { to, name: name.into() }))
    }

    pub fn as_reference(&self) -> Option<&Reference> {
        match self {
            Value::Reference(reference) => Some(reference),
            _ => None,
        }
    }

    pub fn as_list(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// What an object has under a name.
    pub fn entry(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Object(entries) => {
                entries.iter().find(|(known, _)| **known == *name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// Null, empty text, an empty list and an empty object all read as "unset" (api.md §1).
    pub fn is_unset(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Object(entries) => entries.is_empty(),
            _ => false,
        }
    }

    /// Whether the site would treat both as one value: unset as unset, objects by key, the
    /// rest as they are. Instants and address lists are already in one form.
    pub fn means(&self, other: &Value) -> bool {
        match (self, other) {
            (a, b) if a.is_unset() && b.is_unset() => true,
            (Value::Object(a), Value::Object(b)) => object_means(a, b) && object_means(b, a),
            (Value::List(a), Value::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.means(b))
            }
            (Value::Instant(at), Value::Text(text)) | (Value::Text(text), Value::Instant(at)) => {
                text.parse::<Timestamp>().is_ok_and(|parsed| parsed == *at)
            }
            (Value::Int(a), Value::Float(b)) | (Value::Float(b), Value::Int(a)) => *a as f64 == *b,
            (Value::Secret(a), Value::Secret(b)) => a == b,
            // What a reference leads to is not known here, and what a file hides never is: that
            // there is something must do.
            (Value::Secret(_), other) | (other, Value::Secret(_)) => !other.is_unset(),
            (Value::Hidden(hidden), other) | (other, Value::Hidden(hidden)) => {
                let other = match other {
                    Value::Hidden(other) => other.known(),
                    other => Some(other),
                };
                match (hidden.known(), other) {
                    (Some(a), Some(b)) => a.means(b),
                    (None, Some(b)) => !b.is_unset(),
                    (_, None) => true,
                }
            }
            (a, b) => a == b,
        }
    }

    /// The value without what another one refers to as a secret: what stands under the same keys,
    /// wherever in a list, holds the same secret or an older one.
    #[must_use]
    pub fn hidden_where(self, other: &Value) -> Value {
        if !other.has_secret() {
            return self;
        }
        let mut places = Vec::new();
        other.places(&mut Vec::new(), &mut places);
        self.hidden_at(&mut Vec::new(), &places)
    }

    /// The keys, without places in lists, under which values stand, and which of these are secrets.
    fn places(&self, at: &mut Vec<Box<str>>, found: &mut Vec<(Vec<Box<str>>, bool)>) {
        match self {
            Value::List(items) => items.iter().for_each(|item| item.places(at, found)),
            Value::Object(entries) => {
                for (key, value) in entries {
                    at.push(key.clone());
                    value.places(at, found);
                    at.pop();
                }
            }
            value => found.push((at.clone(), matches!(value, Value::Secret(_)))),
        }
    }

    fn hidden_at(self, at: &mut Vec<Box<str>>, places: &[(Vec<Box<str>>, bool)]) -> Value {
        match self {
            Value::List(items) => {
                Value::List(items.into_iter().map(|item| item.hidden_at(at, places)).collect())
            }
            Value::Object(entries) => {
                let hidden = entries.into_iter().map(|(key, value)| {
                    at.push(key.clone());
                    let value = value.hidden_at(at, places);
                    at.pop();
                    (key, value)
                });
                Value::Object(hidden.collect())
            }
            value if value.is_unset() || matches!(value, Value::Secret(_)) => value,
            value => {
                let is_said = places.iter().any(|(keys, _)| keys == at);
                // A text may have become a block, or a block a text; and the secret may have been
                // called otherwise, beside where it is now.
                let meets = |keys: &Vec<Box<str>>| {
                    let beside = !is_said
                        && at.len() > 1
                        && at.len() == keys.len()
                        && at[..at.len() - 1] == keys[..keys.len() - 1];
                    keys.starts_with(at) || at.starts_with(keys) || beside
                };
                let is_hidden = places.iter().any(|(keys, is_secret)| *is_secret && meets(keys));
                if is_hidden { Value::Hidden(Hidden::of(&value)) } else { value }
            }
        }
    }

    /// Whether any part of it is a reference to a secret.
    pub fn has_secret(&self) -> bool {
        self.any(&|value| matches!(value, Value::Secret(_)))
    }

    /// Whether any part of it is an object by name.
    pub fn has_reference(&self) -> bool {
        self.any(&|value| matches!(value, Value::Reference(_)))
    }

    /// Every object that it names.
    pub fn references(&self, each: &mut dyn FnMut(&Reference)) {
        match self {
            Value::List(items) => items.iter().for_each(|item| item.references(each)),
            Value::Object(entries) => {
                entries.iter().for_each(|(_, value)| value.references(each));
            }
            Value::Reference(reference) => each(reference),
            _ => {}
        }
    }

    /// The value with something else, or an error, for each object that it names.
    pub fn with_references<E>(
        &self,
        new: &impl Fn(&Reference) -> Result<Value, E>,
    ) -> Result<Value, E> {
        Ok(match self {
            Value::List(items) => Value::List(
                items.iter().map(|item| item.with_references(new)).collect::<Result<_, E>>()?,
            ),
            Value::Object(entries) => {
                let entries = entries.iter();
                let entries = entries
                    .map(|(key, value)| Ok((key.clone(), value.with_references(new)?)))
                    .collect::<Result<_, E>>()?;
                Value::Object(entries)
            }
            Value::Reference(reference) => new(reference)?,
            other => other.clone(),
        })
    }

    /// Whether any part of it is there and not to be seen.
    pub fn has_hidden(&self) -> bool {
        self.any(&|value| matches!(value, Value::Hidden(_)))
    }

    fn any(&self, is_it: &impl Fn(&Value) -> bool) -> bool {
        match self {
            Value::List(items) => items.iter().any(|item| item.any(is_it)),
            Value::Object(entries) => entries.iter().any(|(_, value)| value.any(is_it)),
            value => is_it(value),
        }
    }
}

fn object_means(a: &[(Box<str>, Value)], b: &[(Box<str>, Value)]) -> bool {
    a.iter().all(|(key, value)| match b.iter().find(|(other, _)| other == key) {
        Some((_, other)) => value.means(other),
        None => value.is_unset(),
    })
}

/// As a person reads it in a plan.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("(unset)"),
            Value::Bool(flag) => write!(f, "{flag}"),
            Value::Int(number) => write!(f, "{number}"),
            Value::Float(number) => write!(f, "{number}"),
            Value::Text(text) => write!(f, "{text:?}"),
            Value::Instant(instant) => write!(f, "{instant}"),
            Value::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{item}")?;
                }
                f.write_str("]")
            }
            Value::Object(entries) => {
                f.write_str("{")?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    // What is no word could read like entries of its own.
                    let is_word = |c: char| c.is_alphanumeric() || "-_.$".contains(c);
                    if !key.is_empty() && key.chars().all(is_word) {
                        write!(f, "{comma}{key}: {value}")?;
                    } else {
                        write!(f, "{comma}{key:?}: {value}")?;
                    }
                }
                f.write_str("}")
            }
            Value::Secret(reference) => write!(f, "(secret from {reference})"),
            Value::Reference(reference) => write!(f, "{reference}"),
            Value::Hidden(_) => f.write_str("(secret)"),
        }
    }
}

/// The key that marks a hidden value in the machine formats.
pub const HIDDEN_KEY: &str = "$hidden";

/// The key that marks a reference to a secret in the machine formats.
pub const SECRET_KEY: &str = "$secret";

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            Value::Int(number) => serializer.serialize_i64(*number),
            Value::Float(number) => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Instant(instant) => serializer.collect_str(instant),
            Value::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Value::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    // An object of a site is never taken for one of our marks.
                    let is_like_a_mark = key.starts_with('$') && entries.len() == 1;
                    let dollar = if is_like_a_mark { "$" } else { "" };
                    map.serialize_entry(&format_args!("{dollar}{key}"), value)?;
                }
                map.end()
            }
            Value::Hidden(_) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry(HIDDEN_KEY, &true)?;
                map.end()
            }
            Value::Secret(reference) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry(SECRET_KEY, &reference.to_string())?;
                map.end()
            }
            Value::Reference(reference) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry(&format_args!("${}", reference.to.tag()), &reference.name)?;
                map.end()
            }
        }
    }
}

/// What a key that marks an object by name in the machine formats is of.
pub fn referred(key: &str) -> Option<Referent> {
    Referent::by_tag(key.strip_prefix('$')?)
}

/// Any JSON; a reference to a secret is an object with the one key [`SECRET_KEY`].
#[cfg(feature = "schemas")]
impl schemars::JsonSchema for Value {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A value by its attribute's type; null is unset. A secret is only ever a reference: {\"$secret\": \"env:NAME\"} or {\"$secret\": \"file:path\"}; one that the site has, and nobody is shown, is {\"$hidden\": true}. An object that the API has the id of is {\"$group\": \"name\"}, by its kind. An object with one key that begins with $ has another $ before it."
        })
    }
}

/// Reads what [`Serialize`] wrote. Instants come back as text, which means the same.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_json::Value::deserialize(deserializer).map(Value::from)
    }
}

/// A JSON value by its own type.
impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(flag) => Value::Bool(flag),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(number) => Value::Int(number),
                None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            serde_json::Value::String(text) => Value::Text(text.into()),
            serde_json::Value::Array(items) => {
                Value::List(items.into_iter().map(Value::from).collect())
            }
            serde_json::Value::Object(entries) => {
                let mark = entries.iter().next().filter(|_| entries.len() == 1);
                match mark.map(|(key, value)| (key.as_str(), value)) {
                    Some((SECRET_KEY, serde_json::Value::String(reference))) => {
                        SecretRef::parse(reference).map_or(Value::Null, Value::Secret)
                    }
                    Some((HIDDEN_KEY, serde_json::Value::Bool(true))) => {
                        Value::Hidden(Hidden::default())
                    }
                    Some((key, serde_json::Value::String(name))) if referred(key).is_some() => {
                        let to = referred(key);
                        to.map_or(Value::Null, |to| Value::reference(to, name.as_str()))
                    }
                    Some((key, _)) if key.starts_with("$$") => {
                        let unmarked = |key: String| key.get(1..).unwrap_or_default().into();
                        let entries = entries.into_iter();
                        Value::Object(entries.map(|(k, v)| (unmarked(k), v.into())).collect())
                    }
                    _ => Value::Object(
                        entries
                            .into_iter()
                            .map(|(key, value)| (key.into(), Value::from(value)))
                            .collect(),
                    ),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unset_has_many_spellings_and_false_is_none_of_them() {
        assert!(Value::Null.means(&Value::text("")));
        assert!(Value::List(Box::new([])).means(&Value::Null));
        assert!(!Value::Null.means(&Value::Bool(false)));
        assert!(!Value::Int(0).means(&Value::Null));
    }

    #[test]
    fn what_a_site_shows_is_never_taken_for_a_mark() {
        let object =
            |key: &str, value: Value| Value::Object(Box::new([(key.to_owned().into(), value)]));
        for value in [
            object("$secret", Value::text("env:HOME")),
            object("$hidden", Value::Bool(true)),
            object("$$secret", Value::text("env:HOME")),
            object("$", Value::Null),
            object("$id", Value::text("x")),
            object("$group", Value::text("Staff")),
            Value::reference(Referent::GROUP, "Staff"),
            Value::Secret(SecretRef::Env("X".into())),
            Value::Hidden(Hidden::default()),
        ] {
            let json = serde_json::to_value(&value).expect("JSON");
            assert_eq!(Value::from(json), value);
        }
    }

    #[test]
    fn what_a_reference_stands_for_is_hidden_wherever_it_was() {
        let json = |text: &str| {
            Value::from(serde_json::from_str::<serde_json::Value>(text).expect("JSON"))
        };
        for (before, after, hidden) in [
            (
                r#"{"n":[{"id":"in"},{"id":"get","url":"live"}]}"#,
                r#"{"n":[{"id":"get","url":{"$secret":"env:X"}},{"id":"in"}]}"#,
                r#"{"n":[{"id":"in"},{"id":"get","url":{"$hidden":true}}]}"#,
            ),
            (
                r#"{"b":{"url":"live"}}"#,
                r#"{"b":{"url":{"a":{"$secret":"env:X"},"c":1}}}"#,
                r#"{"b":{"url":{"$hidden":true}}}"#,
            ),
            (
                r#"{"b":{"old":"live","n":1}}"#,
                r#"{"b":{"new":{"$secret":"env:X"},"n":2}}"#,
                r#"{"b":{"old":{"$hidden":true},"n":1}}"#,
            ),
            (
                r#"{"url":"https://a.example","b":{"l":["one","live"]}}"#,
                r#"{"b":{"l":["one",{"$secret":"env:X"}]}}"#,
                r#"{"url":"https://a.example","b":{"l":[{"$hidden":true},{"$hidden":true}]}}"#,
            ),
        ] {
            let shown = json(before).hidden_where(&json(after));
            assert_eq!(serde_json::to_string(&shown).expect("JSON"), hidden);
        }
    }

    #[test]
    fn a_reference_is_compared_by_whether_anything_is_there() {
        let reference = |name: &str| Value::Secret(SecretRef::Env(name.into()));
        assert!(reference("X").means(&Value::text("whatever")));
        assert!(!reference("X").means(&Value::Null) && !Value::Null.means(&reference("X")));
        assert!(!reference("X").means(&reference("Y")));
    }

    #[test]
    fn objects_are_compared_by_key_in_any_order() {
        let object = |entries: &[(&str, i64)]| {
            Value::Object(entries.iter().map(|(k, v)| ((*k).into(), Value::Int(*v))).collect())
        };
        assert!(object(&[("a", 1), ("b", 2)]).means(&object(&[("b", 2), ("a", 1)])));
        assert!(!object(&[("a", 1)]).means(&object(&[("a", 1), ("b", 2)])));
    }
}
