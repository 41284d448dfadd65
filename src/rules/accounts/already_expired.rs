//! An account whose access has ended, or an API key that has expired.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Settings, Value};
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;
use jiff::Timestamp;

pub static RULE: Rule = Rule {
    code: Code("already-expired"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "an account's access, an API key, or what is said for a while has ended",
    page: include_str!("already-expired.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    over(cx, findings);
    for user in cx.site.users.iter().filter(|user| !user.is_disabled()) {
        if let Some((ended, span)) = ended(&user.attributes, "authenticate_until", cx) {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("the access of `{name}` ended at {ended}"))
                    .at(span, "in the past")
                    .help("say a later date, or remove the account from the definition"),
            );
        }
    }
    let users = cx.site.users.iter().filter(|user| !user.is_disabled());
    for key in users.flat_map(|user| &user.api_keys).chain(&cx.site.api_keys) {
        if let Some((ended, span)) = ended(&key.attributes, "expires_at", cx) {
            findings.push(
                RULE.found(format!("API key `{}` expired at {ended}", key.name))
                    .at(span, "in the past")
                    .help("say a later date, or remove the key from the definition"),
            );
        }
    }
}

/// What the definition has no longer: it is taken away, and its line says nothing more.
fn over(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for timed in &cx.site.timed {
        let Some(until) = timed.until.as_ref().filter(|_| timed.has_ended(cx.now)) else {
            continue;
        };
        let word = cx.word_of(timed.span);
        findings.push(
            RULE.found(format!("this `{word}` ended at {}", until.at))
                .at(until.span, "in the past: it is taken away where the site still has it")
                .help("say a later date, or delete the line once it is applied"),
        );
    }
}

fn ended(settings: &Settings, until: &str, cx: &Context<'_>) -> Option<(Timestamp, Span)> {
    let until = settings.get(until)?;
    let Value::Instant(end) = until.value else { return None };
    (end <= cx.now).then_some((end, until.span))
}
