//! An action trigger on an automation that takes none.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{kebab_case, kinds};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("action-trigger-not-allowed"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "an automation of this kind cannot start on actions",
    page: include_str!("action-trigger-not-allowed.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for automation in &cx.site.automations {
        let (Some(trigger), Some(kind)) =
            (automation.attributes.get("trigger"), automation.attributes.get("automation"))
        else {
            continue;
        };
        let is_started_by_none = |word: &&str| kinds::STARTED_BY_NO_ACTION.contains(word);
        let Some(word) = kind.value.as_text().filter(is_started_by_none) else { continue };
        if trigger.value.as_text() == Some("action") {
            let (name, word) = (&automation.name, kebab_case(word));
            findings.push(
                RULE.found(format!("automation `{name}` cannot start on actions"))
                    .at(trigger.span, "Files.com refuses this trigger here")
                    .at(kind.span, format!("for `{word}`"))
                    .help("start it by a schedule, a webhook, an e-mail or by hand"),
            );
        }
    }
}
