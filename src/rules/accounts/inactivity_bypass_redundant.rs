//! A site administrator with an inactivity bypass.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::lifecycle::may_hit;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("inactivity-bypass-redundant"),
    family: Family::Accounts,
    severity: Severity::Info,
    summary: "a site administrator is spared from inactivity rules twice",
    page: include_str!("inactivity-bypass-redundant.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in &cx.site.users {
        let (Some(role), Some(bypass)) =
            (user.attributes.on("site_admin"), user.attributes.on("bypass_user_lifecycle_rules"))
        else {
            continue;
        };
        if cx.lifecycle_rules().any(|rule| may_hit(cx, rule, user)) {
            continue;
        }
        let name = cx.text(user.name);
        findings.push(
            RULE.found(format!("inactivity spares site administrator `{name}` anyway"))
                .at(bypass.span, "meant for users who are not site administrators")
                .at(role.span, "a site administrator by this role")
                .help("drop the line, unless a lifecycle rule of the site includes site administrators"),
        );
    }
}
