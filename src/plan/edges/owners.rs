//! Edits of automations, and whose they are: whoever edits has the rights to it before, and keeps
//! them until then; nobody goes while an automation is theirs that the plan hands over or stops.

use super::Edge;
use crate::diff::{Field, Operation};
use crate::live::{LiveOwner, LiveSite};
use crate::model::{Grantee, Key, Level, Names, Value, kinds};
use crate::plan::expand::{UnplacedId, UnplacedStep, UnplacedSteps};
use crate::plan::step::Reason;
use crate::plan::transition::{Transition, known_grantee};
use rustc_hash::FxHashMap;

/// What the steps of a plan are found against.
#[derive(Clone, Copy)]
pub(in crate::plan) struct Around<'a> {
    pub(in crate::plan) transition: &'a Transition,
    pub(in crate::plan) live: &'a LiveSite,
    pub(in crate::plan) names: &'a Names,
}

/// Whoever is to make an edit has the rights to it first, by name or by groups.
pub(super) fn rights_first(unplaced: &UnplacedSteps, around: Around<'_>, edges: &mut Vec<Edge>) {
    let Around { transition, names, .. } = around;
    if unplaced.iter().all(|step| step.as_user.is_none()) {
        return;
    }
    let mut granted: FxHashMap<Grantee, Vec<UnplacedId>> = FxHashMap::default();
    let mut joined: FxHashMap<(Key, Key), UnplacedId> = FxHashMap::default();
    for (index, step) in unplaced.iter_enumerated() {
        if step.operation != Operation::Create {
            continue;
        }
        if let Some(grant) = step.address.grant().filter(|grant| grant.level == Level::Admin) {
            if let Some(grantee) = known_grantee(grant.grantee, names) {
                granted.entry(grantee).or_default().push(index);
            }
        } else if let Some((group, user)) = step.address.membership()
            && let (Some(group), Some(user)) = (names.find_key(group), names.find_key(user))
        {
            joined.insert((user, group), index);
        }
    }
    for (then, step) in unplaced.iter_enumerated() {
        let Some(user) = step.as_user.as_ref().and_then(|user| names.find_key(user)) else {
            continue;
        };
        let mut first: Vec<UnplacedId> = Vec::new();
        let mut of = |grantee: &Grantee| first.extend(granted.get(grantee).into_iter().flatten());
        of(&Grantee::User(user));
        let after = &transition.after;
        let administers =
            |grantee: &Grantee| after.granted(grantee).any(|held| held.level == Level::Admin);
        let mut groups: Vec<Key> = Vec::new();
        for group in after.groups(user) {
            let one = Grantee::Group(group);
            of(&one);
            if administers(&one) {
                groups.push(group);
            }
            let sets = after.together(group).filter(|set| administers(set));
            for set in sets {
                let Grantee::AllOf(all) = set else { continue };
                if all.iter().all(|group| after.is_member(user, *group)) {
                    of(set);
                    groups.extend(all.iter());
                }
            }
        }
        first.extend(groups.iter().filter_map(|group| joined.get(&(user, *group))));
        first.sort_unstable();
        first.dedup();
        for first in first {
            let to = unplaced[first].address.to_string();
            edges.push(Edge::new(first, then, Reason::Refers { to }));
        }
    }
}

/// Nobody is removed, or shut out, before what the plan does to their automations, and with their
/// key; and as far as nothing stands against it, they keep their rights until then.
pub(super) fn edits_before_losses(
    unplaced: &UnplacedSteps,
    around: Around<'_>,
    edges: &mut Vec<Edge>,
) {
    let Around { transition, live, names } = around;
    let mut owners: FxHashMap<i64, Key> = FxHashMap::default();
    for automation in &live.automations {
        if let LiveOwner::User(owner) = automation.owner {
            owners.insert(automation.id, transition.renames.of_user(owner));
        }
    }
    let mut edits: FxHashMap<Key, Vec<(UnplacedId, bool)>> = FxHashMap::default();
    for (index, step) in unplaced.iter_enumerated() {
        if step.address.automation().is_none() {
            continue;
        }
        let editor = step.as_user.as_ref().and_then(|user| names.find_key(user));
        let owner = step.live_id.and_then(|id| owners.get(&id).copied());
        if let Some(editor) = editor {
            edits.entry(editor).or_default().push((index, true));
        }
        if let Some(owner) = owner.filter(|owner| Some(*owner) != editor) {
            edits.entry(owner).or_default().push((index, false));
        }
    }
    if edits.is_empty() {
        return;
    }
    for (then, step) in unplaced.iter_enumerated() {
        if let Some(user) = step.address.user().and_then(|user| names.find_key(user)) {
            if shuts_out(step) {
                for (first, _) in edits.get(&user).into_iter().flatten() {
                    let by = unplaced[*first].address.to_string();
                    edges.push(Edge::new(*first, then, Reason::StillUsed { by }));
                }
            }
            continue;
        }
        for user in losers(step, around) {
            let own_key = edits.get(&user).into_iter().flatten().filter(|(_, own)| *own);
            for (first, _) in own_key.filter(|(first, _)| *first != then) {
                let reason = Reason::StillUsed { by: unplaced[*first].address.to_string() };
                edges.push(Edge { first: *first, then, reason, soft: true });
            }
        }
    }
}

/// Whether a step on an account is the end of its key.
fn shuts_out(step: &UnplacedStep) -> bool {
    let sets = |name| step.assignment(Field::attribute(&kinds::USER, name));
    step.operation == Operation::Delete
        || sets("disabled").is_some_and(|set| set.after == Value::Bool(true))
        || sets("authenticate_until").is_some_and(|set| set.after != Value::Null)
}

/// Who may lose the rights of a Folder Admin by a step.
fn losers(step: &UnplacedStep, around: Around<'_>) -> Vec<Key> {
    let Around { transition, names, .. } = around;
    if step.operation != Operation::Delete {
        return Vec::new();
    }
    if let Some(grant) = step.address.grant() {
        let grantee = known_grantee(grant.grantee, names).filter(|_| grant.level == Level::Admin);
        return match grantee {
            Some(Grantee::User(user)) => vec![user],
            Some(Grantee::Group(group)) => transition.before.members(group).collect(),
            Some(Grantee::AllOf(groups)) => {
                let first = groups.first().into_iter();
                first.flat_map(|group| transition.before.members(*group)).collect()
            }
            Some(Grantee::Partner(_)) | None => Vec::new(),
        };
    }
    if let Some((_, user)) = step.address.membership() {
        return names.find_key(user).into_iter().collect();
    }
    let group = step.address.group().and_then(|group| names.find_key(group));
    group.into_iter().flat_map(|group| transition.before.members(group)).collect()
}
