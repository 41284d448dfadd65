//! An account that no protocol lets in.

use crate::access::SWITCHES;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::account::PROTOCOLS;
use crate::model::{Setting, User, Value};
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: Code("account-without-protocol"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "an account has no protocol left to sign in with",
    page: include_str!("account-without-protocol.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let groups_only = cx.site.settings.on("protocol_access_groups_only");
    for user in cx.site.users.iter().filter(|user| !user.is_disabled() && !user.is_site_admin()) {
        let by_group = |flag: &str| {
            cx.memberships_of(user.key).iter().any(|membership| {
                let group = cx.site.group(membership.group);
                group.is_some_and(|group| group.attributes.on(flag).is_some())
            })
        };
        let own = |flag: &str| groups_only.is_none() && allows(user, flag);
        let open = |flag: &str| switched_off(cx, flag).is_none() && (own(flag) || by_group(flag));
        if PROTOCOLS.iter().any(|(_, flag)| open(flag)) {
            continue;
        }
        let Some((place, why)) = place(cx, user, groups_only) else { continue };
        let let_in = PROTOCOLS.iter().filter(|(_, flag)| own(flag) || by_group(flag));
        let closed: Vec<&Setting> = let_in.filter_map(|(_, flag)| switched_off(cx, flag)).collect();
        let why = if closed.is_empty() { why } else { "all that is open is switched off" };
        let name = cx.text(user.name);
        let finding = RULE
            .found(format!("`{name}` has no protocol left, so it cannot sign in"))
            .at(place, why);
        let finding = closed.iter().fold(finding, |finding, switch| {
            finding.at(switch.span, "switched off for the whole site")
        });
        findings.push(finding.help(match (groups_only, closed.is_empty()) {
            (_, false) => {
                "switch it on, allow another protocol, or lock the account: `disabled #true`"
            }
            (Some(_), true) => "allow a protocol in a group of theirs, or say `disabled #true`",
            (None, true) => "allow a protocol, or use `disabled #true` to lock the account",
        }));
    }
}

/// By itself, as far as is said; a new account has all protocols but S3.
fn allows(user: &User, flag: &str) -> bool {
    let at_first = flag != "s3_compatible_endpoint_permission";
    user.attributes.value(flag).map_or(at_first, |value| value.as_bool().unwrap_or(at_first))
}

pub(super) fn switched_off<'a>(cx: &Context<'a>, flag: &str) -> Option<&'a Setting> {
    let (switch, _) = SWITCHES.iter().find(|(_, of)| *of == flag)?;
    let off = |setting: &&Setting| setting.value == Value::Bool(false);
    cx.site.settings.get(switch).filter(off)
}

/// What shuts the account out; none where groups that no file names may let it in.
fn place(
    cx: &Context<'_>,
    user: &User,
    groups_only: Option<&Setting>,
) -> Option<(Span, &'static str)> {
    match groups_only {
        Some(setting) => {
            let known = user.groups_said.is_some() || !cx.memberships_of(user.key).is_empty();
            known.then_some((setting.span, "by groups only, and no group of this user's is open"))
        }
        None => {
            let said = user.attributes.get("restapi_permission")?;
            Some((said.span, "no protocol is allowed here, and no group of the user's opens one"))
        }
    }
}
