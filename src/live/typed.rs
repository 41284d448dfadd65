//! JSON values of the API to typed values and back, by the kinds of values.
//!
//! Each kind has one canonical form, so that values of one meaning are equal: addresses, domains,
//! words of one text and lists of numbers are sorted sets, paths are normal, times of day have two
//! digits.

use crate::model::hidden::Place;
use crate::model::kinds::{BehaviorType, SITE, ValueRoot};
use crate::model::value::{HIDDEN_KEY, Hidden, referred};
use crate::model::{Attribute, Value, ValueKind, path};
use jiff::Timestamp;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// A value that is not of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    pub expected: &'static str,
    /// What is there instead; a text only if it is a word.
    pub found: String,
}

impl Mismatch {
    pub fn new(expected: &'static str, found: &Json) -> Self {
        Self { expected, found: shorten(found) }
    }
}

fn shorten(json: &Json) -> String {
    const LONGEST: usize = 20;
    match json {
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
        // Only a word can be shown without knowing what it is.
        Json::String(text) => {
            let is_word =
                |text: &str| text.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '_'));
            if text.len() <= LONGEST && is_word(text) {
                json.to_string()
            } else {
                "a text".to_owned()
            }
        }
        other => other.to_string(),
    }
}

/// The typed value of what the API answers. Null stays null whatever the kind.
pub fn from_json(kind: ValueKind, json: &Json) -> Result<Value, Mismatch> {
    let wrong = |expected| Err(Mismatch::new(expected, json));
    match (kind, json) {
        (_, Json::Null) => Ok(Value::Null),
        (ValueKind::Bool, Json::Bool(flag)) => Ok(Value::Bool(*flag)),
        (ValueKind::Bool, _) => wrong("a boolean"),
        (ValueKind::Int, Json::Number(number)) => match number.as_i64() {
            Some(number) => Ok(Value::Int(number)),
            None => wrong("a whole number"),
        },
        (ValueKind::Int, _) => wrong("a whole number"),
        (ValueKind::Instant, Json::String(text)) if text.is_empty() => Ok(Value::Null),
        (ValueKind::Instant, Json::String(text)) => match text.parse::<Timestamp>() {
            Ok(instant) => Ok(Value::Instant(instant)),
            Err(_) => wrong("an ISO 8601 date and time with its offset"),
        },
        (ValueKind::Instant, _) => wrong("an ISO 8601 date and time with its offset"),
        (ValueKind::Addresses, Json::String(text)) => Ok(Value::addresses([text.as_str()])),
        (ValueKind::Addresses, Json::Array(items)) => match texts(items) {
            Some(lines) => Ok(Value::addresses(lines)),
            None => wrong("addresses"),
        },
        (ValueKind::Addresses, _) => wrong("addresses"),
        (ValueKind::Path, Json::String(text)) => Ok(Value::text(path::normalize(text))),
        (ValueKind::List(of), _) => list(*of, json),
        (ValueKind::Object, Json::Object(_)) => Ok(plain(json)),
        (ValueKind::Settings, Json::Object(entries)) => Ok(settings(entries)),
        (ValueKind::Settings, _) => wrong("an object"),
        // Some free-form values come as lists or text in older records.
        (ValueKind::Object, Json::Array(_) | Json::String(_)) => Ok(plain(json)),
        (ValueKind::Object, _) => wrong("an object"),
        (_, Json::String(text)) => Ok(Value::text(text.as_str())),
        (ValueKind::Text | ValueKind::Words | ValueKind::Domain | ValueKind::Email, _) => {
            wrong("text")
        }
        (
            ValueKind::Item
            | ValueKind::TimeZone
            | ValueKind::Path
            | ValueKind::Choice(_)
            | ValueKind::Secret,
            _,
        ) => wrong("text"),
    }
}

/// Settings of a site, each of its kind; what is none, or is of another kind, as it is.
fn settings(entries: &Map<String, Json>) -> Value {
    let entries = entries.iter().map(|(name, json)| {
        let value = from_json(setting_kind(name), json).unwrap_or_else(|_| plain(json));
        (name.as_str().into(), value)
    });
    Value::Object(entries.collect())
}

/// As [`from_json`], for a site that shows a value in another form than it promises: a number
/// or a flag as text, a list joined by commas, an object as a text that holds JSON.
pub fn from_site(kind: ValueKind, json: &Json) -> Result<Value, Mismatch> {
    let exact = from_json(kind, json);
    let meant = match (kind, json) {
        _ if exact.is_ok() => None,
        (ValueKind::Bool, Json::String(text)) => text.parse().ok().map(Json::Bool),
        (ValueKind::Int, Json::String(text)) if text.is_empty() => Some(Json::Null),
        (ValueKind::Int, Json::String(text)) => text.trim().parse::<i64>().ok().map(Json::from),
        (ValueKind::List(_), Json::String(text)) => {
            Some(text.split(',').map(|item| Json::from(item.trim())).collect())
        }
        (ValueKind::Text | ValueKind::Item | ValueKind::Path, Json::Number(_) | Json::Bool(_)) => {
            Some(Json::from(json.to_string()))
        }
        _ => None,
    };
    meant.map_or(exact, |meant| from_json(kind, &meant))
}

/// A value that is not shown, by what is shown instead: that there is one, or none.
pub fn told(shown: &Json) -> Value {
    let is_there = match shown {
        Json::Null => false,
        Json::Bool(is_there) => *is_there,
        Json::String(text) => !text.is_empty(),
        _ => true,
    };
    if is_there { Value::Hidden(Hidden::default()) } else { Value::Null }
}

/// Whether a record shows what was assigned; none where it shows nothing of it.
pub fn shows(attribute: &Attribute, record: &Map<String, Json>, assigned: &Value) -> Option<bool> {
    if attribute.write_only {
        return Some(told(record.get(attribute.told_by?)?).means(assigned));
    }
    let json = record.get(attribute.name).unwrap_or(&Json::Null);
    Some(from_json(attribute.kind, json).is_ok_and(|is| means(attribute.kind, &is, assigned)))
}

/// As [`from_json`], for what a snapshot holds: objects by name, where a site has their ids.
pub fn from_snapshot(attribute: &Attribute, json: &Json) -> Result<Value, Mismatch> {
    if attribute.told_by.is_some() {
        let there = is_mark(json).then(|| Value::Hidden(Hidden::default()));
        return there.ok_or_else(|| Mismatch::new("a mark that there is one", json));
    }
    let Some(refers) = attribute.refers else { return from_json(attribute.kind, json) };
    let named = |json: &Json| {
        let (mark, name) = json.as_object().filter(|mark| mark.len() == 1)?.iter().next()?;
        (referred(mark) == Some(refers.to))
            .then(|| name.as_str().map(|name| Value::reference(refers.to, name)))?
    };
    match (attribute.kind, json) {
        (ValueKind::List(of), Json::Array(items)) => {
            let item = |json| named(json).map_or_else(|| from_json(*of, json), Ok);
            let items = items.iter().map(item).collect::<Result<_, _>>()?;
            Ok(canonical(attribute.kind, Value::List(items)))
        }
        (kind, json) => named(json).map_or_else(|| from_json(kind, json), Ok),
    }
}

fn texts(items: &[Json]) -> Option<Vec<&str>> {
    items.iter().map(Json::as_str).collect()
}

/// A list; ids may also come as one text joined by commas.
fn list(of: ValueKind, json: &Json) -> Result<Value, Mismatch> {
    let items: Vec<Value> = match json {
        Json::Array(items) => {
            items.iter().map(|item| from_json(of, item)).collect::<Result<_, _>>()?
        }
        Json::String(text) if of == ValueKind::Int => ids(text)
            .ok_or_else(|| Mismatch::new("ids", json))?
            .into_iter()
            .map(Value::Int)
            .collect(),
        Json::String(text) if text.is_empty() => Vec::new(),
        _ => return Err(Mismatch::new("a list", json)),
    };
    Ok(canonical(ValueKind::List(leaf(of)), Value::List(items.into())))
}

/// The kinds that lists hold, as `ValueKind::List` refers to them.
fn leaf(kind: ValueKind) -> &'static ValueKind {
    match kind {
        ValueKind::Int => &ValueKind::Int,
        ValueKind::Object => &ValueKind::Object,
        ValueKind::Path => &ValueKind::Path,
        ValueKind::Item => &ValueKind::Item,
        ValueKind::Domain => &ValueKind::Domain,
        ValueKind::Choice(_) => &ValueKind::Choice(&[]),
        _ => &ValueKind::Text,
    }
}

/// The ids of a text such as `3, 12`.
pub fn ids(text: &str) -> Option<Vec<i64>> {
    text.split(',').map(str::trim).filter(|id| !id.is_empty()).map(|id| id.parse().ok()).collect()
}

/// A JSON value by its own type. Unlike the machine formats, answers of the site hold no
/// references to secrets: an object that looks like one is only an object.
pub fn plain(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => number.as_f64().map_or(Value::Null, Value::Float),
        },
        Json::String(text) => Value::text(text.as_str()),
        Json::Array(items) => Value::List(items.iter().map(plain).collect()),
        Json::Object(entries) => Value::Object(
            entries.iter().map(|(key, value)| (key.as_str().into(), plain(value))).collect(),
        ),
    }
}

/// One form for all values that mean the same to the site.
pub fn canonical(kind: ValueKind, value: Value) -> Value {
    match (kind, value) {
        (ValueKind::Addresses, Value::List(items)) => {
            Value::addresses(items.iter().filter_map(Value::as_text))
        }
        (ValueKind::Addresses, Value::Text(text)) => Value::addresses([&*text]),
        (ValueKind::Path, Value::Text(text)) => Value::text(path::normalize(&text)),
        (ValueKind::Instant, Value::Text(text)) => {
            text.parse().map_or(Value::Text(text), Value::Instant)
        }
        (ValueKind::Words, Value::Text(text)) => Value::text(words(&text).join(",")),
        (ValueKind::Settings, Value::Object(entries)) => {
            let entries = entries.into_iter().map(|(name, value)| {
                let value = canonical(setting_kind(&name), value);
                (name, value)
            });
            Value::Object(entries.collect())
        }
        (ValueKind::Domain, Value::Text(text)) => Value::text(text.to_ascii_lowercase()),
        (ValueKind::List(ValueKind::Int), Value::List(items)) => {
            let mut items = items.into_vec();
            let key = |item: &Value| {
                let name = item.as_reference().map(|named| named.to.name_key(&named.name));
                (item.as_int(), name.map(Cow::into_owned))
            };
            items.sort_by_cached_key(key);
            items.dedup();
            Value::List(items.into())
        }
        (ValueKind::List(of @ (ValueKind::Choice(_) | ValueKind::Domain)), Value::List(items)) => {
            set(items.into_iter().map(|item| canonical(*of, item)))
        }
        // Where a link leads is a set.
        (ValueKind::List(ValueKind::Path), Value::List(items)) => {
            let items = items.into_iter().map(|item| canonical(ValueKind::Path, item));
            let mut items: Vec<Value> = items.collect();
            items
                .sort_by_cached_key(|item| item.as_text().map(|path| path::key(path).into_owned()));
            items.dedup_by(|a, b| means(ValueKind::Path, a, b));
            Value::List(items.into())
        }
        (ValueKind::List(ValueKind::Item), Value::List(items)) => {
            set(items.into_iter().map(time_of_day))
        }
        (_, value) => value,
    }
}

/// Texts whose order means nothing, each once.
fn set(items: impl Iterator<Item = Value>) -> Value {
    let mut items: Vec<Value> = items.collect();
    items.sort_by(|a, b| a.as_text().cmp(&b.as_text()));
    items.dedup();
    Value::List(items.into())
}

/// The words of a set that is one text, each once.
fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> =
        text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// `7:30` as `07:30`; all else as it is.
fn time_of_day(value: Value) -> Value {
    let Some(text) = value.as_text() else { return value };
    let short = text.len() == 4
        && text
            .bytes()
            .enumerate()
            .all(|(at, b)| if at == 1 { b == b':' } else { b.is_ascii_digit() });
    if short { Value::text(format!("0{text}")) } else { value }
}

/// Whether two values of one kind mean the same to the site.
pub fn means(kind: ValueKind, a: &Value, b: &Value) -> bool {
    match (kind, a, b) {
        (ValueKind::Path, Value::Text(a), Value::Text(b)) => path::key(a) == path::key(b),
        (ValueKind::Email, Value::Text(a), Value::Text(b)) => a.eq_ignore_ascii_case(b),
        (ValueKind::List(ValueKind::Item), Value::List(_), Value::List(_)) => {
            let [a, b] = [a, b].map(|list| canonical(kind, list.clone()));
            same_items(a.as_list(), b.as_list())
        }
        _ => canonical(kind, a.clone()).means(&canonical(kind, b.clone())),
    }
}

/// Whether two sets are one. What is secret in them may be any that the other does not show.
fn same_items(a: &[Value], b: &[Value]) -> bool {
    let mut left: Vec<&Value> = b.iter().collect();
    let mut take = |is_it: &dyn Fn(&Value) -> bool| {
        let at = left.iter().position(|item| is_it(item));
        at.map(|at| left.remove(at)).is_some()
    };
    let known = |item: &Value| match item {
        Value::Hidden(hidden) => hidden.known().cloned(),
        item => Some(item.clone()),
    };
    let is_there = |item: &&Value| {
        let known_item = known(item);
        known_item.is_some() && take(&|other| known(other) == known_item)
    };
    let (_, other): (Vec<&Value>, Vec<&Value>) = a.iter().partition(is_there);
    a.len() == b.len() && other.into_iter().all(|item| take(&|other| item.means(other)))
}

/// Whether the value of a folder setting, as it is read, is the one that is assigned, as far as
/// the site shows it.
pub fn behavior_means(kind: &BehaviorType, is: &Value, assigned: &Value) -> bool {
    let assigned = shown(kind, assigned);
    match (is, &assigned) {
        (Value::Object(entries), Value::Object(others)) => {
            let same = |name: &str| {
                let of = |value: &Value| value.entry(name).cloned().unwrap_or_default();
                let (a, b) = (of(is), of(&assigned));
                kind.key(name).map_or_else(|| a.means(&b), |key| means(key.kind, &a, &b))
            };
            entries.iter().chain(others).all(|(name, _)| same(name))
        }
        (Value::List(_), Value::List(_)) => means(ValueKind::List(&ValueKind::Item), is, &assigned),
        _ => is.means(&assigned),
    }
}

/// What the API takes and answers for a value. Secrets are left out.
pub fn to_json(kind: ValueKind, value: &Value) -> Json {
    match (kind, value) {
        (ValueKind::Addresses, Value::List(items)) => {
            let lines: Vec<&str> = items.iter().filter_map(Value::as_text).collect();
            Json::String(lines.join("\n"))
        }
        (ValueKind::Settings, Value::Object(entries)) => {
            let entries = entries.iter().filter(|(_, value)| !matches!(value, Value::Secret(_)));
            let each = |(name, value): &(Box<str>, Value)| {
                (name.to_string(), to_json(setting_kind(name), value))
            };
            Json::Object(entries.map(each).collect())
        }
        (_, value) => plain_json(value),
    }
}

/// The kind of a setting of a site; of other keys beside them, free-form.
pub fn setting_kind(name: &str) -> ValueKind {
    SITE.attribute(name).map_or(ValueKind::Object, |setting| setting.kind)
}

/// A value by its own type. Secrets are left out: they are never written down.
pub fn plain_json(value: &Value) -> Json {
    match value {
        Value::Null | Value::Secret(_) => Json::Null,
        Value::Hidden(_) => serde_json::json!({ HIDDEN_KEY: true }),
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Int(number) => Json::from(*number),
        Value::Float(number) => Json::from(*number),
        Value::Text(text) => Json::String(text.to_string()),
        Value::Reference(reference) => Json::String(reference.name.to_string()),
        Value::Instant(instant) => Json::String(instant.to_string()),
        Value::List(items) => Json::Array(
            items.iter().filter(|item| !matches!(item, Value::Secret(_))).map(plain_json).collect(),
        ),
        Value::Object(entries) => Json::Object(
            entries
                .iter()
                .filter(|(_, value)| !matches!(value, Value::Secret(_)))
                .map(|(key, value)| (key.to_string(), plain_json(value)))
                .collect(),
        ),
    }
}

/// What some clients send, and sites may show, as one text that holds JSON.
pub fn unpacked(json: &Json) -> Cow<'_, Json> {
    let inner = json.as_str().and_then(|text| serde_json::from_str(text).ok());
    match inner {
        Some(inner @ (Json::Object(_) | Json::Array(_))) => Cow::Owned(inner),
        _ => Cow::Borrowed(json),
    }
}

/// The value of a folder setting, typed by its type's keys. Older records hold only the most
/// important key's value; it is put in its place.
pub fn behavior_value(kind: &BehaviorType, json: &Json) -> Result<Value, Mismatch> {
    let (value, odd) = behavior_value_as_it_is(kind, json);
    odd.into_iter().next().map_or(Ok(value), |(_, mismatch)| Err(mismatch))
}

/// What is not of its kind, and the key that holds it; the empty key is the whole value.
pub type OddParts = Vec<(String, Mismatch)>;

/// As [`behavior_value`], for a site that shows a value in another form than its documents
/// promise: what is not of its kind is kept as it is, and told.
pub fn behavior_value_as_it_is(kind: &BehaviorType, json: &Json) -> (Value, OddParts) {
    if kind.root != ValueRoot::Text
        && let Cow::Owned(inner) = unpacked(json)
    {
        return behavior_value_as_it_is(kind, &inner);
    }
    let odd = |expected| (plain(json), vec![(String::new(), Mismatch::new(expected, json))]);
    match (kind.root, json) {
        (_, Json::Null) => (Value::Null, Vec::new()),
        (ValueRoot::Text, Json::String(text)) => (Value::text(text.as_str()), Vec::new()),
        (ValueRoot::Text, _) => odd("text"),
        (ValueRoot::List, Json::Array(_)) => {
            (canonical(ValueKind::List(&ValueKind::Item), plain(json)), Vec::new())
        }
        (ValueRoot::List, _) => odd("a list"),
        (ValueRoot::Object, Json::Object(entries)) => object(kind, entries),
        (ValueRoot::Object, bare) => match bare_key(kind.name, bare) {
            Some(key) => object(kind, &Map::from_iter([(key.to_owned(), bare.clone())])),
            // Nothing tells which part of it would be a secret.
            None if kind.keys.iter().any(Attribute::has_places) => {
                (Value::Hidden(Hidden::default()), odd("an object").1)
            }
            None => odd("an object"),
        },
    }
}

fn object(kind: &BehaviorType, entries: &Map<String, Json>) -> (Value, OddParts) {
    let mut odd = OddParts::new();
    let typed = entries.iter().filter_map(|(name, json)| {
        let Some(key) = kind.key(name) else { return Some((name.as_str().into(), plain(json))) };
        if key.write_only {
            return None;
        }
        if is_hidden(key, json) {
            return Some((name.as_str().into(), Value::Hidden(Hidden::default())));
        }
        let value = from_snapshot(key, json)
            .or_else(|mismatch| from_site(key.kind, json).map_err(|_| mismatch));
        let value = value.unwrap_or_else(|mismatch| {
            odd.push((name.clone(), mismatch));
            key.hide_of_any_kind(plain(json))
        });
        // Whatever the site shows of a secret all the same.
        let shown = without_unshown(key, &mut Vec::new(), &value);
        Some((name.as_str().into(), key.hide(shown)))
    });
    let value = Value::Object(typed.collect());
    (value, odd)
}

/// A snapshot says of a secret only that it is there.
fn is_hidden(key: &Attribute, json: &Json) -> bool {
    key.place(&[]).is_hidden() && is_mark(json)
}

fn is_mark(json: &Json) -> bool {
    json.get(HIDDEN_KEY) == Some(&Json::Bool(true))
}

/// What of a folder setting's value the site shows again, in the form in which it is read.
pub fn shown(kind: &BehaviorType, value: &Value) -> Value {
    match value {
        Value::Object(entries) => {
            let shown = entries.iter().filter_map(|(name, value)| match kind.key(name) {
                Some(key) if key.write_only => None,
                Some(key) => {
                    let shown = without_unshown(key, &mut Vec::new(), value);
                    Some((name.clone(), canonical(key.kind, shown)))
                }
                None => Some((name.clone(), value.clone())),
            });
            Value::Object(shown.collect())
        }
        other => other.clone(),
    }
}

/// A value without the places that the API never shows.
fn without_unshown<'v>(key: &Attribute, keys: &mut Vec<&'v str>, value: &'v Value) -> Value {
    let Value::Object(entries) = value else { return value.clone() };
    let shown = entries.iter().filter_map(|(name, value)| {
        keys.push(name);
        let is_shown = key.place(keys) != Place::Unshown;
        let shown = is_shown.then(|| (name.clone(), without_unshown(key, keys, value)));
        keys.pop();
        shown
    });
    Value::Object(shown.collect())
}

/// The key that a bare value of older records stands for.
fn bare_key(behavior: &str, bare: &Json) -> Option<&'static str> {
    match (behavior, bare) {
        ("file_expiration", Json::Number(_)) => Some("days_to_retain"),
        ("file_expiration", Json::String(days)) if days.parse::<u32>().is_ok() => {
            Some("days_to_retain")
        }
        ("webhook", Json::Array(_)) => Some("urls"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kinds::behavior_type;
    use serde_json::json;

    #[test]
    fn instants_are_compared_as_instants() {
        let at = |text: &str| from_json(ValueKind::Instant, &json!(text)).expect("an instant");
        assert_eq!(at("2027-03-14T13:27:01-04:00"), at("2027-03-14T17:27:01Z"));
        let wrong = from_json(ValueKind::Instant, &json!("tomorrow")).expect_err("not an instant");
        assert_eq!(wrong.found, "\"tomorrow\"");
    }

    #[test]
    fn addresses_are_a_set_however_they_are_separated() {
        let one = from_json(ValueKind::Addresses, &json!("10.0.0.0/8\n192.0.2.7, 10.0.0.0/8"))
            .expect("a");
        assert_eq!(one, Value::addresses(["192.0.2.7", "10.0.0.0/8"]));
        assert_eq!(to_json(ValueKind::Addresses, &one), json!("10.0.0.0/8\n192.0.2.7"));
        assert!(from_json(ValueKind::Addresses, &json!("")).expect("none").is_unset());
    }

    #[test]
    fn ids_come_as_lists_or_joined_by_commas() {
        let ids = ValueKind::List(&ValueKind::Int);
        assert_eq!(from_json(ids, &json!("12 , 3")), from_json(ids, &json!([3, 12])));
        assert!(from_json(ids, &json!("x")).is_err());
    }

    #[test]
    fn bare_values_of_older_records_get_their_key() {
        let kind = behavior_type("file_expiration").expect("known");
        let value = behavior_value(kind, &json!(14)).expect("a value");
        assert!(value.means(&plain(&json!({"days_to_retain": 14}))));
        let kind = behavior_type("webhook").expect("known");
        let value = behavior_value(kind, &json!(["https://example.com"])).expect("a value");
        assert!(value.means(&plain(&json!({"urls": ["https://example.com"]}))));
        assert!(behavior_value(kind, &json!(1)).is_err());
        let text = behavior_value(kind, &json!("{\"method\":\"POST\"}")).expect("a value");
        assert!(text.means(&plain(&json!({"method": "POST"}))));
    }

    #[test]
    fn what_no_document_promises_is_kept_and_told() {
        let value_of = |name: &str, json: Json| {
            let kind = behavior_type(name).expect("known");
            let (value, odd) = behavior_value_as_it_is(kind, &json);
            (plain_json(&value), odd.into_iter().map(|(key, _)| key).collect::<Vec<_>>())
        };
        for (name, shown, meant) in [
            ("serve_publicly", json!({"show_index": "true"}), json!({"show_index": true})),
            ("file_expiration", json!({"days_to_retain": "14"}), json!({"days_to_retain": 14})),
            ("file_expiration", json!("14"), json!({"days_to_retain": 14})),
            (
                "limit_file_extensions",
                json!({"extensions": "xls,csv"}),
                json!({"extensions": ["csv", "xls"]}),
            ),
        ] {
            assert_eq!(value_of(name, shown), (meant, Vec::new()), "{name}");
        }
        let odd = json!({"show_index": {"by": "role", "token": "t0"}, "key": "k"});
        let (kept, told) = value_of("serve_publicly", odd);
        assert_eq!(told, ["show_index"]);
        assert_eq!(kept["key"], "k");
        assert_eq!(kept["show_index"]["by"], "role");
        assert!(!kept.to_string().contains("t0"), "{kept}");
        let (kept, told) = value_of("slack_webhook", json!("https://hooks.example/T0"));
        assert_eq!(told, [""]);
        assert!(!kept.to_string().contains("T0"), "{kept}");
    }

    #[test]
    fn what_looks_like_a_secret_in_an_answer_is_only_an_object() {
        assert!(matches!(plain(&json!({"$secret": "env:HOME"})), Value::Object(_)));
    }

    #[test]
    fn times_of_day_and_sets_have_one_form() {
        let times = ValueKind::List(&ValueKind::Item);
        assert!(means(times, &plain(&json!(["7:30"])), &plain(&json!(["07:30"]))));
        let days = ValueKind::List(&ValueKind::Int);
        assert!(means(days, &plain(&json!([5, 1])), &plain(&json!([1, 5]))));
        assert!(means(ValueKind::Path, &Value::text("A/b"), &Value::text("a/B/")));
        let urls = ValueKind::List(&ValueKind::Item);
        let secret = || Value::Secret(crate::model::SecretRef::Env("X".into()));
        let said =
            |last: &str| Value::List(Box::new([secret(), Value::text("b"), Value::text(last)]));
        let hidden = |text: &str| Value::Hidden(Hidden::of(&Value::text(text)));
        let shown = Value::List(Box::new([hidden("a"), hidden("b"), hidden("c")]));
        assert!(means(urls, &said("a"), &shown) && means(urls, &shown, &said("c")));
        assert!(!means(urls, &said("d"), &shown));
        let words = |a: &str, b: &str| means(ValueKind::Words, &Value::text(a), &Value::text(b));
        assert!(words("vip,emea", "emea, vip,,vip") && words(" , ", ""));
        assert!(!words("vip", "VIP") && !words("vip customer", "customer vip"));
        let domains = ValueKind::List(&ValueKind::Domain);
        let of = |domains: &[&str]| plain(&json!(domains));
        assert!(means(domains, &of(&["B.example", "a.example"]), &of(&["a.example", "b.EXAMPLE"])));
        assert!(!means(domains, &of(&["a.example"]), &of(&["a.example", "b.example"])));
    }
}
