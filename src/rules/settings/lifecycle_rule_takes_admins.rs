//! A lifecycle rule that may take every site administrator.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::User;
use crate::rules::lifecycle::may_hit;
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::listed;

pub static RULE: Rule = Rule {
    code: Code("lifecycle-rule-takes-admins"),
    family: Family::Settings,
    severity: Severity::Warning,
    summary: "a lifecycle rule disables or deletes every site administrator",
    page: include_str!("lifecycle-rule-takes-admins.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let admins: Vec<&User> =
        cx.site.users.iter().filter(|user| user.is_site_admin() && !user.is_disabled()).collect();
    if admins.is_empty() {
        return;
    }
    for rule in cx.lifecycle_rules() {
        let Some(included) = rule.attributes.on("include_site_admins") else { continue };
        let Some(verb) = rule.attributes.text("action") else { continue };
        let bypasses = |user: &User| user.attributes.on("bypass_user_lifecycle_rules").is_some();
        if admins.iter().any(|user| bypasses(user) || !may_hit(cx, rule, user)) {
            continue;
        }
        let names: Vec<&str> = admins.iter().map(|user| cx.text(user.name)).collect();
        findings.push(
            RULE.found(format!("`{}` may {verb} every site administrator", rule.name))
                .at(included.span, format!("takes {} once inactive", listed(&names)))
                .help("add `bypass-user-lifecycle-rules #true` to one who is always to be there"),
        );
    }
}
