//! Folder settings, permission fences among them.

use super::assign;
use super::edit::{Edit, is_on, text};
use super::folders;
use super::store::{List, Record, Try, Tx};
use crate::live::typed;
use crate::model::kinds;
use crate::model::kinds::{BehaviorType, FENCE, HOSTING, ValueRoot, behavior_type};
use crate::model::{Attribute, path};
use crate::site::Refusal;
use serde_json::Value as Json;

/// What all unique keys of settings begin with.
pub const PREFIX: &str = "behavior\0";

/// What tells a setting from all others.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub path: &'a str,
    pub kind: &'a str,
    pub name: Option<&'a str>,
}

impl<'a> Known<'a> {
    fn of(record: &'a Record) -> Self {
        Known {
            path: text(record, "path").unwrap_or_default(),
            kind: text(record, "behavior").unwrap_or_default(),
            name: text(record, "name"),
        }
    }

    fn unique(&self) -> String {
        let (folder, name) = (path::key(self.path), self.name.unwrap_or_default());
        format!("{PREFIX}{folder}\0{}\0{name}", self.kind)
    }
}

pub fn id(tx: &Tx<'_>, known: &Known<'_>) -> Try<Option<i64>> {
    tx.unique(&known.unique())
}

/// The settings on a folder itself.
pub fn on(tx: &Tx<'_>, folder: &str) -> Try<Vec<i64>> {
    let uniques = tx.uniques(&format!("{PREFIX}{}\0", path::key(folder)))?;
    Ok(uniques.into_iter().map(|(_, id)| id).collect())
}

/// The setting that makes the folder a public page.
pub fn hosting(tx: &Tx<'_>, folder: &str) -> Try<Option<i64>> {
    let uniques = tx.uniques(&format!("{PREFIX}{}\0{HOSTING}\0", path::key(folder)))?;
    Ok(uniques.into_iter().map(|(_, id)| id).next())
}

pub fn known_type(name: &str) -> Result<&'static BehaviorType, Refusal> {
    behavior_type(name)
        .ok_or_else(|| Refusal::invalid(format!("there is no folder setting of type `{name}`")))
}

fn missing(id: i64) -> Refusal {
    Refusal::not_found(format!("there is no folder setting {id}"))
}

fn taken(folder: &str) -> Refusal {
    Refusal::invalid(format!("`{}` already has this setting", path::display(folder)))
}

pub fn create(edit: &Edit<'_>, given: &Record) -> Try<i64> {
    let tx = edit.tx;
    let kind = match assign::name(given, "behavior")?.filter(|kind| !kind.is_empty()) {
        Some(name) => known_type(name)?,
        None => return Err(Refusal::incomplete("a folder setting needs its `behavior`").into()),
    };
    let Some(folder) = assign::name(given, "path")? else {
        return Err(Refusal::incomplete("a folder setting needs its `path`").into());
    };
    folders::need(tx, folder)?;
    if kind.name == FENCE && path::key(folder).is_empty() {
        return Err(Refusal::invalid("a permission fence cannot stand on the root").into());
    }
    let mut record = Record::new();
    record.insert("path".to_owned(), Json::from(folders::spelled(tx, folder)?));
    record.insert("behavior".to_owned(), Json::from(kind.name));
    write(kind, &mut record, given)?;
    let unique = Known::of(&record).unique();
    if tx.unique(&unique)?.is_some() {
        return Err(taken(folder).into());
    }
    let (id, record) = edit.begin(record)?;
    tx.put(List::of(&kinds::BEHAVIOR), id, &record)?;
    tx.set_unique(&unique, id)?;
    Ok(id)
}

/// The folder and the type stay as they are.
pub fn update(edit: &Edit<'_>, id: i64, given: &Record) -> Try<()> {
    let tx = edit.tx;
    let mut record = tx.get(List::of(&kinds::BEHAVIOR), id)?.ok_or_else(|| missing(id))?;
    refuse_managed(&record)?;
    let old = Known::of(&record).unique();
    let kind = known_type(text(&record, "behavior").unwrap_or_default())?;
    write(kind, &mut record, given)?;
    let new = Known::of(&record).unique();
    if tx.unique(&new)?.is_some_and(|other| other != id) {
        return Err(taken(text(&record, "path").unwrap_or_default()).into());
    }
    tx.remove_unique(&old)?;
    tx.set_unique(&new, id)?;
    tx.put(List::of(&kinds::BEHAVIOR), id, &record)
}

fn refuse_managed(record: &Record) -> Result<(), Refusal> {
    if is_on(record, "managed") {
        let message = "this setting is managed by the parent site";
        let error_type = "processing-failure/resource-belongs-to-parent-site";
        return Err(Refusal::new(error_type, message));
    }
    Ok(())
}

pub fn delete(tx: &Tx<'_>, id: i64) -> Try<()> {
    let record = tx.get(List::of(&kinds::BEHAVIOR), id)?.ok_or_else(|| missing(id))?;
    tx.remove_unique(&Known::of(&record).unique())?;
    tx.remove(List::of(&kinds::BEHAVIOR), id)
}

fn write(kind: &'static BehaviorType, record: &mut Record, given: &Record) -> Result<(), Refusal> {
    for (name, json) in given {
        let stored = match (name.as_str(), json) {
            ("name", Json::String(text)) if text.is_empty() => Json::Null,
            ("name" | "description", Json::Null | Json::String(_)) => json.clone(),
            ("recursive" | "disable_parent_folder_behavior", Json::Null | Json::Bool(_)) => {
                json.clone()
            }
            ("value", json) => value(kind, json)?,
            ("name" | "description" | "recursive" | "disable_parent_folder_behavior", _) => {
                return Err(Refusal::unusable(format!("`{name}` cannot be {json}")));
            }
            _ => continue,
        };
        record.insert(name.clone(), stored);
    }
    if is_on(record, "disable_parent_folder_behavior") && !is_on(record, "recursive") {
        let message = "only a setting that reaches the folders below can switch off a parent's";
        return Err(Refusal::invalid(message));
    }
    Ok(())
}

/// What the site shows again of a key's value.
fn without_unshown(key: &Attribute, mut value: Json) -> Json {
    for path in key.unshown {
        let (above, last) = path.rsplit_once('.').unwrap_or(("", path));
        let mut place = Some(&mut value);
        for part in above.split('.').filter(|part| !part.is_empty()) {
            place = place.and_then(|place| place.get_mut(part));
        }
        if let Some(Json::Object(entries)) = place {
            entries.shift_remove(last);
        }
    }
    value
}

/// A value as the site shows it again: without what is write-only. Text that holds JSON is
/// read; a bare value of older clients stays bare.
fn value(kind: &'static BehaviorType, json: &Json) -> Result<Json, Refusal> {
    if let (ValueRoot::Object | ValueRoot::List, Json::String(text)) = (kind.root, json)
        && let Ok(inner @ (Json::Object(_) | Json::Array(_))) = serde_json::from_str(text)
    {
        return value(kind, &inner);
    }
    if let (ValueRoot::Object, Json::Object(entries)) = (kind.root, json) {
        let mut shown = Record::new();
        for (name, json) in entries {
            match kind.key(name) {
                Some(key) if key.write_only => drop(assign::checked(key, json)?),
                Some(key) => {
                    let json = without_unshown(key, assign::checked(key, json)?);
                    shown.insert(name.clone(), json);
                }
                None => drop(shown.insert(name.clone(), json.clone())),
            }
        }
        return Ok(Json::Object(shown));
    }
    let is_text = |json: &Json| json.is_string();
    let is_bare_text = kind.root == ValueRoot::Object && is_text(json);
    let items = json.as_array().filter(|_| kind.root == ValueRoot::List);
    if is_bare_text || items.is_some_and(|items| !items.iter().all(is_text)) {
        let expected = if is_bare_text { "an object" } else { "a list of texts" };
        let message = format!("the value of `{}` must be {expected}", kind.name);
        return Err(Refusal::invalid(message));
    }
    match typed::behavior_value(kind, json) {
        Ok(_) => Ok(json.clone()),
        Err(wrong) => {
            let message = format!("the value of `{}` must be {}", kind.name, wrong.expected);
            Err(Refusal::invalid(message))
        }
    }
}
