//! A setting that locks out declared people.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Group;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("setting-locks-out"),
    family: Family::Settings,
    severity: Severity::Warning,
    summary: "a setting locks out people of the definition",
    page: include_str!("setting-locks-out.md"),
    check: Check::Definition(check),
};

/// With protocols by group only, the web is open to members of a group that has it.
fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(setting) = cx.site.settings.on("protocol_access_groups_only") else { return };
    let open = |group: &Group| group.attributes.on("restapi_permission").is_some();
    if cx.site.groups.is_empty() || cx.site.groups.iter().any(open) {
        return;
    }
    let mut people = cx.site.users.iter().filter(|user| !user.bot && !user.is_disabled());
    let Some(witness) = people.find(|user| !user.is_site_admin()) else { return };
    let name = cx.text(witness.name);
    findings.push(
        RULE.found(format!("no group allows the web, so `{name}` and others cannot sign in there"))
            .at(setting.span, "protocols are allowed by groups only")
            .at(witness.name_span, "the protocols of users are ignored")
            .help("add `protocols \"web\"` to a group that holds these people"),
    );
}
