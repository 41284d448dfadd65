//! A bot with a way to sign in that is made for people.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::kebab_case;
use crate::model::{User, Value};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-signs-in-interactively"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "an unattended bot has a password or an e-mail sign-up",
    page: include_str!("bot-signs-in-interactively.md"),
    check: Check::Definition(check),
};

pub const INTERACTIVE: &[&str] =
    &["password", "password_with_imported_hash", "password_and_ssh_key", "email_signup"];

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| user.bot && !needs_password(user)) {
        let Some(method) = user.attributes.get("authentication_method") else { continue };
        let Some(word) = method.value.as_text().filter(|word| INTERACTIVE.contains(word)) else {
            continue;
        };
        let (name, word) = (cx.text(user.name), kebab_case(word));
        findings.push(
            RULE.found(format!("bot `{name}` signs in as a person does"))
                .at(method.span, format!("`{word}` is meant for people"))
                .at(user.name_span, "declared a bot here")
                .help(format!("use `authentication \"none\"` and {}", keys(user))),
        );
    }
}

/// FTP and WebDAV take no SSH key, so a bot that is confined to them cannot do without.
/// The keys that open a protocol which the bot may use.
fn keys(user: &User) -> &'static str {
    let open = |flag| user.attributes.value(flag).and_then(Value::as_bool) != Some(false);
    let by_api_key = open("restapi_permission") || open("s3_compatible_endpoint_permission");
    match (open("sftp_permission"), by_api_key) {
        (true, true) => "an `ssh-key` or an API key",
        (true, false) => "an `ssh-key`",
        (false, _) => "an API key",
    }
}

pub fn needs_password(user: &User) -> bool {
    let said = |flag| user.attributes.value(flag).and_then(Value::as_bool);
    let by_key = ["restapi_permission", "sftp_permission", "s3_compatible_endpoint_permission"];
    by_key.iter().all(|flag| said(flag) == Some(false))
}
