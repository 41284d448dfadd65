//! Folder settings, permission fences among them.

use super::perform::{Call, is_on, text};
use super::store::{List, Record, Try};
use super::{assign, folders};
use crate::diff::change::Assignment;
use crate::live::typed;
use crate::model::catalog::{BehaviorType, FENCE, ValueRoot, behavior_type};
use crate::model::{Value, path};
use crate::site::{Outcome, Refusal};
use serde_json::Value as Json;

/// What all unique keys of settings begin with.
pub const PREFIX: &str = "behavior\0";

/// A setting as a step names it.
pub struct Known<'a> {
    pub path: &'a str,
    pub kind: &'a str,
    pub name: Option<&'a str>,
}

impl Known<'_> {
    fn unique(&self) -> String {
        let (folder, name) = (path::key(self.path), self.name.unwrap_or_default());
        format!("{PREFIX}{folder}\0{}\0{name}", self.kind)
    }
}

fn known_type(name: &str) -> Result<&'static BehaviorType, Refusal> {
    behavior_type(name)
        .ok_or_else(|| Refusal::invalid(format!("there is no folder setting of type `{name}`")))
}

pub fn create(call: &Call<'_>, known: &Known<'_>) -> Try<Outcome> {
    let tx = call.tx;
    let kind = known_type(known.kind)?;
    folders::need(tx, known.path)?;
    if kind.name == FENCE && path::key(known.path).is_empty() {
        return Err(Refusal::invalid("a permission fence cannot stand on the root").into());
    }
    if let Some(id) = tx.unique(&known.unique())? {
        let record = tx.get(List::Behaviors, id)?.unwrap_or_default();
        if has(call, kind, &record) {
            return Ok(Outcome::AlreadyDone);
        }
        let message = format!("`{}` already has this setting", path::display(known.path));
        return Err(Refusal::invalid(message).into());
    }
    let mut record = Record::new();
    record.insert("path".to_owned(), Json::from(folders::spelled(tx, known.path)?));
    record.insert("behavior".to_owned(), Json::from(kind.name));
    record.insert("name".to_owned(), known.name.map_or(Json::Null, Json::from));
    let (id, mut record) = call.begin(record)?;
    edit(call, kind, &mut record)?;
    tx.put(List::Behaviors, id, &record)?;
    tx.set_unique(&known.unique(), id)?;
    Ok(Outcome::Done)
}

pub fn update(call: &Call<'_>, known: &Known<'_>) -> Try<Outcome> {
    let tx = call.tx;
    let kind = known_type(known.kind)?;
    let found = call.find(List::Behaviors, || tx.unique(&known.unique()))?;
    let Some((id, mut record)) = found else {
        let message = format!("`{}` has no such setting", path::display(known.path));
        return Err(Refusal::not_found(message).into());
    };
    let is_managed = is_on(&record, "managed");
    if is_managed {
        let message = "this setting is managed by the parent site";
        let error_type = "processing-failure/resource-belongs-to-parent-site";
        return Err(Refusal::new(error_type, message).into());
    }
    edit(call, kind, &mut record)?;
    if let Some(name) = call.assignment("name").map(|assignment| assignment.after.as_text()) {
        let renamed = Known { name, ..*known };
        if tx.unique(&renamed.unique())?.is_some_and(|other| other != id) {
            let message = format!("`{}` already has this setting", path::display(known.path));
            return Err(Refusal::invalid(message).into());
        }
        let old = text(&record, "name").map(str::to_owned);
        tx.remove_unique(&Known { name: old.as_deref(), ..*known }.unique())?;
        tx.set_unique(&renamed.unique(), id)?;
        record.insert("name".to_owned(), name.map_or(Json::Null, Json::from));
    }
    tx.put(List::Behaviors, id, &record)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, known: &Known<'_>) -> Try<Outcome> {
    let tx = call.tx;
    let found = call.find(List::Behaviors, || tx.unique(&known.unique()))?;
    let Some((id, record)) = found else { return Ok(Outcome::AlreadyDone) };
    let stands = Known {
        path: record.get("path").and_then(Json::as_str).unwrap_or(known.path),
        kind: text(&record, "behavior").unwrap_or(known.kind),
        name: text(&record, "name"),
    };
    tx.remove_unique(&stands.unique())?;
    tx.remove(List::Behaviors, id)?;
    Ok(Outcome::Done)
}

fn has(call: &Call<'_>, kind: &BehaviorType, record: &Record) -> bool {
    call.step.set.iter().all(|Assignment { name, after, .. }| {
        let json = record.get(name).unwrap_or(&Json::Null);
        let is = match name.as_str() {
            "value" => typed::behavior_value(kind, json).unwrap_or_default(),
            _ => typed::plain(json),
        };
        is.means(&typed::shown(kind, after))
    })
}

fn edit(call: &Call<'_>, kind: &'static BehaviorType, record: &mut Record) -> Try<()> {
    for Assignment { name, after, .. } in &call.step.set {
        assign::resolve(call, after)?;
        let right = match (name.as_str(), after) {
            ("name", Value::Null | Value::Text(_)) => continue,
            ("value", value) => {
                check_value(kind, value)?;
                true
            }
            ("description", value) => matches!(value, Value::Null | Value::Text(_)),
            ("recursive" | "disable_parent_folder_behavior", value) => {
                matches!(value, Value::Null | Value::Bool(_))
            }
            _ => return Err(Refusal::unusable(format!("`{name}` is no parameter")).into()),
        };
        if !right {
            return Err(Refusal::unusable(format!("`{name}` cannot be {after}")).into());
        }
        record.insert(name.clone(), typed::plain_json(&typed::shown(kind, after)));
    }
    if is_on(record, "disable_parent_folder_behavior") && !is_on(record, "recursive") {
        let message = "only a setting that reaches the folders below can switch off a parent's";
        return Err(Refusal::invalid(message).into());
    }
    Ok(())
}

fn check_value(kind: &'static BehaviorType, value: &Value) -> Result<(), Refusal> {
    let expected = match (kind.root, value) {
        (_, Value::Null) => return Ok(()),
        (ValueRoot::Text, Value::Text(_)) | (ValueRoot::List, Value::List(_)) => return Ok(()),
        (ValueRoot::Object, Value::Object(entries)) => {
            for (name, value) in entries {
                if let Some(key) = kind.key(name).filter(|key| !key.write_only) {
                    assign::check(key, &typed::to_json(key.kind, value))?;
                }
            }
            return Ok(());
        }
        (ValueRoot::Text, _) => "text",
        (ValueRoot::List, _) => "a list",
        (ValueRoot::Object, _) => "an object",
    };
    let message = format!("the value of `{}` must be {expected}", kind.name);
    Err(Refusal::invalid(message))
}
