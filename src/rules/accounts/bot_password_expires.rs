//! Password expiry on a bot, where it has no effect.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-password-expires"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a bot is given a password that expires or must be changed",
    page: include_str!("bot-password-expires.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| user.bot) {
        let name = cx.text(user.name);
        let days = user.attributes.get("password_validity_days");
        if let Some(days) = days.filter(|days| days.value.as_int().is_some_and(|days| days > 0)) {
            findings.push(
                RULE.found(format!("the password of bot `{name}` never expires"))
                    .at(days.span, "without effect on a Shared/Bot user")
                    .at(user.name_span, "declared a bot here")
                    .help("drop the line; a site administrator changes a bot's password by hand"),
            );
        }
        if let Some(change) = user.attributes.on("require_password_change") {
            findings.push(
                RULE.found(format!("bot `{name}` is never asked to change its password"))
                    .at(change.span, "without effect on a Shared/Bot user")
                    .at(user.name_span, "declared a bot here")
                    .help("drop the line; a bot cannot change its own password"),
            );
        }
    }
}
