//! Assertions on the site as a plan leaves it: undeclared grants and members count there.

use super::transition::Transition;
use crate::access::{View, broken};
use crate::diagnostic::Diagnostic;
use crate::live::LiveSite;
use crate::model::{Definition, Names};
use crate::rules::permissions::expectation_broken::finding;

/// What of the definition's assertions does not hold once every change is made.
pub fn broken_assertions(
    transition: &Transition,
    site: &Definition,
    live: &LiveSite,
    names: &Names,
) -> Vec<Diagnostic> {
    if site.expectations.is_empty() {
        return Vec::new();
    }
    let after = View::new(&transition.tree, &transition.after);
    let found = broken(&after, &site.expectations);
    found
        .iter()
        .map(|broken| {
            let key = broken.witness.user;
            let declared = site.user(key).map(|user| user.name);
            let live = || live.users.iter().find(|user| user.key == key).map(|user| user.name);
            let name = declared.or_else(live);
            let user = name.map_or(names.key_text(key), |name| names.text(name));
            finding(broken, user, " on the site after this plan")
        })
        .collect()
}
