//! An automation that an edit by a Folder Admin would stop.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::editors::{named, shown};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("editor-takes-ownership"),
    family: Family::Automations,
    severity: Severity::Warning,
    summary: "an edit by a folder admin would stop an automation of the site",
    page: include_str!("editor-takes-ownership.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (automation, editors) in cx.site.automations.iter().zip(cx.editors()) {
        let Some(editors) = editors.as_ref().filter(|found| !found.partly.is_empty()) else {
            continue;
        };
        let Some((_, span)) = automation.owner else { continue };
        let who = named(cx, editors.partly.iter().map(|(grant, _)| *grant), "or");
        let mut finding = RULE
            .found(format!("an edit by {who} stops automation `{}`", automation.name))
            .at(span, "an edit by a folder admin makes it theirs");
        for (grant, gap) in shown(&editors.partly) {
            let folder = cx.folder_path(grant.folder);
            finding = finding
                .at(grant.grantee_span, format!("folder admin of `{folder}`, but not of `{gap}`"));
        }
        findings.push(finding.help(
            "grant `admin` on all of its paths or on none; or tell them to leave it to a site administrator",
        ));
    }
}
