//! Steps that only somebody else's key can do, and that key is not there.

use crate::cli::output::Output;
use crate::model::SecretRef;
use crate::plan::{Plan, Step, StepId};
use crate::render::style::safe;
use crate::site::Secrets;
use crate::site::secrets::user_key_variable;
use std::collections::BTreeSet;

/// Says which steps are left to be done by hand, and what waits for them.
pub fn tell(plan: &Plan, secrets: &dyn Secrets, output: &Output) {
    for step in by_hand(plan, secrets) {
        let user = step.as_user.as_deref().unwrap_or_default();
        let waiting = match dependants(plan, step.id).len() {
            0 => String::new(),
            1 => "; one step waits for it".to_owned(),
            many => format!("; {many} steps wait for it"),
        };
        let style = output.error_style();
        output.aside(&format!(
            "{} step {} ({}) needs the key of {}{waiting}\n  {} set {}, or let {} make the change on the site and plan again\n",
            style.changed("by hand:"),
            step.id.0,
            safe(&step.address.to_string()),
            safe(user),
            style.bold("help:"),
            user_key_variable(user),
            safe(user),
        ));
    }
}

/// The steps whose key is not there.
fn by_hand<'p>(plan: &'p Plan, secrets: &dyn Secrets) -> Vec<&'p Step> {
    let lacks =
        |user: &str| secrets.resolve(&SecretRef::Env(user_key_variable(user).into())).is_err();
    plan.steps.iter().filter(|step| step.as_user.as_deref().is_some_and(lacks)).collect()
}

/// Everything that waits for a step, perhaps through others.
fn dependants(plan: &Plan, first: StepId) -> BTreeSet<StepId> {
    let mut waiting = BTreeSet::new();
    for step in &plan.steps {
        let waits = |id: &StepId| *id == first || waiting.contains(id);
        if step.after.iter().any(|after| waits(&after.step)) {
            waiting.insert(step.id);
        }
    }
    waiting
}
