//! Drift in words: what differs, how, and who did it by the site's log.

use super::unused::day;
use super::{attributes, objects, residue};
use crate::diff::{Assignment, Change, Operation};
use crate::drift::{
    Drift, Idle, ObjectDrift, OwnerDrift, OwnerName, Remembered, Standing, UndeclaredDrift, Unused,
    ValueDrift,
};
use crate::wording::counted;

/// `1 person has more access, 2 have less; 1 owner moved, 3 objects differ, 4 undeclared`.
pub fn totals(drift: &Drift) -> String {
    format!(
        "{} more access, {} less; {} moved, {}, {} undeclared{}",
        counted(drift.gained.people, "person has", "people have"),
        counted(drift.lost.people, "has", "have"),
        counted(drift.owners.len(), "owner", "owners"),
        counted(drift.differences.len(), "object differs", "objects differ"),
        drift.undeclared.len(),
        match drift.not_understood.len() {
            0 => String::new(),
            odd => format!(", {odd} not judged"),
        },
    )
}

/// `Not used since 2026-03-03, for information: 2 accounts, 1 key`.
pub fn not_used(unused: &Unused) -> String {
    let accounts = counted(unused.accounts.len(), "account", "accounts");
    let keys = counted(unused.keys.len(), "key", "keys");
    format!("Not used since {}, for information: {accounts}, {keys}", day(unused.since))
}

/// `ana, last active 2025-11-02`.
pub fn idle(idle: &Idle) -> String {
    let (what, used) = match idle.user.as_deref() {
        None => (idle.name.clone(), "active"),
        Some("") => (format!("the site's key {:?}", idle.name), "used"),
        Some(user) => (format!("key {:?} of {user}", idle.name), "used"),
    };
    match idle.last {
        Some(at) => format!("{what}, last {used} {}", day(at)),
        None => format!("{what}, never {used}"),
    }
}

/// `automation "sweep" belongs to user "ben"; the definition says the site`.
pub fn ownership(one: &OwnerDrift) -> String {
    let name = |of: &OwnerName| match of {
        OwnerName::Site => "the site".to_owned(),
        OwnerName::User(user) => format!("user {user:?}"),
        OwnerName::DeletedUser(id) => format!("deleted user {id}, so that it does not run"),
    };
    format!(
        "automation {:?} belongs to {}; the definition says {}",
        one.automation,
        name(&one.live),
        name(&one.definition)
    )
}

/// What is otherwise than declared; two rows that are one word of the language together.
pub fn differences(drift: &Drift) -> Vec<(&ObjectDrift, bool)> {
    let alike = |one: &ObjectDrift, next: &ObjectDrift| {
        (one.standing, &one.declared) == (next.standing, &next.declared)
            && one.remembered == next.remembered
    };
    objects::paired(&drift.differences, |one| &one.address, alike)
}

/// What is over (`until=`) and still on the site.
pub fn over(drift: &Drift) -> Vec<(&UndeclaredDrift, bool)> {
    let mut all = told_together(drift);
    all.retain(|(one, _)| is_over(one));
    all
}

/// What is declared nowhere; two rows that are one word of the language together.
pub fn undeclared(drift: &Drift) -> Vec<(&UndeclaredDrift, bool)> {
    let mut all = told_together(drift);
    all.retain(|(one, _)| !is_over(one));
    all
}

fn is_over(one: &UndeclaredDrift) -> bool {
    one.declared.as_ref().is_some_and(|origin| origin.until.is_some())
}

fn told_together(drift: &Drift) -> Vec<(&UndeclaredDrift, bool)> {
    let alike = |one: &UndeclaredDrift, next: &UndeclaredDrift| {
        (one.on_apply, &one.remembered, &one.declared)
            == (next.on_apply, &next.remembered, &next.declared)
    };
    objects::paired(&drift.undeclared, |one| &one.address, alike)
}

/// `readonly on "Payroll" for user "ben"`, `user "ben": disabled true`.
pub fn undeclared_fact(one: &UndeclaredDrift, both: bool) -> String {
    let operation = if one.values.is_empty() { Operation::Delete } else { Operation::Update };
    let undoing = Change::new(operation, one.address.clone()).set(assignments(&one.values));
    residue::what(&undoing, both)
}

/// What to write about it, either way.
pub fn undeclared_advice(one: &UndeclaredDrift, both: bool) -> Option<String> {
    let place = one.declared.as_ref().map(|origin| origin.to_string());
    residue::advice(&one.advice, place.as_deref(), both)
}

fn assignments(values: &[ValueDrift]) -> Vec<Assignment> {
    let assignment = |value: &ValueDrift| Assignment {
        field: value.field,
        before: value.live.clone(),
        after: value.definition.clone(),
    };
    values.iter().map(assignment).collect()
}

/// `group "HR" is not on the site`.
pub fn standing(one: &ObjectDrift, both: bool) -> String {
    let told = match (one.standing, &one.live_name) {
        (Standing::Missing, _) => " is not on the site".to_owned(),
        (Standing::Elsewhere, Some(at)) => format!(" is at {at:?}"),
        (_, Some(name)) => format!(" is called {name:?}"),
        (_, None) => String::new(),
    };
    format!("{}{told}", objects::named(&one.address, both))
}

/// `require-2fa false; the definition says true`, of each value.
pub fn values(one: &ObjectDrift) -> Vec<String> {
    let change = Change::new(Operation::Update, one.address.clone()).set(assignments(&one.values));
    let lines = attributes::lines(&change).into_iter().map(|line| {
        let (live, definition) = (one_line(&line.before), one_line(&line.after));
        format!("{} {live}; the definition says {definition}", line.name)
    });
    lines.collect()
}

fn one_line(value: &str) -> String {
    value.replace('\n', " ")
}

/// `by the site's log: 2026-05-02T11:00:00Z, mallory: Added **Readonly** for …`.
pub fn remembered(entry: &Remembered) -> String {
    let by = entry.by.as_deref().unwrap_or("nobody of this site");
    let text = entry.text.replace('\n', " ");
    format!("by the site's log: {}, {by}: {text}", entry.at)
}
