//! The tables of the store and one transaction on them: records by id, unique names to ids,
//! relations. It knows nothing of what the site refuses.

use crate::model::{Kind, kinds};
use crate::site::{Refusal, SSO_STRATEGIES, SecretError};
use redb::{
    MultimapTableDefinition, ReadableMultimapTable, ReadableTable, TableDefinition,
    WriteTransaction,
};
use serde_json::{Map, Value as Json};
use std::ops::Bound;

/// A record as the API shows it.
pub type Record = Map<String, Json>;

/// The format of the tables; another one is not read.
pub const FORMAT: u64 = 1;

pub const META: TableDefinition<'_, &str, u64> = TableDefinition::new("siteplan");
pub(super) const SITE: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("site");
/// By comparison key; the record holds the path as it is spelled. The root is not among them.
pub(super) const FOLDERS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("folders");
/// Group and user to whether the user is the group's admin.
pub(super) const MEMBERS: TableDefinition<'_, (i64, i64), bool> =
    TableDefinition::new("group_users");
const GROUPS_OF: TableDefinition<'_, (i64, i64), ()> = TableDefinition::new("groups_of_users");
/// What must be unique, to its id.
const UNIQUE: TableDefinition<'_, &str, i64> = TableDefinition::new("unique");
/// What refers to something, by that.
const RELATED: MultimapTableDefinition<'_, &str, i64> = MultimapTableDefinition::new("related");

/// The list of records that a kind has, or one of those that no definition makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List(&'static str);

impl List {
    pub const SSO_STRATEGIES: List = List(SSO_STRATEGIES);
    pub const SETTINGS_CHANGES: List = List("settings_changes");

    /// Memberships and folders have tables of their own, and the site is one record.
    pub fn all() -> impl Iterator<Item = List> {
        kinds::listed().map(List::of).chain([List::SSO_STRATEGIES, List::SETTINGS_CHANGES])
    }

    pub const fn of(kind: &Kind) -> List {
        List(kind.list)
    }

    pub const fn name(self) -> &'static str {
        self.0
    }

    pub(super) const fn table(self) -> TableDefinition<'static, i64, &'static [u8]> {
        TableDefinition::new(self.0)
    }
}

/// Why a call on the store failed.
#[derive(Debug)]
pub enum Fault {
    Refused(Refusal),
    Secret(SecretError),
    Store(redb::Error),
    Damaged(String),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Fault::Refused(refusal)
    }
}

impl From<SecretError> for Fault {
    fn from(error: SecretError) -> Self {
        Fault::Secret(error)
    }
}

impl From<redb::StorageError> for Fault {
    fn from(error: redb::StorageError) -> Self {
        Fault::Store(error.into())
    }
}

impl From<redb::TableError> for Fault {
    fn from(error: redb::TableError) -> Self {
        Fault::Store(error.into())
    }
}

impl From<redb::TransactionError> for Fault {
    fn from(error: redb::TransactionError) -> Self {
        Fault::Store(error.into())
    }
}

impl From<redb::CommitError> for Fault {
    fn from(error: redb::CommitError) -> Self {
        Fault::Store(error.into())
    }
}

impl From<redb::SetDurabilityError> for Fault {
    fn from(error: redb::SetDurabilityError) -> Self {
        Fault::Store(error.into())
    }
}

pub type Try<T> = Result<T, Fault>;

/// One write transaction.
pub struct Tx<'a>(&'a WriteTransaction);

impl<'a> Tx<'a> {
    pub fn new(transaction: &'a WriteTransaction) -> Self {
        Self(transaction)
    }

    /// Makes all tables of a new store.
    pub fn initialize(&self, site: &Record) -> Try<()> {
        self.0.open_table(META)?.insert("format", FORMAT)?;
        self.0.open_table(FOLDERS)?;
        self.0.open_table(MEMBERS)?;
        self.0.open_table(GROUPS_OF)?;
        self.0.open_table(UNIQUE)?;
        self.0.open_multimap_table(RELATED)?;
        for list in List::all() {
            self.0.open_table(list.table())?;
        }
        self.put_site(site)
    }

    /// An id that no record has or had.
    pub fn next_id(&self) -> Try<i64> {
        let mut meta = self.0.open_table(META)?;
        let last = meta.get("last_id")?.map_or(0, |last| last.value());
        meta.insert("last_id", last + 1)?;
        i64::try_from(last + 1).map_err(|_| Fault::Damaged("ids are used up".to_owned()))
    }

    pub fn get(&self, list: List, id: i64) -> Try<Option<Record>> {
        let table = self.0.open_table(list.table())?;
        table.get(id)?.map(|bytes| decode(bytes.value())).transpose()
    }

    pub fn all(&self, list: List) -> Try<Vec<(i64, Record)>> {
        let table = self.0.open_table(list.table())?;
        let mut all = Vec::new();
        for entry in table.iter()? {
            let (id, bytes) = entry?;
            all.push((id.value(), decode(bytes.value())?));
        }
        Ok(all)
    }

    /// Records by id, after one of them, for as long as `each` asks for more.
    pub fn scan(
        &self,
        list: List,
        after: Option<i64>,
        mut each: impl FnMut(i64, Record) -> Try<bool>,
    ) -> Try<()> {
        let table = self.0.open_table(list.table())?;
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        for entry in table.range::<i64>((start, Bound::Unbounded))? {
            let (id, bytes) = entry?;
            if !each(id.value(), decode(bytes.value())?)? {
                break;
            }
        }
        Ok(())
    }

    pub fn put(&self, list: List, id: i64, record: &Record) -> Try<()> {
        self.0.open_table(list.table())?.insert(id, encode(record)?.as_slice())?;
        Ok(())
    }

    pub fn remove(&self, list: List, id: i64) -> Try<()> {
        self.0.open_table(list.table())?.remove(id)?;
        Ok(())
    }

    pub fn unique(&self, key: &str) -> Try<Option<i64>> {
        Ok(self.0.open_table(UNIQUE)?.get(key)?.map(|id| id.value()))
    }

    pub fn set_unique(&self, key: &str, id: i64) -> Try<()> {
        self.0.open_table(UNIQUE)?.insert(key, id)?;
        Ok(())
    }

    pub fn remove_unique(&self, key: &str) -> Try<()> {
        self.0.open_table(UNIQUE)?.remove(key)?;
        Ok(())
    }

    /// Every unique key that starts so.
    pub fn uniques(&self, prefix: &str) -> Try<Vec<(String, i64)>> {
        let table = self.0.open_table(UNIQUE)?;
        let mut all = Vec::new();
        for entry in table.range(prefix..)? {
            let (key, id) = entry?;
            if !key.value().starts_with(prefix) {
                break;
            }
            all.push((key.value().to_owned(), id.value()));
        }
        Ok(all)
    }

    pub fn relate(&self, key: &str, id: i64) -> Try<()> {
        self.0.open_multimap_table(RELATED)?.insert(key, id)?;
        Ok(())
    }

    pub fn unrelate(&self, key: &str, id: i64) -> Try<()> {
        self.0.open_multimap_table(RELATED)?.remove(key, id)?;
        Ok(())
    }

    pub fn related(&self, key: &str) -> Try<Vec<i64>> {
        let table = self.0.open_multimap_table(RELATED)?;
        let mut all = Vec::new();
        for id in table.get(key)? {
            all.push(id?.value());
        }
        Ok(all)
    }

    pub fn folder(&self, key: &str) -> Try<Option<Record>> {
        let table = self.0.open_table(FOLDERS)?;
        table.get(key)?.map(|bytes| decode(bytes.value())).transpose()
    }

    pub fn put_folder(&self, key: &str, record: &Record) -> Try<()> {
        self.0.open_table(FOLDERS)?.insert(key, encode(record)?.as_slice())?;
        Ok(())
    }

    pub fn remove_folder(&self, key: &str) -> Try<()> {
        self.0.open_table(FOLDERS)?.remove(key)?;
        Ok(())
    }

    /// The folders strictly below one, by key.
    pub fn folders_below(&self, key: &str) -> Try<Vec<(String, Record)>> {
        let prefix = format!("{key}/");
        let table = self.0.open_table(FOLDERS)?;
        let mut all = Vec::new();
        for entry in table.range(prefix.as_str()..)? {
            let (key, bytes) = entry?;
            if !key.value().starts_with(&prefix) {
                break;
            }
            all.push((key.value().to_owned(), decode(bytes.value())?));
        }
        Ok(all)
    }

    /// The folders one level below one, by key. What lies deeper is passed over unread.
    pub fn children(&self, key: &str) -> Try<Vec<(String, Record)>> {
        let prefix = if key.is_empty() { String::new() } else { format!("{key}/") };
        let table = self.0.open_table(FOLDERS)?;
        let (mut all, mut from) = (Vec::new(), prefix.clone());
        'deeper: loop {
            for entry in table.range(from.as_str()..)? {
                let (key, bytes) = entry?;
                let Some(name) = key.value().strip_prefix(&prefix) else { break };
                if let Some((child, _)) = name.split_once('/') {
                    // The least key that is greater than all below the child.
                    from = format!("{prefix}{child}0");
                    continue 'deeper;
                }
                all.push((key.value().to_owned(), decode(bytes.value())?));
            }
            return Ok(all);
        }
    }

    /// Every membership, as group and user.
    pub fn all_memberships(&self) -> Try<Vec<(i64, i64)>> {
        let table = self.0.open_table(MEMBERS)?;
        table.iter()?.map(|entry| Ok(entry?.0.value())).collect()
    }

    pub fn membership(&self, group: i64, user: i64) -> Try<Option<bool>> {
        Ok(self.0.open_table(MEMBERS)?.get((group, user))?.map(|admin| admin.value()))
    }

    pub fn set_membership(&self, group: i64, user: i64, admin: bool) -> Try<()> {
        self.0.open_table(MEMBERS)?.insert((group, user), admin)?;
        self.0.open_table(GROUPS_OF)?.insert((user, group), ())?;
        Ok(())
    }

    pub fn remove_membership(&self, group: i64, user: i64) -> Try<()> {
        self.0.open_table(MEMBERS)?.remove((group, user))?;
        self.0.open_table(GROUPS_OF)?.remove((user, group))?;
        Ok(())
    }

    pub fn members(&self, group: i64) -> Try<Vec<i64>> {
        let table = self.0.open_table(MEMBERS)?;
        let entries = table.range((group, i64::MIN)..=(group, i64::MAX))?;
        entries.map(|entry| Ok(entry?.0.value().1)).collect()
    }

    pub fn groups_of(&self, user: i64) -> Try<Vec<i64>> {
        let table = self.0.open_table(GROUPS_OF)?;
        let entries = table.range((user, i64::MIN)..=(user, i64::MAX))?;
        entries.map(|entry| Ok(entry?.0.value().1)).collect()
    }

    pub fn site(&self) -> Try<Record> {
        let table = self.0.open_table(SITE)?;
        match table.get("site")? {
            Some(bytes) => decode(bytes.value()),
            None => Err(Fault::Damaged("the site's own record is missing".to_owned())),
        }
    }

    pub fn put_site(&self, record: &Record) -> Try<()> {
        self.0.open_table(SITE)?.insert("site", encode(record)?.as_slice())?;
        Ok(())
    }
}

fn encode(record: &Record) -> Try<Vec<u8>> {
    serde_json::to_vec(record).map_err(|error| Fault::Damaged(error.to_string()))
}

pub(super) fn decode(bytes: &[u8]) -> Try<Record> {
    serde_json::from_slice(bytes).map_err(|error| Fault::Damaged(format!("a record: {error}")))
}
