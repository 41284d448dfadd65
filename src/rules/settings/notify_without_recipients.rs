//! Notifications about account requests that no administrator gets.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Setting, User, Value};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("notify-without-recipients"),
    family: Family::Settings,
    severity: Severity::Warning,
    summary: "every site administrator has opted out of what they are to be told",
    page: include_str!("notify-without-recipients.md"),
    check: Check::Definition(check),
};

/// Assumption `site-warnings-are-the-alerts`.
const ALERTS: [&str; 2] = ["receive_admin_alerts", "notify_on_all_site_warnings"];

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(notify) = cx.site.settings.on("user_requests_notify_admins") else { return };
    let admins = cx.site.users.iter().filter(|user| user.is_site_admin() && !user.is_disabled());
    let opted_out: Option<Vec<&Setting>> = admins.map(opted_out).collect();
    let Some((first, others)) = opted_out.as_deref().and_then(<[_]>::split_first) else { return };
    let finding = RULE
        .found("administrators are told of account requests, and none of them hears of it")
        .at(notify.span, "goes to site administrators who receive alert e-mails")
        .at(first.span, "opted out");
    let finding = others.iter().fold(finding, |finding, one| finding.at(one.span, "likewise"));
    findings.push(finding.help("let one site administrator receive alerts, or drop the setting"));
}

fn opted_out(user: &User) -> Option<&Setting> {
    let said = ALERTS.iter().filter_map(|alert| user.attributes.get(alert));
    let mut said = said.filter(|alert| alert.value == Value::Bool(false));
    said.next()
}
