//! Steps on what is little but attributes.

use super::{Call, given};
use crate::model::NamedKind;
use crate::site::local::named;
use crate::site::local::store::{Record, Try};
use crate::site::{Outcome, Refusal};
use serde_json::Value as Json;

fn given_named(call: &Call<'_>, kind: NamedKind, name: Option<&str>) -> Try<Record> {
    let mut given = given::given(call)?;
    if let Some(name) = name.filter(|_| !kind.is_row()) {
        given.insert(kind.table().name.to_owned(), Json::from(name));
    }
    Ok(given)
}

pub fn create(call: &Call<'_>, kind: NamedKind, name: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let given = given_named(call, kind, Some(name))?;
    let there =
        if kind.is_row() { named::row(tx, kind, &given)? } else { named::id(tx, kind, name)? };
    if let Some(id) = there {
        let record = tx.get(named::list(kind), id)?.unwrap_or_default();
        if given::has(call, &record) {
            return Ok(Outcome::AlreadyDone);
        }
    }
    named::create(&call.edit, kind, &given)?;
    Ok(Outcome::Done)
}

pub fn update(call: &Call<'_>, kind: NamedKind, name: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let renamed = call.step.new_name();
    let Some((id, _)) = call.find(named::list(kind), || named::id(tx, kind, name))? else {
        let there = renamed.map_or(Ok(None), |new| named::id(tx, kind, new));
        let missing = Refusal::not_found(format!("there is no {} `{name}`", kind.word));
        return call.renamed(there.map(|id| id.is_some()), missing);
    };
    named::update(&call.edit, kind, id, &given_named(call, kind, renamed)?)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, kind: NamedKind, name: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let found = call.find(named::list(kind), || named::id(tx, kind, name))?;
    let Some((id, _)) = found else { return Ok(Outcome::AlreadyDone) };
    named::delete(&call.edit, kind, id)?;
    Ok(Outcome::Done)
}
