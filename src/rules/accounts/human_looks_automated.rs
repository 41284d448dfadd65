//! A person's account that only a script could want.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Setting, User, Value};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("human-looks-automated"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a person's account signs in with keys only, or for file transfer only",
    page: include_str!("human-looks-automated.md"),
    check: Check::Definition(check),
};

const NOT_SCRIPTED: &[&str] = &["sso", "password", "password_with_imported_hash", "email_signup"];

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.bot && !user.is_site_admin()) {
        let ssh_key = user.ssh_keys.first().map(|key| key.span);
        let Some(key) = ssh_key.or(user.api_keys.first().map(|key| key.span)) else { continue };
        let method = user.attributes.get("authentication_method");
        let keys_only = method.filter(|method| method.value.as_text() == Some("none"));
        let closed = transfer_only(user).filter(|_| ssh_key.is_some() && !signs_in(user));
        let why = match (closed, keys_only) {
            (Some(web), _) => (web, "and for file transfer only"),
            (None, Some(method)) => (method, "and with nothing else"),
            (None, None) => continue,
        };
        let name = cx.text(user.name);
        findings.push(
            RULE.found(format!("user `{name}` looks like a workload"))
                .at(user.name_span, "declared a person here")
                .at(key, "signs in with a key")
                .at(why.0.span, why.1)
                .help("declare it with `bot` and a `system` if a script uses it"),
        );
    }
}

fn signs_in(user: &User) -> bool {
    user.authentication_method().is_some_and(|method| NOT_SCRIPTED.contains(&method))
}

/// What closes the web, where only protocols of file transfer are open.
fn transfer_only(user: &User) -> Option<&Setting> {
    let on = |flag| user.attributes.value(flag).and_then(Value::as_bool);
    let closed = ["restapi_permission", "dav_permission", "s3_compatible_endpoint_permission"];
    let transfer_only = closed.iter().all(|flag| on(flag) == Some(false))
        && (on("sftp_permission") == Some(true) || on("ftp_permission") == Some(true));
    user.attributes.get("restapi_permission").filter(|_| transfer_only)
}
