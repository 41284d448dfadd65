//! A role on a child site for somebody who administers it anyway.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Grantee;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("child-site-role-redundant"),
    family: Family::Administrators,
    severity: Severity::Info,
    summary: "a site administrator is given a role on a child site",
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
    }
}
