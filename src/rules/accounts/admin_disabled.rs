//! A disabled site administrator.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("admin-disabled"),
    family: Family::Accounts,
    severity: Severity::Error,
    summary: "a site administrator is disabled",
    page: include_str!("admin-disabled.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in &cx.site.users {
        let (Some(role), Some(disabled)) =
            (user.attributes.on("site_admin"), user.attributes.on("disabled"))
        else {
            continue;
        };
        let name = cx.text(user.name);
        findings.push(
            RULE.found(format!("site administrator `{name}` cannot be disabled"))
                .at(disabled.span, "Files.com refuses this while the role is held")
                .at(role.span, "a site administrator by this role")
                .help("write `role #null`: siteplan revokes the role first and disables the account after"),
        );
    }
}
