//! A read-only administrator who owns automations.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::administered::Administered;
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::counted;

pub static RULE: Rule = Rule {
    code: Code("read-only-admin-edits"),
    family: Family::Administrators,
    severity: Severity::Warning,
    summary: "a read-only administrator owns automations and is a folder admin nowhere",
    page: include_str!("read-only-admin-edits.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.is_site_admin()) {
        let Some(role) = user.attributes.on("readonly_site_admin") else { continue };
        let owned = cx.automations_of(user.key);
        let Some((_, owner)) = owned.first().and_then(|automation| automation.owner) else {
            continue;
        };
        if !Administered::of(cx, user.key).is_empty() {
            continue;
        }
        let (name, count) = (cx.text(user.name), counted(owned.len(), "automation", "automations"));
        findings.push(
            RULE.found(format!("read-only administrator `{name}` owns {count}, and may edit none"))
                .at(role.span, "sees everything and changes nothing")
                .at(owner, format!("named the owner of `{}`", owned[0].name))
                .help(format!(
                    "grant `admin` on the folders of the automation to {}, or say `owner \"site\"`",
                    cx.alone(user.key)
                )),
        );
    }
}
