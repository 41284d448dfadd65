//! An automation that works on a child site or remote server which its owner cannot reach.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Key, Owner, path};
use crate::rules::administered::Administered;
use crate::rules::places::{Remotes, places};
use crate::rules::{Check, Context, Family, Rule};
use rustc_hash::FxHashMap;

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
    let mut administered: FxHashMap<Key, Administered<'_>> = FxHashMap::default();
    for automation in cx.site.automations.iter().filter(|a| a.attributes.on("disabled").is_none()) {
        let Some((Owner::User(key), span)) = automation.owner else { continue };
        let Some(user) = cx.site.user(key).filter(|user| !user.is_site_admin()) else { continue };
        let own = administered.entry(key).or_insert_with(|| Administered::of(cx, key));
        for place in places(automation) {
            let Some(what) = remotes.owner_of(&place.key) else { continue };
            if own.covers(&place.key) || (place.open && own.reaches_below(&place.key)) {
                continue;
            }
            let (owner, name) = (cx.text(user.name), &automation.name);
            let folder = path::display(place.path);
            findings.push(
                RULE.found(format!(
                    "`{owner}`, who owns `{name}`, has no access to `{folder}` on {what}"
                ))
                .at(place.span, "the automation works here")
                .at(span, "and runs with the permissions of this user")
                .help(format!("grant `admin` on `{folder}` to `{owner}`, or say `owner \"site\"`")),
            );
        }
    }
}
