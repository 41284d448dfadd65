//! Assertions about accounts and the grants to them, on the site today and as a plan leaves it.

use super::assertions::{NEITHER, NO_LONGER, mends, not_established, spelling, username};
use super::transition::Transition;
use crate::access::{AccountFacts, Breach, LastUse, Scene, Witness, breaches};
use crate::diagnostic::Diagnostic;
use crate::live::{Last, LiveSite, LiveUser};
use crate::model::{Definition, Key, Names, User, Value, path};
use crate::rules::duties::{Told, breach_finding};
use crate::rules::permissions::expectation_broken::RULE;
use rustc_hash::FxHashMap;

/// What of them does not hold once every change is made, and what is not established.
pub fn broken_duties(
    transition: &Transition,
    site: &Definition,
    live: &LiveSite,
    names: &Names,
) -> Vec<Diagnostic> {
    if site.expectations.iter().all(|expectation| expectation.duties.is_empty()) {
        return Vec::new();
    }
    let accounts = Accounts { transition, site, live };
    let seen = live.read_at.or_else(|| live.newest_use());
    let tree = &transition.tree;
    let scene = |state, accounts| Scene { tree, state, accounts, seen, site, names };
    let (today, then) = (accounts.today(), accounts.then());
    let today = breaches(&scene(&transition.before, &today), &site.expectations);
    let found = breaches(&scene(&transition.after, &then), &site.expectations);
    let is_known = |breach: &&Breach<'_>| !matches!(breach.witness, Witness::Unknown { .. });
    let is_in = |list: &[Breach<'_>], one: &Breach<'_>| {
        list.iter().filter(is_known).any(|other| other.duty.span == one.duty.span)
    };
    let paths = spelling(site, live, names);
    let told = Told {
        rule: &RULE,
        user: &|key| username(key, site, live, names).to_owned(),
        group: &|key| {
            let name = site.group(key).map(|group| group.name);
            name.map_or(names.key_text(key), |name| names.text(name)).to_owned()
        },
        place: &|place| paths.of_path(&path::key(place)),
        site,
        names,
        now: transition.after.now(),
    };
    let broken = found.iter().filter(is_known).map(|breach| {
        let when = if is_in(&today, breach) { NEITHER } else { NO_LONGER };
        breach_finding(breach, &told, when)
    });
    let open = found.iter().filter(|breach| !is_known(breach)).map(|breach| {
        let user = match breach.witness {
            Witness::Unknown { user } => (told.user)(user),
            _ => String::new(),
        };
        let label = match breach.others {
            0 => format!("the site does not show when `{user}` was active"),
            more => format!("the site does not show when `{user}` and {more} more were active"),
        };
        not_established(&breach.expectation.text)
            .at(breach.duty.span, label)
            .help("make the snapshot anew, or let the key of a site administrator read the users")
    });
    let mended = today.iter().filter(is_known).filter(|breach| !is_in(&found, breach));
    let mended = mended.map(|breach| mends(&breach.expectation.text, breach.duty.span));
    broken.chain(open).chain(mended).collect()
}

struct Accounts<'a> {
    transition: &'a Transition,
    site: &'a Definition,
    live: &'a LiveSite,
}

/// When an account was used last.
fn last(live: &LiveUser) -> LastUse {
    let by_key = live.last_by_key();
    let last = match (live.activity.last(), by_key) {
        (Last::At(at), Some(by_key)) => Last::At(at.max(by_key)),
        (_, Some(by_key)) => Last::At(by_key),
        (last, None) => last,
    };
    match (last, live.activity.created) {
        (Last::At(at), _) if live.activity.is_whole() => LastUse::At(at),
        (Last::At(at), _) => LastUse::NotBefore(at),
        (Last::Never, Last::At(made)) => LastUse::NeverSince(made),
        _ => LastUse::NotShown,
    }
}

fn is_bot(live: &LiveUser) -> bool {
    live.attributes.get("self_managed").as_bool() == Some(false)
}

impl<'a> Accounts<'a> {
    fn today(&self) -> Vec<AccountFacts> {
        let setting = |name: &str| self.live.settings.get(name);
        let users = self.live.users.iter().filter_map(|user| {
            let key = self.transition.renames.of_user(user.key);
            AccountFacts::of(
                key,
                is_bot(user),
                |name| user.attributes.get(name),
                setting,
                last(user),
            )
        });
        users.collect()
    }

    /// What the definition says wins, where it says anything.
    fn then(&self) -> Vec<AccountFacts> {
        let setting = |name: &str| {
            let said = self.site.settings.value(name);
            said.unwrap_or_else(|| self.live.settings.get(name))
        };
        let live: FxHashMap<Key, &LiveUser> = self
            .live
            .users
            .iter()
            .map(|user| (self.transition.renames.of_user(user.key), user))
            .collect();
        let declared = self.site.users.iter().filter_map(|user| {
            let live = live.get(&user.key).copied();
            let value = |name: &str| value(user, live, name);
            // A new one is not idle yet.
            let used = live.map_or(LastUse::At(self.transition.after.now()), last);
            AccountFacts::of(user.key, user.bot, value, setting, used)
        });
        let mut all: Vec<AccountFacts> = declared.collect();
        let stays = |key: &Key| self.transition.after.account(*key).is_some();
        let others = live.iter().filter(|(key, _)| self.site.user(**key).is_none() && stays(key));
        all.extend(others.filter_map(|(key, user)| {
            AccountFacts::of(
                *key,
                is_bot(user),
                |name| user.attributes.get(name),
                setting,
                last(user),
            )
        }));
        all
    }
}

fn value<'v>(user: &'v User, live: Option<&'v LiveUser>, name: &str) -> &'v Value {
    let said = user.attributes.value(name);
    match live {
        // Left alone.
        Some(live) if live.externally_managed => live.attributes.get(name),
        Some(live) => said.unwrap_or_else(|| live.attributes.get(name)),
        None => said.unwrap_or(&Value::Null),
    }
}
