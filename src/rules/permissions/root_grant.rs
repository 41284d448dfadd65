//! A grant on the root.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Grantee;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("root-grant"),
    family: Family::Permissions,
    severity: Severity::Warning,
    summary: "a grant on the root reaches the whole site",
    page: include_str!("root-grant.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for node in cx.grant_nodes() {
        let grant = node.grant;
        if !grant.recursive
            || !cx.names.key_text(grant.folder).is_empty()
            || is_told_elsewhere(cx, &grant.grantee)
        {
            continue;
        }
        let (levels, to) = (node.levels(), cx.grantee(&grant.grantee));
        findings.push(
            RULE.found(format!("{levels} on `/` gives {to} the whole site"))
                .at(grant.level_span, "reaches every folder, present and future")
                .help("grant it on the folders that are needed, or say `recursive=#false`"),
        );
    }
}

/// A bot's grant is the matter of `bot-reaches-root`, a site administrator's of
/// `admin-holds-grant`.
fn is_told_elsewhere(cx: &Context<'_>, grantee: &Grantee) -> bool {
    match grantee {
        Grantee::User(key) => {
            cx.site.user(*key).is_some_and(|user| user.bot || user.is_site_admin())
        }
        Grantee::Group(_) | Grantee::AllOf(_) | Grantee::Partner(_) => false,
    }
}
