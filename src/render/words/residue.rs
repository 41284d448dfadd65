//! What the definition does not account for, in words: the sentence by which people stop looking,
//! and each fact with what to write.

use super::{attributes, objects};
use crate::diff::{Change, Operation};
use crate::plan::{Advice, Fact, Residue};
use crate::wording::{counted, plural};

/// `The site is as the definition says`, or in what it is not.
pub fn verdict(residue: &Residue) -> String {
    Verdict {
        more: residue.access.gain,
        less: residue.access.lose,
        undeclared: residue.facts.len(),
        not_understood: residue.not_understood.len(),
    }
    .sentence()
}

/// What stands between a site and its definition, counted.
#[derive(Debug, Clone, Copy)]
pub struct Verdict {
    /// People with more access than the definition gives, and with less.
    pub more: usize,
    pub less: usize,
    pub undeclared: usize,
    pub not_understood: usize,
}

impl Verdict {
    fn sentence(self) -> String {
        let Verdict { more, less, undeclared, not_understood } = self;
        if (undeclared, not_understood) == (0, 0) {
            return "The site is as the definition says".to_owned();
        }
        let has = |count| plural(count, "has", "have");
        let people = |count| counted(count, "person", "people");
        let access = match (more, less) {
            (0, 0) if not_understood > 0 => String::new(),
            (0, 0) => "Nobody has more or less access than the definition gives; ".to_owned(),
            (more, 0) => {
                format!("{} {} more access than the definition gives; ", people(more), has(more))
            }
            (0, less) => {
                format!("{} {} less access than the definition gives; ", people(less), has(less))
            }
            (more, less) => format!(
                "{} {} more access than the definition gives, {less} {} less; ",
                people(more),
                has(more),
                has(less)
            ),
        };
        let undeclared = (undeclared > 0).then(|| {
            format!("{} not declared", counted(undeclared, "thing on it is", "things on it are"))
        });
        let not_understood = (not_understood > 0).then(|| {
            let things = counted(not_understood, "thing on it", "things on it");
            format!("{things} could not be judged")
        });
        let facts: Vec<String> = [undeclared, not_understood].into_iter().flatten().collect();
        format!("{access}{}", facts.join(", "))
    }
}

/// Something that the site has and no file says; two rows that are one word of the language are
/// one.
pub struct Told<'a> {
    pub fact: &'a Fact,
    pub both: bool,
}

pub fn facts(residue: &Residue) -> Vec<Told<'_>> {
    let alike = |one: &Fact, next: &Fact| one.undoing.declared == next.undoing.declared;
    let paired = objects::paired(&residue.facts, |fact| &fact.undoing.address, alike);
    paired.into_iter().map(|(fact, both)| Told { fact, both }).collect()
}

impl Told<'_> {
    /// How many facts it tells.
    pub fn count(&self) -> usize {
        1 + usize::from(self.both)
    }

    /// `user "ben" in group "Payroll"`, `user "ben": disabled true`.
    pub fn what(&self) -> String {
        what(&self.fact.undoing, self.both)
    }

    /// What to write, either way.
    pub fn advice(&self) -> Option<String> {
        let origin = self.fact.undoing.declared.as_ref();
        let place = origin.map(|origin| format!("{}:{}", origin.file, origin.line));
        advice(&self.fact.advice, place.as_deref(), self.both)
    }
}

/// The fact that a change would take away.
pub fn what(undoing: &Change, both: bool) -> String {
    let object = match undoing.operation {
        Operation::Update => match undoing.address.membership() {
            Some((group, user)) => return format!("user {user:?} administers group {group:?}"),
            None => undoing.address.to_string(),
        },
        Operation::Create | Operation::Move | Operation::Delete => {
            return objects::named(&undoing.address, both);
        }
    };
    let values = attributes::lines(undoing).into_iter();
    let values: Vec<String> =
        values.map(|line| format!("{} {}", line.name, line.before).replace('\n', " ")).collect();
    format!("{object}: {}", values.join(", "))
}

/// `write "x" in group "Payroll" (site.kdl:3) to keep it, "y" to take it away`.
pub fn advice(advice: &Advice, place: Option<&str>, both: bool) -> Option<String> {
    let word = |line: &String| match both {
        true => format!("`{}`", line.replacen("\"writeonly\"", "\"readwrite\"", 1)),
        false => format!("`{line}`"),
    };
    let keep = advice.keep.as_ref().map(|line| format!("{} to keep it", word(line)));
    let take = advice.take_away.as_ref().map(|line| format!("{} to take it away", word(line)));
    let ways: Vec<String> = [keep, take].into_iter().flatten().collect();
    let within = advice.within.as_ref().map(|within| match place {
        Some(place) => format!("in {within} ({place}) "),
        None => format!("in {within} "),
    });
    let within = within.unwrap_or_default();
    (!ways.is_empty()).then(|| format!("{within}write {}", ways.join(", ")))
}
