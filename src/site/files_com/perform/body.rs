//! A step's assignments as the API takes them, and whether a record already has them.

use crate::diff::Assignment;
use crate::live::typed;
use crate::model::kinds::Kind;
use crate::model::{Value, ValueKind};
use crate::site::{Refusal, Secrets, SiteError};
use secrecy::ExposeSecret;
use serde_json::{Map, Value as Json};

pub type Body = Map<String, Json>;

/// Every assigned attribute of the resource, secrets resolved. What is `besides` its resource
/// handles itself.
pub fn body(
    resource: &'static Kind,
    set: &[Assignment],
    besides: &[&str],
    secrets: &dyn Secrets,
) -> Result<Body, SiteError> {
    let mut body = Body::new();
    for assignment in set.iter().filter(|assignment| !besides.contains(&&*assignment.name)) {
        let attribute = resource
            .attribute(&assignment.name)
            .ok_or_else(|| Refusal::unusable(format!("`{}` is no parameter", assignment.name)))?;
        let value = json(attribute.kind, &assignment.after, secrets)?;
        body.insert(attribute.name.to_owned(), value);
    }
    Ok(body)
}

/// A value as the API takes it. The secret lives no longer than the request.
pub fn json(kind: ValueKind, value: &Value, secrets: &dyn Secrets) -> Result<Json, SiteError> {
    Ok(match (kind, value) {
        (ValueKind::Addresses, _) => typed::to_json(kind, value),
        (_, Value::Secret(reference)) => {
            Json::String(secrets.resolve(reference)?.expose_secret().to_owned())
        }
        (_, Value::List(items)) => items
            .iter()
            .map(|item| json(ValueKind::Object, item, secrets))
            .collect::<Result<_, _>>()?,
        (_, Value::Object(entries)) => {
            let entries = entries.iter().map(|(name, value)| {
                Ok((name.to_string(), json(ValueKind::Object, value, secrets)?))
            });
            Json::Object(entries.collect::<Result<_, SiteError>>()?)
        }
        (kind, value) => typed::to_json(kind, value),
    })
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
pub fn compare(
    resource: &'static Kind,
    set: &[Assignment],
    besides: &[&str],
    record: &Json,
) -> Match {
    let mut result = Match::Hidden;
    for assignment in set.iter().filter(|assignment| !besides.contains(&&*assignment.name)) {
        let Some(attribute) = resource.attribute(&assignment.name) else { continue };
        if attribute.write_only {
            continue;
        }
        let json = record.get(attribute.name).unwrap_or(&Json::Null);
        let same = typed::from_json(attribute.kind, json)
            .is_ok_and(|is| typed::means(attribute.kind, &is, &assignment.after));
        if !same {
            return Match::NotAll;
        }
        result = Match::All;
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
