//! Given attributes on a record: typed by the catalog, secrets let go.

use super::edit::Edit;
use super::store::{List, Record, Try, Tx};
use crate::live::typed;
use crate::model::ValueKind;
use crate::model::attribute::Attribute;
use crate::model::kinds::{self, Kind};
use crate::model::time_zones::is_time_zone;
use crate::site::Refusal;
use serde_json::Value as Json;

/// Sets every attribute that is given, except what says who or what it is: that its kind handles
/// itself. What the catalog does not know is ignored, as the API does; so is what is fixed at
/// creation, on a record that is there.
pub fn assign(
    edit: &Edit<'_>,
    kind: &'static Kind,
    record: &mut Record,
    given: &Record,
) -> Result<(), Refusal> {
    let exists = record.contains_key("id");
    let is_identity = |name: &String| kind.identity.contains(&name.as_str());
    for (name, json) in given.iter().filter(|(name, _)| !is_identity(name)) {
        let Some(attribute) = kind.attribute(name) else { continue };
        if attribute.create_only && exists {
            continue;
        }
        if let Some(shown) = attribute.told_by {
            record.insert(shown.to_owned(), instead(kind, shown, json));
        }
        if attribute.write_only {
            let password = ["password", "change_password", "imported_password_hash"];
            if password.contains(&attribute.name) && !json.is_null() {
                record.insert("password_set_at".to_owned(), Json::String(edit.now.to_string()));
            }
            continue;
        }
        let value = if attribute.is_joined {
            ids(given, name)?.map_or(Json::Null, Json::from)
        } else {
            checked(attribute, json)?
        };
        record.insert(attribute.name.to_owned(), value);
    }
    Ok(())
}

/// What is shown instead of a secret.
fn instead(kind: &Kind, shown: &str, given: &Json) -> Json {
    const MASK: &str = "********";
    let is_given = !given.is_null() && given.as_str() != Some("");
    match is_given {
        _ if kind.is_flag(shown) => Json::Bool(is_given),
        true => Json::from(MASK),
        false => Json::Null,
    }
}

/// The one form of a value that is of the attribute's kind; all others are refused.
pub fn checked(attribute: &Attribute, json: &Json) -> Result<Json, Refusal> {
    let name = attribute.name;
    // Ids may come as one text joined by commas, and nothing else of a list.
    let may_be_joined = attribute.name.ends_with("_ids");
    if matches!(attribute.kind, ValueKind::List(_)) && json.is_string() && !may_be_joined {
        return Err(Refusal::unusable(format!("`{name}` must be a list, and is a text")));
    }
    // Some clients send an object as text that holds it.
    let inner = match (attribute.kind, json) {
        (ValueKind::Object | ValueKind::Settings, Json::String(text)) => {
            serde_json::from_str::<Record>(text).ok()
        }
        _ => None,
    };
    let inner = inner.map(Json::Object);
    let value = match typed::from_json(attribute.kind, inner.as_ref().unwrap_or(json)) {
        Ok(value) => value,
        Err(wrong) => {
            let message = format!("`{name}` must be {}, and is {}", wrong.expected, wrong.found);
            return Err(Refusal::unusable(message));
        }
    };
    let json = typed::to_json(attribute.kind, &value);
    let Some(text) = json.as_str().filter(|text| !text.is_empty()) else { return Ok(json) };
    let known = match attribute.kind {
        ValueKind::Choice(choices) => choices.contains(&text),
        ValueKind::TimeZone => is_time_zone(text),
        _ => true,
    };
    if known {
        return Ok(json);
    }
    Err(Refusal::invalid(format!("`{name}` cannot be `{text}`")))
}

/// A given name: none where it is not given, the empty one where it is null.
pub fn name<'a>(given: &'a Record, name: &str) -> Result<Option<&'a str>, Refusal> {
    match given.get(name) {
        None => Ok(None),
        Some(Json::Null) => Ok(Some("")),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::unusable(format!("`{name}` must be text"))),
    }
}

/// Given ids: a list, or one text joined by commas; none where they are not given.
pub fn ids(given: &Record, name: &str) -> Result<Option<Vec<i64>>, Refusal> {
    let Some(json) = given.get(name) else { return Ok(None) };
    let ids = match json {
        Json::Null => Some(Vec::new()),
        Json::String(text) => typed::ids(text),
        Json::Number(number) => number.as_i64().map(|id| vec![id]),
        Json::Array(items) => items.iter().map(id).collect(),
        _ => None,
    };
    let mut ids = ids.ok_or_else(|| Refusal::unusable(format!("`{name}` must be ids")))?;
    ids.sort_unstable();
    ids.dedup();
    Ok(Some(ids))
}

/// Whether what a record is to refer to is there.
pub fn referred(tx: &Tx<'_>, kind: &'static Kind, given: &Record) -> Try<()> {
    for attribute in kind.attributes {
        let Some(refers) = attribute.refers else { continue };
        for id in referred_ids(attribute, given)? {
            // The default workspace has no record.
            if id != 0 && tx.get(List::of(kinds::referred(refers.to)), id)?.is_none() {
                let message = format!("there is no {} {id}", kinds::referred(refers.to).word);
                return Err(Refusal::invalid(message).into());
            }
        }
    }
    Ok(())
}

/// The ids that a record has of what an attribute refers to.
pub fn referred_ids(attribute: &Attribute, record: &Record) -> Result<Vec<i64>, Refusal> {
    match attribute.refers.map_or("", |refers| refers.prefix) {
        "" => Ok(ids(record, attribute.name)?.unwrap_or_default()),
        // Other texts refer to nothing.
        prefix => {
            let behind = |json: &Json| json.as_str()?.strip_prefix(prefix)?.parse().ok();
            Ok(record.get(attribute.name).and_then(behind).into_iter().collect())
        }
    }
}

/// One given id: a number, or a text that holds one. Null and the empty text are none.
pub fn one_id(given: &Record, name: &str) -> Result<Option<i64>, Refusal> {
    match given.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) if text.is_empty() => Ok(None),
        Some(json) => match id(json) {
            Some(id) => Ok(Some(id)),
            None => Err(Refusal::unusable(format!("`{name}` must be an id"))),
        },
    }
}

fn id(json: &Json) -> Option<i64> {
    match json {
        Json::String(text) => text.trim().parse().ok(),
        json => json.as_i64(),
    }
}

/// A given flag; null is off.
pub fn flag(given: &Record, name: &str) -> Result<Option<bool>, Refusal> {
    match given.get(name) {
        None => Ok(None),
        Some(Json::Null) => Ok(Some(false)),
        Some(Json::Bool(flag)) => Ok(Some(*flag)),
        Some(other) => {
            Err(Refusal::unusable(format!("`{name}` must be a boolean, and is {other}")))
        }
    }
}
