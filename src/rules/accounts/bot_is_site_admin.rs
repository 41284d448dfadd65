//! A bot with the site administrator's role.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-is-site-admin"),
    family: Family::Accounts,
    severity: Severity::Error,
    summary: "a bot is declared a site administrator",
    page: include_str!("bot-is-site-admin.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| user.bot) {
        if let Some(role) = user.attributes.on("site_admin") {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("bot `{name}` cannot be a site administrator"))
                    .at(role.span, "Files.com refuses this role for Shared/Bot users")
                    .at(user.name_span, "declared a bot here")
                    .help("drop the role; declare it with `user`, without `system`, if a person signs in with it"),
            );
        }
    }
}
