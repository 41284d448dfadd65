//! The findings for assertions about accounts and about the grants to them.

use super::Rule;
use crate::access::{Breach, LastUse, Witness};
use crate::diagnostic::Diagnostic;
use crate::model::expect::{Demand, Kept};
use crate::model::{Definition, Grantee, Key, Names, path};
use crate::wording::{counted, plural};
use jiff::Timestamp;

/// What telling needs to know.
pub struct Told<'a> {
    /// The rule that finds it.
    pub rule: &'static Rule,
    pub user: &'a dyn Fn(Key) -> String,
    pub group: &'a dyn Fn(Key) -> String,
    /// A path as it is written.
    pub place: &'a dyn Fn(&str) -> String,
    pub site: &'a Definition,
    pub names: &'a Names,
    pub now: Timestamp,
}

impl Told<'_> {
    fn grantee(&self, grantee: &Grantee) -> String {
        match grantee {
            Grantee::User(user) => format!("user `{}`", (self.user)(*user)),
            Grantee::Group(group) => format!("group `{}`", (self.group)(*group)),
            Grantee::Partner(partner) => {
                let key = self.names.key_text(*partner);
                let is_it = |name: &&str| self.names.find_key(name) == Some(*partner);
                format!("partner `{}`", self.site.partners().find(is_it).unwrap_or(key))
            }
            Grantee::AllOf(groups) => {
                let groups: Vec<String> =
                    groups.iter().map(|group| format!("`{}`", (self.group)(*group))).collect();
                format!("members of all of {}", groups.join(", "))
            }
        }
    }
}

fn lacks(kept: Kept) -> &'static str {
    match kept {
        Kept::Sso => "does not sign in by SSO",
        Kept::TwoFactor => "is not asked for 2FA",
        Kept::AllowedIps => "has no allowed IP addresses",
        Kept::Expiry => "has no `authenticate-until`",
    }
}

fn fact(witness: &Witness, told: &Told<'_>) -> String {
    match witness {
        Witness::Lacks { user, kept } => format!("`{}` {}", (told.user)(*user), lacks(*kept)),
        Witness::Unused { user, last: LastUse::At(at) } => {
            format!("`{}` was active last on {}", (told.user)(*user), at.strftime("%Y-%m-%d"))
        }
        Witness::Unused { user, .. } => format!("`{}` was never active", (told.user)(*user)),
        Witness::Unknown { user } => {
            format!("when `{}` was active is not shown", (told.user)(*user))
        }
        Witness::Endless { grantee, folder, level, until } => {
            let place = (told.place)(folder);
            let (grantee, place) = (told.grantee(grantee), path::display(&place));
            let grant = format!("`{}` on `{place}` for {grantee}", level.as_str());
            match until {
                None => format!("{grant} has no end"),
                Some((until, _)) => format!("{grant} ends at {until}"),
            }
        }
    }
}

/// The finding for one that does not hold; `when` says in which state, if it is not the definition
/// alone.
pub fn breach_finding(breach: &Breach<'_>, told: &Told<'_>, when: &str) -> Diagnostic {
    let others = match breach.others {
        0 => String::new(),
        more => {
            let is = plural(more, "is", "are");
            format!(", and so {is} {}", counted(more, "other", "others"))
        }
    };
    let text = &*breach.expectation.text;
    let fact = fact(&breach.witness, told);
    let finding = told
        .rule
        .found(format!("{text:?} does not hold{when}: {fact}{others}"))
        .at(breach.duty.span, "this clause");
    let place = match &breach.witness {
        Witness::Lacks { user, .. } | Witness::Unused { user, .. } | Witness::Unknown { user } => {
            told.site.user(*user).map(|user| user.name_span)
        }
        Witness::Endless { until: Some((_, span)), .. } => Some(*span),
        Witness::Endless { grantee, folder, level, .. } => {
            let mut grants = told.site.grants.iter();
            let is_it = |folder_key: Key| told.names.key_text(folder_key) == folder;
            let found = grants.find(|grant| {
                grant.grantee == *grantee && grant.level == *level && is_it(grant.folder)
            });
            found.map(|grant| grant.span)
        }
    };
    let finding = match place {
        Some(place) => finding.at(place, "this one"),
        None => finding,
    };
    finding.help(help(breach, place.is_some(), told))
}

fn help(breach: &Breach<'_>, declared: bool, told: &Told<'_>) -> String {
    match (&breach.witness, &breach.duty.demand) {
        (Witness::Unused { .. } | Witness::Unknown { .. }, _) => {
            "`siteplan access unused` says what would be lost with the account: disable it, or drop it"
                .to_owned()
        }
        (_, Demand::End { .. }) if !declared => {
            "declare the grant with an `until=`, or take it away with `grant #null`".to_owned()
        }
        (_, Demand::End { days, .. }) => {
            let far = jiff::SignedDuration::from_hours(24 * i64::from(*days));
            let latest = told.now.checked_add(far).unwrap_or(Timestamp::MAX);
            let latest = latest.strftime("%Y-%m-%d");
            format!("let it end before {latest} with `until=`, or drop the grant")
        }
        (Witness::Lacks { kept, .. }, _) => match kept {
            Kept::Sso => "write `authentication \"sso\" strategy=\"…\"` in the account".to_owned(),
            Kept::TwoFactor => {
                "write `require-2fa #true` and `require-2fa-user-type \"all\"` in the site's settings; \
                 or, with `allow-user-level-2fa-override #true` there, `require-2fa \
                 \"always-require\"` in the account"
                    .to_owned()
            }
            Kept::AllowedIps => "write `allowed-ips \"…\"` in the account".to_owned(),
            Kept::Expiry => "write `authenticate-until \"…\"` in the account".to_owned(),
        },
        (Witness::Endless { .. }, _) => "let it end with `until=`".to_owned(),
    }
}

/// That a definition by itself does not decide it.
pub fn undecided(breach: &Breach<'_>, rule: &'static Rule) -> Diagnostic {
    let text = &*breach.expectation.text;
    let message = format!(
        "whether {text:?} holds only the site shows: a definition does not say who was active"
    );
    Diagnostic::info(rule.code, message)
        .at(breach.duty.span, "this clause is about the site")
        .help("`siteplan plan` and `siteplan apply` decide it on the site, or on a snapshot with `--live`")
}
