//! Steps on groups and memberships.

use super::{Call, given};
use crate::diff::Field;
use crate::model::Value;
use crate::model::kinds;
use crate::site::local::store::{List, Record, Try};
use crate::site::local::{groups, memberships, users};
use crate::site::{Outcome, Refusal};
use serde_json::Value as Json;

/// Two writers of one relation would undo each other.
fn no_members(call: &Call<'_>) -> Result<(), Refusal> {
    let assigned =
        |name: &&'static str| call.step.assignment(Field::attribute(&kinds::GROUP, name)).is_some();
    match ["user_ids", "admin_ids"].into_iter().find(assigned) {
        Some(name) => {
            Err(Refusal::unusable(format!("`{name}` is not taken: write memberships one by one")))
        }
        None => Ok(()),
    }
}

fn given_group(call: &Call<'_>, name: Option<&str>) -> Try<Record> {
    let mut given = given::given(call)?;
    if let Some(name) = name {
        given.insert("name".to_owned(), Json::from(name));
    }
    Ok(given)
}

pub fn create(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    no_members(call)?;
    if let Some(id) = groups::id(tx, name)? {
        let record = tx.get(List::of(&kinds::GROUP), id)?.unwrap_or_default();
        if given::has(call, &record) {
            return Ok(Outcome::AlreadyDone);
        }
    }
    groups::create(&call.edit, &given_group(call, Some(name))?)?;
    Ok(Outcome::Done)
}

pub fn update(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    no_members(call)?;
    let renamed = call.step.new_name();
    let Some((id, _)) = call.find(List::of(&kinds::GROUP), || groups::id(tx, name))? else {
        let there = renamed.map_or(Ok(None), |name| groups::id(tx, name)).map(|id| id.is_some());
        return call.renamed(there, Refusal::no_group(name));
    };
    groups::update(&call.edit, id, &given_group(call, renamed)?)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let Some((id, _)) = call.find(List::of(&kinds::GROUP), || groups::id(tx, name))? else {
        return Ok(Outcome::AlreadyDone);
    };
    groups::delete(&call.edit, id)?;
    Ok(Outcome::Done)
}

/// Creating and updating a membership are one: the API's update makes what is missing.
pub fn join(call: &Call<'_>, group: &str, user: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let group = groups::id(tx, group)?.ok_or_else(|| Refusal::no_group(group))?;
    let user = users::id(tx, user)?.ok_or_else(|| Refusal::no_user(user))?;
    let admin = match call.step.assignment(Field::Admin).map(|assignment| &assignment.after) {
        None | Some(Value::Null) => None,
        Some(Value::Bool(admin)) => Some(*admin),
        Some(other) => {
            let message = format!("`admin` must be a boolean, and is {other}");
            return Err(Refusal::unusable(message).into());
        }
    };
    let changed = memberships::join(tx, group, user, admin)?;
    Ok(if changed { Outcome::Done } else { Outcome::AlreadyDone })
}

pub fn leave(call: &Call<'_>, group: &str, user: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let (group, user) = (groups::id(tx, group)?, users::id(tx, user)?);
    let (Some(group), Some(user)) = (group, user) else { return Ok(Outcome::AlreadyDone) };
    let changed = memberships::leave(tx, group, user)?;
    Ok(if changed { Outcome::Done } else { Outcome::AlreadyDone })
}
