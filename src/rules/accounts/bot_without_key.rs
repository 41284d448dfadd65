//! A bot that may use keys only, and none is declared.

use super::account_without_protocol::switched_off;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::account::PROTOCOLS;
use crate::model::{User, Value};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-without-key"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a bot signs in with keys only and has none that fits",
    page: include_str!("bot-without-key.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| user.bot) {
        let Some(method) = user.attributes.get("authentication_method") else { continue };
        if method.value.as_text() != Some("none") || may_use_api_key(cx, user) {
            continue;
        }
        let (ssh, api) = (user.ssh_keys.first(), user.api_keys.first());
        if ssh.is_some() && is_open(cx, user, "sftp_permission") {
            continue;
        }
        // An account with no protocol left is told as such.
        let has_key = ssh.is_some() || api.is_some();
        if has_key && PROTOCOLS.iter().all(|(_, flag)| !is_open(cx, user, flag)) {
            continue;
        }
        let name = cx.text(user.name);
        let fits = |span, why| {
            RULE.found(format!("bot `{name}` signs in with keys only, and none of its fits"))
                .at(method.span, "no password: SSH and API keys only")
                .at(span, why)
        };
        findings.push(match (ssh, api) {
            (None, None) => RULE
                .found(format!("bot `{name}` signs in with keys only, and none is declared"))
                .at(method.span, "no password: SSH and API keys only")
                .at(user.name_span, "no `ssh-key` in this node, and no protocol for API keys")
                .help("add `ssh-key \"title\" \"ssh-ed25519 …\"` with the public key"),
            (Some(key), _) => fits(key.span, "an SSH key opens SFTP, which is not open to it")
                .help("add the protocol `sftp`, or a password: FTP and WebDAV take no key"),
            (None, Some(key)) => {
                fits(key.span, "an API key opens the web and S3, which are not open to it")
                    .help("add the protocol `web`, or `sftp` and an SSH key")
            }
        });
    }
}

/// API keys may also be made at the site, where no definition sees them; they work over the web
/// protocol and the S3 endpoint.
fn may_use_api_key(cx: &Context<'_>, user: &User) -> bool {
    let by_api_key = ["restapi_permission", "s3_compatible_endpoint_permission"];
    by_api_key.iter().any(|flag| is_open(cx, user, flag))
}

/// As far as is said of the account, by a group, or by the site.
fn is_open(cx: &Context<'_>, user: &User, flag: &str) -> bool {
    let mut groups = cx.memberships_of(user.key).iter().filter_map(|m| cx.site.group(m.group));
    let is_allowed = user.attributes.value(flag) != Some(&Value::Bool(false))
        || groups.any(|group| group.attributes.on(flag).is_some());
    is_allowed && switched_off(cx, flag).is_none()
}
