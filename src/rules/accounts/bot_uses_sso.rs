//! A bot that signs in through an SSO provider.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-uses-sso"),
    family: Family::Accounts,
    severity: Severity::Error,
    summary: "a bot signs in through an SSO provider",
    page: include_str!("bot-uses-sso.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| user.bot) {
        let Some(method) = user.attributes.get("authentication_method") else { continue };
        if method.value.as_text() == Some("sso") {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("bot `{name}` cannot sign in through an SSO provider"))
                    .at(method.span, "Files.com refuses this method for Shared/Bot users")
                    .at(user.name_span, "declared a bot here")
                    .help("use `authentication \"none\"` and an `ssh-key`; or declare a `user`, without `system`"),
            );
        }
    }
}
