//! A step's assignments on a record: typed by the catalog, secrets resolved and let go.

use super::perform::Call;
use super::store::{Record, Try};
use crate::diff::change::Assignment;
use crate::live::typed;
use crate::model::catalog::{Attribute, Resource, is_time_zone};
use crate::model::{Kind, Value};
use crate::site::Refusal;
use serde_json::Value as Json;

/// Sets every assigned attribute, except the named ones, which their resource handles itself.
pub fn assign(
    call: &Call<'_>,
    resource: Resource,
    record: &mut Record,
    besides: &[&str],
) -> Try<()> {
    for assignment in attributes(call, besides) {
        let attribute = known(resource, assignment)?;
        if attribute.write_only {
            resolve(call, &assignment.after)?;
            let password = ["password", "change_password", "imported_password_hash"];
            if password.contains(&attribute.name) {
                record.insert("password_set_at".to_owned(), Json::String(call.now.to_string()));
            }
            continue;
        }
        let json = typed::to_json(attribute.kind, &assignment.after);
        check(attribute, &json)?;
        record.insert(attribute.name.to_owned(), json);
    }
    Ok(())
}

/// Whether the record already has every assigned attribute. What is write-only cannot tell.
pub fn has(call: &Call<'_>, resource: Resource, record: &Record, besides: &[&str]) -> Try<bool> {
    for assignment in attributes(call, besides) {
        let attribute = known(resource, assignment)?;
        if !attribute.write_only && !same(attribute.kind, record, assignment) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the record's field already means what is assigned.
pub fn same(kind: Kind, record: &Record, assignment: &Assignment) -> bool {
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

fn attributes<'a>(call: &'a Call<'_>, besides: &'a [&str]) -> impl Iterator<Item = &'a Assignment> {
    call.step.set.iter().filter(|assignment| !besides.contains(&assignment.name.as_str()))
}

fn known(resource: Resource, assignment: &Assignment) -> Result<&'static Attribute, Refusal> {
    resource
        .attribute(&assignment.name)
        .ok_or_else(|| Refusal::unusable(format!("`{}` is no parameter", assignment.name)))
}

/// Refuses what is not of the attribute's kind.
pub fn check(attribute: &Attribute, json: &Json) -> Result<(), Refusal> {
    let name = attribute.name;
    if let Err(wrong) = typed::from_json(attribute.kind, json) {
        let message = format!("`{name}` must be {}, and is {}", wrong.expected, wrong.found);
        return Err(Refusal::unusable(message));
    }
    let Some(text) = json.as_str().filter(|text| !text.is_empty()) else { return Ok(()) };
    let known = match attribute.kind {
        Kind::Choice(choices) => choices.contains(&text),
        Kind::TimeZone => is_time_zone(text),
        _ => true,
    };
    if known {
        return Ok(());
    }
    Err(Refusal::invalid(format!("`{name}` cannot be `{text}`")))
}
