//! Access that moved outside the definition: what a plan would do to people, turned round.

use super::data::{AccessDrift, AccessSide};
use crate::plan::{AccessChange, AccessImpact, AccessMove, Sign};
use std::cmp::Reverse;

/// What the plan would do in one direction, told as what has happened in the other; the widest
/// access first.
pub(super) fn side(planned: &AccessImpact, sign: Sign) -> AccessSide {
    let moves = planned.moves.iter().filter_map(|one| turned(one, sign));
    let moves = moves.map(|access| AccessDrift { access, remembered: Vec::new() });
    let mut moves: Vec<AccessDrift> = moves.collect();
    let widest = |of: &AccessMove| of.changes.iter().map(|change| change.atoms.len()).max();
    moves.sort_by_cached_key(|one| Reverse(widest(&one.access)));
    let people = match sign {
        Sign::Lost => planned.lose,
        Sign::Gained => planned.gain,
    };
    AccessSide { people, moves }
}

fn turned(one: &AccessMove, sign: Sign) -> Option<AccessMove> {
    let changes = one.changes.iter().filter(|change| change.change == sign);
    let changes: Vec<AccessChange> =
        changes.map(|change| AccessChange { change: sign.reversed(), ..change.clone() }).collect();
    let (people, group) = (one.people.clone(), one.group.clone());
    (!changes.is_empty()).then_some(AccessMove { people, group, changes })
}
