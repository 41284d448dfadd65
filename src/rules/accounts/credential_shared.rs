//! One credential on two accounts.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{User, path};
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    code: Code("credential-shared"),
    family: Family::Accounts,
    severity: Severity::Error,
    summary: "one credential opens two accounts",
    page: include_str!("credential-shared.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut keys: FxHashMap<&str, (&User, Span)> = FxHashMap::default();
    let mut addresses: FxHashMap<String, (&User, Span)> = FxHashMap::default();
    for user in &cx.site.users {
        for key in &user.ssh_keys {
            let (other, span) = *keys.entry(&key.fingerprint).or_insert((user, key.span));
            if other.key != user.key {
                findings.push(shared(cx, "one SSH key", (user, key.span), (other, span)));
            }
        }
        let by_mail = user.authentication_method() == Some("email_signup");
        let Some(email) = user.attributes.get("email").filter(|_| by_mail) else { continue };
        let Some(address) = email.value.as_text().filter(|address| !address.is_empty()) else {
            continue;
        };
        let (other, span) =
            *addresses.entry(path::fold(address).into_owned()).or_insert((user, email.span));
        if other.key != user.key {
            findings.push(shared(cx, "one sign-up address", (user, email.span), (other, span)));
        }
    }
}

fn shared(
    cx: &Context<'_>,
    what: &str,
    (user, span): (&User, Span),
    (other, other_span): (&User, Span),
) -> Diagnostic {
    let (name, other) = (cx.text(user.name), cx.text(other.name));
    RULE.found(format!("{what} opens both `{other}` and `{name}`"))
        .at(span, format!("also a credential of `{name}`"))
        .at(other_span, format!("already a credential of `{other}`"))
        .help("give each account a credential of its own, so that the logs tell them apart")
}
