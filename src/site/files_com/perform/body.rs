//! A step's assignments as the API takes them, and whether a record already has them.

use super::super::client::Client;
use super::super::http::Request;
use crate::diff::{Assignment, Field};
use crate::live::typed;
use crate::model::attribute::Attribute;
use crate::model::{Value, ValueKind};
use crate::register;
use crate::site::{Refusal, Secrets, SiteError};
use secrecy::ExposeSecret;
use serde_json::{Map, Value as Json};

pub type Body = Map<String, Json>;

/// Every assigned attribute, secrets resolved; what is hidden stays as the record `now` has it.
pub fn body(set: &[Assignment], secrets: &dyn Secrets, now: &Json) -> Result<Body, SiteError> {
    let mut body = Body::new();
    for (attribute, after) in attributes(set) {
        let now = now.get(attribute.name).unwrap_or(&Json::Null);
        let json = json(attribute.kind, after, secrets, now)?;
        let json = if attribute.is_joined { Json::from(joined(&ids(Some(&json)))) } else { json };
        body.insert(attribute.name.to_owned(), json);
    }
    Ok(body)
}

/// The record as the site shows it, if it must be looked at before this can be sent.
pub fn record_for(set: &[Assignment], client: &Client, path: &str) -> Result<Json, SiteError> {
    let is_needed = set.iter().any(|assignment| assignment.after.has_hidden());
    if is_needed { client.read(&Request::get(path)) } else { Ok(Json::Null) }
}

/// The assigned attributes and their values; what else is assigned is no parameter.
fn attributes(set: &[Assignment]) -> impl Iterator<Item = (&'static Attribute, &Value)> {
    set.iter().filter_map(|assignment| match assignment.field {
        Field::Attribute(attribute) => Some((attribute, &assignment.after)),
        _ => None,
    })
}

/// A value as the API takes it. The secret lives no longer than the request. `now` is what the
/// site shows at the same place.
pub fn json(
    kind: ValueKind,
    value: &Value,
    secrets: &dyn Secrets,
    now: &Json,
) -> Result<Json, SiteError> {
    Ok(match (kind, value) {
        (ValueKind::Addresses, _) => typed::to_json(kind, value),
        (_, Value::Secret(reference)) => {
            Json::String(secrets.resolve(reference)?.expose_secret().to_owned())
        }
        (_, Value::Hidden(_)) => kept(now)?,
        (_, Value::List(items)) => items
            .iter()
            .enumerate()
            .map(|(at, item)| {
                let now = now.get(at).unwrap_or(&Json::Null);
                json(ValueKind::Object, item, secrets, now)
            })
            .collect::<Result<_, _>>()?,
        (kind, Value::Object(entries)) => {
            let entries = entries.iter().map(|(name, value)| {
                let now = now.get(&**name).unwrap_or(&Json::Null);
                let kind = match kind {
                    ValueKind::Settings => typed::setting_kind(name),
                    _ => ValueKind::Object,
                };
                Ok((name.to_string(), json(kind, value, secrets, now)?))
            });
            Json::Object(entries.collect::<Result<_, SiteError>>()?)
        }
        (kind, value) => typed::to_json(kind, value),
    })
}

/// A secret that the site shows, sent back as it is.
fn kept(now: &Json) -> Result<Json, Refusal> {
    if let Json::String(text) = now {
        register::note(text);
    }
    if now.is_null() {
        let message = "a secret that was there is gone, and cannot be sent again";
        return Err(Refusal::unusable(message));
    }
    Ok(now.clone())
}

/// How a record compares with what a step assigns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    All,
    NotAll,
    /// All that is assigned is never shown.
    Hidden,
}

/// Compares what the site shows.
pub fn compare(set: &[Assignment], record: &Json) -> Match {
    let mut result = Match::Hidden;
    let none = Map::new();
    let record = record.as_object().unwrap_or(&none);
    for (attribute, after) in attributes(set) {
        match typed::shows(attribute, record, after) {
            Some(true) => result = Match::All,
            Some(false) => return Match::NotAll,
            None => {}
        }
    }
    result
}

/// Ids in either form of the API, as a set.
pub fn ids(json: Option<&Json>) -> Vec<i64> {
    let mut ids = match json {
        Some(Json::String(text)) => typed::ids(text).unwrap_or_default(),
        Some(Json::Array(items)) => items.iter().filter_map(Json::as_i64).collect(),
        Some(Json::Number(number)) => number.as_i64().into_iter().collect(),
        _ => Vec::new(),
    };
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Ids as one text joined by commas, the form in which users and permissions take them.
pub fn joined(ids: &[i64]) -> String {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    ids.join(",")
}
