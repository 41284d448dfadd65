//! What the activity of accounts and of their keys comes to together.

use super::activity::{Last, Use};
use super::{LiveSite, LiveUser};
use crate::model::account::PROTOCOLS;
use jiff::Timestamp;

impl LiveUser {
    /// When one of the account's keys was used last.
    pub fn last_by_key(&self) -> Option<Timestamp> {
        let ssh = self.ssh_keys.iter().filter_map(|key| key.last_login.at());
        ssh.chain(self.api_keys.iter().filter_map(|key| key.last_use.at())).max()
    }

    /// Whether it was at work since, in whatever way.
    pub fn since(&self, since: Timestamp) -> Use {
        if self.last_by_key().is_some_and(|at| at >= since) {
            return Use::Used;
        }
        self.activity.since(since)
    }

    /// The protocols that the account is shown to be allowed, by their words in the language.
    pub fn protocols(&self) -> impl Iterator<Item = &'static str> {
        let on = PROTOCOLS.iter().filter(|(_, flag)| self.attributes.is_on(flag));
        on.map(|(word, _)| *word)
    }
}

impl LiveSite {
    /// The newest moment at which something was used, or an account or a key was made: the site was
    /// read after it.
    pub fn newest_use(&self) -> Option<Timestamp> {
        let of_users = self.users.iter().filter_map(|user| user.activity.newest());
        let ssh = self.users.iter().flat_map(|user| &user.ssh_keys);
        let ssh = ssh.flat_map(|key| [key.last_login, key.created]);
        let api = self.users.iter().flat_map(|user| &user.api_keys).chain(&self.api_keys);
        let api = api.flat_map(|key| [key.last_use, key.created]);
        ssh.chain(api).filter_map(Last::at).chain(of_users).max()
    }
}
