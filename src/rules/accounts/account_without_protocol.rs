//! An account that no protocol lets in.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::account::PROTOCOLS;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("account-without-protocol"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "an account has no protocol left to sign in with",
    page: include_str!("account-without-protocol.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.is_disabled() && !user.is_site_admin()) {
        if !user.has_no_protocol() {
            continue;
        }
        let Some(said) = user.attributes.get("restapi_permission") else { continue };
        let by_group = cx.memberships_of(user.key).iter().any(|membership| {
            cx.site.group(membership.group).is_some_and(|group| {
                PROTOCOLS.iter().any(|(_, flag)| group.attributes.on(flag).is_some())
            })
        });
        if !by_group {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("`{name}` has no protocol left, so it cannot sign in"))
                    .at(
                        said.span,
                        "no protocol is allowed here, and no group of the user's allows one",
                    )
                    .help("allow a protocol, or use `disabled #true` to lock the account"),
            );
        }
    }
}
