//! An automation of a disabled user.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Owner;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("owner-disabled"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "an automation is owned by a disabled user",
    page: include_str!("owner-disabled.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for automation in cx.site.automations.iter().filter(|a| a.attributes.on("disabled").is_none()) {
        let Some((Owner::User(key), span)) = automation.owner else { continue };
        let Some(user) = cx.site.user(key) else { continue };
        let Some(disabled) = user.attributes.on("disabled") else { continue };
        let (owner, name) = (cx.text(user.name), &automation.name);
        findings.push(
            RULE.found(format!("automation `{name}` cannot run: its owner `{owner}` is disabled"))
                .at(span, "runs with the permissions of this user")
                .at(disabled.span, "disabled here")
                .help("say `owner \"site\"`, name another owner, or disable the automation"),
        );
    }
}
