//! A group without an admin on a site that has group admins.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Key;
use crate::rules::{Check, Context, Family, Rule};
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    code: Code("group-without-admin"),
    family: Family::Administrators,
    severity: Severity::Info,
    summary: "a group has no admin though other groups have one",
    page: include_str!("group-without-admin.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let with_admin: FxHashSet<Key> =
        cx.site.memberships.iter().filter(|m| m.admin == Some(true)).map(|m| m.group).collect();
    if with_admin.is_empty() {
        return; // site administrators manage every group here
    }
    for group in cx.site.groups.iter().filter(|group| !with_admin.contains(&group.key)) {
        let Some(members) = group.members_said else { continue };
        let name = cx.text(group.name);
        findings.push(
            RULE.found(format!("group `{name}` has no group admin"))
                .at(group.name_span, "only site administrators can add people here")
                .at(members, "its members are exactly these")
                .help("name the team's lead with `admin \"…\"`"),
        );
    }
}
