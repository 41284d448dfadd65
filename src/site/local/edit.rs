//! What every edit of records is made with, and what all of them ask of a record.

use super::store::{Record, Try, Tx};
use crate::model::path;
use crate::site::Refusal;
use jiff::Timestamp;
use serde_json::Value as Json;

/// One edit: on what, by whom, when.
pub struct Edit<'a> {
    pub tx: &'a Tx<'a>,
    /// Whose key is used; none: the whole site's.
    pub acting: Option<&'a str>,
    pub now: Timestamp,
}

impl Edit<'_> {
    /// A record begins: its id and when.
    pub fn begin(&self, mut record: Record) -> Try<(i64, Record)> {
        let id = self.tx.next_id()?;
        record.insert("id".to_owned(), Json::from(id));
        record.insert("created_at".to_owned(), Json::String(self.now.to_string()));
        Ok((id, record))
    }
}

/// A record's text; the empty one is none.
pub fn text<'a>(record: &'a Record, name: &str) -> Option<&'a str> {
    record.get(name).and_then(Json::as_str).filter(|text| !text.is_empty())
}

/// A record's whole number.
pub fn int(record: &Record, name: &str) -> Option<i64> {
    record.get(name).and_then(Json::as_i64)
}

pub fn is_on(record: &Record, name: &str) -> bool {
    record.get(name) == Some(&Json::Bool(true))
}

/// The site refuses some paths as they are written.
pub fn check_path(text: &str) -> Result<(), Refusal> {
    let shown: String = text.chars().take(60).collect();
    match path::refusal(text) {
        None => Ok(()),
        Some(path::Refusal::TrailingWhitespace) => Err(Refusal::new(
            "bad-request/path-cannot-have-trailing-whitespace",
            format!("a folder's name may not end in white space: {shown:?}"),
        )),
        Some(path::Refusal::ZeroWidthSpace) => Err(Refusal::new(
            "bad-request/invalid-path",
            format!("a path may not hold U+200B: {shown:?}"),
        )),
        Some(path::Refusal::TooLong) => Err(Refusal::new(
            "processing-failure/path-too-long",
            format!("a path has at most {} characters: {shown:?}", path::MAX_CHARACTERS),
        )),
    }
}

/// Whether people may write this by hand; where they may not, the SSO provider does.
pub fn need_by_hand(tx: &Tx<'_>, setting: &str, what: &str) -> Try<()> {
    if tx.site()?.get(setting) == Some(&Json::Bool(false)) {
        let message =
            format!("only the SSO provider makes, changes and removes {what} of this site");
        return Err(Refusal::invalid(message).into());
    }
    Ok(())
}
