//! A step's assignments as the API is given them.

use super::Call;
use crate::diff::Assignment;
use crate::live::typed;
use crate::model::attribute::Attribute;
use crate::model::kinds::Kind;
use crate::model::{Value, ValueKind};
use crate::site::Refusal;
use crate::site::local::groups;
use crate::site::local::store::{Record, Try};
use serde_json::Value as Json;

/// Stands for a secret that was resolved: the store keeps none, and only asks whether one came.
const RESOLVED: &str = "(secret)";

/// Every assigned attribute, except the named ones, which are no attributes.
pub fn given(call: &Call<'_>, resource: &'static Kind, besides: &[&str]) -> Try<Record> {
    let mut given = Record::new();
    for assignment in attributes(call, besides) {
        let attribute = known(resource, assignment)?;
        resolve(call, &assignment.after)?;
        let json = match &assignment.after {
            Value::Secret(_) => Json::from(RESOLVED),
            value => typed::to_json(attribute.kind, value),
        };
        given.insert(attribute.name.to_owned(), json);
    }
    Ok(given)
}

/// Whether the record already has every assigned attribute. What is write-only cannot tell.
pub fn has(
    call: &Call<'_>,
    resource: &'static Kind,
    record: &Record,
    besides: &[&str],
) -> Try<bool> {
    for assignment in attributes(call, besides) {
        let attribute = known(resource, assignment)?;
        if !attribute.write_only && !same(attribute.kind, record, assignment) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same(kind: ValueKind, record: &Record, assignment: &Assignment) -> bool {
    let json = record.get(&assignment.name).unwrap_or(&Json::Null);
    typed::from_json(kind, json).is_ok_and(|is| typed::means(kind, &is, &assignment.after))
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
    let Some(assignment) = call.assignment("groups") else { return Ok(None) };
    let mut ids = Vec::new();
    for name in assignment.after.as_list().iter().filter_map(Value::as_text) {
        ids.push(groups::id(call.edit.tx, name)?.ok_or_else(|| Refusal::no_group(name))?);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(Some(ids))
}

fn attributes<'a>(call: &'a Call<'_>, besides: &'a [&str]) -> impl Iterator<Item = &'a Assignment> {
    call.step.set.iter().filter(|assignment| !besides.contains(&assignment.name.as_str()))
}

/// The API would ignore a name that it does not know, and the step would seem done.
fn known(resource: &'static Kind, assignment: &Assignment) -> Result<&'static Attribute, Refusal> {
    resource
        .attribute(&assignment.name)
        .ok_or_else(|| Refusal::unusable(format!("`{}` is no parameter", assignment.name)))
}
