//! Plans made by hand, for those who show them.

use siteplan::facade::diff::{Address, Change, Operation};
use siteplan::facade::live::Unread;
use siteplan::facade::plan::{
    AccessImpact, Advice, After, ChangeId, Fact, Plan, Reason, Residue, Step, StepId, step,
};

/// A step for each change, each after the one before it.
pub fn plan(target: &str, changes: Vec<Change>, access: AccessImpact) -> Plan {
    let steps = changes.iter().enumerate().map(|(index, change)| Step {
        id: StepId::at(index),
        change: ChangeId(index),
        operation: change.operation,
        address: change.address.clone(),
        live_id: None,
        as_user: None,
        set: change.set.clone(),
        after: (1..=index as u32)
            .rev()
            .take(1)
            .map(|before| After {
                step: StepId(before),
                reason: Reason::Refers { to: change.address.to_string() },
            })
            .collect(),
    });
    Plan {
        format: step::FORMAT.to_owned(),
        version: step::VERSION,
        siteplan: "0.1.0".to_owned(),
        target: target.to_owned(),
        definition: String::new(),
        live: String::new(),
        steps: steps.collect(),
        residue: residue(target),
        changes,
        powers: Default::default(),
        removals: Vec::new(),
        access,
        hash: String::new(),
        transient: Vec::new(),
        unread: vec![Unread { list: target.to_owned(), why: target.to_owned() }],
        not_looked_at: Vec::new(),
        good_until: None,
        refused: Vec::new(),
        inputs: None,
    }
}

/// What is left is a user of that name.
fn residue(name: &str) -> Residue {
    let undoing = Change::new(Operation::Delete, Address::User { user: name.to_owned() });
    let (keep, within) = (Some(format!("user {name:?}")), Some(name.to_owned()));
    let advice =
        Advice { keep, take_away: Some(format!("remove user={name:?}")), within, others: 0 };
    Residue {
        facts: vec![Fact { undoing, manage: "users".to_owned(), advice }],
        not_understood: vec![name.to_owned()],
        ..Residue::default()
    }
}
