//! A site administrator who is also a billing administrator.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("admin-is-billing-admin"),
    family: Family::Administrators,
    severity: Severity::Info,
    summary: "a site administrator is declared a billing administrator",
    page: include_str!("admin-is-billing-admin.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in &cx.site.users {
        let (Some(role), Some(billing)) =
            (user.attributes.on("site_admin"), user.attributes.on("billing_permission"))
        else {
            continue;
        };
        let name = cx.text(user.name);
        findings.push(
            RULE.found(format!("site administrator `{name}` is a billing administrator anyway"))
                .at(billing.span, "adds nothing")
                .at(role.span, "a site administrator by this role")
                .help("drop the role of billing administrator"),
        );
    }
}
