//! A namespace of usernames without a custom domain.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("namespace-needs-domain"),
    family: Family::Settings,
    severity: Severity::Error,
    summary: "a namespace of its own needs a custom domain",
    page: include_str!("namespace-needs-domain.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let settings = &cx.site.settings;
    let Some(namespace) = settings.on("custom_namespace") else { return };
    let message = "usernames of the site's own need a custom domain";
    let help = "say the site's domain: `domain \"files.firm.example\"`";
    match settings.get("domain") {
        Some(domain) if domain.value.is_unset() => findings.push(
            RULE.found(message)
                .at(namespace.span, "Files.com refuses this without a domain")
                .at(domain.span, "said to be unset")
                .help(help),
        ),
        Some(_) => {}
        // What is not said is not touched: the site may have a domain already.
        None => findings.push(
            Diagnostic::warning(RULE.code, message)
                .at(namespace.span, "refused unless the site has a domain already")
                .help(help),
        ),
    }
}
