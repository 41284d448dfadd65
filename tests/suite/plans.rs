//! Plans made by hand, for those who show them.

use siteplan::facade::diff::{Address, Change};
use siteplan::facade::plan::{
    AccessImpact, After, ChangeId, Plan, Reason, Step, StepId, UndeclaredObject, step,
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
        undeclared: vec![UndeclaredObject { address: Address::User { user: target.to_owned() } }],
        changes,
        powers: Default::default(),
        removals: Vec::new(),
        access,
        hash: String::new(),
        transient: Vec::new(),
    }
}
