//! A password that its owner cannot reset.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("password-without-email"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a person with a password has no address to reset it by",
    page: include_str!("password-without-email.md"),
    check: Check::Definition(check),
};

const METHODS: &[&str] = &["password", "password_with_imported_hash", "password_and_ssh_key"];

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.site.settings.on("disable_password_reset").is_some() {
        return;
    }
    for user in cx.site.users.iter().filter(|user| !user.bot && !user.is_disabled()) {
        let Some(method) = user.attributes.get("authentication_method") else { continue };
        let has_email = user.attributes.value("email").is_some_and(|email| !email.is_unset());
        if has_email || !method.value.as_text().is_some_and(|word| METHODS.contains(&word)) {
            continue;
        }
        let name = cx.text(user.name);
        findings.push(
            RULE.found(format!("`{name}` cannot reset a lost password without an address"))
                .at(method.span, "signs in with a password")
                .at(user.name_span, "no `email` in this node")
                .help("add `email \"…\"`"),
        );
    }
}
