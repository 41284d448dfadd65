//! A grant to a site administrator.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Grant, Grantee, Level};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("admin-holds-grant"),
    family: Family::Administrators,
    severity: Severity::Error,
    summary: "a grant names a site administrator",
    page: include_str!("admin-holds-grant.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for node in cx.grant_nodes() {
        let grant = node.grant;
        let Grantee::User(key) = grant.grantee else { continue };
        let Some(user) = cx.site.user(key) else { continue };
        let Some(role) = user.attributes.on("site_admin") else { continue };
        let (name, folder) = (cx.text(user.name), cx.folder_path(grant.folder));
        let message = match node.rows {
            [Grant { level: Level::Admin, .. }] => {
                format!("site administrator `{name}` cannot also be a folder admin")
            }
            _ => format!("site administrator `{name}` cannot hold {}", node.levels()),
        };
        findings.push(
            RULE.found(message)
                .at(grant.grantee_span, format!("a grant on `{folder}`"))
                .at(role.span, "a site administrator by this role, with access to everything")
                .help("drop the grant, or drop the role if only this folder is meant"),
        );
    }
}
