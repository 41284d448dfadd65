//! A day for the first sign-in of an account that never signs in.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{User, Value};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("login-deadline-never-met"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "an account that only API keys open must sign in by a day",
    page: include_str!("login-deadline-never-met.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.is_disabled()) {
        let Some(by) = user.attributes.get("require_login_by") else { continue };
        let Some(method) = user.attributes.get("authentication_method") else { continue };
        let to_come = matches!(by.value, Value::Instant(instant) if instant > cx.now);
        if !to_come || method.value.as_text() != Some("none") || may_sign_in(user) {
            continue;
        }
        let name = cx.text(user.name);
        findings.push(
            RULE.found(format!("`{name}` cannot sign in before its day, and is disabled then"))
                .at(by.span, "the use of an API key is no sign-in")
                .at(method.span, "signs in with keys only, and no SSH key is declared")
                .help("drop the day, or declare the `ssh-key` that the account signs in with"),
        );
    }
}

/// Over SFTP, by an SSH key; without API keys beside it, one may have been added at the site.
fn may_sign_in(user: &User) -> bool {
    let over_sftp = user.attributes.value("sftp_permission") != Some(&Value::Bool(false));
    let unsaid = user.api_keys.is_empty() && user.ssh_keys_said.is_none();
    over_sftp && (!user.ssh_keys.is_empty() || unsaid)
}
