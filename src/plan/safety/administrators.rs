//! Somebody administers the site, and each group that has administrators, at every moment.

use super::constraint::{Cause, Constraints};
use super::facts::Facts;
use super::term::Terms;
use crate::diff::{Field, Operation};
use crate::model::{Key, Names, Value};
use crate::plan::expand::{UnplacedId, UnplacedSteps};
use rustc_hash::FxHashMap;

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

/// The steps that make or unmake a group's administrators, by group and user.
type Appointments = FxHashMap<Key, OfGroup>;
type OfGroup = FxHashMap<Key, Vec<(UnplacedId, bool)>>;

pub(super) fn constrain_groups(
    facts: &Facts<'_>,
    unplaced: &UnplacedSteps,
    names: &Names,
    constraints: &mut Constraints,
) {
    let before = facts.transition.offices[0].group_admins();
    let mut administered: FxHashMap<Key, Vec<Key>> = FxHashMap::default();
    for (group, user) in before {
        administered.entry(*user).or_default().push(*group);
    }
    let mut appointments = Appointments::default();
    for (id, step) in unplaced.iter_enumerated() {
        // Whoever goes administers no group any more.
        if let Some(user) = step.address.user().filter(|_| step.operation == Operation::Delete) {
            let Some(user) = names.find_key(user) else { continue };
            for group in administered.get(&user).into_iter().flatten() {
                let of_group = appointments.entry(*group).or_default();
                of_group.entry(user).or_default().push((id, false));
            }
        }
        let Some((group, user)) = step.address.membership() else { continue };
        let Some(set) = step.assignment(Field::Admin) else { continue };
        if let (Some(group), Some(user)) = (names.find_key(group), names.find_key(user)) {
            let admin = step.operation != Operation::Delete && set.after == Value::Bool(true);
            let of_group = appointments.entry(group).or_default();
            of_group.entry(user).or_default().push((id, admin));
        }
    }
    if appointments.is_empty() {
        return;
    }
    let mut stay: FxHashMap<Key, Vec<Key>> = FxHashMap::default();
    for (group, user) in before {
        stay.entry(*group).or_default().push(*user);
    }
    let mut groups: Vec<(Key, OfGroup)> = appointments.into_iter().collect();
    groups.sort_unstable_by_key(|(group, _)| names.key_text(*group));
    for (group, steps) in groups {
        let admins = stay.get(&group).map_or(&[][..], Vec::as_slice);
        // Whoever administers it throughout is enough.
        if admins.iter().any(|user| !steps.contains_key(user)) {
            continue;
        }
        let mut terms = Terms::never();
        for (user, steps) in steps {
            terms = terms.or(Terms::over(admins.contains(&user), steps));
        }
        constraints.add(terms, Cause::GroupAdministrator { group });
    }
}
