//! A grant to a user on a site that grants to groups only.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Grant, Grantee, Key};
use crate::rules::{Check, Context, Family, GrantNode, Rule};
use crate::wording::counted;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    code: Code("user-grant-in-group-only-site"),
    family: Family::Permissions,
    severity: Severity::Error,
    summary: "a grant names a user on a site that grants to groups only",
    page: include_str!("user-grant-in-group-only-site.md"),
    check: Check::Definition(check),
};

/// The grants to a group in a folder.
type ByPlace<'a> = FxHashMap<(Key, Key), Vec<&'a Grant>>;

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(setting) = cx.site.settings.on("folder_permissions_groups_only") else { return };
    let mut by_place = ByPlace::default();
    for grant in &cx.site.grants {
        if let Grantee::Group(group) = grant.grantee {
            by_place.entry((group, grant.folder)).or_default().push(grant);
        }
    }
    for node in cx.grant_nodes() {
        let grant = node.grant;
        let Grantee::User(user) = grant.grantee else { continue };
        if cx.site.user(user).is_some_and(|user| user.is_site_admin()) {
            continue; // no grant at all is right there: `admin-holds-grant`
        }
        let (name, folder) = (cx.username(user), cx.folder_path(grant.folder));
        findings.push(
            RULE.found(format!("a grant on `{folder}` names user `{name}`, not a group"))
                .at(grant.grantee_span, "Files.com refuses grants to users on this site")
                .at(setting.span, "permissions go to groups only")
                .help(remedy(cx, &by_place, &node, user)),
        );
    }
    for site in &cx.site.child_sites {
        for grant in &site.grants {
            let Grantee::User(user) = grant.grantee else { continue };
            if cx.site.user(user).is_some_and(|user| user.is_site_admin()) {
                continue; // nor is any role: `child-site-role-redundant`
            }
            let (name, word) = (cx.username(user), grant.level.word());
            findings.push(
                RULE.found(format!("a role on child site {} names user `{name}`", site.id))
                    .at(grant.grantee_span, "a permission, which goes to groups on this site")
                    .at(setting.span, "permissions go to groups only")
                    .help(format!(
                        "declare a group with member `{name}`, and grant `{word}` to it"
                    )),
            );
        }
    }
}

/// The user's group that already has a grant in the folder, if there is one.
fn remedy(cx: &Context<'_>, by_place: &ByPlace<'_>, node: &GrantNode<'_>, user: Key) -> String {
    let (name, levels) = (cx.username(user), node.levels());
    let of_its_own = format!("declare a group with member `{name}`, and grant {levels} to it");
    let memberships = cx.memberships_of(user);
    let mut fitting = memberships.iter().filter_map(|membership| {
        let place = (membership.group, node.grant.folder);
        by_place.get(&place).map(|grants| (membership.group, grants))
    });
    match (fitting.next(), memberships) {
        (Some((group, grants)), _) if holds(grants, node.rows) => {
            format!("drop it: `{name}` has {levels} here by group `{}`", cx.group_name(group))
        }
        (Some((group, _)), _) => match others(cx, group, user) {
            None => format!(
                "grant {levels} to group `{}`, which has access here and `{name}` in it",
                cx.group_name(group)
            ),
            Some(others) => format!(
                "{of_its_own}; group `{}`, which has access here, would give it \
                 to {others}, too",
                cx.group_name(group)
            ),
        },
        (None, [only]) => match others(cx, only.group, user) {
            None => format!(
                "grant {levels} to group `{}`, which `{name}` is in",
                cx.group_name(only.group)
            ),
            Some(others) => format!(
                "{of_its_own}; group `{}`, which `{name}` is in, would give it \
                 to {others}, too",
                cx.group_name(only.group)
            ),
        },
        (None, _) => of_its_own,
    }
}

/// Whom a grant to the group would reach besides the user.
fn others(cx: &Context<'_>, group: Key, user: Key) -> Option<String> {
    const NAMED: usize = 3;
    let others = cx.members_of(group).iter().map(|one| one.user).filter(|member| *member != user);
    let mut names: Vec<String> =
        others.map(|member| format!("`{}`", cx.username(member))).collect();
    names.sort_unstable();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    match (names.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(names.join(", ")),
        (false, more) => {
            Some(format!("{} and {}", names.join(", "), counted(more, "other", "others")))
        }
    }
}

/// Whether the grants hold each of these rows, level and recursion.
fn holds(grants: &[&Grant], rows: &[Grant]) -> bool {
    let same = |a: &Grant, b: &Grant| a.level == b.level && a.recursive == b.recursive;
    rows.iter().all(|row| grants.iter().any(|grant| same(grant, row)))
}
