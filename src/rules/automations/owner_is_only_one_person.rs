//! An automation that depends on one person's account.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Owner;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("owner-is-only-one-person"),
    family: Family::Automations,
    severity: Severity::Warning,
    summary: "an automation depends on one person's account",
    page: include_str!("owner-is-only-one-person.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for automation in cx.site.automations.iter().filter(|a| a.attributes.on("disabled").is_none()) {
        let Some((Owner::User(key), span)) = automation.owner else { continue };
        let Some(user) = cx.site.user(key) else { continue };
        if user.bot || user.is_site_admin() || user.is_disabled() {
            continue; // other rules speak of these
        }
        let (owner, name) = (cx.text(user.name), &automation.name);
        findings.push(
            RULE.found(format!("automation `{name}` stops when `{owner}` loses access or leaves"))
                .at(span, "owned by one person")
                .help("say `owner \"site\"` unless this person's permissions are what is wanted"),
        );
    }
}
