//! An account whose access has ended.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Value;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("already-expired"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "an account's access has ended",
    page: include_str!("already-expired.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.is_disabled()) {
        let Some(until) = user.attributes.get("authenticate_until") else { continue };
        let Value::Instant(instant) = until.value else { continue };
        if instant <= cx.now {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("the access of `{name}` ended at {instant}"))
                    .at(until.span, "in the past")
                    .help("say a later date, or remove the account from the definition"),
            );
        }
    }
}
