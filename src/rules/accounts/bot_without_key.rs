//! A bot that may use keys only, and none is declared.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{User, Value};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-without-key"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a bot signs in with keys only and has none",
    page: include_str!("bot-without-key.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| user.bot && has_no_key(user)) {
        let Some(method) = user.attributes.get("authentication_method") else { continue };
        if method.value.as_text() == Some("none") && !may_use_api_key(user) {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("bot `{name}` signs in with keys only, and none is declared"))
                    .at(method.span, "no password: SSH and API keys only")
                    .at(user.name_span, "no `ssh-key` in this node, and no protocol for API keys")
                    .help("add `ssh-key \"title\" \"ssh-ed25519 …\"` with the public key"),
            );
        }
    }
}

fn has_no_key(user: &User) -> bool {
    user.ssh_keys.is_empty() && user.api_keys.is_empty()
}

/// API keys may also be made at the site, where no definition sees them; they work over the web
/// protocol and the S3 endpoint.
fn may_use_api_key(user: &User) -> bool {
    let by_api_key = ["restapi_permission", "s3_compatible_endpoint_permission"];
    by_api_key.iter().any(|flag| user.attributes.value(flag) != Some(&Value::Bool(false)))
}
