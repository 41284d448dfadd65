//! A full name of one word.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("name-not-full"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a person's full name is one word",
    page: include_str!("name-not-full.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.bot) {
        let Some(name) = user.attributes.get("name") else { continue };
        let Some(full) = name.value.as_text() else { continue };
        if full.split_whitespace().count() == 1 {
            let username = cx.text(user.name);
            findings.push(
                RULE.found(format!("the full name of `{username}` is one word, `{full}`"))
                    .at(name.span, "the bulk import takes at least two words")
                    .help("say the first and the last name, separated by a space"),
            );
        }
    }
}
