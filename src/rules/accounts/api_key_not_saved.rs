//! An API key whose secret nobody would ever see.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("api-key-not-saved"),
    family: Family::Accounts,
    severity: Severity::Error,
    summary: "an API key is declared without a file for its secret",
    page: include_str!("api-key-not-saved.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in &cx.site.users {
        for key in user.api_keys.iter().filter(|key| key.save_to.is_none()) {
            findings.push(
                RULE.found(format!("the secret of API key `{}` would be lost", key.name))
                    .at(key.span, "shown only once, when the key is made")
                    .help("say where it is written: `save-to=\"keys/exporter.key\"`"),
            );
        }
    }
}
