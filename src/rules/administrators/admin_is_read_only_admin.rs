//! A site administrator who is also a read-only administrator.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("admin-is-read-only-admin"),
    family: Family::Administrators,
    severity: Severity::Error,
    summary: "a site administrator is declared a read-only administrator",
    page: include_str!("admin-is-read-only-admin.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in &cx.site.users {
        let (Some(role), Some(read_only)) =
            (user.attributes.on("site_admin"), user.attributes.on("readonly_site_admin"))
        else {
            continue;
        };
        let name = cx.text(user.name);
        findings.push(
            RULE.found(format!("site administrator `{name}` cannot be a read-only administrator"))
                .at(read_only.span, "the two roles exclude each other")
                .at(role.span, "a site administrator by this role")
                .help("keep one of the two roles"),
        );
    }
}
