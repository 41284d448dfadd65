//! Names to ids: filled by what is read, kept up by our own writes, and asked from the site
//! where neither knows.

use super::client::Client;
use super::http::Request;
use super::paging;
use crate::model::{NamedKind, kinds, path};
use crate::site::{Records, SiteError};
use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHashMap;
use serde_json::Value as Json;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What was read so lately is how the site is.
const MOMENT: SignedDuration = SignedDuration::from_secs(5);

/// A list whose records are known by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NamedList {
    pub list: &'static str,
    /// The field that holds the name; none for what has no name.
    pub field: Option<&'static str>,
    /// The filter that finds a name; without one, the whole list is read.
    pub filter: Option<&'static str>,
    /// Names that differ in case only are one.
    pub folds: bool,
    /// Two records never share a name.
    pub unique: bool,
}

const fn accounts(list: &'static str, field: &'static str, filter: &'static str) -> NamedList {
    NamedList { list, field: Some(field), filter: Some(filter), folds: true, unique: true }
}

const fn others(list: &'static str, field: Option<&'static str>, unique: bool) -> NamedList {
    NamedList { list, field, filter: None, folds: false, unique }
}

pub static USERS: NamedList = accounts("users", "username", "filter[username]");
pub static GROUPS: NamedList = accounts("groups", "name", "filter[name]");
pub static AUTOMATIONS: NamedList = others("automations", Some("name"), false);

impl NamedList {
    /// The list of a kind that is little but attributes.
    pub fn of(kind: NamedKind) -> NamedList {
        others(kind.kind().list, (!kind.is_row()).then_some(kind.table().name), true)
    }

    fn key(&self, name: &str) -> String {
        if self.folds { path::fold(name).into_owned() } else { name.to_owned() }
    }

    pub fn name_of<'r>(&self, record: &'r Json) -> Option<&'r str> {
        record.get(self.field?).and_then(Json::as_str)
    }

    /// Whether the record bears the name.
    pub fn bears(&self, record: &Json, name: &str) -> bool {
        self.name_of(record).is_some_and(|known| self.key(known) == self.key(name))
    }
}

#[derive(Default)]
struct Known {
    ids: FxHashMap<(&'static str, String), Vec<i64>>,
    /// Lists that were read whole, and when they were last.
    whole: FxHashMap<&'static str, Timestamp>,
}

#[derive(Default)]
pub struct Directory(Mutex<Known>);

impl Directory {
    fn known(&self) -> MutexGuard<'_, Known> {
        // Nothing is left half-written when a thread panics.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up the lists that were read, in place of what was known of them.
    pub fn fill(&self, records: &Records, lists: &[&str], now: Timestamp) {
        let own =
            [(&kinds::USER, USERS), (&kinds::GROUP, GROUPS), (&kinds::AUTOMATION, AUTOMATIONS)];
        let named = NamedKind::all().map(|kind| (kind.kind(), NamedList::of(kind)));
        for (kind, list) in own.into_iter().chain(named) {
            if lists.contains(&kind.list) {
                self.note_all(&list, records.names(kind), now);
            }
        }
    }

    fn note_all<'r>(
        &self,
        list: &NamedList,
        named: impl IntoIterator<Item = (&'r str, i64)>,
        now: Timestamp,
    ) {
        let mut known = self.known();
        known.ids.retain(|(of, _), _| *of != list.list);
        for (name, id) in named {
            known.ids.entry((list.list, list.key(name))).or_default().push(id);
        }
        known.whole.insert(list.list, now);
    }

    /// A record that we made, or that took this name.
    pub fn note(&self, list: &NamedList, name: &str, id: i64) {
        let mut known = self.known();
        for ((of, _), ids) in &mut known.ids {
            if *of == list.list {
                ids.retain(|other| *other != id);
            }
        }
        known.ids.entry((list.list, list.key(name))).or_default().push(id);
    }

    pub fn forget(&self, list: &NamedList, id: i64) {
        for ((of, _), ids) in &mut self.known().ids {
            if *of == list.list {
                ids.retain(|other| *other != id);
            }
        }
    }

    /// The ids of those that bear the name and were made by somebody else since the list was read,
    /// unless that is but a moment ago.
    pub fn ids_since(
        &self,
        client: &Client,
        list: &NamedList,
        name: &str,
    ) -> Result<Vec<i64>, SiteError> {
        let before = self.ids(client, list, name)?;
        let read = self.known().whole.get(list.list).copied();
        let now = client.clock().now();
        let age = read.map(|read| now.duration_since(read));
        if age.is_some_and(|age| (SignedDuration::ZERO..=MOMENT).contains(&age)) {
            return Ok(Vec::new());
        }
        let records = every(client, list.list)?;
        let named = |record| Some((list.name_of(record)?, id_of(record)?));
        self.note_all(list, records.iter().filter_map(named), now);
        let mut since = self.ids(client, list, name)?;
        since.retain(|id| !before.contains(id));
        Ok(since)
    }

    /// The ids of those that bear the name. The site is asked where nothing is known.
    pub fn ids(
        &self,
        client: &Client,
        list: &NamedList,
        name: &str,
    ) -> Result<Vec<i64>, SiteError> {
        {
            let known = self.known();
            let ids = known.ids.get(&(list.list, list.key(name)));
            match ids.filter(|ids| !ids.is_empty()) {
                Some(ids) => return Ok(ids.clone()),
                // What has no filter is read whole once, and kept up from then on.
                None if known.whole.contains_key(list.list) && list.filter.is_none() => {
                    return Ok(Vec::new());
                }
                None => {}
            }
        }
        let records = look_up(client, list, name)?;
        match list.filter {
            Some(_) => records.iter().filter_map(id_of).for_each(|id| self.note(list, name, id)),
            None => {
                let named = |record| Some((list.name_of(record)?, id_of(record)?));
                self.note_all(list, records.iter().filter_map(named), client.clock().now());
            }
        }
        let bears = records.iter().filter(|record| list.bears(record, name));
        Ok(bears.filter_map(id_of).collect())
    }
}

pub fn id_of(record: &Json) -> Option<i64> {
    record.get("id").and_then(Json::as_i64)
}

/// A whole list as it is now, without what a site still lists and has deleted.
pub fn every(client: &Client, list: &str) -> Result<Vec<Json>, SiteError> {
    let mut all = paging::list(client, &Request::get(list))?;
    all.retain(|record| !is_deleted(record));
    Ok(all)
}

pub fn is_deleted(record: &Json) -> bool {
    record.get("deleted") == Some(&Json::Bool(true))
}

/// The records of that name, asked from the site; where it has no filter, all records.
fn look_up(client: &Client, list: &NamedList, name: &str) -> Result<Vec<Json>, SiteError> {
    match list.filter {
        None => every(client, list.list),
        Some(filter) => {
            let mut found = paging::list(client, &Request::get(list.list).with(filter, name))?;
            found.retain(|record| list.bears(record, name));
            Ok(found)
        }
    }
}

/// The records of that name, as they are now.
pub fn named(client: &Client, list: &NamedList, name: &str) -> Result<Vec<Json>, SiteError> {
    let mut found = look_up(client, list, name)?;
    found.retain(|record| list.bears(record, name));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::fake::{Fake, answer, client};
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_read_costs_no_request() {
        let directory = Directory::default();
        let mut records = Records::default();
        records.add("users", &json!({"id": 7, "username": "Alex"}));
        let (client, sent) = client(Fake::script([]));
        directory.fill(&records, &["users", "automations"], client.clock().now());
        assert_eq!(directory.ids(&client, &USERS, "alex").expect("known"), [7]);
        directory.note(&USERS, "sandra", 7);
        assert_eq!(directory.ids(&client, &USERS, "Sandra").expect("known"), [7]);
        assert!(directory.ids(&client, &AUTOMATIONS, "none").expect("read").is_empty());
        assert!(sent.lines().is_empty());
    }

    #[test]
    fn what_is_not_known_is_asked_for_once() {
        let directory = Directory::default();
        let (client, sent) = client(Fake::script([
            answer(200, json!([{"id": 3, "name": "Sales"}])),
            answer(200, json!([{"id": 1, "name": "a"}, {"id": 2, "name": "b"}])),
        ]));
        for _ in 0..2 {
            assert_eq!(directory.ids(&client, &GROUPS, "sales").expect("asked"), [3]);
            assert_eq!(
                directory.ids(&client, &NamedList::of(NamedKind::SCHEDULE), "b").expect("asked"),
                [2]
            );
        }
        assert_eq!(
            sent.lines(),
            ["GET /groups?filter%5Bname%5D=sales&per_page=1000", "GET /schedules?per_page=1000"]
        );
    }
}
