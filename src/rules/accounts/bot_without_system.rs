//! A bot that names no workload.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-without-system"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a bot does not say which workload it serves",
    page: include_str!("bot-without-system.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| user.bot && user.systems.is_empty()) {
        let name = cx.text(user.name);
        findings.push(
            RULE.found(format!("bot `{name}` does not say which workload it serves"))
                .at(user.name_span, "no `system` in this node")
                .help("add `system \"…\"` with the one integration or script that uses it"),
        );
    }
}
