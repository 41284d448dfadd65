//! Share links: what they open must be there, and what the site itself says of them.

use super::edit::text;
use super::store::{Record, Try, Tx};
use crate::model::path;
use crate::site::Refusal;
use serde_json::Value as Json;

/// Holds a link to its rules after these attributes were given.
pub fn settle(tx: &Tx<'_>, record: &mut Record, given: &Record) -> Try<()> {
    if given.contains_key("paths") {
        let paths = record.get("paths").and_then(Json::as_array).into_iter().flatten();
        for shared in paths.filter_map(Json::as_str) {
            let key = path::key(shared);
            if !path::is_root(&key) && tx.folder(&key)?.is_none() {
                let message = format!("`{shared}` doesn't exist or can't be shared by you");
                return Err(Refusal::invalid(message).into());
            }
        }
    }
    let is_preview = text(record, "permissions") == Some("preview_only");
    record.insert("preview_only".to_owned(), Json::Bool(is_preview));
    Ok(())
}
