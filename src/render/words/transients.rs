//! What holds for a while only while a plan runs, in words: bridges, and what no order avoids.

use super::impact::{atoms, place};
use super::reasons::reason;
use crate::diff::{Address, FolderGrant, Operation, Subject};
use crate::model::path;
use crate::plan::{Plan, Precedence, Step, Transient, TransientKind};
use crate::wording::plural;

/// "step 3 must precede step 5: …".
pub fn precedence(wait: &Precedence) -> String {
    let why = reason(&wait.reason);
    format!("step {} must precede step {}: {why}", wait.first.0, wait.then.0)
}

/// "ana loses read on Books from step 3 until step 5".
pub fn told(one: &Transient) -> String {
    let what = match &one.what {
        TransientKind::Loss { people, place: at, atoms: lost } => {
            let verb = plural(people.len(), "loses", "lose");
            format!("{} {verb} {} on {}", people.join(", "), atoms(lost), place(at))
        }
        TransientKind::Gain { people, place: at, atoms: gained } => {
            let verb = plural(people.len(), "has", "have");
            format!("{} {verb} {} on {}", people.join(", "), atoms(gained), place(at))
        }
        TransientKind::Automation { automation, path } => {
            format!("automation {automation:?} cannot work on {}", path::display(path))
        }
        TransientKind::Moves { automation, path } => {
            format!("automation {automation:?} and folder {} do not meet", path::display(path))
        }
        TransientKind::GroupAdministrator { group } => {
            format!("nobody administers group {group:?}")
        }
        TransientKind::Administrator => "nobody administers the site".to_owned(),
        TransientKind::Link { link, path } => {
            format!("share link {link:?} may open the new {}", path::display(path))
        }
        TransientKind::Assertion { expect, person, path } => {
            format!("{expect:?} does not hold for {person} on {}", path::display(path))
        }
    };
    format!("{what} from step {} until step {}", one.from.0, one.until.0)
}

/// The names of the groups that a plan makes for a while.
pub fn bridges(plan: &Plan) -> impl Iterator<Item = &str> {
    let temporary = plan.changes.iter().filter(|change| change.temporary);
    let made = temporary.filter(|change| change.operation == Operation::Create);
    made.filter_map(|change| change.address.group())
}

/// "group "siteplan-bridge-1" carries ana: readonly on Books, from step 2 until step 9".
pub fn carried(plan: &Plan, bridge: &str) -> String {
    let holder = Subject::Group(bridge.to_owned());
    let (mut people, mut grants) = (Vec::new(), Vec::new());
    for change in plan.changes.iter().filter(|change| change.temporary) {
        if let Some((_, user)) = change.address.membership().filter(|(group, _)| *group == bridge) {
            people.push(user);
        }
        let to_bridge = |grant: &FolderGrant<'_>| *grant.grantee == holder;
        if let Some(grant) = change.address.grant().filter(to_bridge) {
            let scope = if grant.recursive { "" } else { " (this folder only)" };
            let (level, path) = (grant.level.as_str(), path::display(grant.path));
            grants.push(format!("{level} on {path}{scope}"));
        }
    }
    let group = Address::Group { group: bridge.to_owned() };
    let at = |step: &&Step| step.address == group;
    let (first, last) = (plan.steps.iter().find(at), plan.steps.iter().rfind(at));
    let number = |step: Option<&Step>| step.map_or(0, |step| step.id.0);
    format!(
        "{group} carries {}: {}, from step {} until step {}",
        people.join(", "),
        grants.join(", "),
        number(first),
        number(last)
    )
}
