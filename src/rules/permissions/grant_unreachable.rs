//! A grant that nobody holds.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Grantee;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("grant-unreachable"),
    family: Family::Permissions,
    severity: Severity::Warning,
    summary: "nobody is in the groups that a grant asks for",
    page: include_str!("grant-unreachable.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.site.memberships.is_empty() {
        return; // who is in which group is not this definition's business
    }
    roles(cx, findings);
    for node in cx.grant_nodes() {
        let grant = node.grant;
        let message = match &grant.grantee {
            Grantee::User(_) => continue,
            Grantee::Group(group) if cx.members_of(*group).is_empty() => {
                format!("group `{}` has no members to hold this grant", cx.group_name(*group))
            }
            Grantee::AllOf(groups) if nobody_in_all(cx, groups) => {
                let who = cx.grantee(&grant.grantee);
                format!("nobody holds this grant: there are no {who}")
            }
            Grantee::Group(_) | Grantee::AllOf(_) | Grantee::Partner(_) => continue,
        };
        let folder = cx.folder_path(grant.folder);
        findings.push(
            RULE.found(message)
                .at(grant.grantee_span, format!("{} on `{folder}` for nobody", node.levels()))
                .help("add a member, or drop the grant"),
        );
    }
}

/// A role on a child site for a group without members.
fn roles(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for site in &cx.site.child_sites {
        for grant in &site.grants {
            let Grantee::Group(group) = grant.grantee else { continue };
            if cx.members_of(group).is_empty() {
                let name = cx.group_name(group);
                let word = grant.level.word();
                findings.push(
                    RULE.found(format!("group `{name}` has no members to hold this role"))
                        .at(
                            grant.grantee_span,
                            format!("{word} on child site {} for nobody", site.id),
                        )
                        .help("add a member, or drop the role"),
                );
            }
        }
    }
}

fn nobody_in_all(cx: &Context<'_>, groups: &[crate::model::Key]) -> bool {
    let Some((first, rest)) = groups.split_first() else { return false };
    let is_in = |user, group| cx.memberships_of(user).iter().any(|other| other.group == group);
    let mut members = cx.members_of(*first).iter();
    !members.any(|member| rest.iter().all(|group| is_in(member.user, *group)))
}
