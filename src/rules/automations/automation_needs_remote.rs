//! An automation that works on a child site or remote server which its owner cannot reach.

use crate::access::{Coverage, Remote};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::path;
use crate::rules::coverage::make_folder_admin;
use crate::rules::places::Remotes;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("automation-needs-remote"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "an automation's owner cannot reach a child site or remote server it works on",
    page: include_str!("automation-needs-remote.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let remotes = Remotes::of(cx);
    for owned in cx.owned() {
        let gaps = owned.leads.iter().filter(|judged| matches!(judged.coverage, Coverage::Gap(_)));
        for judged in gaps {
            let place = &judged.place;
            let Some(what) = remotes.owner_of(&place.key) else { continue };
            let (owner, name) = (cx.text(owned.owner.name), &owned.automation.name);
            let folder = path::display(&place.path);
            let remedy = match Remote::of(&place.path) {
                Some(Remote::ChildSite(id)) => format!(
                    "grant `site-admin` on the child site with id {id} to {}, or say \
                     `owner \"site\"`",
                    cx.alone(owned.owner.key)
                ),
                _ => make_folder_admin(cx, owned.owner.key, place),
            };
            findings.push(
                RULE.found(format!(
                    "`{owner}`, who owns `{name}`, has no access to `{folder}` on {what}"
                ))
                .at(place.span, "the automation works here")
                .at(owned.span, "and runs with the permissions of this user")
                .help(remedy),
            );
        }
    }
}
