//! A site administrator without web and API access.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("admin-without-web"),
    family: Family::Accounts,
    severity: Severity::Error,
    summary: "a site administrator is denied web and API access",
    page: include_str!("admin-without-web.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in &cx.site.users {
        let (Some(role), Some(web)) =
            (user.attributes.on("site_admin"), user.attributes.get("restapi_permission"))
        else {
            continue;
        };
        if web.value.as_bool() == Some(false) {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("site administrator `{name}` cannot be denied web access"))
                    .at(web.span, "`web` is not allowed here")
                    .at(role.span, "a site administrator by this role")
                    .help("add `web`; FTP, SFTP and WebDAV may be left out"),
            );
        }
    }
}
