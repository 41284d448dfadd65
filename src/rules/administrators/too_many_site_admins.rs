//! More site administrators than a site should have.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;
use crate::wording::listed;

pub static RULE: Rule = Rule {
    code: Code("too-many-site-admins"),
    family: Family::Administrators,
    severity: Severity::Warning,
    summary: "the site has more than five site administrators",
    page: include_str!("too-many-site-admins.md"),
    check: Check::Definition(check),
};

const MOST: usize = 5;

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let admins: Vec<(&str, Span)> = cx
        .site
        .users
        .iter()
        .filter(|user| !user.is_disabled())
        .filter_map(|user| Some((cx.text(user.name), user.attributes.on("site_admin")?.span)))
        .collect();
    let Some((_, beyond)) = admins.get(MOST) else { return };
    let names: Vec<&str> = admins.iter().map(|(name, _)| *name).collect();
    findings.push(
        RULE.found(format!(
            "the site has {} site administrators, {}",
            admins.len(),
            listed(&names)
        ))
        .at(*beyond, format!("beyond the first {MOST}"))
        .help(
            "narrower roles exist: folder admin, group admin, read-only and billing administrator",
        ),
    );
}
