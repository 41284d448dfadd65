//! Objects that are otherwise than declared, are missing, or are declared nowhere.

use super::data::{Fate, ObjectDrift, Standing, UndeclaredDrift, ValueDrift};
use crate::diff::{Assignment, Change, Field, Operation, Unsaid};
use crate::plan::{self, Advice};

/// What a plan would make, change or move. An automation's owner is told by itself.
pub(super) fn differences(changes: Vec<Change>) -> Vec<ObjectDrift> {
    let different = changes.into_iter().filter_map(|change| {
        let standing = match change.operation {
            Operation::Create => Standing::Missing,
            Operation::Update => Standing::Different,
            Operation::Move => Standing::Elsewhere,
            Operation::Delete => return None,
        };
        let told = |set: &Assignment| set.field != Field::Owner && !is_rename(&change, set);
        let values: Vec<ValueDrift> = match standing {
            Standing::Different => change.set.iter().filter(|set| told(set)).map(value).collect(),
            Standing::Missing | Standing::Elsewhere => Vec::new(),
        };
        let differs = !values.is_empty() || change.was.is_some();
        (standing != Standing::Different || differs).then_some(ObjectDrift {
            address: change.address,
            standing,
            live_name: change.was,
            values,
            declared: change.declared,
            remembered: Vec::new(),
        })
    });
    different.collect()
}

/// The name that the site still has is told by itself.
fn is_rename(change: &Change, set: &Assignment) -> bool {
    change.address.kind().naming() == Some(set.field)
        && change.was.as_deref().is_some_and(|was| set.before.as_text() == Some(was))
}

fn value(set: &Assignment) -> ValueDrift {
    let Assignment { field, before, after } = set.clone();
    ValueDrift { field, live: before, definition: after }
}

/// What a plan would remove, and what it would only report.
pub(super) fn undeclared(planned: &[Change], unsaid: Vec<Unsaid>) -> Vec<UndeclaredDrift> {
    let removed = planned.iter().filter(|change| change.operation == Operation::Delete);
    let removed = removed.map(|change| UndeclaredDrift {
        address: change.address.clone(),
        on_apply: Fate::Removed,
        values: Vec::new(),
        // What is over is said somewhere, and until when.
        declared: change.declared.clone().filter(|origin| origin.until.is_some()),
        advice: Advice::default(),
        remembered: Vec::new(),
    });
    let mut removed: Vec<UndeclaredDrift> = removed.collect();
    removed.sort_by(|a, b| a.address.cmp(&b.address));
    let reported = plan::facts(unsaid).into_iter().map(|fact| {
        let Change { operation, address, set, declared, .. } = fact.undoing;
        let values = match operation {
            Operation::Update => set.iter().map(value).collect(),
            Operation::Create | Operation::Move | Operation::Delete => Vec::new(),
        };
        let (advice, remembered) = (fact.advice, Vec::new());
        let on_apply = Fate::LeftAlone;
        UndeclaredDrift { address, on_apply, values, declared, advice, remembered }
    });
    removed.into_iter().chain(reported).collect()
}
