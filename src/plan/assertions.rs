//! Assertions on the site as a plan leaves it: undeclared grants and members count there.

use super::fold::Spelling;
use super::transition::Transition;
use crate::access::{Broken, View, broken};
use crate::diagnostic::Diagnostic;
use crate::live::LiveSite;
use crate::model::{Definition, Names, path};
use crate::rules::permissions::expectation_broken::{RULE, finding};

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
    let before = View::new(&transition.tree, &transition.before);
    let (found, today) = (broken(&after, &site.expectations), broken(&before, &site.expectations));
    let is_in = |list: &[Broken<'_>], clause: &Broken<'_>| {
        list.iter().any(|other| other.clause.span == clause.clause.span)
    };
    let mended = today.iter().filter(|broken| !is_in(&found, broken)).map(|broken| {
        let text = &broken.expectation.text;
        Diagnostic::info(
            RULE.code,
            format!("{:?} does not hold on the live site today; this plan mends it", &**text),
        )
        .at(broken.clause.span, "this clause")
    });
    let spelling = spelling(site, live, names);
    let broken = found.iter().map(|broken| {
        let key = broken.witness.user;
        let declared = site.user(key).map(|user| user.name);
        let live = || live.users.iter().find(|user| user.key == key).map(|user| user.name);
        let name = declared.or_else(live);
        let user = name.map_or(names.key_text(key), |name| names.text(name));
        let when = match is_in(&today, broken) {
            true => " on the site, neither today nor after this plan",
            false => " on the site after this plan, and does today",
        };
        let place = spelling.of_path(&path::key(&broken.witness.path));
        finding(broken, user, &place, when)
    });
    broken.chain(mended).collect()
}

/// Paths as the definition writes them, and else as the site does.
fn spelling<'a>(site: &Definition, live: &LiveSite, names: &'a Names) -> Spelling<'a> {
    let mut spelling = Spelling::default();
    let grants = live.grants.iter().map(|grant| grant.path);
    let behaviors = live.behaviors.iter().map(|behavior| behavior.path);
    let live = live.folders.iter().map(|folder| folder.name).chain(grants).chain(behaviors);
    for path in live.chain(site.folders.iter().map(|folder| folder.name)) {
        spelling.path(names.text(path));
    }
    spelling
}
