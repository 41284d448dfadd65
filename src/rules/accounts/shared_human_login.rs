//! A person's account that several people use.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("shared-human-login"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "one human account is described as several people",
    page: include_str!("shared-human-login.md"),
    check: Check::Definition(check),
};

const SEPARATORS: &[&str] = &[" and ", " & ", " + ", "/"];
const NOTES: &[&str] = &["shared account", "shared login", "shared user", "shared by "];

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.bot) {
        let name = user.attributes.get("name");
        let notes = user.attributes.get("notes");
        let Some((setting, why)) = name
            .filter(|name| name.value.as_text().is_some_and(names_several))
            .map(|name| (name, "the name of several people"))
            .or_else(|| {
                let notes = notes.filter(|n| n.value.as_text().is_some_and(says_shared))?;
                Some((notes, "said to be shared"))
            })
        else {
            continue;
        };
        let username = cx.text(user.name);
        findings.push(
            RULE.found(format!("user `{username}` seems to be shared by several people"))
                .at(setting.span, why)
                .at(user.name_span, "declared one person here")
                .help("declare a user for each person, and a group for what they have in common"),
        );
    }
}

fn names_several(name: &str) -> bool {
    SEPARATORS.iter().filter(|separator| holds(name, separator)).any(|separator| {
        let mut people = name.split(separator).filter(|person| !person.trim().is_empty());
        people.next().is_some() && people.next().is_some()
    })
}

/// A plain look, since names are short and hardly any holds a separator.
fn holds(name: &str, separator: &str) -> bool {
    let (name, separator) = (name.as_bytes(), separator.as_bytes());
    let mut starts = name.iter().zip(0..).filter(|(byte, _)| Some(*byte) == separator.first());
    starts.any(|(_, at): (_, usize)| name[at..].starts_with(separator))
}

fn says_shared(notes: &str) -> bool {
    let notes = notes.to_lowercase();
    NOTES.iter().any(|phrase| notes.contains(phrase))
}
