//! An e-mail sign-up without an address.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("email-missing"),
    family: Family::Accounts,
    severity: Severity::Error,
    summary: "an account signs up by e-mail and has no address",
    page: include_str!("email-missing.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in &cx.site.users {
        let Some(method) = user.attributes.get("authentication_method") else { continue };
        let email = user.attributes.get("email");
        let missing = email.is_none_or(|email| email.value.is_unset());
        if method.value.as_text() != Some("email_signup") || !missing {
            continue;
        }
        let name = cx.text(user.name);
        let finding = RULE
            .found(format!("`{name}` signs up by e-mail, but has no address"))
            .at(method.span, "the invitation goes to the account's address");
        let finding = match email {
            Some(email) => finding.at(email.span, "said to be unset"),
            None => finding.at(user.name_span, "no `email` in this node"),
        };
        findings.push(finding.help("say `email \"…\"`, or choose another method"));
    }
}
