//! A person's account that only a script could want.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Value;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("human-looks-automated"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a person's account has SSH keys and only file-transfer protocols",
    page: include_str!("human-looks-automated.md"),
    check: Check::Definition(check),
};

const NOT_SCRIPTED: &[&str] = &["sso", "password", "password_with_imported_hash", "email_signup"];

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.bot && !user.is_site_admin()) {
        let Some(key) = user.ssh_keys.first() else { continue };
        let on = |flag| user.attributes.value(flag).and_then(Value::as_bool);
        let closed = ["restapi_permission", "dav_permission", "s3_compatible_endpoint_permission"];
        let transfer_only = closed.iter().all(|flag| on(flag) == Some(false))
            && (on("sftp_permission") == Some(true) || on("ftp_permission") == Some(true));
        let signs_in =
            user.authentication_method().is_some_and(|method| NOT_SCRIPTED.contains(&method));
        if !transfer_only || signs_in {
            continue;
        }
        let name = cx.text(user.name);
        let mut finding = RULE
            .found(format!("user `{name}` looks like a workload"))
            .at(user.name_span, "declared a person here")
            .at(key.span, "signs in with a key");
        if let Some(web) = user.attributes.get("restapi_permission") {
            finding = finding.at(web.span, "and for file transfer only");
        }
        findings.push(finding.help("declare it with `bot` and a `system` if a script uses it"));
    }
}
