//! A root folder that its user cannot enter.

use crate::access::{Person, View};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::path;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("root-folder-unreachable"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a user may not enter their root folder",
    page: include_str!("root-folder-unreachable.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.site.grants.is_empty() {
        return; // grants are not this definition's business
    }
    let mut view: Option<View<'_>> = None;
    for user in &cx.site.users {
        let Some(root) = user.attributes.get("user_root") else { continue };
        // A folder that is not there is another rule's matter.
        let Some(folder) = root.value.as_text().filter(|folder| cx.has_folder(folder)) else {
            continue;
        };
        let view = view.get_or_insert_with(|| cx.view());
        let place = view.tree.place(&path::key(folder));
        // A folder that the site makes for its user comes with what its maker grants.
        if place.below {
            continue;
        }
        let person = Person::new(view, user.key);
        let inside = |held: crate::access::Held| view.tree.is_within(held.folder, place.folder);
        let holds_inside = person.ways.iter().any(|way| inside(way.held));
        if !person.standing.is_by_grants() || holds_inside {
            continue;
        }
        if person.access(place).is_none() {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("`{name}` may not enter their root folder `{folder}`"))
                    .at(root.span, "no grant of theirs reaches it")
                    .help(format!("grant what they need there to {}", cx.alone(user.key))),
            );
        }
    }
}
