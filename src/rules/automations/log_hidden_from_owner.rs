//! An automation of the site's whose runs a Folder Admin can start and not follow.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::editors::{named, shown};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("log-hidden-from-owner"),
    family: Family::Automations,
    severity: Severity::Info,
    summary: "a folder admin may run an automation of the site, and sees no logs",
    page: include_str!("log-hidden-from-owner.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (automation, editors) in cx.site.automations.iter().zip(cx.editors()) {
        let Some(editors) = editors.as_ref().filter(|found| !found.wholly.is_empty()) else {
            continue;
        };
        let Some((_, span)) = automation.owner else { continue };
        let who = named(cx, editors.wholly.iter().copied(), "and");
        let name = &automation.name;
        let mut finding = RULE
            .found(format!("logs of automation `{name}` are hidden from {who}"))
            .at(span, "runs with the site's permissions");
        for grant in shown(&editors.wholly) {
            finding = finding.at(grant.grantee_span, "may run it, as folder admin of its paths");
        }
        findings.push(finding.help(
            "to who needs them add `role \"read-only-admin\"`, which shows the logs of the site",
        ));
    }
}
