//! The whole store at one moment, for those who look at all of it.

use super::store::{FOLDERS, Fault, List, MEMBERS, Record, SITE, Try, decode};
use crate::site::records::FolderRecord;
use redb::{ReadableDatabase, ReadableTable};
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::Value as Json;
use std::fmt;

/// One thing of a store.
pub enum Item {
    Site(Json),
    Record(List, Json),
    Folder(FolderRecord),
    Member { group: i64, user: i64, admin: bool },
}

/// Everything that is in the store, as one moment shows it, one thing after the other.
pub fn read(database: &impl ReadableDatabase, mut each: impl FnMut(Item)) -> Try<()> {
    let transaction = database.begin_read()?;
    for list in List::all() {
        let table = match transaction.open_table(list.table()) {
            Ok(table) => table,
            // The store was made before siteplan knew this list.
            Err(redb::TableError::TableDoesNotExist(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        for entry in table.iter()? {
            each(Item::Record(list, Json::Object(decode_given(entry?.1.value())?)));
        }
    }
    for entry in transaction.open_table(FOLDERS)?.iter()? {
        let record = decode(entry?.1.value())?;
        match record.get("path") {
            Some(Json::String(path)) => {
                let path = path.clone();
                each(Item::Folder(FolderRecord::of(&path, &Json::Object(record))));
            }
            _ => return Err(Fault::Damaged("a folder has no path".to_owned())),
        }
    }
    for entry in transaction.open_table(MEMBERS)?.iter()? {
        let (key, admin) = entry?;
        let (group, user) = key.value();
        each(Item::Member { group, user, admin: admin.value() });
    }
    if let Some(bytes) = transaction.open_table(SITE)?.get("site")? {
        each(Item::Site(Json::Object(decode(bytes.value())?)));
    }
    Ok(())
}

/// A record without the members that are null, which are most of them; but that something was never
/// used is told.
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
                if !value.is_null() || name.starts_with("last_") {
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
