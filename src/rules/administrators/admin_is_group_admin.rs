//! A site administrator who is also a group admin.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("admin-is-group-admin"),
    family: Family::Administrators,
    severity: Severity::Info,
    summary: "a site administrator is declared a group admin",
    page: include_str!("admin-is-group-admin.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for membership in cx.site.memberships.iter().filter(|m| m.admin == Some(true)) {
        let Some(user) = cx.site.user(membership.user) else { continue };
        let Some(role) = user.attributes.on("site_admin") else { continue };
        let (name, group) = (cx.text(user.name), cx.group_name(membership.group));
        findings.push(
            RULE.found(format!("site administrator `{name}` can manage `{group}` anyway"))
                .at(membership.span, "group admin adds nothing")
                .at(role.span, "a site administrator by this role")
                .help("make it a plain `member`, or name somebody else as `admin`"),
        );
    }
}
