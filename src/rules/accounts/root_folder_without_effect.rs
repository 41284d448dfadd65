//! A root folder for an account that uses no protocol for which it counts.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{User, Value};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("root-folder-without-effect"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a root folder is given to an account that has no protocol for it",
    page: include_str!("root-folder-without-effect.md"),
    check: Check::Definition(check),
};

/// The protocols that begin at the root folder, the site's switches for each, and that for SFTP
/// and WebDAV to begin there.
const BEGIN_THERE: &[(&str, &[&str])] = &[
    ("ftp_permission", &["ftp_enabled"]),
    ("sftp_permission", &["sftp_enabled", "sftp_user_root_enabled"]),
    ("dav_permission", &["dav_enabled", "dav_user_root_enabled"]),
];

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.site.settings.on("protocol_access_groups_only").is_some() {
        return;
    }
    for user in cx.site.users.iter().filter(|user| !user.is_disabled()) {
        let Some(root) = user.attributes.get("user_root").filter(|root| !root.value.is_unset())
        else {
            continue;
        };
        let everywhere =
            user.attributes.text("filesystem_layout").is_some_and(|layout| layout != "site_root");
        if everywhere || BEGIN_THERE.iter().any(|(flag, switches)| counts(cx, user, flag, switches))
        {
            continue;
        }
        let Some(said) = user.attributes.get("ftp_permission") else { continue };
        let name = cx.text(user.name);
        findings.push(
            RULE.found(format!("the root folder of `{name}` counts for nothing"))
                .at(root.span, "not used by the web, the desktop app and the API")
                .at(said.span, "neither FTP, SFTP nor WebDAV begins there")
                .help(
                    "drop the line, allow `ftp`, `sftp` or `webdav`, or say \
                     `filesystem-layout \"user-root\"`",
                ),
        );
    }
}

/// Whether the account may use the protocol, and the protocol begins at the root folder.
fn counts(cx: &Context<'_>, user: &User, flag: &str, switches: &[&str]) -> bool {
    let off = |value: Option<&Value>| value == Some(&Value::Bool(false));
    let by_group = cx.memberships_of(user.key).iter().any(|membership| {
        let group = cx.site.group(membership.group);
        group.is_some_and(|group| group.attributes.on(flag).is_some())
    });
    let allowed = !off(user.attributes.value(flag)) || by_group;
    allowed && switches.iter().all(|switch| !off(cx.site.settings.value(switch)))
}
