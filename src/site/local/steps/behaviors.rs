//! Steps on folder settings.

use super::{Call, given};
use crate::diff::{Assignment, Edit, Field};
use crate::live::typed;
use crate::model::kinds::BehaviorType;
use crate::model::{Value, kinds, path};
use crate::site::local::behaviors::{self, Known};
use crate::site::local::store::{List, Record, Try};
use crate::site::{Outcome, Refusal};
use serde_json::Value as Json;

pub fn perform(call: &Call<'_>, edit: Edit, known: &Known<'_>) -> Try<Outcome> {
    match edit {
        Edit::Create => create(call, known),
        Edit::Update => update(call, known),
        Edit::Delete => delete(call, known),
    }
}

/// The assigned values, as the store keeps them.
fn assigned(call: &Call<'_>, now: &Record) -> Try<Record> {
    let mut given = Record::new();
    for Assignment { field, after, .. } in &call.step.set {
        let now = typed::unpacked(now.get(field.name()).unwrap_or(&Json::Null));
        given.insert(field.name().to_owned(), given::stored(call, after, &now)?);
    }
    Ok(given)
}

fn create(call: &Call<'_>, known: &Known<'_>) -> Try<Outcome> {
    let tx = call.edit.tx;
    let kind = behaviors::known_type(known.kind)?;
    if let Some(id) = behaviors::id(tx, known)? {
        let record = tx.get(List::of(&kinds::BEHAVIOR), id)?.unwrap_or_default();
        if has(call, kind, &record) {
            return Ok(Outcome::AlreadyDone);
        }
    }
    let mut given = assigned(call, &Record::new())?;
    given.insert("path".to_owned(), Json::from(known.path));
    given.insert("behavior".to_owned(), Json::from(known.kind));
    given.insert("name".to_owned(), known.name.map_or(Json::Null, Json::from));
    behaviors::create(&call.edit, &given)?;
    Ok(Outcome::Done)
}

fn update(call: &Call<'_>, known: &Known<'_>) -> Try<Outcome> {
    behaviors::known_type(known.kind)?;
    let found = call.find(List::of(&kinds::BEHAVIOR), || behaviors::id(call.edit.tx, known))?;
    let Some((id, now)) = found else {
        let message = format!("`{}` has no such setting", path::display(known.path));
        return Err(Refusal::not_found(message).into());
    };
    behaviors::update(&call.edit, id, &assigned(call, &now)?)?;
    Ok(Outcome::Done)
}

fn delete(call: &Call<'_>, known: &Known<'_>) -> Try<Outcome> {
    let found = call.find(List::of(&kinds::BEHAVIOR), || behaviors::id(call.edit.tx, known))?;
    let Some((id, _)) = found else { return Ok(Outcome::AlreadyDone) };
    behaviors::delete(call.edit.tx, id)?;
    Ok(Outcome::Done)
}

fn has(call: &Call<'_>, kind: &BehaviorType, record: &Record) -> bool {
    call.step.set.iter().all(|Assignment { field, after, .. }| {
        let json = record.get(field.name()).unwrap_or(&Json::Null);
        let is: Value = match field {
            Field::Value => typed::behavior_value(kind, json).unwrap_or_default(),
            _ => typed::plain(json),
        };
        typed::behavior_means(kind, &is, after)
    })
}
