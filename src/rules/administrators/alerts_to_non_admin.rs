//! Alert e-mails for somebody who is no administrator.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("alerts-to-non-admin"),
    family: Family::Administrators,
    severity: Severity::Warning,
    summary: "alert e-mails are switched on for somebody who gets none",
    page: include_str!("alerts-to-non-admin.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let alerted = cx.site.users.iter().filter(|u| !u.is_site_admin() && !u.is_read_only_admin());
    for user in alerted {
        let mut alerts = user.attributes.iter().filter(|setting| {
            let name = setting.attribute.name;
            setting.value.as_bool() == Some(true)
                && (name.starts_with("notify_on_all_") || name == "receive_admin_alerts")
        });
        let Some(first) = alerts.next() else { continue };
        let name = cx.text(user.name);
        let finding = RULE
            .found(format!("`{name}` gets no alerts: neither site nor read-only administrator"))
            .at(first.span, "goes to administrators only");
        let finding = alerts.fold(finding, |finding, alert| finding.at(alert.span, "likewise"));
        findings.push(finding.help("drop the line, or add `role \"read-only-admin\"`"));
    }
}
