//! What of the site the definition does not account for once the plan is applied.
//!
//! It is found fact by fact; access is worked out only for the facts that are left over, so that
//! a site that is as its definition says pays next to nothing.

use super::advice::advice;
use super::step::{AccessImpact, Fact, Residue};
use super::transition::Transition;
use crate::diff::{Change, Operation, Unsaid};
use crate::live::LiveSite;
use crate::model::{Names, kinds};
use rustc_hash::FxHashMap;

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
    lists(&mut facts);
    facts
}

/// What takes one away takes all of its list.
fn lists(facts: &mut [Fact]) {
    let list = |fact: &Fact| {
        let is_object = fact.undoing.operation == Operation::Delete;
        // A line of `manage` keeps what is declared, one by one.
        let is_list = |line: &String| is_object && !line.starts_with("manage ");
        let take_away = fact.advice.take_away.clone().filter(is_list)?;
        Some((fact.advice.within.clone(), take_away))
    };
    let mut counts: FxHashMap<(Option<String>, String), usize> = FxHashMap::default();
    for list in facts.iter().filter_map(list) {
        *counts.entry(list).or_default() += 1;
    }
    for fact in facts {
        let count = list(fact).and_then(|list| counts.get(&list)).copied();
        fact.advice.others = count.unwrap_or(1) - 1;
    }
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
