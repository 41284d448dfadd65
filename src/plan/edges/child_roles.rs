//! Read-only roles on child sites that are handed over: whoever has one before and after has it
//! throughout, whichever group or name it comes by. They give no files, so that safety, which
//! orders the others, sees nothing of them.

use super::{Around, Edge};
use crate::access::ChildRole;
use crate::diff::{AccessPart, Operation};
use crate::model::{ChildLevel, Grantee, Key};
use crate::plan::expand::{UnplacedId, UnplacedStep, UnplacedSteps};
use crate::plan::step::Reason;
use crate::plan::transition::known_grantee;
use rustc_hash::{FxHashMap, FxHashSet};

/// A person, and the child site on which a step gives or takes which role.
type Part = (Key, i64, ChildLevel);

pub(super) fn handed_over(unplaced: &UnplacedSteps, around: Around<'_>, edges: &mut Vec<Edge>) {
    let [before, after] = &around.transition.offices;
    let reads = |role: &ChildRole| role.2 == ChildLevel::ReadonlySiteAdmin;
    if !before.child_roles().iter().chain(after.child_roles()).any(reads) {
        return;
    }
    let mut given: FxHashMap<(Key, i64), Vec<(UnplacedId, ChildLevel)>> = FxHashMap::default();
    for (index, step) in
        unplaced.iter_enumerated().filter(|(_, step)| is_of(step, Operation::Create))
    {
        for (user, site, level) in parts(step, 1, around) {
            given.entry((user, site)).or_default().push((index, level));
        }
    }
    let mut known: FxHashSet<(UnplacedId, UnplacedId)> = FxHashSet::default();
    for (then, step) in
        unplaced.iter_enumerated().filter(|(_, step)| is_of(step, Operation::Delete))
    {
        for (user, site, level) in parts(step, 0, around) {
            for (first, other) in given.get(&(user, site)).into_iter().flatten() {
                let reads = [level, *other].contains(&ChildLevel::ReadonlySiteAdmin);
                // One holder's roles follow each other anyway.
                let is_same = step.address.succession().is_some()
                    && step.address.succession() == unplaced[*first].address.succession();
                if reads && !is_same && known.insert((*first, then)) {
                    edges.push(Edge::new(*first, then, Reason::NewBeforeOld));
                }
            }
        }
    }
}

fn is_of(step: &UnplacedStep, operation: Operation) -> bool {
    step.operation == operation
}

/// Whom a step concerns by a role, in the state before or after all steps.
fn parts(step: &UnplacedStep, at: usize, around: Around<'_>) -> Vec<Part> {
    let transition = around.transition;
    let state = [&transition.before, &transition.after][at];
    match step.address.access_part() {
        AccessPart::ChildRole(role) => {
            let Some(grantee) = known_grantee(role.grantee, around.names) else {
                return Vec::new();
            };
            let people = state.people_of(&grantee).into_iter();
            people.map(|user| (user, role.site, role.level)).collect()
        }
        AccessPart::Membership { group, user } => {
            let found = around.names.find_key(group).zip(around.names.find_key(user));
            let Some((group, user)) = found else { return Vec::new() };
            let roles = transition.offices[at].child_roles().iter();
            let of_group = roles.filter(|role| role.0 == Grantee::Group(group));
            of_group.map(|(_, site, level)| (user, *site, *level)).collect()
        }
        _ => Vec::new(),
    }
}
