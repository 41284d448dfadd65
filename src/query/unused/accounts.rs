//! People who were not at work, their roles, and the protocols of those who were.

use super::Search;
use super::answer::{Kind, Last, LostBy, UnusedItem, Why};
use super::drops::Target;
use crate::access::{SWITCHES, ShutOut, Standing, Via, Way};
use crate::diff::Origin;
use crate::live::{LiveUser, Use};
use crate::model::account::{LOCAL_ROLES, PROTOCOLS, ROLES};
use crate::model::{Grantee, Key, Level, Value, child_site, path};
use rustc_hash::FxHashMap;

/// What somebody administers: the word, what it is of, and where that is declared.
type Office = (String, Option<String>, Option<Origin>);

impl<'a> Search<'a> {
    pub(super) fn accounts(&mut self) {
        let live = self.live;
        let mut offices = self.offices();
        for user in &live.users {
            let used = self.people.get(&user.key).copied().unwrap_or(Use::NotShown);
            if used.is_unused() {
                self.person(user, used);
                for office in offices.remove(&user.key).unwrap_or_default() {
                    self.role(user, used, office);
                }
            } else if used == Use::Used {
                self.protocols(user);
            } else {
                self.open(Kind::Person, used, self.asked.username(user.key));
            }
        }
    }

    fn person(&mut self, user: &LiveUser, used: Use) {
        let name = self.asked.username(user.key);
        let nothing = Standing::ShutOut(ShutOut::Disabled);
        let places = self.losses.of(user.key, nothing, |_| false).to_vec();
        let declared = self.declaring.and_then(|known| known.site.user(user.key));
        let item = UnusedItem {
            kind: Kind::Person,
            user: Some(name.clone()),
            name: name.clone(),
            of: None,
            last: Last(used.last()),
            loses: vec![LostBy { people: vec![name], places }],
            members: None,
            declared: declared.and_then(|user| self.origin(user.name_span)),
            dropped: None,
        };
        self.found.push((item, Target::User(user.key)));
    }

    /// What the people who were not at work administer, in no order.
    fn offices(&self) -> FxHashMap<Key, Vec<Office>> {
        let mut all: FxHashMap<Key, Vec<Office>> = FxHashMap::default();
        let (live, asked) = (self.live, self.asked);
        let idle = |user: &Key| self.people.get(user).is_some_and(|used| used.is_unused());
        for user in live.users.iter().filter(|user| idle(&user.key)) {
            let roles = ROLES.iter().chain(LOCAL_ROLES);
            for (word, _) in roles.filter(|(_, flag)| user.attributes.is_on(flag)) {
                let declared = asked.origins.role(user.key, word);
                all.entry(user.key).or_default().push(((*word).to_owned(), None, declared));
            }
        }
        for membership in live.memberships.iter().filter(|one| one.admin && idle(&one.user)) {
            let group = asked.spelling.of_group(asked.names.key_text(membership.group));
            let declared = asked.origins.membership(membership.user, membership.group);
            let office = ("group-admin".to_owned(), Some(group), declared);
            all.entry(membership.user).or_default().push(office);
        }
        for grant in &live.child_grants {
            if let Grantee::User(user) = &grant.grantee
                && idle(user)
            {
                let of = format!("child site {}", grant.site);
                let office = (grant.level.word().to_owned(), Some(of), None);
                all.entry(*user).or_default().push(office);
            }
        }
        for grant in live.grants.iter().filter(|grant| grant.level == Level::Admin) {
            if let Grantee::User(user) = &grant.grantee
                && idle(user)
            {
                let of = asked.names.text(grant.path).to_owned();
                let declared = self
                    .way_of(*user, grant.folder)
                    .and_then(|way| asked.origins.grant(*user, way));
                let office = ("folder-admin".to_owned(), Some(of), declared);
                all.entry(*user).or_default().push(office);
            }
        }
        all
    }

    /// The grant by name that makes somebody administrator of a folder.
    fn way_of(&self, user: Key, folder: Key) -> Option<Way<'a>> {
        let path = self.asked.names.key_text(folder);
        let folder = self.asked.tree().folders().find(path)?;
        let ways = self.asked.view.state.held_by(user).into_iter();
        let own = |way: &Way<'_>| way.via == Via::Own && way.held.administers();
        ways.filter(own).find(|way| way.held.folder == folder)
    }

    fn role(&mut self, user: &LiveUser, used: Use, (word, of, declared): Office) {
        let state = self.asked.view.state;
        let standing = state.standing(user.key);
        let places = match (word.as_str(), &of) {
            ("site-admin", None) => {
                let without = state.standing_without_role(user.key);
                self.losses.of(user.key, without, |_| true)
            }
            ("folder-admin", Some(folder)) => {
                let path = path::key(folder);
                let folder = self.asked.tree().folders().find(&path);
                let is_it = |way: &Way<'_>| {
                    way.via == Via::Own && way.held.administers() && Some(way.held.folder) == folder
                };
                self.losses.of(user.key, standing, |way| !is_it(way))
            }
            (_, Some(site)) if site.starts_with("child site ") => {
                let root = site.strip_prefix("child site ").and_then(|id| id.parse().ok());
                let root = root.map(|id: i64| path::key(&child_site::files(id)).into_owned());
                let folder = root.and_then(|root| self.asked.tree().folders().find(&root));
                let is_it =
                    |way: &Way<'_>| way.held.opening.is_some() && Some(way.held.folder) == folder;
                self.losses.of(user.key, standing, |way| !is_it(way))
            }
            _ => self.losses.of(user.key, standing, |_| true),
        };
        let name = self.asked.username(user.key);
        let item = UnusedItem {
            kind: Kind::Role,
            user: Some(name.clone()),
            name: word,
            of,
            last: Last(used.last()),
            loses: vec![LostBy { people: vec![name], places: places.to_vec() }],
            members: None,
            declared,
            dropped: None,
        };
        self.found.push((item, Target::WithUser(user.key)));
    }

    /// Whether the site has switched a protocol off for everybody.
    fn is_closed(&self, flag: &str) -> bool {
        let mut switches = SWITCHES.iter().filter(|(_, protocol)| *protocol == flag);
        switches.any(|(switch, _)| *self.live.settings.get(switch) == Value::Bool(false))
    }

    fn protocols(&mut self, user: &LiveUser) {
        // Their own do not count then.
        if self.asked.view.state.own_protocols_are_moot() {
            return;
        }
        let is_admin = user.attributes.is_on("site_admin");
        let open = PROTOCOLS.iter().filter(|(_, flag)| !self.is_closed(flag));
        let allowed: Vec<&str> = user.protocols().collect();
        let open: Vec<&str> =
            open.map(|(word, _)| *word).filter(|word| allowed.contains(word)).collect();
        // Administrators cannot be denied the web.
        let judged = open.iter().filter(|word| !(is_admin && **word == "web"));
        let judged: Vec<(&str, Use)> =
            judged.map(|word| (*word, user.activity.of_protocol(word, self.since))).collect();
        let name = self.asked.username(user.key);
        let unused = judged.iter().filter(|(_, used)| used.is_unused());
        // They were at work over something.
        if unused.clone().count() == open.len() && !open.is_empty() {
            self.undecided.push((Kind::Protocol, Why::ByNothingShown, name));
            return;
        }
        for (word, used) in &judged {
            // That nothing is known of S3 is said once for all.
            if *word != "s3" {
                self.open(Kind::Protocol, *used, format!("{name}: {word}"));
            }
            if used.is_unused() {
                self.protocol(user, &name, word, *used);
            }
        }
    }

    fn protocol(&mut self, user: &LiveUser, name: &str, word: &'static str, used: Use) {
        let flag = PROTOCOLS.iter().find(|(known, _)| *known == word).map(|(_, flag)| *flag);
        let said = self.declaring.and_then(|known| known.site.user(user.key)).zip(flag);
        let said = said.and_then(|(user, flag)| user.attributes.on(flag));
        let item = UnusedItem {
            kind: Kind::Protocol,
            user: Some(name.to_owned()),
            name: word.to_owned(),
            of: None,
            last: Last(used.last()),
            // Whoever was at work comes in over another one.
            loses: vec![LostBy { people: vec![name.to_owned()], places: Vec::new() }],
            members: None,
            declared: said.and_then(|said| self.origin(said.span)),
            dropped: None,
        };
        self.found.push((item, Target::Protocol(user.key, word)));
    }
}
