//! A trigger that lacks what it needs.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("trigger-incomplete"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "a trigger lacks what it needs to fire",
    page: include_str!("trigger-incomplete.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for automation in cx.site.automations.iter().filter(|automation| !automation.misread) {
        let Some(trigger) = automation.attributes.get("trigger") else { continue };
        let said = |name| automation.attributes.value(name).is_some_and(|value| !value.is_unset());
        let missing = match trigger.value.as_text() {
            Some("daily") if !said("interval") => Some(("an interval", "add `interval=\"day\"`")),
            Some("custom_schedule") if automation.schedule.is_none() => {
                match (said("schedule_days_of_week"), said("schedule_times_of_day")) {
                    (true, true) => None,
                    (true, false) => Some(("times of day", "add `at \"02:00\"`")),
                    (false, true) => Some(("days of the week", "add `days 1 2 3 4 5`")),
                    (false, false) => {
                        Some(("days and times", "add `days 1 2 3 4 5` and `at \"02:00\"`"))
                    }
                }
            }
            Some("action") if !said("trigger_actions") => {
                Some(("actions", "name them: `trigger \"action\" \"create\" \"update\"`"))
            }
            _ => None,
        };
        if let Some((what, remedy)) = missing {
            let name = &automation.name;
            findings.push(
                RULE.found(format!("the trigger of automation `{name}` lacks {what}"))
                    .at(trigger.span, "never fires like this")
                    .help(remedy),
            );
        }
    }
}
