//! Constraints on the order of a plan's steps, so that every prefix of it, and every state that
//! steps side by side can leave, is safe.
//!
//! In: the site before and after, changes and their steps. Out: [`Constraints`]. Whoever keeps
//! access has it at every moment, nobody has for a moment what they had not and do not get,
//! automations that run before and after can run throughout, somebody administers the site, and
//! what is asserted before and after is so throughout. Nothing is ordered here.
//!
//! Access holds while any of some [`term::Term`]s does: a grant that is made by step 3 to a
//! group that is left with step 7 gives access once 3 has happened and until 7 has. From the
//! terms of one person at one place follows which steps must come before which.

mod administrators;
mod assertions;
mod at_risk;
mod automations;
mod bridge;
mod clause_places;
mod constraint;
mod facts;
mod in_order;
mod people;
mod person;
mod term;

pub(super) use assertions::Assertions;
pub(super) use bridge::{Needs, grants, needs};
pub(super) use constraint::{
    AutomationIndex, Cause, Constraints, ExpectationIndex, Invariant, Pair, options,
};
pub(super) use people::People;
pub(super) use person::ProfileId;
pub(super) use term::Terms;

use super::Basis;
use super::expand::UnplacedSteps;
use crate::diff::Change;
use at_risk::AtRisk;
pub(super) use facts::Facts;

/// The constraints, and the people whom their causes speak of.
pub(super) struct Safety<'a> {
    pub(super) facts: Facts<'a>,
    pub(super) people: People,
    pub(super) assertions: Assertions<'a>,
    pub(super) constraints: Constraints,
}

/// Whose access is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LookAt {
    /// Those from whom some step takes something; for all others the order of grants and fences
    /// is enough.
    AtRisk,
    Everybody,
}

pub(super) fn safety<'a>(
    basis: Basis<'a>,
    changes: &[Change],
    unplaced: &UnplacedSteps,
    look_at: LookAt,
) -> Safety<'a> {
    let Basis { transition, live, names, .. } = basis;
    let facts = Facts::new(transition, changes, unplaced, names);
    let (mut people, mut constraints) = (People::default(), Constraints::default());
    if facts.give_and_take() {
        let at_risk = match look_at {
            LookAt::AtRisk => AtRisk::find(&facts, &mut constraints),
            LookAt::Everybody => AtRisk::everybody(),
        };
        people = people::people(&facts, &at_risk);
        people::constrain(&facts, &people, &mut constraints);
        administrators::constrain(&facts, &mut constraints);
    }
    administrators::constrain_groups(&facts, unplaced, names, &mut constraints);
    let assertions = Assertions::new(basis, &facts);
    assertions.constrain(&facts, &mut constraints);
    automations::constrain(&facts, live, changes, unplaced, names, &mut constraints);
    Safety { facts, people, assertions, constraints }
}
