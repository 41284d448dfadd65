//! An automation whose patterns lead where its owner cannot work.

use crate::access::{Coverage, Gap, needed};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::coverage::{Judged, Owned, make_folder_admin};
use crate::rules::places::Remotes;
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::{listed, shortened};

pub static RULE: Rule = Rule {
    code: Code("owner-lacks-access"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "an automation's patterns lead where its owner cannot work",
    page: include_str!("owner-lacks-access.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let remotes = Remotes::of(cx);
    for owned in cx.owned() {
        for judged in &owned.leads {
            let Coverage::Gap(gap) = &judged.coverage else { continue };
            // Who administers nothing there is another rule's matter, and so is what is remote.
            if !judged.outside && remotes.owner_of(&judged.place.key).is_none() {
                findings.push(finding(cx, owned, judged, gap));
            }
        }
    }
}

fn finding(cx: &Context<'_>, owned: &Owned<'_>, judged: &Judged<'_>, gap: &Gap) -> Diagnostic {
    let (owner, name) = (cx.text(owned.owner.name), &owned.automation.name);
    let wanted = needed(judged.lead.work);
    let lacked: Vec<&str> = wanted.without(wanted.without(gap.lacks)).names().collect();
    let what = if lacked.is_empty() {
        "is no folder admin of".to_owned()
    } else {
        format!("lacks {} on", listed(&lacked))
    };
    let shown = shortened(&cx.spelled(&gap.path));
    RULE.found(format!("`{owner}`, who owns `{name}`, {what} `{shown}`"))
        .at(judged.place.span, format!("this leads to `{shown}`, among others"))
        .at(owned.span, "and it runs with the permissions of this user")
        .help(format!(
            "narrow the pattern, or {}",
            make_folder_admin(cx, owned.owner.key, &judged.place)
        ))
}
