//! A grant on the root of a site that keeps it for site administrators.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Grantee;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("root-grant-guarded"),
    family: Family::Permissions,
    severity: Severity::Error,
    summary: "a grant on the root of a site that keeps it for site administrators",
    page: include_str!("root-grant-guarded.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let guard = "prevent_root_permissions_for_non_site_admins";
    let Some(setting) = cx.site.settings.on(guard) else { return };
    for node in cx.grant_nodes() {
        let grant = node.grant;
        if !cx.names.key_text(grant.folder).is_empty() || is_site_admin(cx, &grant.grantee) {
            continue;
        }
        let to = cx.grantee(&grant.grantee);
        findings.push(
            RULE.found(format!("{to} cannot hold {} on `/`", node.levels()))
                .at(grant.grantee_span, "Files.com refuses this on the root")
                .at(setting.span, "the root is for site administrators")
                .help("grant it on folders below the root, or drop the setting"),
        );
    }
}

/// Theirs is the matter of `admin-holds-grant`.
fn is_site_admin(cx: &Context<'_>, grantee: &Grantee) -> bool {
    match grantee {
        Grantee::User(key) => cx.site.user(*key).is_some_and(|user| user.is_site_admin()),
        Grantee::Group(_) | Grantee::AllOf(_) | Grantee::Partner(_) => false,
    }
}
