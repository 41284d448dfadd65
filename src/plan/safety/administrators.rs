//! Somebody administers the site at every moment.

use super::constraint::{Cause, Constraints};
use super::facts::Facts;
use super::term::Terms;

pub(super) fn constrain(facts: &Facts<'_>, constraints: &mut Constraints) {
    let touched = &facts.transition.touched;
    if touched.iter().all(|user| !facts.everything(*user).changes()) {
        return;
    }
    let users = facts.transition.before.users().chain(facts.transition.after.users());
    let mut terms = Terms::never();
    for user in users {
        terms = terms.or(facts.everything(user));
        if terms.is_always() {
            return;
        }
    }
    constraints.add(terms, Cause::Administrator);
}
