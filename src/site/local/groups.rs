//! Groups.

use super::assign::{self, assign};
use super::edit::{Edit, need_by_hand, text};
use super::store::{List, Record, Try, Tx};
use super::{defaults, grants, memberships, rows};
use crate::model::{Referent, kinds, path};
use crate::site::Refusal;
use serde_json::Value as Json;

fn unique(name: &str) -> String {
    format!("group\0{}", path::fold(name))
}

pub fn id(tx: &Tx<'_>, name: &str) -> Try<Option<i64>> {
    tx.unique(&unique(name))
}

/// The name of a group that must be there.
pub fn name(tx: &Tx<'_>, group: i64) -> Try<String> {
    let record = tx.get(List::of(&kinds::GROUP), group)?.ok_or_else(|| no_group(group))?;
    Ok(text(&record, "name").unwrap_or_default().to_owned())
}

fn no_group(id: i64) -> Refusal {
    Refusal::no_group(&id.to_string())
}

fn taken(name: &str) -> Refusal {
    Refusal::invalid(format!("the group name `{name}` has already been taken"))
}

fn nameless() -> Refusal {
    Refusal::incomplete("a group needs a name")
}

fn by_hand(tx: &Tx<'_>) -> Try<()> {
    need_by_hand(tx, "non_sso_groups_allowed", "groups")
}

pub fn create(edit: &Edit<'_>, given: &Record) -> Try<i64> {
    let tx = edit.tx;
    by_hand(tx)?;
    let name = assign::name(given, "name")?.unwrap_or_default();
    if id(tx, name)?.is_some() {
        return Err(taken(name).into());
    }
    if name.is_empty() {
        return Err(nameless().into());
    }
    let mut record = defaults::group();
    record.insert("name".to_owned(), Json::from(name));
    assign(edit, &kinds::GROUP, &mut record, given)?;
    let (id, record) = edit.begin(record)?;
    tx.put(List::of(&kinds::GROUP), id, &record)?;
    tx.set_unique(&unique(name), id)?;
    relate(edit, id, given)?;
    Ok(id)
}

pub fn update(edit: &Edit<'_>, id: i64, given: &Record) -> Try<()> {
    let tx = edit.tx;
    let mut record = tx.get(List::of(&kinds::GROUP), id)?.ok_or_else(|| no_group(id))?;
    by_hand(tx)?;
    assign(edit, &kinds::GROUP, &mut record, given)?;
    if let Some(new) = assign::name(given, "name")? {
        if new.is_empty() {
            return Err(nameless().into());
        }
        if self::id(tx, new)?.is_some_and(|other| other != id) {
            return Err(taken(new).into());
        }
        tx.remove_unique(&unique(text(&record, "name").unwrap_or_default()))?;
        tx.set_unique(&unique(new), id)?;
        record.insert("name".to_owned(), Json::from(new));
    }
    tx.put(List::of(&kinds::GROUP), id, &record)?;
    relate(edit, id, given)
}

fn relate(edit: &Edit<'_>, group: i64, given: &Record) -> Try<()> {
    let (users, admins) = (assign::ids(given, "user_ids")?, assign::ids(given, "admin_ids")?);
    if let Some(users) = users {
        memberships::set_members(edit.tx, group, &users)?;
    }
    if let Some(admins) = admins {
        memberships::set_admins(edit.tx, group, &admins)?;
    }
    Ok(())
}

/// Grants to the group go, and those to all of several groups that need it.
pub fn delete(edit: &Edit<'_>, id: i64) -> Try<()> {
    let tx = edit.tx;
    let record = tx.get(List::of(&kinds::GROUP), id)?.ok_or_else(|| no_group(id))?;
    by_hand(tx)?;
    for user in tx.members(id)? {
        tx.remove_membership(id, user)?;
    }
    grants::forget(tx, &grants::held_by_group(id))?;
    rows::forget(tx, Referent::GROUP, id)?;
    tx.remove_unique(&unique(text(&record, "name").unwrap_or_default()))?;
    tx.remove(List::of(&kinds::GROUP), id)
}
