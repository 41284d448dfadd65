//! The ids of what a step names.

use super::store::{Try, Tx};
use super::{automations, behaviors, groups, named, users};
use crate::model::{NamedKind, Reference, Referent, kinds};
use crate::site::Refusal;

/// The id of what a step names.
pub fn id(tx: &Tx<'_>, reference: &Reference) -> Try<i64> {
    let Reference { to, name } = reference;
    let found = match (*to, NamedKind::of(kinds::referred(*to))) {
        (Referent::USER, _) => users::id(tx, name)?,
        (Referent::GROUP, _) => groups::id(tx, name)?,
        (Referent::BEHAVIOR, _) => behaviors::hosting(tx, name)?,
        (_, Some(kind)) => named::id(tx, kind, name)?,
        (_, None) => automations::named(tx, name)?.first().copied(),
    };
    Ok(found.ok_or_else(|| Refusal::no_object(reference))?)
}
