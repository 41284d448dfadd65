//! A setting that locks out declared people.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Group;
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::counted;

pub static RULE: Rule = Rule {
    code: Code("setting-locks-out"),
    family: Family::Settings,
    severity: Severity::Warning,
    summary: "a setting locks out people of the definition",
    page: include_str!("setting-locks-out.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    protocols_by_group(cx, findings);
    sso_only(cx, findings);
}

/// With protocols by group only, the web is open to members of a group that has it.
fn protocols_by_group(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
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

/// With SSO only, an administrator who signs in otherwise is shut out.
fn sso_only(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(setting) = cx.site.settings.get("non_sso_users_allowed") else { return };
    if setting.value.as_bool() != Some(false) {
        return;
    }
    let admins = cx.site.users.iter().filter(|user| user.is_site_admin() && !user.is_disabled());
    let mut shut_out = admins.filter_map(|user| {
        let method = user.attributes.get("authentication_method")?;
        (method.value.as_text() != Some("sso")).then_some((user, method))
    });
    let Some((witness, method)) = shut_out.next() else { return };
    let name = cx.text(witness.name);
    let others = match shut_out.count() {
        0 => String::new(),
        more => format!(" and {}", counted(more, "more administrator", "more administrators")),
    };
    findings.push(
        RULE.found(format!("site administrator `{name}`{others} would be locked out"))
            .at(setting.span, "only users of an SSO provider may sign in")
            .at(method.span, "signs in without one")
            .help("move the administrators to `authentication \"sso\"` first"),
    );
}
