//! What of the site the definition does not account for once the plan is applied.
//!
//! It is found fact by fact; access is worked out only for the facts that are left over, so that
//! a site that is as its definition says pays next to nothing.

use super::advice::advice;
use super::step::{AccessImpact, Fact, Residue};
use super::transition::Transition;
use crate::diff::{Change, Unsaid};
use crate::live::LiveSite;
use crate::model::{Names, kinds};

/// What a difference leaves as it is.
#[derive(Debug, Default)]
pub struct Left {
    pub unsaid: Vec<Unsaid>,
    pub kept: usize,
    pub not_understood: Vec<String>,
}

/// What a difference leaves open.
pub fn residue(
    transition: &Transition,
    live: &LiveSite,
    changes: &[Change],
    left: Left,
    names: &Names,
) -> Residue {
    let Left { unsaid, kept, not_understood } = left;
    let access = match &transition.exact {
        Some(exact) => exact.impact(transition, live, changes, &unsaid, names).reversed(),
        None => AccessImpact::default(),
    };
    let facts = facts(unsaid);
    Residue { access, facts, kept, not_understood }
}

/// With what to write; the gravest first.
pub fn facts(unsaid: Vec<Unsaid>) -> Vec<Fact> {
    let fact = |Unsaid { undoing, account, of }: Unsaid| {
        let (advice, manage) = (advice(&undoing, &account), of.to_owned());
        Fact { undoing, manage, advice }
    };
    let mut facts: Vec<Fact> = unsaid.into_iter().map(fact).collect();
    facts.sort_by_cached_key(|fact| gravity(&fact.manage));
    facts
}

/// Powers first, then who is there, then who reaches what, then the rest.
fn gravity(line: &str) -> usize {
    let order = [
        Some(kinds::ROLES),
        kinds::CHILD_SITE.manage,
        kinds::API_KEY.manage,
        kinds::SSH_KEY.manage,
        kinds::USER.manage,
        kinds::MEMBERSHIP.manage,
        kinds::GRANT.manage,
        Some(kinds::SIGN_IN),
        Some(kinds::SETTINGS),
        kinds::BEHAVIOR.manage,
        kinds::AUTOMATION.manage,
        kinds::GROUP.manage,
    ];
    order.iter().position(|known| *known == Some(line)).unwrap_or(order.len())
}
