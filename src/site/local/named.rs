//! Kinds that are little but attributes: names are unique within a kind, and so is what those
//! without a name are of. What is used stays.

use super::assign::{self, assign};
use super::edit::{Edit, int, text};
use super::store::{List, Record, Try, Tx};
use super::{defaults, grants, rows, share_links, users, uses};
use crate::model::{NamedKind, kinds};
use crate::site::Refusal;
use serde_json::Value as Json;

pub fn list(kind: NamedKind) -> List {
    List::of(kind.kind())
}

fn unique(kind: NamedKind, name: &str) -> String {
    format!("{}\0{name}", kind.word)
}

/// What no other record of the kind has: the name, or what it is of. None for those that may be
/// nameless.
fn unique_of(kind: NamedKind, record: &Record) -> Option<String> {
    if kind.is_row() {
        return Some(rows::unique(kind, record));
    }
    text(record, kind.table().name).map(|name| unique(kind, name))
}

/// The record that has what is given to tell it from others, where it has no name.
pub fn row(tx: &Tx<'_>, kind: NamedKind, given: &Record) -> Try<Option<i64>> {
    let mut record = defaults::blank(kind.kind());
    let own = given.iter().filter(|(name, _)| kind.table().row.contains(&name.as_str()));
    record.extend(own.map(|(name, json)| (name.clone(), json.clone())));
    tx.unique(&rows::unique(kind, &record))
}

pub fn id(tx: &Tx<'_>, kind: NamedKind, name: &str) -> Try<Option<i64>> {
    tx.unique(&unique(kind, name))
}

fn taken(kind: NamedKind, name: Option<&str>) -> Refusal {
    let word = kind.word;
    Refusal::invalid(match name {
        Some(name) => format!("the {word} name `{name}` has already been taken"),
        None => format!("there is such a {word} already"),
    })
}

fn missing(kind: NamedKind, id: i64) -> Refusal {
    Refusal::not_found(format!("there is no {} {id}", kind.word))
}

/// Sets what is given. Rules may be nameless, and then their names are not compared.
fn write(
    edit: &Edit<'_>,
    kind: NamedKind,
    own: Option<i64>,
    record: &mut Record,
    given: &Record,
) -> Try<()> {
    let field = kind.table().name;
    let before = unique_of(kind, record);
    assign(edit, kind.kind(), record, given)?;
    assign::referred(edit.tx, kind.kind(), given)?;
    if kind == NamedKind::BUNDLE {
        share_links::settle(edit.tx, record, given)?;
    }
    if let Some(name) = assign::name(given, field)?.filter(|_| !kind.is_row()) {
        let name = if name.is_empty() { Json::Null } else { Json::from(name) };
        record.insert(field.to_owned(), name);
    }
    let after = unique_of(kind, record);
    let other = after.as_ref().map_or(Ok(None), |key| edit.tx.unique(key))?;
    if other.is_some_and(|other| Some(other) != own) {
        return Err(taken(kind, text(record, field)).into());
    }
    if let Some(before) = before.filter(|before| own.is_some() && after.as_ref() != Some(before)) {
        edit.tx.remove_unique(&before)?;
    }
    let is_empty = |json: Option<&Json>| match json {
        None | Some(Json::Null) => true,
        Some(Json::Array(items)) => items.is_empty(),
        Some(other) => other.as_str() == Some(""),
    };
    let required = kind.table().required.iter().copied();
    let named = kind.table().named.then_some(field);
    // What is never shown is not kept either.
    let is_hidden = |name: &str| kind.attribute(name).is_some_and(|attribute| attribute.write_only);
    // The root is a path, too.
    let of_root = |name: &str| name == "path" && kind.is_row() && record[name].is_string();
    let lacks = |name: &&str| {
        let is_new = own.is_none();
        if record.contains_key(*name) && of_root(name) {
            false
        } else if is_hidden(name) {
            is_new && is_empty(given.get(*name))
        } else {
            is_empty(record.get(*name))
        }
    };
    match required.chain(named).find(lacks) {
        Some(name) => {
            let message = format!("a {} needs its `{name}`", kind.word);
            Err(Refusal::incomplete(message).into())
        }
        None => Ok(()),
    }
}

fn put(tx: &Tx<'_>, kind: NamedKind, id: i64, record: &Record) -> Try<()> {
    if let Some(key) = unique_of(kind, record) {
        tx.set_unique(&key, id)?;
    }
    rows::relate(tx, kind, id, record)?;
    tx.put(list(kind), id, record)
}

pub fn create(edit: &Edit<'_>, kind: NamedKind, given: &Record) -> Try<i64> {
    let mut record = defaults::blank(kind.kind());
    write(edit, kind, None, &mut record, given)?;
    let (id, mut record) = edit.begin(record)?;
    record.insert("updated_at".to_owned(), Json::String(edit.now.to_string()));
    put(edit.tx, kind, id, &record)?;
    Ok(id)
}

pub fn update(edit: &Edit<'_>, kind: NamedKind, id: i64, given: &Record) -> Try<()> {
    let mut record = edit.tx.get(list(kind), id)?.ok_or_else(|| missing(kind, id))?;
    let before = record.clone();
    write(edit, kind, Some(id), &mut record, given)?;
    if record != before {
        record.insert("updated_at".to_owned(), Json::String(edit.now.to_string()));
    }
    put(edit.tx, kind, id, &record)
}

pub fn delete(edit: &Edit<'_>, kind: NamedKind, id: i64) -> Try<()> {
    let tx = edit.tx;
    let record = tx.get(list(kind), id)?.ok_or_else(|| missing(kind, id))?;
    let name = text(&record, kind.table().name).unwrap_or_default();
    if kind.table().kept_in_use
        && let Some(user) = uses::user_of(tx, kind, id)?
    {
        let message = format!("the {} `{name}` is in use by {user}", kind.one);
        return Err(Refusal::invalid(message).into());
    }
    if kind.is_row() {
        return rows::remove(tx, kind, id);
    }
    if let Some(key) = unique_of(kind, &record) {
        tx.remove_unique(&key)?;
    }
    tx.remove(list(kind), id)?;
    if let Some(to) = kind.referent() {
        rows::forget(tx, to, id)?;
    }
    if kind == NamedKind::PARTNER {
        grants::forget(tx, &grants::held_by_partner(id))?;
        // Its users go with a partner (documented).
        for (user, record) in tx.all(List::of(&kinds::USER))? {
            if int(&record, "partner_id") == Some(id) {
                users::take(edit, user, users::Heir::Nobody)?;
            }
        }
    }
    Ok(())
}
