//! Both roles on one child site.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::ChildLevel;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("child-site-roles-exclude"),
    family: Family::Administrators,
    severity: Severity::Error,
    summary: "one holder is given both roles on a child site",
    page: include_str!("child-site-roles-exclude.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for site in &cx.site.child_sites {
        let of = |level| site.grants.iter().filter(move |grant| grant.level == level);
        for admin in of(ChildLevel::SiteAdmin) {
            let same = of(ChildLevel::ReadonlySiteAdmin).find(|one| one.grantee == admin.grantee);
            let Some(read_only) = same else { continue };
            let to = cx.grantee(&admin.grantee);
            findings.push(
                RULE.found(format!("{to} cannot be both on child site {}", site.id))
                    .at(read_only.span, "the two roles exclude each other")
                    .at(admin.span, "a site administrator by this line")
                    .help("keep one of the two lines"),
            );
        }
    }
}
