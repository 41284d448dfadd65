//! Schedules and lifecycle rules: names are unique within a kind, and what is used stays.

use super::perform::{Call, text};
use super::store::{List, Record, Try, Tx};
use super::{assign, defaults, groups};
use crate::model::{NamedKind, Value};
use crate::site::{Outcome, Refusal};
use serde_json::Value as Json;

/// Assignments that are no attributes of the record.
const BESIDES: &[&str] = &["name", "groups"];

fn list(kind: NamedKind) -> List {
    match kind {
        NamedKind::Schedule => List::Schedules,
        NamedKind::LifecycleRule => List::UserLifecycleRules,
        NamedKind::KeyLifecycleRule => List::KeyLifecycleRules,
    }
}

fn unique(kind: NamedKind, name: &str) -> String {
    format!("{}\0{name}", kind.facts().word)
}

/// The automations that run by a schedule.
pub fn scheduled_by(schedule: i64) -> String {
    format!("schedule\0{schedule}")
}

pub fn schedule_id(tx: &Tx<'_>, name: &str) -> Try<i64> {
    let id = tx.unique(&unique(NamedKind::Schedule, name))?;
    Ok(id.ok_or_else(|| Refusal::invalid(format!("there is no schedule `{name}`")))?)
}

fn taken(kind: NamedKind, name: &str) -> Refusal {
    let word = kind.facts().word;
    Refusal::invalid(format!("the {word} name `{name}` has already been taken"))
}

/// The ids of the groups that the step assigns.
fn group_ids(call: &Call<'_>) -> Try<Option<Json>> {
    let Some(assignment) = call.assignment("groups") else { return Ok(None) };
    let mut ids = Vec::new();
    for name in assignment.after.as_list().iter().filter_map(Value::as_text) {
        ids.push(groups::id(call.tx, name)?.ok_or_else(|| Refusal::no_group(name))?);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(Some(Json::from(ids)))
}

fn write(call: &Call<'_>, kind: NamedKind, record: &mut Record) -> Try<()> {
    assign::assign(call, kind.facts().resource, record, BESIDES)?;
    if let Some(ids) = group_ids(call)? {
        record.insert("group_ids".to_owned(), ids);
    }
    let is_empty = |json: Option<&Json>| match json {
        None | Some(Json::Null) => true,
        Some(Json::Array(items)) => items.is_empty(),
        Some(other) => other.as_str() == Some(""),
    };
    let missing = kind.facts().required.iter().find(|(name, _)| is_empty(record.get(*name)));
    match missing {
        Some((name, _)) => {
            let message = format!("a {} needs its `{name}`", kind.facts().word);
            Err(Refusal::incomplete(message).into())
        }
        None => Ok(()),
    }
}

pub fn create(call: &Call<'_>, kind: NamedKind, name: &str) -> Try<Outcome> {
    let tx = call.tx;
    if let Some(id) = tx.unique(&unique(kind, name))? {
        let record = tx.get(list(kind), id)?.unwrap_or_default();
        let groups = group_ids(call)?.is_none_or(|ids| record.get("group_ids") == Some(&ids));
        if groups && assign::has(call, kind.facts().resource, &record, BESIDES)? {
            return Ok(Outcome::AlreadyDone);
        }
        return Err(taken(kind, name).into());
    }
    let mut record = defaults::blank(kind.facts().resource);
    record.insert("name".to_owned(), Json::from(name));
    write(call, kind, &mut record)?;
    let (id, record) = call.begin(record)?;
    tx.put(list(kind), id, &record)?;
    tx.set_unique(&unique(kind, name), id)?;
    Ok(Outcome::Done)
}

pub fn update(call: &Call<'_>, kind: NamedKind, name: &str) -> Try<Outcome> {
    let tx = call.tx;
    let id = |name: &str| tx.unique(&unique(kind, name));
    let renamed = call.text("name");
    let Some((own, mut record)) = call.find(list(kind), || id(name))? else {
        return match renamed.map(id).transpose()?.flatten() {
            Some(_) if call.step.live_id.is_none() => Ok(Outcome::AlreadyDone),
            _ => {
                let message = format!("there is no {} `{name}`", kind.facts().word);
                Err(Refusal::not_found(message).into())
            }
        };
    };
    write(call, kind, &mut record)?;
    if let Some(new) = renamed {
        if id(new)?.is_some_and(|other| other != own) {
            return Err(taken(kind, new).into());
        }
        tx.remove_unique(&unique(kind, text(&record, "name").unwrap_or_default()))?;
        tx.set_unique(&unique(kind, new), own)?;
        record.insert("name".to_owned(), Json::from(new));
    }
    tx.put(list(kind), own, &record)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, kind: NamedKind, name: &str) -> Try<Outcome> {
    let tx = call.tx;
    let found = call.find(list(kind), || tx.unique(&unique(kind, name)))?;
    let Some((id, record)) = found else { return Ok(Outcome::AlreadyDone) };
    if kind == NamedKind::Schedule
        && let Some(user) = tx.related(&scheduled_by(id))?.first()
    {
        let user = tx.get(List::Automations, *user)?.unwrap_or_default();
        let user = text(&user, "name").unwrap_or_default();
        let message = format!("the schedule `{name}` is in use by the automation `{user}`");
        return Err(Refusal::invalid(message).into());
    }
    tx.remove_unique(&unique(kind, text(&record, "name").unwrap_or_default()))?;
    tx.remove(list(kind), id)?;
    Ok(Outcome::Done)
}
