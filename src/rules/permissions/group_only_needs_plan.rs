//! Permissions through groups only, on a plan that lacks it.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Subscription;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("group-only-needs-plan"),
    family: Family::Permissions,
    severity: Severity::Error,
    summary: "the starter plan cannot grant to groups only",
    page: include_str!("group-only-needs-plan.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(setting) = cx.site.settings.on("folder_permissions_groups_only") else { return };
    if let Some((Subscription::Starter, span)) = cx.site.subscription {
        findings.push(
            RULE.found("permissions through groups only need the power or premier plan")
                .at(setting.span, "Files.com refuses this setting on the plan")
                .at(span, "the site's plan")
                .help("drop the setting, or correct the plan"),
        );
    }
}
