//! Accounts and keys that nobody used of late: for information, for what is not used has not
//! drifted.

use super::data::{Idle, Unused};
use crate::diff::Origin;
use crate::live::{LiveApiKey, LiveSite, LiveUser, Use};
use crate::model::{Definition, Names};
use crate::source::{Sources, Span};
use jiff::{SignedDuration, Timestamp};

/// How long nobody uses what is told.
const DAYS: i64 = 90;

/// None where nothing is unused, or where what is shown may be older than that.
pub(super) fn unused(
    site: &Definition,
    live: &LiveSite,
    names: &Names,
    sources: &Sources,
    now: Timestamp,
) -> Option<Unused> {
    let since = now.checked_sub(SignedDuration::from_hours(24 * DAYS)).ok()?;
    live.read_at.or_else(|| live.newest_use()).filter(|newest| *newest >= since)?;
    let search = Search { site, live, names, sources, since };
    let (accounts, keys) = (search.accounts(), search.keys());
    (!accounts.is_empty() || !keys.is_empty()).then_some(Unused { since, accounts, keys })
}

struct Search<'a> {
    site: &'a Definition,
    live: &'a LiveSite,
    names: &'a Names,
    sources: &'a Sources,
    since: Timestamp,
}

impl Search<'_> {
    /// Those that could sign in.
    fn accounts(&self) -> Vec<Idle> {
        let open = self.live.users.iter().filter(|user| !user.attributes.is_on("disabled"));
        let idle = open.filter_map(|user| {
            let used = user.since(self.since);
            let declared = self.site.user(user.key).map(|user| user.name_span);
            self.idle(None, self.names.text(user.name), used, declared)
        });
        sorted(idle.collect())
    }

    fn keys(&self) -> Vec<Idle> {
        let mut all: Vec<Idle> = Vec::new();
        for user in &self.live.users {
            let name = self.names.text(user.name);
            for key in &user.ssh_keys {
                let used = Use::since(key.last_login, key.created, self.since);
                let declared = self.site.user(user.key).and_then(|user| {
                    user.ssh_keys.iter().find(|said| said.fingerprint == key.fingerprint)
                });
                all.extend(self.idle(Some(name), &key.title, used, declared.map(|key| key.span)));
            }
            all.extend(user.api_keys.iter().filter_map(|key| self.api_key(Some(user), key)));
        }
        all.extend(self.live.api_keys.iter().filter_map(|key| self.api_key(None, key)));
        sorted(all)
    }

    fn api_key(&self, user: Option<&LiveUser>, key: &LiveApiKey) -> Option<Idle> {
        let used = Use::since(key.last_use, key.created, self.since);
        let said = match user {
            Some(user) => self.site.user(user.key).map(|user| &user.api_keys),
            None => Some(&self.site.api_keys),
        };
        let said = said.and_then(|keys| keys.iter().find(|said| said.name == key.name));
        let whose = user.map_or("", |user| self.names.text(user.name));
        self.idle(Some(whose), &key.name, used, said.map(|said| said.span))
    }

    fn idle(
        &self,
        user: Option<&str>,
        name: &str,
        used: Use,
        declared: Option<Span>,
    ) -> Option<Idle> {
        used.is_unused().then(|| Idle {
            user: user.map(str::to_owned),
            name: name.to_owned(),
            last: used.last(),
            declared: declared.map(|span| Origin::of(span, self.site, self.sources)),
        })
    }
}

fn sorted(mut idle: Vec<Idle>) -> Vec<Idle> {
    idle.sort_by(|a, b| (&a.user, &a.name).cmp(&(&b.user, &b.name)));
    idle
}
