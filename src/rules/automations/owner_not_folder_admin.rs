//! An automation whose owner is no Folder Admin of its paths.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Key, Owner, path};
use crate::rules::administered::Administered;
use crate::rules::places::{Remotes, places};
use crate::rules::{Check, Context, Family, Rule};
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    code: Code("owner-not-folder-admin"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "an automation's owner is no folder admin of a path it works on",
    page: include_str!("owner-not-folder-admin.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let remotes = Remotes::of(cx);
    let mut administered: FxHashMap<Key, Administered<'_>> = FxHashMap::default();
    for automation in cx.site.automations.iter().filter(|a| a.attributes.on("disabled").is_none()) {
        let Some((Owner::User(key), span)) = automation.owner else { continue };
        let Some(user) = cx.site.user(key) else { continue };
        let (owner, name) = (cx.text(user.name), &automation.name);
        if let Some(role) = user.attributes.on("site_admin") {
            findings.push(
                RULE.found(format!("site administrator `{owner}` cannot own automation `{name}`"))
                    .at(span, "what a site administrator saves is owned by the site")
                    .at(role.span, "a site administrator by this role")
                    .help("say `owner \"site\"`"),
            );
            continue;
        }
        let own = administered.entry(key).or_insert_with(|| Administered::of(cx, key));
        for place in places(automation) {
            let partly = place.open && own.reaches_below(&place.key);
            // `automation-needs-remote` speaks of what is not the site's own.
            let remote = || remotes.owner_of(&place.key).is_some();
            if !own.covers(&place.key) && !partly && !remote() {
                let folder = path::display(place.path);
                findings.push(
                    RULE.found(format!(
                        "`{owner}`, who owns `{name}`, is no folder admin of `{folder}`"
                    ))
                    .at(place.span, "the automation works here")
                    .at(span, "and runs with the permissions of this user")
                    .help(format!(
                        "grant `admin` on `{folder}` to `{owner}`, or say `owner \"site\"`"
                    )),
                );
            }
        }
    }
}
