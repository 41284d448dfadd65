//! Groups.

use super::perform::{Call, text};
use super::store::{List, Try, Tx};
use super::{assign, defaults, grants};
use crate::model::catalog::Resource;
use crate::model::path;
use crate::site::{Outcome, Refusal};
use serde_json::Value as Json;

/// Memberships are steps of their own, so the record never holds them.
const BESIDES: &[&str] = &["name"];

fn unique(name: &str) -> String {
    format!("group\0{}", path::fold(name))
}

pub fn id(tx: &Tx<'_>, name: &str) -> Try<Option<i64>> {
    tx.unique(&unique(name))
}

fn taken(name: &str) -> Refusal {
    Refusal::invalid(format!("the group name `{name}` has already been taken"))
}

/// Two writers of one relation would undo each other.
fn no_members(call: &Call<'_>) -> Result<(), Refusal> {
    match ["user_ids", "admin_ids"].into_iter().find(|name| call.assignment(name).is_some()) {
        Some(name) => {
            Err(Refusal::unusable(format!("`{name}` is not taken: write memberships one by one")))
        }
        None => Ok(()),
    }
}

pub fn create(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let tx = call.tx;
    no_members(call)?;
    if let Some(id) = id(tx, name)? {
        let record = tx.get(List::Groups, id)?.unwrap_or_default();
        if assign::has(call, Resource::Group, &record, BESIDES)? {
            return Ok(Outcome::AlreadyDone);
        }
        return Err(taken(name).into());
    }
    if name.is_empty() {
        return Err(Refusal::incomplete("a group needs a name").into());
    }
    let (id, mut record) = call.begin(defaults::group())?;
    record.insert("name".to_owned(), Json::from(name));
    assign::assign(call, Resource::Group, &mut record, BESIDES)?;
    tx.put(List::Groups, id, &record)?;
    tx.set_unique(&unique(name), id)?;
    Ok(Outcome::Done)
}

pub fn update(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let tx = call.tx;
    no_members(call)?;
    let renamed = call.text("name");
    let Some((id, mut record)) = call.find(List::Groups, || id(tx, name))? else {
        return match renamed.map(|name| id(tx, name)).transpose()?.flatten() {
            Some(_) if call.step.live_id.is_none() => Ok(Outcome::AlreadyDone),
            _ => Err(Refusal::no_group(name).into()),
        };
    };
    assign::assign(call, Resource::Group, &mut record, BESIDES)?;
    if let Some(new) = renamed {
        if self::id(tx, new)?.is_some_and(|other| other != id) {
            return Err(taken(new).into());
        }
        tx.remove_unique(&unique(text(&record, "name").unwrap_or_default()))?;
        tx.set_unique(&unique(new), id)?;
        record.insert("name".to_owned(), Json::from(new));
    }
    tx.put(List::Groups, id, &record)?;
    Ok(Outcome::Done)
}

/// Grants to the group go, and those to all of several groups that need it.
pub fn delete(call: &Call<'_>, name: &str) -> Try<Outcome> {
    let tx = call.tx;
    let Some((id, record)) = call.find(List::Groups, || id(tx, name))? else {
        return Ok(Outcome::AlreadyDone);
    };
    for user in tx.members(id)? {
        tx.remove_membership(id, user)?;
    }
    grants::forget(tx, &grants::held_by_group(id))?;
    tx.remove_unique(&unique(text(&record, "name").unwrap_or_default()))?;
    tx.remove(List::Groups, id)?;
    Ok(Outcome::Done)
}
