//! Automations. Names are not unique at the site, and the owner follows the last edit.

use super::assign::{self, assign};
use super::edit::{Edit, int, is_on, text};
use super::store::{List, Record, Try, Tx};
use super::users::{self, owned_by};
use super::{defaults, uses};
use crate::model::kinds;
use crate::site::Refusal;
use serde_json::Value as Json;

/// Edits of these alone do not count as modifications.
const UNTIMED: &[&str] = &["name", "description", "id"];

fn related(name: &str) -> String {
    format!("automation\0{name}")
}

/// The automations of that name.
pub fn named(tx: &Tx<'_>, name: &str) -> Try<Vec<i64>> {
    tx.related(&related(name))
}

fn missing(id: i64) -> Refusal {
    Refusal::not_found(format!("there is no automation {id}"))
}

/// The owner that an edit leaves behind: nobody for the site's own key or a site admin's.
fn editor(edit: &Edit<'_>) -> Try<Option<i64>> {
    let Some(name) = edit.acting else { return Ok(None) };
    let id = users::id(edit.tx, name)?.ok_or_else(|| Refusal::no_user(name))?;
    let user = edit.tx.get(List::of(&kinds::USER), id)?.unwrap_or_default();
    if is_on(&user, "disabled") {
        let message = format!("`{name}` is disabled, so their key does not work");
        return Err(Refusal::new("not-authenticated/invalid-credentials", message).into());
    }
    Ok((!is_on(&user, "site_admin")).then_some(id))
}

fn own(edit: &Edit<'_>, id: i64, record: &mut Record) -> Try<()> {
    let editor = editor(edit)?;
    if let Some(owner) = int(record, "user_id") {
        edit.tx.unrelate(&owned_by(owner), id)?;
    }
    if let Some(editor) = editor {
        edit.tx.relate(&owned_by(editor), id)?;
    }
    record.insert("user_id".to_owned(), editor.map_or(Json::Null, Json::from));
    Ok(())
}

/// Sets what is given, and whose automation it is from now on.
fn write(edit: &Edit<'_>, id: i64, record: &mut Record, given: &Record) -> Try<()> {
    let tx = edit.tx;
    assign(edit, &kinds::AUTOMATION, record, given)?;
    if let Some(new) = assign::name(given, "name")? {
        tx.unrelate(&related(text(record, "name").unwrap_or_default()), id)?;
        tx.relate(&related(new), id)?;
        let name = if new.is_empty() { Json::Null } else { Json::from(new) };
        record.insert("name".to_owned(), name);
    }
    if text(record, "automation").is_none() {
        let name = text(record, "name").unwrap_or_default();
        let message = format!("the automation `{name}` needs to say what it does");
        return Err(Refusal::incomplete(message).into());
    }
    if given.contains_key("schedule_id") {
        if let Some(old) = int(record, "schedule_id") {
            tx.unrelate(&uses::scheduled_by(old), id)?;
        }
        let new = assign::one_id(given, "schedule_id")?;
        if let Some(new) = new {
            if tx.get(List::of(&kinds::SCHEDULE), new)?.is_none() {
                return Err(Refusal::invalid(format!("there is no schedule {new}")).into());
            }
            tx.relate(&uses::scheduled_by(new), id)?;
        }
        record.insert("schedule_id".to_owned(), new.map_or(Json::Null, Json::from));
    }
    own(edit, id, record)
}

fn stamp(edit: &Edit<'_>, record: &mut Record) {
    record.insert("last_modified_at".to_owned(), Json::String(edit.now.to_string()));
}

pub fn create(edit: &Edit<'_>, given: &Record) -> Try<i64> {
    let mut record = defaults::blank(&kinds::AUTOMATION);
    record.insert("deleted".to_owned(), Json::Bool(false));
    // What only a creation may set has to be set before the record has an id.
    assign(edit, &kinds::AUTOMATION, &mut record, given)?;
    let (id, mut record) = edit.begin(record)?;
    write(edit, id, &mut record, given)?;
    if text(&record, "name").is_none() {
        edit.tx.relate(&related(""), id)?;
    }
    stamp(edit, &mut record);
    edit.tx.put(List::of(&kinds::AUTOMATION), id, &record)?;
    Ok(id)
}

pub fn update(edit: &Edit<'_>, id: i64, given: &Record) -> Try<()> {
    let mut record = edit.tx.get(List::of(&kinds::AUTOMATION), id)?.ok_or_else(|| missing(id))?;
    write(edit, id, &mut record, given)?;
    if given.keys().any(|name| !UNTIMED.contains(&name.as_str())) {
        stamp(edit, &mut record);
    }
    edit.tx.put(List::of(&kinds::AUTOMATION), id, &record)
}

pub fn delete(tx: &Tx<'_>, id: i64) -> Try<()> {
    let record = tx.get(List::of(&kinds::AUTOMATION), id)?.ok_or_else(|| missing(id))?;
    if let Some(owner) = int(&record, "user_id") {
        tx.unrelate(&owned_by(owner), id)?;
    }
    if let Some(schedule) = int(&record, "schedule_id") {
        tx.unrelate(&uses::scheduled_by(schedule), id)?;
    }
    tx.unrelate(&related(text(&record, "name").unwrap_or_default()), id)?;
    tx.remove(List::of(&kinds::AUTOMATION), id)
}
