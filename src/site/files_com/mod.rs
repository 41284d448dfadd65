//! A site of Files.com, over its REST API.
//!
//! In: a look, or a step of a plan. Out: a [`LiveSite`], and what became of the step. Requests
//! and responses are plain data; one transport carries them, one clock waits. Reads are repeated
//! while that can help; a write is never repeated unless a second look shows that it did not
//! happen. Nothing here decides what should change.

mod answer;
mod client;
mod clock;
mod directory;
mod folders;
mod gate;
mod history;
mod http;
mod last_runs;
mod made;
mod paging;
mod pause;
mod perform;
mod read;
mod side_by_side;
mod wire;

pub use client::{Requests, Watch};

use crate::live::{LiveSite, Look, SettingsChange};
use crate::model::Names;
use crate::plan::step::Step;
use crate::site::{KeySite, NamedKey, Outcome, ReadSite, Secrets, Site, SiteError, Twin};
use client::Client;
use clock::SystemClock;
use directory::Directory;
use jiff::SignedDuration;
use made::Made;
use secrecy::SecretString;
use wire::Wire;

/// A site of Files.com, and the key that opens it.
pub struct FilesSite {
    client: Client,
    directory: Directory,
    made: Made,
}

impl FilesSite {
    /// `base` is a scheme and a host, as in `https://acme.files.com`. Nothing is sent yet.
    pub fn new(base: &str, key: SecretString) -> Self {
        let base = base.trim_end_matches('/');
        let wire = Box::new(Wire::new(base));
        Self::over(Client::new(base.to_owned(), wire, Box::new(SystemClock), key))
    }

    fn over(client: Client) -> Self {
        Self { client, directory: Directory::default(), made: Made::default() }
    }

    /// From now on somebody is told with every request how many there were.
    pub fn watch(&self, watch: Option<Watch>) {
        self.client.watch(watch);
    }

    /// How far the site's clock is ahead of ours, if it says what time it is.
    pub fn clock_ahead(&self) -> Option<SignedDuration> {
        self.client.ahead()
    }

    /// The requests so far.
    pub fn requests(&self) -> Requests {
        self.client.requests()
    }
}

impl ReadSite for FilesSite {
    fn target(&self) -> &str {
        self.client.target()
    }

    fn read(&self, look: &Look, names: &mut Names) -> Result<LiveSite, SiteError> {
        let read::Reading { records, key, lists, unread } = read::read(&self.client, look)?;
        self.directory.fill(&records, &lists, self.client.clock().now());
        let mut live = records.into_live(self.target(), names)?;
        live.key = read::identity(&key, &live);
        live.unread = unread;
        last_runs::tell(&self.client, &mut live)?;
        Ok(live)
    }

    fn settings_changes(&self) -> Result<Vec<SettingsChange>, SiteError> {
        history::settings_changes(&self.client)
    }
}

impl Site for FilesSite {
    fn perform(&self, step: &Step, secrets: &dyn Secrets) -> Result<Outcome, SiteError> {
        perform::perform(self, step, secrets)
    }

    fn withdraw_twins(&self) -> Result<Vec<Twin>, SiteError> {
        self.made.withdraw_twins(&self.client)
    }
}

impl KeySite for FilesSite {
    fn keys_named(&self, user: Option<&str>, name: &str) -> Result<Vec<NamedKey>, SiteError> {
        perform::keys_named(self, user, name)
    }

    fn key_of(&self, secret: &SecretString) -> Result<Option<i64>, SiteError> {
        perform::key_of(self, secret)
    }

    fn revoke_key(&self, key: i64) -> Result<(), SiteError> {
        perform::revoke_key(self, key)
    }
}

#[cfg(test)]
mod cost_tests;
#[cfg(test)]
mod emulator_tests;
#[cfg(test)]
mod fake;
