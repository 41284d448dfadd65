//! A step's assignments as the API is given them.

use super::Call;
use crate::diff::Field;
use crate::live::typed;
use crate::model::Value;
use crate::model::attribute::Attribute;
use crate::site::Refusal;
use crate::site::local::groups;
use crate::site::local::store::{Record, Try};
use serde_json::Value as Json;

/// Stands for a secret that was resolved: the store keeps none, and only asks whether one came.
const RESOLVED: &str = "(secret)";

/// Every assigned attribute.
pub fn given(call: &Call<'_>) -> Try<Record> {
    given_over(call, &Record::new())
}

/// The same; what is hidden stays as the record `now` has it.
pub fn given_over(call: &Call<'_>, now: &Record) -> Try<Record> {
    let mut given = Record::new();
    for (attribute, after) in attributes(call) {
        let json = if after.has_secret() || after.has_hidden() {
            stored(call, after, now.get(attribute.name).unwrap_or(&Json::Null))?
        } else {
            typed::to_json(attribute.kind, after)
        };
        given.insert(attribute.name.to_owned(), json);
    }
    Ok(given)
}

/// Whether the record already has every assigned attribute. What is write-only cannot tell.
pub fn has(call: &Call<'_>, record: &Record) -> bool {
    let same = |(attribute, after): (&Attribute, &Value)| {
        typed::shows(attribute, record, after).unwrap_or(true)
    };
    attributes(call).all(same)
}

/// A value as the store keeps it. Every secret in it is resolved, so that one that is missing stops
/// the step, and none is kept: a word stands for it. `now` is what is stored at the same place.
pub fn stored(call: &Call<'_>, value: &Value, now: &Json) -> Try<Json> {
    Ok(match value {
        Value::Secret(reference) => {
            call.secrets.resolve(reference)?;
            Json::from(RESOLVED)
        }
        Value::Hidden(_) => now.clone(),
        Value::List(items) => {
            let items = items.iter().enumerate();
            let stored = |(at, item)| stored(call, item, now.get(at).unwrap_or(&Json::Null));
            Json::Array(items.map(stored).collect::<Try<_>>()?)
        }
        Value::Object(entries) => {
            let mut record = Record::new();
            for (name, value) in entries {
                let now = now.get(&**name).unwrap_or(&Json::Null);
                record.insert(name.to_string(), stored(call, value, now)?);
            }
            Json::Object(record)
        }
        value => typed::plain_json(value),
    })
}

/// The ids of the groups that the step assigns by name.
pub fn group_ids(call: &Call<'_>) -> Try<Option<Vec<i64>>> {
    let Some(assignment) = call.step.assignment(Field::Groups) else { return Ok(None) };
    let mut ids = Vec::new();
    for name in assignment.after.as_list().iter().filter_map(Value::as_text) {
        ids.push(groups::id(call.edit.tx, name)?.ok_or_else(|| Refusal::no_group(name))?);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(Some(ids))
}

/// The assigned attributes and their values; what else is assigned is no parameter.
pub fn attributes<'a>(call: &'a Call<'_>) -> impl Iterator<Item = (&'static Attribute, &'a Value)> {
    call.step.set.iter().filter_map(|assignment| match assignment.field {
        Field::Attribute(attribute) => Some((attribute, &assignment.after)),
        _ => None,
    })
}
