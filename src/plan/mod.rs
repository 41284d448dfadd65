//! Changes to ordered steps: expand into calls, find what waits for what, sort.
//!
//! In: changes. Out: a [`Plan`], the same for the same input to the byte, or the circle that
//! makes an order impossible. It touches nothing and knows nothing of files or sites.

mod assertions;
mod bridge;
mod edges;
mod expand;
pub mod fold;
pub mod hash;
mod impact;
mod key;
mod limits;
mod order;
mod owners;
mod safety;
pub mod step;
mod tell;
mod transient;
mod transition;
mod uses;
mod weave;

pub use assertions::broken_assertions;
pub use impact::impact;
pub use key::key_findings;
pub use limits::Limits;
pub use order::Cycle;
pub use owners::owners_losing_paths;
pub use step::{
    AccessCause, AccessChange, AccessGrant, AccessImpact, AccessMove, AccessPlace, AccessThrough,
    After, Holder, Plan, Precedence, Reason, Scope, Sign, Step, StepId, Transient, TransientKind,
    UndeclaredObject, Witness,
};
pub use transient::unavoidable;
pub use transition::Transition;

use crate::diff::{Address, Change};
use crate::live::LiveSite;
use crate::model::{Definition, Names};
use edges::Edge;
use expand::UnplacedStep;
use safety::{Assertions, Care, Claim, Demands, Facts, Rule, Safety};
use std::collections::BTreeSet;
use tell::Teller;
use weave::Woven;

/// What a plan is of: whose site, and the digests of what it was made from.
#[derive(Debug, Clone, Default)]
pub struct Header {
    pub target: String,
    pub definition: String,
    pub live: String,
}

/// What changes were found against.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub transition: &'a Transition,
    pub live: &'a LiveSite,
    pub site: &'a Definition,
    pub names: &'a Names,
    /// Whether bridges may be built where somebody would otherwise go without what they keep.
    pub bridge: bool,
}

impl<'a> Basis<'a> {
    /// Without bridges.
    pub fn new(
        transition: &'a Transition,
        live: &'a LiveSite,
        site: &'a Definition,
        names: &'a Names,
    ) -> Self {
        Basis { transition, live, site, names, bridge: false }
    }
}

/// Orders the steps that bring the changes about.
pub fn compile(
    header: Header,
    changes: Vec<Change>,
    undeclared: Vec<Address>,
    access: AccessImpact,
    basis: Basis<'_>,
) -> Result<Plan, Cycle> {
    let Ordered { changes, steps, transient } = ordered(changes, basis)?;
    let mut plan = Plan {
        format: step::FORMAT.to_owned(),
        version: step::VERSION,
        siteplan: env!("CARGO_PKG_VERSION").to_owned(),
        target: header.target,
        definition: header.definition,
        live: header.live,
        hash: String::new(),
        changes,
        steps,
        access,
        transient,
        undeclared: undeclared.into_iter().map(|address| UndeclaredObject { address }).collect(),
    };
    plan.hash = hash::of(&plan);
    Ok(plan)
}

struct Ordered {
    /// Those of bridges among them.
    changes: Vec<Change>,
    steps: Vec<Step>,
    transient: Vec<Transient>,
}

fn ordered(changes: Vec<Change>, basis: Basis<'_>) -> Result<Ordered, Cycle> {
    let Basis { transition, live, site, names, bridge } = basis;
    let unplaced = expand::expand(&changes);
    let (tree, spelling) = (&transition.tree, &impact::spelling(&changes, live, names));
    let weave_with = |care: Care| -> Result<(Safety<'_>, Woven), Cycle> {
        let safety = safety::safety(basis, &changes, &unplaced, care);
        let teller = Teller { names, tree, spelling, people: &safety.people, live, site };
        let woven = weave(&unplaced, Vec::new(), &safety.demands, &teller)?;
        Ok((safety, woven))
    };
    let (mut safety, mut woven) = weave_with(Care::Some)?;
    if !woven.conflicts.is_empty() {
        (safety, woven) = weave_with(Care::Everybody)?;
    }
    let Safety { facts, people, assertions, demands } = safety;
    let teller = Teller { names, tree, spelling, people: &people, live, site };
    if bridge && !woven.conflicts.is_empty() && bridge::may_be_built(live, &changes) {
        let bridges = bridge::bridges(&facts, &people, &assertions, &woven.conflicts, &teller);
        let in_conflict = |rule: &Rule| woven.conflicts.iter().any(|one| one.rule == *rule);
        let demands = demands.without(|rule, claims, claim| {
            in_conflict(rule) && bridges.iter().any(|bridge| bridge.carries(claim, claims, &teller))
        });
        let (laid, edges) = bridge::lay(bridges, unplaced.len(), &teller);
        let all: Vec<Change> = changes.iter().cloned().chain(laid).collect();
        let unplaced = expand::expand(&all);
        // What a bridge needs may itself be in the way.
        if let Ok(woven) = weave(&unplaced, edges, &demands, &teller) {
            let (steps, transient) = finish(unplaced, woven, &facts, &assertions, &teller);
            return Ok(Ordered { changes: all, steps, transient });
        }
    }
    let (steps, transient) = finish(unplaced, woven, &facts, &assertions, &teller);
    Ok(Ordered { changes, steps, transient })
}

fn weave(
    unplaced: &[UnplacedStep],
    more: Vec<Edge>,
    demands: &Demands,
    teller: &Teller<'_>,
) -> Result<Woven, Cycle> {
    let mut edges = edges::edges(unplaced);
    edges.extend(more);
    let last = key::may_cut_off(unplaced, teller.live, teller.names);
    weave::weave(unplaced.len(), &edges, demands, &last, teller)
        .map_err(|graph| order::cycle(&graph, unplaced))
}

fn finish(
    mut unplaced: Vec<UnplacedStep>,
    mut woven: Woven,
    facts: &Facts<'_>,
    assertions: &Assertions<'_>,
    teller: &Teller<'_>,
) -> (Vec<Step>, Vec<Transient>) {
    for conflict in &mut woven.conflicts {
        let profiles: BTreeSet<usize> = conflict.claims.iter().filter_map(Claim::profile).collect();
        for profile in profiles {
            let (rule, people) = (&conflict.rule, teller.people_of(profile));
            let broken = assertions.broken_with(facts, rule, people);
            conflict.claims.extend(broken);
        }
    }
    for (early, moves) in &woven.early {
        expand::before_move(&mut unplaced, *early, *moves);
    }
    let (steps, place) = order::order(unplaced, &woven.graph);
    let transient = transient::transients(&woven.conflicts, &place, teller);
    (steps, transient)
}
