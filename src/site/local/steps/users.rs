//! Steps on users.

use super::{Call, given};
use crate::diff::{Field, OwnerName};
use crate::model::kinds;
use crate::site::local::store::{List, Record, Try};
use crate::site::local::users::{self, Heir};
use crate::site::{Outcome, Refusal};
use serde_json::Value as Json;

fn given_user(call: &Call<'_>, username: Option<&str>) -> Try<Record> {
    let mut given = given::given(call)?;
    if let Some(username) = username {
        given.insert("username".to_owned(), Json::from(username));
    }
    if let Some(groups) = given::group_ids(call)? {
        given.insert("group_ids".to_owned(), Json::from(groups));
    }
    Ok(given)
}

pub fn create(call: &Call<'_>, username: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    if let Some(id) = users::id(tx, username)? {
        let record = tx.get(List::of(&kinds::USER), id)?.unwrap_or_default();
        let related = match given::group_ids(call)? {
            Some(groups) => groups == tx.groups_of(id)?,
            None => true,
        };
        if related && given::has(call, &record) {
            return Ok(Outcome::AlreadyDone);
        }
    }
    users::create(&call.edit, &given_user(call, Some(username))?)?;
    Ok(Outcome::Done)
}

pub fn update(call: &Call<'_>, username: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let renamed = call.step.new_name();
    let Some((id, _)) = call.find(List::of(&kinds::USER), || users::id(tx, username))? else {
        let there = renamed.map_or(Ok(None), |name| users::id(tx, name)).map(|id| id.is_some());
        return call.renamed(there, Refusal::no_user(username));
    };
    users::update(&call.edit, id, &given_user(call, renamed)?)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, username: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let Some((id, _)) = call.find(List::of(&kinds::USER), || users::id(tx, username))? else {
        return Ok(Outcome::AlreadyDone);
    };
    let heir = call.step.assignment(Field::NewOwner).and_then(|set| OwnerName::of(&set.after));
    let heir = match &heir {
        None | Some(OwnerName::DeletedUser(_)) => Heir::Nobody,
        Some(OwnerName::Site) => Heir::Site,
        Some(OwnerName::User(name)) => {
            Heir::User(users::id(tx, name)?.ok_or_else(|| Refusal::no_user(name))?)
        }
    };
    users::delete(&call.edit, id, heir)?;
    Ok(Outcome::Done)
}
