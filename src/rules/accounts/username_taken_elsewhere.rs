//! Usernames that another site may already have.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::User;
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::listed;

pub static RULE: Rule = Rule {
    code: Code("username-taken-elsewhere"),
    family: Family::Accounts,
    severity: Severity::Info,
    summary: "common usernames on a site whose usernames are globally unique",
    page: include_str!("username-taken-elsewhere.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(namespace) = cx.site.settings.get("custom_namespace") else { return };
    if namespace.value.as_bool() != Some(false) {
        return;
    }
    let common: Vec<&User> =
        cx.site.users.iter().filter(|user| is_common(cx.text(user.name))).collect();
    let Some(first) = common.first() else { return };
    let names: Vec<&str> = common.iter().map(|user| cx.text(user.name)).collect();
    findings.push(
        RULE.found(format!("another site may already have {}", listed(&names)))
            .at(namespace.span, "usernames are unique across all sites of Files.com")
            .at(first.name_span, "one plain word")
            .help("give usernames a part that is the site's own, such as `name@firm.example`"),
    );
}

/// One short word of plain letters, which many sites would choose.
fn is_common(username: &str) -> bool {
    username.len() <= 8 && username.bytes().all(|byte| byte.is_ascii_alphabetic())
}
