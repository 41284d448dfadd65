//! Back to globally unique usernames, with SSO users left.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::User;
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::{listed, plural};

pub static RULE: Rule = Rule {
    code: Code("namespace-with-sso"),
    family: Family::Settings,
    severity: Severity::Error,
    summary: "usernames become globally unique while users sign in by SSO",
    page: include_str!("namespace-with-sso.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let settings = &cx.site.settings;
    let (Some(namespace), Some(domain)) =
        (settings.get("custom_namespace"), settings.get("domain"))
    else {
        return;
    };
    // A custom domain takes a site out of the global names, so this `#false` is a way back.
    if namespace.value.as_bool() != Some(false) || domain.value.is_unset() {
        return;
    }
    let by_sso: Vec<&User> =
        cx.site.users.iter().filter(|user| user.authentication_method() == Some("sso")).collect();
    let Some(method) = by_sso.first().and_then(|u| u.attributes.get("authentication_method"))
    else {
        return;
    };
    let names: Vec<&str> = by_sso.iter().map(|user| cx.text(user.name)).collect();
    let verb = plural(names.len(), "signs", "sign");
    findings.push(
        RULE.found(format!(
            "usernames cannot become globally unique while {} {verb} in by SSO",
            listed(&names)
        ))
        .at(namespace.span, "usernames are to be unique across all sites of Files.com")
        .at(domain.span, "with a custom domain the site has names of its own")
        .at(method.span, "still signs in by SSO")
        .help(
            "change the authentication of every SSO user first, or drop `custom-namespace #false`",
        ),
    );
}
