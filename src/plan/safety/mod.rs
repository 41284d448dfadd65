//! What the order of a plan's steps must heed so that every prefix of it, and every state that
//! steps side by side can leave, is safe.
//!
//! In: the site before and after, changes and their steps. Out: [`Demands`]. Whoever keeps
//! access has it at every moment, nobody has for a moment what they had not and do not get,
//! automations that run before and after can run throughout, somebody administers the site, and
//! what is asserted before and after is so throughout. Nothing is ordered here.
//!
//! Access holds while any of some [`term::Term`]s does: a grant that is made by step 3 to a
//! group that is left with step 7 gives access once 3 has happened and until 7 has. From the
//! terms of one person at one place follows which steps must come before which.

mod administrators;
mod assertions;
mod automations;
mod bridge;
mod demand;
mod facts;
mod in_order;
mod people;
mod person;
mod spots;
mod steady;
mod term;

pub(super) use assertions::Assertions;
pub(super) use bridge::{Needs, grants, needs};
pub(super) use demand::{Claim, Demands, Pair, Rule, options};
pub(super) use people::People;
pub(super) use term::Terms;

use super::Basis;
use super::expand::UnplacedStep;
use crate::diff::Change;
pub(super) use facts::Facts;
use steady::Unsteady;

/// What must be heeded, and the people whom claims speak of.
pub(super) struct Safety<'a> {
    pub(super) facts: Facts<'a>,
    pub(super) people: People,
    pub(super) assertions: Assertions<'a>,
    pub(super) demands: Demands,
}

/// How closely people are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Those from whom some step takes something; for all others the order of grants and fences
    /// is enough.
    Some,
    Everybody,
}

pub(super) fn safety<'a>(
    basis: Basis<'a>,
    changes: &[Change],
    unplaced: &[UnplacedStep],
    care: Care,
) -> Safety<'a> {
    let Basis { transition, live, names, .. } = basis;
    let facts = Facts::new(transition, changes, unplaced, names);
    let (mut people, mut demands) = (People::default(), Demands::default());
    if facts.give_and_take() {
        let unsteady = match care {
            Care::Some => Unsteady::find(&facts, &mut demands),
            Care::Everybody => Unsteady::everybody(),
        };
        people = people::people(&facts, &unsteady);
        people::demand(&facts, &people, &mut demands);
        administrators::demand(&facts, &mut demands);
    }
    let assertions = Assertions::new(basis, &facts);
    assertions.demand(&facts, &mut demands);
    automations::demand(&facts, live, changes, unplaced, names, &mut demands);
    Safety { facts, people, assertions, demands }
}
