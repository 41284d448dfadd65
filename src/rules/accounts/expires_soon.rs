//! An account whose access ends soon.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Value;
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::counted;
use jiff::SignedDuration;

pub static RULE: Rule = Rule {
    code: Code("expires-soon"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "an account's access, or what is said for a while, ends within 30 days",
    page: include_str!("expires-soon.md"),
    check: Check::Definition(check),
};

const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.is_disabled()) {
        let Some(until) = user.attributes.get("authenticate_until") else { continue };
        let Value::Instant(instant) = until.value else { continue };
        let left = instant.duration_since(cx.now);
        if left.is_positive() && left <= SOON {
            let (name, days) = (cx.text(user.name), left.as_hours() / 24);
            findings.push(
                RULE.found(format!("the access of `{name}` ends at {instant}"))
                    .at(until.span, format!("{} left", counted(days as usize, "day", "days")))
                    .help("say a later date if the account is still needed then"),
            );
        }
    }
    for timed in &cx.site.timed {
        let Some(until) = timed.until.as_ref().filter(|_| timed.has_begun(cx.now)) else {
            continue;
        };
        let left = until.at.duration_since(cx.now);
        if left.is_positive() && left <= SOON {
            let word = cx.word_of(timed.span);
            let days = counted(left.as_hours() as usize / 24, "day", "days");
            findings.push(
                RULE.found(format!("this `{word}` ends at {}", until.at))
                    .at(until.span, format!("{days} left"))
                    .help("say a later date if it is still needed then"),
            );
        }
    }
}
