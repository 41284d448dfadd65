//! What is asserted of accounts and of the grants to them, decided in one state.
//!
//! In: the state, and of each account what such assertions ask. Out: who breaks one; or that nothing
//! shows whether somebody does.

use super::folders::Tree;
use super::state::State;
use crate::model::expect::{Demand, Duty, Expectation, Holders, Kept, Who};
use crate::model::glob::Pattern;
use crate::model::{Definition, Grantee, Key, Level, Names, Value};
use crate::source::Span;
use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHashMap;

use super::expectations::globs;

/// When an account was used last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastUse {
    At(Timestamp),
    /// Then, and perhaps later.
    NotBefore(Timestamp),
    /// Never since it was made, as far back as that is.
    NeverSince(Timestamp),
    NotShown,
}

/// What is asked of an account. One that is disabled is none.
#[derive(Debug, Clone)]
pub struct AccountFacts {
    pub user: Key,
    pub bot: bool,
    /// By [`Kept::WORDS`].
    pub has: Vec<Kept>,
    pub last: LastUse,
}

impl AccountFacts {
    /// Of an account with these attributes on a site with these settings, by the API's names; none
    /// where it is disabled.
    pub fn of<'v>(
        user: Key,
        bot: bool,
        value: impl Fn(&str) -> &'v Value,
        setting: impl Fn(&str) -> &'v Value,
        last: LastUse,
    ) -> Option<Self> {
        if value("disabled").as_bool() == Some(true) {
            return None;
        }
        let has = Kept::WORDS.iter().map(|(_, kept)| *kept);
        let has = has.filter(|kept| has_it(*kept, &value, &setting)).collect();
        Some(AccountFacts { user, bot, has, last })
    }
}

fn has_it<'v>(
    kept: Kept,
    value: &impl Fn(&str) -> &'v Value,
    setting: &impl Fn(&str) -> &'v Value,
) -> bool {
    let is_on = |value: &Value| value.as_bool() == Some(true);
    let uses_sso = || value("authentication_method").as_text() == Some("sso");
    match kept {
        Kept::Sso => uses_sso(),
        Kept::AllowedIps => !value("allowed_ips").is_unset(),
        Kept::Expiry => !value("authenticate_until").is_unset(),
        Kept::TwoFactor => match value("require_2fa").as_text() {
            Some("always_require") => true,
            Some("never_require") => false,
            _ => {
                let meant = match setting("require_2fa_user_type").as_text() {
                    None | Some("all") => true,
                    // Whoever administers folders only is not told apart here.
                    Some(_) => is_on(value("site_admin")),
                };
                let exempt = uses_sso() && is_on(setting("require_2fa_exempt_all_sso_users"));
                is_on(setting("require_2fa")) && meant && !exempt
            }
        },
    }
}

/// The accounts that a definition declares. What it leaves open is as the API makes new ones.
pub fn accounts_of(site: &Definition) -> Vec<AccountFacts> {
    let setting = |name: &str| site.settings.value(name).unwrap_or(&Value::Null);
    let users = site.users.iter().filter_map(|user| {
        let value = |name: &str| user.attributes.value(name).unwrap_or(&Value::Null);
        AccountFacts::of(user.key, user.bot, value, setting, LastUse::NotShown)
    });
    users.collect()
}

/// Something asserted that is not so, or of which nothing is shown.
#[derive(Debug)]
pub struct Breach<'d> {
    pub expectation: &'d Expectation,
    pub duty: &'d Duty,
    /// One that shows it.
    pub witness: Witness,
    /// How many others there are.
    pub others: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Witness {
    Lacks {
        user: Key,
        kept: Kept,
    },
    Unused {
        user: Key,
        last: LastUse,
    },
    /// Of this account nothing is shown.
    Unknown {
        user: Key,
    },
    /// A grant without an end, or with one that is too far off.
    Endless {
        grantee: Grantee,
        folder: String,
        level: Level,
        until: Option<(Timestamp, Span)>,
    },
}

/// One state, and what is said of it.
pub struct Scene<'a> {
    pub tree: &'a Tree,
    pub state: &'a State,
    pub accounts: &'a [AccountFacts],
    /// A moment after which the site was read.
    pub seen: Option<Timestamp>,
    pub site: &'a Definition,
    pub names: &'a Names,
}

/// What does not hold, and what is not established, in the order of the definition.
pub fn breaches<'d>(scene: &Scene<'_>, expectations: &'d [Expectation]) -> Vec<Breach<'d>> {
    let duties = expectations.iter().flat_map(|e| e.duties.iter().map(move |duty| (e, duty)));
    let found = duties.flat_map(|(expectation, duty)| {
        let all = match &duty.demand {
            Demand::Have { who, kept } => lacking(scene, *who, kept),
            Demand::Used { days } => unused(scene, *days),
            Demand::End { .. } => endless(scene, &duty.demand),
        };
        let (unknown, known): (Vec<Witness>, Vec<Witness>) =
            all.into_iter().partition(|witness| matches!(witness, Witness::Unknown { .. }));
        [known, unknown].into_iter().filter_map(move |found| {
            let others = found.len().checked_sub(1)?;
            let witness = found.into_iter().next()?;
            Some(Breach { expectation, duty, witness, others })
        })
    });
    found.collect()
}

fn by_name(scene: &Scene<'_>, mut found: Vec<Witness>) -> Vec<Witness> {
    found.sort_by_cached_key(|witness| match witness {
        Witness::Lacks { user, .. } | Witness::Unused { user, .. } | Witness::Unknown { user } => {
            scene.names.key_text(*user).to_owned()
        }
        Witness::Endless { folder, level, .. } => format!("{folder}\0{level:?}"),
    });
    found
}

fn lacking(scene: &Scene<'_>, who: Who, kept: &[Kept]) -> Vec<Witness> {
    let meant = scene.accounts.iter().filter(|account| account.bot == (who == Who::Bots));
    let lacks = meant.filter_map(|account| {
        let kept = kept.iter().find(|kept| !account.has.contains(kept))?;
        Some(Witness::Lacks { user: account.user, kept: *kept })
    });
    by_name(scene, lacks.collect())
}

fn unused(scene: &Scene<'_>, days: u32) -> Vec<Witness> {
    let far = SignedDuration::from_hours(24 * i64::from(days));
    let since = scene.state.now().checked_sub(far).unwrap_or(Timestamp::MIN);
    // What was read before shows nobody who was at work since.
    let is_late = scene.seen.is_some_and(|seen| seen >= since);
    let idle = scene.accounts.iter().filter_map(|account| {
        let (user, last) = (account.user, account.last);
        match last {
            LastUse::At(at) | LastUse::NotBefore(at) | LastUse::NeverSince(at) if at >= since => {
                None
            }
            LastUse::At(_) | LastUse::NeverSince(_) if is_late => {
                Some(Witness::Unused { user, last })
            }
            _ => Some(Witness::Unknown { user }),
        }
    });
    by_name(scene, idle.collect())
}

fn endless(scene: &Scene<'_>, demand: &Demand) -> Vec<Witness> {
    let Demand::End { levels, to, holders, days, .. } = demand else { return Vec::new() };
    let patterns: Vec<Pattern> = globs(to).filter_map(|text| Pattern::glob(text).ok()).collect();
    let far = SignedDuration::from_hours(24 * i64::from(*days));
    let latest = scene.state.now().checked_add(far).unwrap_or(Timestamp::MAX);
    let ends = ends(scene);
    let mut found = Vec::new();
    for (grantee, held) in scene.state.grants() {
        let folder = scene.tree.folders().path(held.folder);
        let is_meant = held.opening.is_none()
            && levels.contains(&held.level)
            && (holders.is_empty() || holders.iter().any(|(of, _)| holds(scene, *of, grantee)))
            && patterns.iter().any(|pattern| pattern.is_match(folder));
        let key = (grantee, folder, held.level);
        let until = ends.get(&key).copied().flatten();
        if is_meant && until.is_none_or(|(until, _)| until > latest) {
            let (grantee, folder) = (grantee.clone(), folder.to_owned());
            found.push(Witness::Endless { grantee, folder, level: held.level, until });
        }
    }
    found.sort_by_key(|witness| match witness {
        Witness::Endless { grantee, .. } => Some(grantee.clone()),
        _ => None,
    });
    by_name(scene, found)
}

/// Until when a grant is declared, by holder, folder and level.
type Ends<'a> = FxHashMap<(&'a Grantee, &'a str, Level), Option<(Timestamp, Span)>>;

fn ends<'a>(scene: &Scene<'a>) -> Ends<'a> {
    let site = scene.site;
    let declared = site.grants.iter().map(|grant| {
        let key = (&grant.grantee, scene.names.key_text(grant.folder), grant.level);
        (key, grant.until.as_ref().map(|until| (until.at, until.span)))
    });
    declared.collect()
}

fn holds(scene: &Scene<'_>, holders: Holders, grantee: &Grantee) -> bool {
    match (holders, grantee) {
        (Holders::User(user), Grantee::User(of)) => user == *of,
        (Holders::Group(group), Grantee::Group(of)) => group == *of,
        (Holders::Group(group), Grantee::AllOf(all)) => all.contains(&group),
        (Holders::Partner(partner), Grantee::Partner(of)) => partner == *of,
        (Holders::Partners, Grantee::Partner(_)) => true,
        (Holders::Partners, Grantee::User(user)) => !scene.state.partnership(*user).is_none(),
        _ => false,
    }
}
