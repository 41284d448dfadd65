//! What has no name of its own, and goes with what it is of (`rows-go-with-their-object`).

use super::assign;
use super::edit::text;
use super::store::{List, Record, Try, Tx};
use crate::model::{NamedKind, Referent, ValueKind, path};
use serde_json::Value as Json;

fn kinds() -> impl Iterator<Item = NamedKind> {
    NamedKind::all().filter(|kind| kind.is_row())
}

/// What no other record of the kind has.
pub fn unique(kind: NamedKind, record: &Record) -> String {
    let part = |name: &&str| match kind.attribute(name).map(|attribute| attribute.kind) {
        Some(ValueKind::Path) => path::key(text(record, name).unwrap_or_default()).into_owned(),
        _ => {
            let said = record.get(*name).filter(|json| !json.is_null());
            said.map_or_else(String::new, Json::to_string)
        }
    };
    let parts: Vec<String> = kind.table().row.iter().map(part).collect();
    format!("{}{}", prefix(kind), parts.join("\0"))
}

fn prefix(kind: NamedKind) -> String {
    format!("{}\0", kind.word)
}

/// The records of a kind that are of something: a relation.
fn of(kind: NamedKind, to: Referent, id: i64) -> String {
    format!("{}\0of {} {id}", kind.word, to.tag())
}

/// What a record is of.
fn relations(kind: NamedKind, record: &Record) -> Vec<String> {
    let attributes = kind.table().row.iter().filter_map(|name| kind.attribute(name));
    let referring = attributes.filter_map(|attribute| Some((attribute, attribute.refers?.to)));
    let all = referring.flat_map(|(attribute, to)| {
        let ids = assign::ids(record, attribute.name).ok().flatten().unwrap_or_default();
        ids.into_iter().map(move |id| of(kind, to, id))
    });
    all.collect()
}

pub fn relate(tx: &Tx<'_>, kind: NamedKind, id: i64, record: &Record) -> Try<()> {
    relations(kind, record).iter().try_for_each(|relation| tx.relate(relation, id))
}

/// What is of an object goes with it.
pub fn forget(tx: &Tx<'_>, to: Referent, id: i64) -> Try<()> {
    for kind in kinds() {
        for row in tx.related(&of(kind, to, id))? {
            remove(tx, kind, row)?;
        }
    }
    Ok(())
}

/// What stands on folders: where the unique keys of those begin, by kind.
pub fn places() -> impl Iterator<Item = (NamedKind, String)> {
    let in_folders = kinds().filter(|kind| kind.table().row.first() == Some(&"path"));
    in_folders.map(|kind| (kind, prefix(kind)))
}

/// Takes a record away, and what it is found by.
pub fn remove(tx: &Tx<'_>, kind: NamedKind, id: i64) -> Try<()> {
    let list = List::of(kind.kind());
    let Some(record) = tx.get(list, id)? else { return Ok(()) };
    tx.remove_unique(&unique(kind, &record))?;
    for relation in relations(kind, &record) {
        tx.unrelate(&relation, id)?;
    }
    tx.remove(list, id)
}
