//! Automations that a plan does not touch, and stops all the same: their owner loses a path.

use super::transition::Transition;
use crate::access::{Folders, Gap, Person, State, Tree, View, needed, uncovered};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::diff::Change;
use crate::live::{LiveAutomation, LiveOwner, LiveSite};
use crate::model::Names;
use crate::model::automation::patterns;
use rustc_hash::FxHashSet;

/// Live automations whose owner could work on every path before the changes, and cannot after.
pub fn owners_losing_paths(
    transition: &Transition,
    live: &LiveSite,
    changes: &[Change],
    names: &Names,
) -> Vec<Diagnostic> {
    let owned: Vec<_> = live.automations.iter().filter(|a| is_owned_by_user(a)).collect();
    if owned.is_empty() {
        return Vec::new();
    }
    let touched: FxHashSet<&str> = changes
        .iter()
        .filter_map(|change| {
            let name = change.address.automation()?;
            Some(change.was.as_deref().unwrap_or(name))
        })
        .collect();
    let today = today(transition, live, names);
    let before = match &today {
        Some((tree, state)) => View::new(tree, state),
        None => View::new(&transition.tree, &transition.before),
    };
    let after = View::new(&transition.tree, &transition.after);
    let mut found = Vec::new();
    for automation in owned {
        let LiveOwner::User(owner) = automation.owner else { continue };
        let name = automation.name.as_deref().unwrap_or("without a name");
        if touched.contains(name) {
            continue;
        }
        let user = transition.renames.of_user(owner);
        let (old, new) = (Person::new(&before, user), Person::new(&after, user));
        // Whoever goes altogether leaves their automations to other findings.
        if transition.after.account(user).is_none() {
            continue;
        }
        let spelled = live.users.iter().find(|user| user.key == owner).map(|user| user.name);
        let owner = spelled.map_or(names.key_text(user), |name| names.text(name));
        found.extend(lost(automation, &old, &new).map(|(action, role, gap)| {
            let wanted = needed(action, role);
            let lacked: Vec<&str> = wanted.without(wanted.without(gap.lacks)).names().collect();
            let what = if lacked.is_empty() {
                "is folder admin no longer of".to_owned()
            } else {
                format!("loses {} on", lacked.join(", "))
            };
            Diagnostic::error(
                codes::OWNER_LOSES_PATH,
                format!("`{owner}`, who owns automation `{name}`, {what} `{}`", gap.path),
            )
            .help("keep `admin` for the owner, or give the automation another owner first")
        }));
    }
    found
}

/// The site under the paths of today, where some of them change: an automation that is not
/// touched names what lies there, whatever moves.
fn today(transition: &Transition, live: &LiveSite, names: &Names) -> Option<(Tree, State)> {
    let renames = transition.renames.has_moves().then(|| transition.renames.of_people())?;
    let mut folders = Folders::default();
    let state = live.access(names, transition.before.now(), &mut folders, &renames);
    Some((Tree::new(folders), state))
}

fn is_owned_by_user(automation: &LiveAutomation) -> bool {
    matches!(automation.owner, LiveOwner::User(_)) && !automation.attributes.is_on("disabled")
}

/// The first pattern that was covered and is no longer.
fn lost<'a>(
    automation: &'a LiveAutomation,
    old: &Person<'_>,
    new: &Person<'_>,
) -> Option<(&'a str, crate::model::automation::Role, Gap)> {
    let attributes = &automation.attributes;
    let action = attributes.get("automation").as_text().unwrap_or_default();
    let all = patterns(|name| Some(attributes.get(name)));
    if all.iter().any(|(role, _, text)| uncovered(old, action, *role, text).is_some()) {
        return None;
    }
    all.into_iter()
        .find_map(|(role, _, text)| Some((action, role, uncovered(new, action, role, text)?)))
}
