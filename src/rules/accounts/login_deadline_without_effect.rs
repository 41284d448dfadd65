//! A deadline for the first sign-in that has passed.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Value;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("login-deadline-without-effect"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "the day of the first sign-in has passed",
    page: include_str!("login-deadline-without-effect.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.is_disabled()) {
        let Some(by) = user.attributes.get("require_login_by") else { continue };
        let Value::Instant(instant) = by.value else { continue };
        if instant <= cx.now {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("the first sign-in of `{name}` was due by {instant}"))
                    .at(by.span, "in the past")
                    .help("drop the line if the person has signed in; say a later date if not"),
            );
        }
    }
}
