//! Notifications about account requests that are switched off.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("notify-without-requests"),
    family: Family::Settings,
    severity: Severity::Warning,
    summary: "administrators are told of account requests that nobody can make",
    page: include_str!("notify-without-requests.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let settings = &cx.site.settings;
    let (Some(notify), Some(requests)) =
        (settings.on("user_requests_notify_admins"), settings.get("user_requests_enabled"))
    else {
        return;
    };
    if requests.value.as_bool() == Some(false) {
        findings.push(
            RULE.found("administrators are told of account requests, but requests are off")
                .at(notify.span, "without effect")
                .at(requests.span, "nobody can request an account")
                .help("switch `user-requests-enabled` on, or drop the notification"),
        );
    }
}
