//! A billing administrator who reaches no file.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("billing-admin-expects-access"),
    family: Family::Administrators,
    severity: Severity::Info,
    summary: "a billing administrator reaches no file",
    page: include_str!("billing-admin-expects-access.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.is_site_admin()) {
        let Some(role) = user.attributes.on("billing_permission") else { continue };
        let in_no_group = cx.memberships_of(user.key).is_empty();
        if in_no_group && cx.grants_to_user(user.key).is_empty() {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("billing administrator `{name}` reaches no file or folder"))
                    .at(role.span, "shows invoices and usage, and gives no access to files")
                    .help("this is how it should be for billing only; otherwise add a group"),
            );
        }
    }
}
