//! A bot that is a group admin.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-has-group-admin"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a bot administers a group of people",
    page: include_str!("bot-has-group-admin.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for membership in cx.site.memberships.iter().filter(|m| m.admin == Some(true)) {
        let Some(user) = cx.site.user(membership.user).filter(|user| user.bot) else { continue };
        let (name, group) = (cx.text(user.name), cx.group_name(membership.group));
        findings.push(
            RULE.found(format!("bot `{name}` administers group `{group}`"))
                .at(membership.span, "a group admin can create users")
                .at(user.name_span, "declared a bot here")
                .help("make it a plain `member`, and name a person as `admin`"),
        );
    }
}
