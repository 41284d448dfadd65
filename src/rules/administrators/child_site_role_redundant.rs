//! A role on a child site for somebody who administers it anyway.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::child_site::ChildSite;
use crate::model::{ChildLevel, Grantee, Key};
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::listed;

pub static RULE: Rule = Rule {
    code: Code("child-site-role-redundant"),
    family: Family::Administrators,
    severity: Severity::Info,
    summary: "a role on a child site is given to who has more there anyway",
    page: include_str!("child-site-role-redundant.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for site in &cx.site.child_sites {
        for grant in &site.grants {
            let Grantee::User(key) = grant.grantee else { continue };
            let Some(user) = cx.site.user(key) else { continue };
            let Some(role) = user.attributes.on("site_admin") else { continue };
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("site administrator `{name}` administers child sites anyway"))
                    .at(grant.grantee_span, format!("adds nothing on child site {}", site.id))
                    .at(role.span, "a site administrator by this role")
                    .help("drop the grant"),
            );
        }
        by_another_line(cx, site, findings);
    }
}

/// Whoever administers a child site gets nothing by the other role there, whichever group or name
/// each comes by.
fn by_another_line(cx: &Context<'_>, site: &ChildSite, findings: &mut Vec<Diagnostic>) {
    let of = |level| site.grants.iter().filter(move |grant| grant.level == level);
    for reader in of(ChildLevel::ReadonlySiteAdmin) {
        let others = of(ChildLevel::SiteAdmin).filter(|admin| admin.grantee != reader.grantee);
        for admin in others {
            let admins = people(cx, &admin.grantee);
            let both = people(cx, &reader.grantee).into_iter().filter(|user| admins.contains(user));
            let names: Vec<&str> =
                both.filter_map(|user| cx.site.user(user)).map(|user| cx.text(user.name)).collect();
            if names.is_empty() {
                continue;
            }
            let (names, verb) = (listed(&names), if names.len() == 1 { "has" } else { "have" });
            findings.push(
                RULE.found(format!("{names} {verb} both roles on child site {}", site.id))
                    .at(reader.grantee_span, "adds nothing for them")
                    .at(admin.grantee_span, "administrators by this line")
                    .help("drop this grant, or keep one of the two to others"),
            );
        }
    }
}

fn people(cx: &Context<'_>, grantee: &Grantee) -> Vec<Key> {
    match grantee {
        Grantee::User(user) => vec![*user],
        Grantee::Group(group) => cx.members_of(*group).iter().map(|one| one.user).collect(),
        Grantee::AllOf(_) | Grantee::Partner(_) => Vec::new(),
    }
}
