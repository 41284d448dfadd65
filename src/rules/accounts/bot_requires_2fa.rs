//! A bot that must pass two-factor authentication.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-requires-2fa"),
    family: Family::Accounts,
    severity: Severity::Error,
    summary: "two-factor authentication is required of a bot",
    page: include_str!("bot-requires-2fa.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| user.bot) {
        let Some(require) = user.attributes.get("require_2fa") else { continue };
        if require.value.as_text() == Some("always_require") {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("two-factor authentication cannot be required of bot `{name}`"))
                    .at(require.span, "Files.com exempts Shared/Bot users from it")
                    .at(user.name_span, "declared a bot here")
                    .help("drop the line; limit the bot by `allowed-ips` and `protocols` instead"),
            );
        }
    }
}
