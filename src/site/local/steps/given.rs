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
    let mut given = Record::new();
    for (attribute, after) in attributes(call) {
        resolve(call, after)?;
        let json = match after {
            Value::Secret(_) => Json::from(RESOLVED),
            value => typed::to_json(attribute.kind, value),
        };
        given.insert(attribute.name.to_owned(), json);
    }
    Ok(given)
}

/// Whether the record already has every assigned attribute. What is write-only cannot tell.
pub fn has(call: &Call<'_>, record: &Record) -> bool {
    let same = |(attribute, after): (&Attribute, &Value)| {
        let json = record.get(attribute.name).unwrap_or(&Json::Null);
        attribute.write_only
            || typed::from_json(attribute.kind, json)
                .is_ok_and(|is| typed::means(attribute.kind, &is, after))
    };
    attributes(call).all(same)
}

/// Resolves every secret in a value, so that one that is missing stops the step, and keeps none.
pub fn resolve(call: &Call<'_>, value: &Value) -> Try<()> {
    match value {
        Value::Secret(reference) => drop(call.secrets.resolve(reference)?),
        Value::List(items) => items.iter().try_for_each(|item| resolve(call, item))?,
        Value::Object(entries) => {
            entries.iter().try_for_each(|(_, value)| resolve(call, value))?;
        }
        _ => {}
    }
    Ok(())
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
