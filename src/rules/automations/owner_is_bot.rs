//! An automation of a bot.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Owner;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("owner-is-bot"),
    family: Family::Automations,
    severity: Severity::Info,
    summary: "an automation is owned by a bot",
    page: include_str!("owner-is-bot.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for automation in cx.site.automations.iter().filter(|a| a.attributes.on("disabled").is_none()) {
        let Some((Owner::User(key), span)) = automation.owner else { continue };
        let Some(bot) = cx.site.user(key).filter(|user| user.bot && !user.is_disabled()) else {
            continue;
        };
        let (owner, name) = (cx.text(bot.name), &automation.name);
        findings.push(
            RULE.found(format!("automation `{name}` stops when bot `{owner}` loses access"))
                .at(span, "owned by a bot")
                .at(bot.name_span, "declared a bot here")
                .help("say `owner \"site\"` unless the bot's permissions are what is wanted"),
        );
    }
}
