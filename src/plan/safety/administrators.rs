//! Somebody administers the site at every moment.

use super::demand::{Claim, Demands};
use super::facts::Facts;
use super::term::Terms;

pub(super) fn demand(facts: &Facts<'_>, demands: &mut Demands) {
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
    demands.add(terms, Claim::Administrator);
}
