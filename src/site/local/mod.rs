//! A site in one local file: an embedded store that keeps what Files.com would, and refuses
//! what Files.com refuses.
//!
//! Records are what is written: `users`, `groups` and their like refuse what the site
//! refuses. Steps of a plan, and the requests of the emulator, stand upon them.
//!
//! Every step is one durable transaction. The file is locked while it is open, so it is
//! opened briefly. Secrets are never stored.

#![cfg_attr(
    not(feature = "emulator"),
    allow(dead_code, reason = "some of what records can be asked, only the emulator asks")
)]

pub(crate) mod api_keys;
pub(crate) mod assign;
pub(crate) mod automations;
pub(crate) mod behaviors;
mod defaults;
pub(crate) mod edit;
mod everything;
pub(crate) mod folders;
pub(crate) mod grants;
pub(crate) mod groups;
pub(crate) mod memberships;
pub(crate) mod named;
mod open;
pub(crate) mod public_keys;
mod references;
mod rows;
mod share_links;
pub(crate) mod site;
mod steps;
pub(crate) mod store;
pub(crate) mod users;
mod uses;

use crate::live::{KeyIdentity, LiveSite, Look};
use crate::model::kinds;
use crate::model::{Kind, Names};
use crate::plan::step::Step;
use crate::site::{KeySite, NamedKey, Outcome, ReadSite, Records, Secrets, Site, SiteError};
use edit::Edit;
use everything::Item;
use jiff::Timestamp;
use open::Readable;
pub use open::is_guarded;
use redb::ReadableDatabase;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value as Json;
use std::path::Path;
use store::{Fault, List, Try, Tx};

/// An open store.
pub struct LocalSite {
    path: String,
    target: String,
    database: redb::Database,
    /// Whose key is used; none: one of the whole site.
    acting: Option<String>,
    /// The moment of the run, where that is fixed.
    now: Option<Timestamp>,
}

/// A store that is only looked at.
pub struct LocalReader {
    path: String,
    target: String,
    database: Readable,
}

impl LocalSite {
    /// Opens a store, or makes one where there is no file.
    pub fn open(path: &Path) -> Result<Self, SiteError> {
        Ok(Self::new(path, open::open(path, true)?))
    }

    /// Opens a store that must be there.
    pub fn open_existing(path: &Path) -> Result<Self, SiteError> {
        Ok(Self::new(path, open::open(path, false)?))
    }

    /// What a store holds that was made just now.
    pub fn new_records() -> Records {
        Records::new(Json::Object(defaults::site()))
    }

    fn new(path: &Path, database: redb::Database) -> Self {
        let path = path.display().to_string();
        Self { target: format!("local:{path}"), path, database, acting: None, now: None }
    }

    /// What it stamps its records with, where the moment of a run is fixed.
    #[must_use]
    pub fn at(self, now: Option<Timestamp>) -> Self {
        LocalSite { now, ..self }
    }

    /// From now on edits are made with this user's own key, and automations become theirs.
    #[cfg(test)]
    pub fn act_as(&mut self, username: Option<&str>) {
        self.acting = username.map(str::to_owned);
    }

    /// Makes a single sign-on strategy known. A real site has those that its definition names.
    pub fn declare_sso(&self, id: i64, name: &str) -> Result<(), SiteError> {
        self.write(|tx| {
            let record = store::Record::from_iter([
                ("id".to_owned(), Json::from(id)),
                ("label".to_owned(), Json::from(name)),
            ]);
            let same = tx.get(List::SSO_STRATEGIES, id)?.is_some_and(|known| known == record);
            if !same {
                tx.put(List::SSO_STRATEGIES, id, &record)?;
            }
            Ok((!same, ()))
        })
    }

    /// A store that must be there, to look at only: nothing is written to it, and it may be one
    /// that cannot be written.
    pub fn reader(path: &Path) -> Result<LocalReader, SiteError> {
        let database = open::open_to_read(path)?;
        let path = path.display().to_string();
        Ok(LocalReader { target: format!("local:{path}"), path, database })
    }

    /// Records read in one transaction, which is never committed.
    #[cfg(feature = "emulator")]
    pub(crate) fn look<T>(&self, work: impl FnOnce(&Tx<'_>) -> Try<T>) -> Result<T, SiteError> {
        self.transact(redb::Durability::None, |tx| Ok((false, work(tx)?)))
    }

    /// Records written in one transaction; what is refused changes nothing.
    #[cfg(feature = "emulator")]
    pub(crate) fn edit<T>(
        &self,
        durable: bool,
        work: impl FnOnce(&Tx<'_>) -> Try<T>,
    ) -> Result<T, SiteError> {
        let durability = if durable { redb::Durability::Immediate } else { redb::Durability::None };
        self.transact(durability, |tx| Ok((true, work(tx)?)))
    }

    /// Makes all that was written last.
    #[cfg(feature = "emulator")]
    pub(crate) fn settle(&self) -> Result<(), SiteError> {
        self.edit(true, |_| Ok(()))
    }

    /// Makes every key known by its hash; keys of older stores are not.
    #[cfg(feature = "emulator")]
    pub(crate) fn index_api_keys(&self) -> Result<(), SiteError> {
        self.write(|tx| Ok((api_keys::index(tx)?, ())))
    }

    /// One transaction: committed durably if the work says that it changed something.
    fn write<T>(&self, work: impl FnOnce(&Tx<'_>) -> Try<(bool, T)>) -> Result<T, SiteError> {
        self.transact(redb::Durability::Immediate, work)
    }

    fn transact<T>(
        &self,
        durability: redb::Durability,
        work: impl FnOnce(&Tx<'_>) -> Try<(bool, T)>,
    ) -> Result<T, SiteError> {
        let run = || -> Try<T> {
            let mut transaction = self.database.begin_write()?;
            transaction.set_durability(durability)?;
            // Dropping an uncommitted transaction aborts it.
            let (changed, result) = work(&Tx::new(&transaction))?;
            if changed {
                transaction.commit()?;
            } else {
                transaction.abort()?;
            }
            Ok(result)
        };
        open::guarded(&self.path, run)?.map_err(|fault| self.error(fault))
    }

    fn error(&self, fault: Fault) -> SiteError {
        open::error(&self.path, fault)
    }
}

impl ReadSite for LocalSite {
    fn target(&self) -> &str {
        &self.target
    }

    /// The whole store; it costs no request.
    fn read(&self, _: &Look, names: &mut Names) -> Result<LiveSite, SiteError> {
        let mut live = records(&self.database, &self.path)?.into_live(&self.target, names)?;
        live.key = self.acting.as_deref().map(|user| KeyIdentity {
            id: None,
            user: Some(names.key(user)),
            permission_set: None,
            workspace: None,
        });
        Ok(live)
    }
}

impl ReadSite for LocalReader {
    fn target(&self) -> &str {
        &self.target
    }

    fn read(&self, _: &Look, names: &mut Names) -> Result<LiveSite, SiteError> {
        let records = match &self.database {
            Readable::Only(database) => records(database, &self.path),
            Readable::Repaired(database) => records(database, &self.path),
        };
        Ok(records?.into_live(&self.target, names)?)
    }
}

/// The whole store as the API would show it, but for what is null; relations in lists of their
/// own.
fn records(database: &impl ReadableDatabase, path: &str) -> Result<Records, SiteError> {
    let mut records = Records::default();
    let all = open::guarded(path, || {
        everything::read(database, |item| match item {
            Item::Site(site) => records.site = site,
            Item::Record(list, mut record) => {
                let kind = kinds::listed().find(|kind| List::of(kind) == list);
                // That there is no secret is told, too.
                for shown in kind.into_iter().flat_map(Kind::instead) {
                    record[shown] = record[shown].take();
                }
                records.add(list.name(), &record);
            }
            Item::Folder(folder) => records.folders.push(folder),
            Item::Member { group, user, admin } => records.add_member(group, user, admin),
        })
    })?;
    all.map_err(|fault| open::error(path, fault))?;
    Ok(records)
}

impl KeySite for LocalSite {
    fn keys_named(&self, user: Option<&str>, name: &str) -> Result<Vec<NamedKey>, SiteError> {
        self.transact(redb::Durability::None, |tx| {
            let user = user.map(|user| users::id(tx, user)).transpose()?;
            let keys = match user {
                None => api_keys::of_site(tx)?,
                Some(Some(user)) => api_keys::of(tx, user)?,
                Some(None) => Vec::new(),
            };
            let keys = keys.into_iter();
            let named = keys.filter(|(_, key)| edit::text(key, "name") == Some(name));
            let named = named.map(|(id, key)| NamedKey::of(id, edit::text(&key, "created_at")));
            Ok((false, named.collect()))
        })
    }

    fn key_of(&self, secret: &SecretString) -> Result<Option<i64>, SiteError> {
        self.transact(redb::Durability::None, |tx| {
            let id = api_keys::by_key(tx, secret.expose_secret())?;
            let list = List::of(&kinds::API_KEY);
            let there = id.map(|id| Ok::<_, Fault>(tx.get(list, id)?.map(|_| id))).transpose()?;
            Ok((false, there.flatten()))
        })
    }

    fn revoke_key(&self, key: i64) -> Result<(), SiteError> {
        self.write(|tx| {
            api_keys::delete(tx, key)?;
            Ok((true, ()))
        })
    }
}

impl Site for LocalSite {
    #[expect(clippy::disallowed_methods, reason = "the store stamps its records, as a site does")]
    fn perform(&self, step: &Step, secrets: &dyn Secrets) -> Result<Outcome, SiteError> {
        let now = self.now.unwrap_or_else(Timestamp::now);
        self.write(|tx| {
            let acting = step.as_user.as_deref().or(self.acting.as_deref());
            let edit = Edit { tx, acting, now };
            let step = &*step.by_ids(|reference| references::id(tx, reference))?;
            let outcome = steps::perform(&steps::Call { edit, step, secrets })?;
            Ok((outcome == Outcome::Done, outcome))
        })
    }
}

#[cfg(test)]
mod api_key_tests;
#[cfg(test)]
mod crash_tests;
#[cfg(test)]
mod open_tests;
#[cfg(test)]
mod refusal_tests;
#[cfg(test)]
mod step_tests;
#[cfg(test)]
mod test_steps;
