//! An automation of a user who is disabled, or has expired.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Owner, Value};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("owner-disabled"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "an automation is owned by a user who is disabled or has expired",
    page: include_str!("owner-disabled.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for automation in cx.site.automations.iter().filter(|a| a.attributes.on("disabled").is_none()) {
        let Some((Owner::User(key), span)) = automation.owner else { continue };
        let Some(user) = cx.site.user(key) else { continue };
        let expired = || {
            let until = user.attributes.get("authenticate_until")?;
            matches!(until.value, Value::Instant(instant) if instant <= cx.now).then_some(until)
        };
        let (what, place, setting) = match (user.attributes.on("disabled"), expired()) {
            (Some(disabled), _) => ("is disabled", "disabled here", disabled),
            (None, Some(until)) => ("has expired", "over by now", until),
            (None, None) => continue,
        };
        let (owner, name) = (cx.text(user.name), &automation.name);
        findings.push(
            RULE.found(format!("automation `{name}` cannot run: its owner `{owner}` {what}"))
                .at(span, "runs with the permissions of this user")
                .at(setting.span, place)
                .help("say `owner \"site\"`, name another folder admin of its paths, or disable the automation"),
        );
    }
}
