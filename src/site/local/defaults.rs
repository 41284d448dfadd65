//! Records as new objects begin: every attribute that is ever shown, as the catalog has it.

use super::store::Record;
use crate::live::activity::COLUMNS;
use crate::live::typed::plain_json;
use crate::model::kinds::{self, Kind};
use serde_json::{Value as Json, json};

pub fn blank(kind: &'static Kind) -> Record {
    let shown = kind.attributes.iter().filter(|attribute| !attribute.write_only);
    let blank =
        shown.map(|attribute| (attribute.name.to_owned(), plain_json(&kind.default(attribute))));
    let instead = kind.instead().map(|shown| (shown.to_owned(), Json::Null));
    blank.chain(instead).collect()
}

pub fn user(time_zone: Option<&Json>) -> Record {
    let mut record = blank(&kinds::USER);
    // Memberships are relations of their own.
    record.shift_remove("group_ids");
    record.insert("externally_managed".to_owned(), json!(false));
    record.extend(COLUMNS.map(|column| (column.to_owned(), Json::Null)));
    record.insert("time_zone".to_owned(), time_zone.cloned().unwrap_or(Json::Null));
    record
}

pub fn group() -> Record {
    let mut record = blank(&kinds::GROUP);
    record.shift_remove("user_ids");
    record.shift_remove("admin_ids");
    record
}

pub fn site() -> Record {
    let mut record = blank(&kinds::SITE);
    record.insert("id".to_owned(), json!(1));
    record
}
