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
/// Words for several people, at the end of a name.
const TEAMS: &[&str] =
    &["department", "dept", "everybody", "everyone", "helpdesk", "shared", "team", "teams"];
const PLACES: &[(&str, &str)] = &[
    ("back", "office"),
    ("front", "desk"),
    ("front", "office"),
    ("help", "desk"),
    ("service", "desk"),
    ("support", "desk"),
];
const NOTES: &[&str] = &["shared account", "shared login", "shared user", "shared by "];

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| !user.bot) {
        let name = user.attributes.get("name");
        let notes = user.attributes.get("notes");
        let Some((place, why)) = name
            .filter(|name| name.value.as_text().is_some_and(names_several))
            .map(|name| (name.span, "the name of several people"))
            .or_else(|| {
                let name = name.filter(|name| name.value.as_text().is_some_and(ends_in_team))?;
                Some((name.span, "the name of a team"))
            })
            .or_else(|| {
                let nameless = name.is_none_or(|name| name.value.is_unset());
                let team = nameless && ends_in_team(cx.text(user.name));
                team.then_some((user.name_span, "the name of a team"))
            })
            .or_else(|| {
                let notes = notes.filter(|n| n.value.as_text().is_some_and(says_shared))?;
                Some((notes.span, "said to be shared"))
            })
        else {
            continue;
        };
        let username = cx.text(user.name);
        findings.push(
            RULE.found(format!("user `{username}` seems to be shared by several people"))
                .at(place, why)
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

/// The last of several words, so that nobody's surname alone is meant.
fn ends_in_team(name: &str) -> bool {
    let mut words = name.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (Some(last), Some(before)) = (words.next(), words.next()) else { return false };
    let is = |word: &str, known: &str| word.eq_ignore_ascii_case(known);
    TEAMS.iter().any(|team| is(last, team))
        || PLACES.iter().any(|(first, second)| is(before, first) && is(last, second))
}

fn says_shared(notes: &str) -> bool {
    let notes = notes.to_lowercase();
    NOTES.iter().any(|phrase| notes.contains(phrase))
}
