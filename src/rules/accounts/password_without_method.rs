//! A password that the authentication method does not take.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Setting, kebab_case};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("password-without-method"),
    family: Family::Accounts,
    severity: Severity::Error,
    summary: "a password is given and the authentication method takes none",
    page: include_str!("password-without-method.md"),
    check: Check::Definition(check),
};

/// What may be given, and the methods that take it.
const TAKEN_BY: &[(&str, &str, &[&str])] = &[
    ("password", "a password", &["password", "password_and_ssh_key"]),
    ("imported_password_hash", "an imported hash", &["password_with_imported_hash"]),
];

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in &cx.site.users {
        let Some(method) = user.attributes.get("authentication_method") else { continue };
        let Some(word) = method.value.as_text() else { continue };
        for (attribute, what, methods) in TAKEN_BY {
            let Some(secret) = user.attributes.get(attribute) else { continue };
            if secret.value.is_unset() || methods.contains(&word) {
                continue;
            }
            let (name, word) = (cx.text(user.name), kebab_case(word));
            let taken_by = kebab_case(methods[0]);
            let unset = |email: &Setting| email.value.is_unset();
            let is_reset_nowhere = user.attributes.get("email").is_none_or(unset);
            let with_address = if is_reset_nowhere { " and say `email \"…\"`" } else { "" };
            findings.push(
                RULE.found(format!("`{name}` is given {what}, but signs in with `{word}`"))
                    .at(secret.span, "valid with a password method only")
                    .at(method.span, format!("`{word}` takes none"))
                    .help(format!("drop it, or use `authentication \"{taken_by}\"`{with_address}")),
            );
        }
    }
}
