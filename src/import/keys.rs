//! Keys of users: a definition names all of a user's, or none.

use super::entries::Entry;
use super::notes::Notes;
use super::references::id;
use crate::model::kinds::{self, Kind};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The attribute of a user that counts keys of a kind.
fn counted_by(kind: &Kind) -> Option<&'static str> {
    match kind {
        kind if *kind == kinds::SSH_KEY => Some("public_keys_count"),
        kind if *kind == kinds::API_KEY => Some("api_keys_count"),
        _ => None,
    }
}

/// Leaves out keys that may not be all that their user has.
pub(super) fn keep_all_or_none(entries: &mut Vec<Entry<'_>>, notes: &mut Notes) {
    let of = |entry: &Entry<'_>| {
        Some((counted_by(entry.kind)?, entry.record.get("user_id").and_then(id)?))
    };
    let mut known: BTreeMap<(&str, i64), i64> = BTreeMap::new();
    for key in entries.iter().filter_map(of) {
        *known.entry(key).or_default() += 1;
    }
    // None where the user is not managed.
    let mut missing: BTreeMap<(&str, i64), i64> = BTreeMap::new();
    for user in entries.iter().filter(|entry| *entry.kind == kinds::USER) {
        for count in ["public_keys_count", "api_keys_count"] {
            let Some(owner) = user.id() else { continue };
            let Some(known) = known.get(&(count, owner)) else { continue };
            let all = user.record.get(count).and_then(Json::as_i64).unwrap_or(*known);
            missing.insert((count, owner), all - known);
        }
    }
    entries.retain(|entry| {
        let Some(key) = of(entry) else { return true };
        let why = match missing.get(&key) {
            None => "Terraform does not manage the user, who may have others".to_owned(),
            Some(more) if *more > 0 => format!("the user has {more} more"),
            Some(_) => return true,
        };
        let text = format!("it is left out: {why}, and a definition names all keys or none");
        notes.of(&entry.resource.title, text);
        false
    });
}
