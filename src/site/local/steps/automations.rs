//! Steps on automations.

use super::{Call, given};
use crate::diff::Field;
use crate::model::NamedKind;
use crate::model::kinds;
use crate::site::local::store::{List, Record, Try};
use crate::site::local::{automations, named};
use crate::site::{Outcome, Refusal};
use serde_json::Value as Json;

/// The automations of that name.
fn find(call: &Call<'_>, name: &str) -> Try<Vec<(i64, Record)>> {
    let ids = match call.step.live_id {
        Some(id) => vec![id],
        None => automations::named(call.edit.tx, name)?,
    };
    let mut all = Vec::new();
    for id in ids {
        all.extend(call.edit.tx.get(List::of(&kinds::AUTOMATION), id)?.map(|record| (id, record)));
    }
    Ok(all)
}

fn only(name: &str, mut all: Vec<(i64, Record)>) -> Result<Option<i64>, Refusal> {
    match all.len() {
        0 | 1 => Ok(all.pop().map(|(id, _)| id)),
        count => Err(Refusal::unusable(format!(
            "{count} automations bear the name `{name}`; only an id tells which one is meant"
        ))),
    }
}

/// The id of the schedule that the step assigns.
fn schedule(call: &Call<'_>) -> Try<Option<Json>> {
    match (call.step.assignment(Field::Schedule), call.step.text(Field::Schedule)) {
        (None, _) => Ok(None),
        (Some(_), None) => Ok(Some(Json::Null)),
        (Some(_), Some(name)) => match named::id(call.edit.tx, NamedKind::SCHEDULE, name)? {
            Some(id) => Ok(Some(Json::from(id))),
            None => Err(Refusal::invalid(format!("there is no schedule `{name}`")).into()),
        },
    }
}

fn given_automation(call: &Call<'_>, name: Option<&str>, now: &Record) -> Try<Record> {
    let mut given = given::given_over(call, now)?;
    if let Some(name) = name {
        given.insert("name".to_owned(), Json::from(name));
    }
    if let Some(schedule) = schedule(call)? {
        given.insert("schedule_id".to_owned(), schedule);
    }
    Ok(given)
}

pub fn create(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    for id in automations::named(tx, name)? {
        let record = tx.get(List::of(&kinds::AUTOMATION), id)?.unwrap_or_default();
        let scheduled = schedule(call)?.is_none_or(|id| record.get("schedule_id") == Some(&id));
        if scheduled && given::has(call, &record) {
            return Ok(Outcome::AlreadyDone);
        }
    }
    automations::create(&call.edit, &given_automation(call, Some(name), &Record::new())?)?;
    Ok(Outcome::Done)
}

pub fn update(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let renamed = call.step.new_name();
    let Some(id) = only(name, find(call, name)?)? else {
        let missing = Refusal::not_found(format!("there is no automation `{name}`"));
        let there = renamed.map_or(Ok(Vec::new()), |new| automations::named(call.edit.tx, new));
        return call.renamed(there.map(|ids| !ids.is_empty()), missing);
    };
    let now = call.edit.tx.get(List::of(&kinds::AUTOMATION), id)?.unwrap_or_default();
    automations::update(&call.edit, id, &given_automation(call, renamed, &now)?)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let Some(id) = only(name, find(call, name)?)? else { return Ok(Outcome::AlreadyDone) };
    automations::delete(call.edit.tx, id)?;
    Ok(Outcome::Done)
}
