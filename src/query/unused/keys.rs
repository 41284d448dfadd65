//! Keys that nobody used.

use super::Search;
use super::answer::{Kind, Last, LostBy, UnusedItem};
use super::drops::Target;
use crate::live::{LiveApiKey, LiveUser, Use};
use crate::model::Key;
use crate::model::SiteKey;
use crate::source::Span;

impl Search<'_> {
    pub(super) fn keys(&mut self) {
        let live = self.live;
        for user in &live.users {
            self.ssh_keys(user);
            for key in &user.api_keys {
                self.api_key(Some(user), key);
            }
        }
        for key in &live.api_keys {
            self.api_key(None, key);
        }
    }

    fn ssh_keys(&mut self, user: &LiveUser) {
        for key in &user.ssh_keys {
            let used = Use::since(key.last_login, key.created, self.since);
            let name = self.asked.username(user.key);
            if !used.is_unused() {
                self.open(Kind::SshKey, used, format!("{name}: {}", key.title));
                continue;
            }
            let declared = self.declaring.and_then(|known| known.site.user(user.key));
            let mut declared = declared.into_iter().flat_map(|user| &user.ssh_keys);
            let declared = declared.find(|said| said.fingerprint == key.fingerprint);
            // The site shows no key again; a definition may call it otherwise.
            let said = declared.map(|said| Target::SshKey(user.key, said.title.to_string()));
            let (title, span) = (key.title.to_string(), declared.map(|said| said.span));
            let target = said.unwrap_or(Target::Undeclared);
            self.key(Kind::SshKey, Some(user.key), title, used, span, target);
        }
    }

    fn api_key(&mut self, user: Option<&LiveUser>, key: &LiveApiKey) {
        let used = Use::since(key.last_use, key.created, self.since);
        let name = key.name.to_string();
        if !used.is_unused() {
            let whose = user.map_or_else(
                || SiteKey(&name).to_string(),
                |user| format!("{}: {name}", self.asked.username(user.key)),
            );
            return self.open(Kind::ApiKey, used, whose);
        }
        let declared = self.declaring.and_then(|known| match user {
            Some(user) => Some(&known.site.user(user.key)?.api_keys),
            None => Some(&known.site.api_keys),
        });
        let declared = declared.and_then(|keys| keys.iter().find(|said| said.name == key.name));
        let user = user.map(|user| user.key);
        let target = match declared {
            Some(_) => Target::ApiKey(user, name.clone()),
            None => Target::Undeclared,
        };
        self.key(Kind::ApiKey, user, name, used, declared.map(|said| said.span), target);
    }

    fn key(
        &mut self,
        kind: Kind,
        user: Option<Key>,
        name: String,
        used: Use,
        declared: Option<Span>,
        target: Target,
    ) {
        let told = SiteKey(&name).to_string();
        let loses = match user {
            // Whoever bears it is that user, who keeps all else.
            Some(user) => {
                vec![LostBy { people: vec![self.asked.username(user)], places: Vec::new() }]
            }
            None => {
                let holder = self.asked.names.find_key(&told);
                let places = holder.map(|holder| {
                    let standing = self.asked.view.state.standing(holder);
                    self.losses.of(holder, standing, |_| false).to_vec()
                });
                vec![LostBy { people: vec![told], places: places.unwrap_or_default() }]
            }
        };
        let item = UnusedItem {
            kind,
            user: user.map(|user| self.asked.username(user)),
            name,
            of: None,
            last: Last(used.last()),
            loses,
            members: None,
            declared: declared.and_then(|span| self.origin(span)),
            dropped: None,
        };
        self.found.push((item, target));
    }
}
