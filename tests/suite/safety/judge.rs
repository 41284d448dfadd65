//! One pair, planned and judged: whether whatever an apply can leave behind is safe.

use super::ideals::{Done, MOST_STEPS, is_for_safety};
use super::invariants::Invariants;
use super::planner::{is_refused, plan};
use super::simulate::Simulation;
use super::world::Pair;
use siteplan::facade::plan::{Cycle, Plan};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The planner finds no order at all.
    Circle,
    /// Somebody is without what they have before and after.
    Loss,
    /// Somebody has what they have neither before nor after.
    Excess,
    /// Strangers have what they have neither before nor after.
    Opening,
    /// An automation that runs before and after does not.
    Stops,
    /// No site admin can sign in, though one can before and after.
    NoAdmin,
    /// An assertion that holds before and after does not.
    Assertion,
    /// A step is refused that nothing kept from being tried.
    Refused,
    /// Two steps of which neither waits for the other do not come to the same.
    OrderMatters,
    /// After the last step the site is not what it was to be.
    End,
    /// The plan declares that somebody has too much for a while: rather they go without.
    Gains,
    /// The plan declares what another order avoids.
    Needless,
    /// The plan declares what does not happen.
    Untrue,
}

#[derive(Debug)]
pub struct Violation {
    pub kind: Kind,
    pub done: Done,
    pub words: String,
}

impl Violation {
    pub fn new(kind: Kind, done: Done, words: impl Into<String>) -> Self {
        Violation { kind, done, words: words.into() }
    }
}

/// How plans are made and judged.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Down-sets of one plan that are all looked at; of more, some.
    pub states: usize,
    /// Plans are stripped of what waits for safety's sake, to see that it is missed.
    pub stripped: bool,
}

/// What there is to count about a pair.
#[derive(Debug, Default)]
pub struct Judged {
    pub steps: usize,
    pub states: usize,
    /// There are more states than were looked at.
    pub sampled: bool,
    /// The compiler does not take the pair's texts.
    pub unsound: bool,
    /// What becomes of what is declared where bridges are allowed.
    pub bridged: Option<Bridged>,
    pub violation: Option<Violation>,
    pub plan: Option<Plan>,
}

#[derive(Debug)]
pub struct Bridged {
    /// What is still declared.
    pub left: usize,
    pub more_steps: usize,
}

/// Without bridges; where something is declared then, with bridges as well.
pub fn judge(pair: &Pair, rules: Rules, random: &mut impl FnMut() -> u64) -> Judged {
    let mut judged = judge_plan(pair, rules, false, random);
    let declared = judged.plan.as_ref().map_or(0, |plan| plan.transient.len());
    if declared > 0 && judged.violation.is_none() {
        let bridged = judge_plan(pair, rules, true, random);
        let left = bridged.plan.as_ref().map_or(declared, |plan| plan.transient.len());
        let more_steps = bridged.steps.saturating_sub(judged.steps);
        judged.bridged = Some(Bridged { left, more_steps });
        judged.states += bridged.states;
        if bridged.violation.is_some() {
            judged.violation = bridged.violation;
            judged.plan = bridged.plan;
        }
    }
    judged
}

fn judge_plan(pair: &Pair, rules: Rules, bridge: bool, random: &mut impl FnMut() -> u64) -> Judged {
    let mut plan = match plan(pair, bridge) {
        None => return Judged { unsound: true, ..Judged::default() },
        Some(Ok(plan)) => plan,
        Some(Err(_)) if is_refused(pair) => return Judged::default(),
        Some(Err(cycle)) => {
            let words = Some(Violation::new(Kind::Circle, 0, story(&cycle)));
            return Judged { violation: words, ..Judged::default() };
        }
    };
    if rules.stripped {
        plan.transient.clear();
        for step in &mut plan.steps {
            step.after.retain(|after| !is_for_safety(&after.reason));
        }
    }
    let mut judged = Judged { steps: plan.steps.len(), ..Judged::default() };
    if plan.steps.len() <= MOST_STEPS {
        let simulation = Simulation::new(pair, &plan.steps);
        let mut invariants = Invariants::new(pair, &plan, &simulation);
        let wrong = invariants.check_states(rules.states, random).err();
        judged.violation = wrong.or_else(|| invariants.check_excuses(&plan, bridge).err());
        judged.states = invariants.states;
        judged.sampled = invariants.states > rules.states;
    }
    judged.plan = Some(plan);
    judged
}

fn story(cycle: &Cycle) -> String {
    let lines = cycle.steps.iter().map(|(operation, address, reason)| {
        format!("{operation:?} of {address} must come before the next: {reason:?}\n")
    });
    lines.collect()
}
