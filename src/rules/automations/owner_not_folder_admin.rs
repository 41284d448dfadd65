//! An automation whose owner is no Folder Admin of its paths.

use crate::access::Coverage;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Owner, path};
use crate::rules::coverage::make_folder_admin;
use crate::rules::places::Remotes;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("owner-not-folder-admin"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "an automation's owner is no folder admin of a path it works on",
    page: include_str!("owner-not-folder-admin.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    owned_by_administrators(cx, findings);
    let remotes = Remotes::of(cx);
    for owned in cx.owned() {
        let (owner, name) = (cx.text(owned.owner.name), &owned.automation.name);
        // `automation-needs-remote` speaks of what is not the site's own.
        let own = |key: &str| remotes.owner_of(key).is_none();
        let gaps = owned.leads.iter().filter(|judged| {
            judged.outside && matches!(judged.coverage, Coverage::Gap(_)) && own(&judged.place.key)
        });
        for judged in gaps {
            let folder = path::display(&judged.place.path);
            findings.push(
                RULE.found(format!(
                    "`{owner}`, who owns `{name}`, is no folder admin of `{folder}`"
                ))
                .at(judged.place.span, "the automation works here")
                .at(owned.span, "and runs with the permissions of this user")
                .help(make_folder_admin(cx, owned.owner.key, &judged.place)),
            );
        }
    }
}

fn owned_by_administrators(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for automation in cx.site.automations.iter().filter(|a| a.attributes.on("disabled").is_none()) {
        let Some((Owner::User(key), span)) = automation.owner else { continue };
        let Some(user) = cx.site.user(key) else { continue };
        let Some(role) = user.attributes.on("site_admin") else { continue };
        let (owner, name) = (cx.text(user.name), &automation.name);
        findings.push(
            RULE.found(format!("site administrator `{owner}` cannot own automation `{name}`"))
                .at(span, "what a site administrator saves is owned by the site")
                .at(role.span, "a site administrator by this role")
                .help("say `owner \"site\"`"),
        );
    }
}
