//! A read-only administrator who cannot share.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Grant, Grantee, Key, Level};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("read-only-admin-shares"),
    family: Family::Administrators,
    severity: Severity::Info,
    summary: "a read-only administrator has access to folders and may share none",
    page: include_str!("read-only-admin-shares.md"),
    check: Check::Definition(check),
};

/// `bundle` comes with `readonly`: who holds both by the same name is told that one is too much.
fn share(cx: &Context<'_>, user: Key, held: &Grant) -> String {
    let own = held.grantee == Grantee::User(user);
    let instead =
        if own && held.level == Level::ReadOnly { ", in place of `readonly`" } else { "" };
    format!("where sharing is wanted, grant `bundle` to {}{instead}", cx.alone(user))
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.is_site_admin()) {
        let Some(role) = user.attributes.on("readonly_site_admin") else { continue };
        let held = cx.grants_held_by(user.key);
        let Some(first) = held.first() else { continue };
        if held.iter().any(|grant| matches!(grant.level, Level::Bundle | Level::Admin)) {
            continue;
        }
        let name = cx.text(user.name);
        let folder = cx.folder_path(first.folder);
        findings.push(
            RULE.found(format!(
                "read-only administrator `{name}` sees share links, but makes none"
            ))
            .at(role.span, "shows every share link of the site")
            .at(first.level_span, format!("has access to `{folder}`, without sharing"))
            .help(share(cx, user.key, first)),
        );
    }
}
