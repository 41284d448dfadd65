//! A bot that bears the marks of a person.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{User, path};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-looks-human"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a bot bears a person's name and e-mail address",
    page: include_str!("bot-looks-human.md"),
    check: Check::Definition(check),
};

/// Words in the names of workloads, which make an address like `bank.feed@` no person's.
const WORKLOAD_WORDS: &[&str] = &[
    "account",
    "agent",
    "api",
    "app",
    "archive",
    "automation",
    "backup",
    "batch",
    "bot",
    "client",
    "connector",
    "cron",
    "data",
    "deploy",
    "etl",
    "export",
    "feed",
    "file",
    "files",
    "gateway",
    "import",
    "integration",
    "job",
    "loader",
    "machine",
    "monitor",
    "partner",
    "pipeline",
    "process",
    "report",
    "reports",
    "robot",
    "runner",
    "scanner",
    "script",
    "server",
    "service",
    "shared",
    "store",
    "sync",
    "system",
    "task",
    "team",
    "test",
    "transfer",
    "upload",
    "worker",
];

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| user.bot) {
        let attributes = &user.attributes;
        let (Some(name), Some(email)) = (attributes.get("name"), attributes.get("email")) else {
            continue;
        };
        let (Some(full), Some(address)) = (name.value.as_text(), email.value.as_text()) else {
            continue;
        };
        if !is_personal(full, address) || names_workload(full, user) {
            continue;
        }
        let username = cx.text(user.name);
        findings.push(
            RULE.found(format!("bot `{username}` looks like a person: `{full}`, `{address}`"))
                .at(user.name_span, "declared a bot here")
                .at(name.span, "a person's name")
                .at(email.span, "an address made of that name")
                .help("declare it with `user`, without `system`, if a person signs in with it"),
        );
    }
}

/// Whether the name is a first and a last name, and the address is made of them.
fn is_personal(full: &str, address: &str) -> bool {
    let words: Vec<&str> = full.split_whitespace().collect();
    let capitalised = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\''))
    };
    let ([first, .., last], Some((local, _))) = (&*words, address.rsplit_once('@')) else {
        return false;
    };
    if words.len() > 3 || !words.iter().all(capitalised) {
        return false;
    }
    let letters = |text: &str| -> String {
        path::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let (first, last, local) = (letters(first), letters(last), letters(local));
    let initial: String = first.chars().take(1).collect();
    local == format!("{first}{last}")
        || local == format!("{last}{first}")
        || local == format!("{initial}{last}")
}

/// Whether a word of the name says that a workload is meant.
fn names_workload(full: &str, user: &User) -> bool {
    full.split_whitespace().any(|word| {
        let word = path::fold(word).into_owned();
        let in_system = |system: &str| {
            path::fold(system).split(|c: char| !c.is_alphanumeric()).any(|part| part == word)
        };
        WORKLOAD_WORDS.contains(&word.as_str()) || user.systems.iter().any(|(s, _)| in_system(s))
    })
}
