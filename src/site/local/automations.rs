//! Automations. Names are not unique at the site, and the owner follows the last edit.

use super::perform::{Call, is_on, text};
use super::store::{List, Record, Try};
use super::users::{self, owned_by};
use super::{assign, defaults, named};
use crate::model::catalog::Resource;
use crate::site::{Outcome, Refusal};
use serde_json::Value as Json;

/// The owner is shown in plans; no parameter of the API sets it.
const BESIDES: &[&str] = &["name", "owner", "schedule"];

fn related(name: &str) -> String {
    format!("automation\0{name}")
}

/// The automations of that name.
fn named(call: &Call<'_>, name: &str) -> Try<Vec<(i64, Record)>> {
    let ids = match call.step.live_id {
        Some(id) => vec![id],
        None => call.tx.related(&related(name))?,
    };
    let mut all = Vec::new();
    for id in ids {
        all.extend(call.tx.get(List::Automations, id)?.map(|record| (id, record)));
    }
    Ok(all)
}

fn only(name: &str, mut all: Vec<(i64, Record)>) -> Result<Option<(i64, Record)>, Refusal> {
    match all.len() {
        0 | 1 => Ok(all.pop()),
        count => Err(Refusal::unusable(format!(
            "{count} automations bear the name `{name}`; only an id tells which one is meant"
        ))),
    }
}

/// The owner that an edit leaves behind: nobody for the site's own key or a site admin's.
fn editor(call: &Call<'_>) -> Try<Option<i64>> {
    let Some(name) = call.acting else { return Ok(None) };
    let id = users::id(call.tx, name)?.ok_or_else(|| Refusal::no_user(name))?;
    let user = call.tx.get(List::Users, id)?.unwrap_or_default();
    if is_on(&user, "disabled") {
        let message = format!("`{name}` is disabled, so their key does not work");
        return Err(Refusal::new("not-authenticated/invalid-credentials", message).into());
    }
    Ok((!is_on(&user, "site_admin")).then_some(id))
}

fn own(call: &Call<'_>, id: i64, record: &mut Record) -> Try<()> {
    let editor = editor(call)?;
    if let Some(owner) = record.get("user_id").and_then(Json::as_i64) {
        call.tx.unrelate(&owned_by(owner), id)?;
    }
    if let Some(editor) = editor {
        call.tx.relate(&owned_by(editor), id)?;
    }
    record.insert("user_id".to_owned(), editor.map_or(Json::Null, Json::from));
    record.insert("last_modified_at".to_owned(), Json::String(call.now.to_string()));
    Ok(())
}

/// The id of the schedule that the step assigns.
fn schedule(call: &Call<'_>) -> Try<Option<Json>> {
    match (call.assignment("schedule"), call.text("schedule")) {
        (None, _) => Ok(None),
        (Some(_), None) => Ok(Some(Json::Null)),
        (Some(_), Some(name)) => Ok(Some(Json::from(named::schedule_id(call.tx, name)?))),
    }
}

fn put(call: &Call<'_>, id: i64, mut record: Record) -> Try<Outcome> {
    let scheduled = |record: &Record| record.get("schedule_id").and_then(Json::as_i64);
    if let Some(schedule) = schedule(call)? {
        if let Some(old) = scheduled(&record) {
            call.tx.unrelate(&named::scheduled_by(old), id)?;
        }
        record.insert("schedule_id".to_owned(), schedule);
        if let Some(new) = scheduled(&record) {
            call.tx.relate(&named::scheduled_by(new), id)?;
        }
    }
    call.tx.put(List::Automations, id, &record)?;
    Ok(Outcome::Done)
}

pub fn create(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let tx = call.tx;
    for id in tx.related(&related(name))? {
        let record = tx.get(List::Automations, id)?.unwrap_or_default();
        let scheduled = schedule(call)?.is_none_or(|id| record.get("schedule_id") == Some(&id));
        if scheduled && assign::has(call, Resource::Automation, &record, BESIDES)? {
            return Ok(Outcome::AlreadyDone);
        }
    }
    let mut record = defaults::blank(Resource::Automation);
    record.insert("name".to_owned(), Json::from(name));
    record.insert("deleted".to_owned(), Json::Bool(false));
    assign::assign(call, Resource::Automation, &mut record, BESIDES)?;
    if text(&record, "automation").is_none() {
        let message = format!("the automation `{name}` needs to say what it does");
        return Err(Refusal::incomplete(message).into());
    }
    let (id, mut record) = call.begin(record)?;
    own(call, id, &mut record)?;
    tx.relate(&related(name), id)?;
    put(call, id, record)
}

pub fn update(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let tx = call.tx;
    let renamed = call.assignment("name").map(|_| call.text("name").unwrap_or_default());
    let Some((id, mut record)) = only(name, named(call, name)?)? else {
        return match renamed.map(|name| tx.related(&related(name))).transpose()? {
            Some(ids) if !ids.is_empty() && call.step.live_id.is_none() => Ok(Outcome::AlreadyDone),
            _ => Err(Refusal::not_found(format!("there is no automation `{name}`")).into()),
        };
    };
    assign::assign(call, Resource::Automation, &mut record, BESIDES)?;
    if text(&record, "automation").is_none() {
        let message = format!("the automation `{name}` needs to say what it does");
        return Err(Refusal::incomplete(message).into());
    }
    if let Some(new) = renamed {
        tx.unrelate(&related(text(&record, "name").unwrap_or_default()), id)?;
        tx.relate(&related(new), id)?;
        record.insert("name".to_owned(), Json::from(new));
    }
    own(call, id, &mut record)?;
    put(call, id, record)
}

pub fn delete(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let tx = call.tx;
    let Some((id, record)) = only(name, named(call, name)?)? else {
        return Ok(Outcome::AlreadyDone);
    };
    if let Some(owner) = record.get("user_id").and_then(Json::as_i64) {
        tx.unrelate(&owned_by(owner), id)?;
    }
    if let Some(schedule) = record.get("schedule_id").and_then(Json::as_i64) {
        tx.unrelate(&named::scheduled_by(schedule), id)?;
    }
    tx.unrelate(&related(text(&record, "name").unwrap_or_default()), id)?;
    tx.remove(List::Automations, id)?;
    Ok(Outcome::Done)
}
