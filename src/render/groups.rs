//! Findings of one cause together: the first stands for all, the others for their places.

use crate::diagnostic::{Code, Diagnostic, Severity};
use rustc_hash::FxHashMap;

/// Fewer than so many are told one by one.
const FROM: usize = 4;

pub struct Group<'a> {
    pub first: &'a Diagnostic,
    pub others: Vec<&'a Diagnostic>,
}

/// What is found and what to do about it: the help, or where there is none what is said of the place.
type Cause<'a> = (Code, Severity, Option<&'a str>);

fn cause(finding: &Diagnostic) -> Cause<'_> {
    let label = || finding.labels.first().map(|label| label.text.as_str());
    (finding.code, finding.severity, finding.help.as_deref().or_else(label))
}

/// In the order of their first findings; `most` of one cause at a time.
pub fn groups<'a>(found: &[&'a Diagnostic], most: usize) -> Vec<Group<'a>> {
    let mut counts: FxHashMap<Cause<'a>, usize> = FxHashMap::default();
    for finding in found {
        *counts.entry(cause(finding)).or_default() += 1;
    }
    let mut open: FxHashMap<Cause<'a>, usize> = FxHashMap::default();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for first in found.iter().copied() {
        let cause = cause(first);
        if counts.get(&cause).is_some_and(|count| *count >= FROM) {
            let group = open.get(&cause).and_then(|index| groups.get_mut(*index));
            if let Some(group) = group.filter(|group| group.others.len() + 1 < most) {
                group.others.push(first);
                continue;
            }
            open.insert(cause, groups.len());
        }
        groups.push(Group { first, others: Vec::new() });
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(found: &[Diagnostic], most: usize) -> Vec<usize> {
        let found: Vec<&Diagnostic> = found.iter().collect();
        groups(&found, most).iter().map(|group| group.others.len() + 1).collect()
    }

    #[test]
    fn many_of_one_cause_are_one_and_few_are_not() {
        let one = |message: &str, help: &str| {
            Diagnostic::warning(Code("csv-loss"), message).help(help.to_owned())
        };
        let few = ["a", "b", "c"].map(|name| one(name, "drop it"));
        let many = ["a", "b", "c", "d", "e"].map(|name| one(name, "say it"));
        let all: Vec<Diagnostic> = many.iter().chain(&few).cloned().collect();
        assert_eq!(sizes(&all, usize::MAX), [5, 1, 1, 1]);
        assert_eq!(sizes(&all, 3), [3, 2, 1, 1, 1]);
        let errors: Vec<Diagnostic> = many
            .iter()
            .enumerate()
            .map(|(turn, it)| Diagnostic {
                severity: if turn % 2 == 0 { Severity::Error } else { Severity::Warning },
                ..it.clone()
            })
            .collect();
        assert_eq!(sizes(&errors, usize::MAX), [1; 5]);
    }
}
