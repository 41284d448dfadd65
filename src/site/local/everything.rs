//! The whole store at one moment, for those who look at all of it.

use super::store::{FOLDERS, Fault, List, MEMBERS, Record, SITE, Try, decode};
use redb::{ReadableDatabase, ReadableTable};
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::Value as Json;
use std::fmt;

/// Everything that is in the store, as one moment shows it.
pub struct Everything {
    pub site: Json,
    pub lists: Lists,
    pub folders: Vec<String>,
    /// Group, user, admin.
    pub members: Vec<(i64, i64, bool)>,
}

pub struct Lists(Vec<(List, Vec<Json>)>);

impl Lists {
    /// Takes a list out.
    pub fn take(&mut self, list: List) -> Vec<Json> {
        let found = self.0.iter_mut().find(|(of, _)| *of == list);
        found.map(|(_, records)| std::mem::take(records)).unwrap_or_default()
    }
}

pub fn read(database: &impl ReadableDatabase) -> Try<Everything> {
    let transaction = database.begin_read()?;
    let mut lists = Vec::new();
    for list in List::ALL {
        let mut records = Vec::new();
        let table = match transaction.open_table(list.table()) {
            Ok(table) => table,
            // The store was made before siteplan knew this list.
            Err(redb::TableError::TableDoesNotExist(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        for entry in table.iter()? {
            records.push(Json::Object(decode_given(entry?.1.value())?));
        }
        lists.push((list, records));
    }
    let mut folders = Vec::new();
    for entry in transaction.open_table(FOLDERS)?.iter()? {
        let record = decode(entry?.1.value())?;
        match record.get("path") {
            Some(Json::String(path)) => folders.push(path.clone()),
            _ => return Err(Fault::Damaged("a folder has no path".to_owned())),
        }
    }
    let mut members = Vec::new();
    for entry in transaction.open_table(MEMBERS)?.iter()? {
        let (key, admin) = entry?;
        let (group, user) = key.value();
        members.push((group, user, admin.value()));
    }
    let site = match transaction.open_table(SITE)?.get("site")? {
        Some(bytes) => Json::Object(decode(bytes.value())?),
        None => Json::Null,
    };
    Ok(Everything { site, lists: Lists(lists), folders, members })
}

/// A record without the members that are null, which are most of them.
fn decode_given(bytes: &[u8]) -> Try<Record> {
    struct Given;

    impl<'de> Visitor<'de> for Given {
        type Value = Record;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a record")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Record, A::Error> {
            let mut record = Record::new();
            while let Some((name, value)) = members.next_entry::<String, Json>()? {
                if !value.is_null() {
                    record.insert(name, value);
                }
            }
            Ok(record)
        }
    }

    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let record = reader.deserialize_map(Given).and_then(|record| reader.end().map(|()| record));
    record.map_err(|error| Fault::Damaged(format!("a record: {error}")))
}
