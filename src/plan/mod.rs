//! Changes to ordered steps: expand into calls, find what waits for what, sort.
//!
//! In: changes. Out: a [`Plan`], the same for the same input to the byte, or the circle that
//! makes an order impossible. It touches nothing and knows nothing of files or sites.

mod advice;
mod assertions;
mod bridge;
mod duties;
mod edges;
mod effects;
mod expand;
mod explain;
pub mod fold;
mod graph;
pub mod hash;
mod held;
mod impact;
mod index_vec;
mod inputs;
mod key;
mod limits;
mod order;
mod owners;
mod powers;
mod removals;
mod residue;
mod safety;
mod solver;
pub mod step;
mod transient;
mod transition;
mod uses;
mod well_formed;

pub use assertions::{broken_assertions, open_assertions};
pub use duties::broken_duties;
pub use effects::Effects;
pub use held::{AccessGrant, AccessVia};
pub use impact::{impact, whole_impact};
pub use inputs::{Inputs, Limits, Texts};
pub use key::key_findings;
pub use limits::Weighed;
pub use order::Cycle;
pub use owners::{owners_losing_paths, owners_taking_over};
pub use powers::{Power, PowerChange, Powers, powers_undone};
pub use removals::{Removal, RemovedObject, takes_content};
pub use residue::{Left, facts, residue};
pub use step::{
    AccessCause, AccessChange, AccessImpact, AccessMove, AccessPlace, AccessThrough, AccountState,
    Advice, After, ChangeId, Fact, Plan, Precedence, Reason, Residue, Scope, Sign, Step, StepId,
    Transient, TransientKind, Witness,
};
pub use transient::unavoidable;
pub use transition::Transition;

use crate::diff::Change;
use crate::live::LiveSite;
use crate::model::{Automation, Definition, Names, Value};
use edges::Edge;
use expand::UnplacedSteps;
use explain::Explainer;
use safety::{Assertions, Cause, Constraints, Facts, Invariant, LookAt, ProfileId, Safety};
use solver::Solution;
use std::collections::BTreeSet;

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

/// Orders the steps that bring the changes about.
pub fn compile(
    header: Header,
    changes: Vec<Change>,
    effects: Effects,
    residue: Residue,
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
        access: effects.access,
        powers: effects.powers,
        removals: effects.removals,
        transient,
        residue,
        unread: basis.live.unread_for(basis.site).cloned().collect(),
        not_looked_at: basis.site.not_looked_at(),
        good_until: basis.site.next_moment(basis.transition.before.now()).map(|at| at.to_string()),
        refused: Vec::new(),
        inputs: None,
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
    let pauses = |change: &Change| may_pause(change, site, live);
    let unplaced = expand::expand(&changes, &pauses);
    let (tree, spelling) = (&transition.tree, &impact::spelling(changes.iter(), live, names));
    let solve_with = |look_at: LookAt| -> Result<(Safety<'_>, Solution), Cycle> {
        let safety = safety::safety(basis, &changes, &unplaced, look_at);
        let explainer =
            Explainer { names, tree, spelling, people: &safety.people, live, site, transition };
        let solution = solve(&unplaced, Vec::new(), &safety.constraints, &explainer)?;
        Ok((safety, solution))
    };
    let (mut safety, mut solution) = solve_with(LookAt::AtRisk)?;
    if !solution.conflicts.is_empty() {
        (safety, solution) = solve_with(LookAt::Everybody)?;
    }
    let Safety { facts, people, assertions, constraints } = safety;
    let explainer = Explainer { names, tree, spelling, people: &people, live, site, transition };
    if bridge && !solution.conflicts.is_empty() && bridge::may_be_built(live, &changes) {
        let bridges =
            bridge::bridges(&facts, &people, &assertions, &solution.conflicts, &explainer);
        let in_conflict = |invariant: &Invariant| {
            solution.conflicts.iter().any(|one| one.invariant == *invariant)
        };
        let constraints = constraints.without(|invariant, causes, cause| {
            in_conflict(invariant)
                && bridges.iter().any(|bridge| bridge.carries(cause, causes, &explainer))
        });
        let (built, edges) = bridge::build(bridges, unplaced.len(), &explainer);
        let all: Vec<Change> = changes.iter().cloned().chain(built).collect();
        let unplaced = expand::expand(&all, &pauses);
        // What a bridge needs may itself be in the way.
        if let Ok(solution) = solve(&unplaced, edges, &constraints, &explainer) {
            let (steps, transient) = finish(unplaced, solution, &facts, &assertions, &explainer);
            return Ok(Ordered { changes: all, steps, transient });
        }
    }
    let (steps, transient) = finish(unplaced, solution, &facts, &assertions, &explainer);
    Ok(Ordered { changes, steps, transient })
}

/// Whether an automation may be switched off for a while: it runs, and its definition says that
/// it does, so that a plan that is cut off meanwhile is mended by the next one.
fn may_pause(change: &Change, site: &Definition, live: &LiveSite) -> bool {
    let Some(name) = change.address.automation() else { return false };
    let known = live.automations.iter().find(|known| Some(known.id) == change.id);
    let runs = known.is_some_and(|known| !known.attributes.is_on("disabled"));
    let mut declared = site.automations.iter().filter(|declared| *declared.name == *name);
    let off = |automation: &Automation| automation.attributes.value("disabled").cloned();
    runs && declared.any(|declared| off(declared) == Some(Value::Bool(false)))
}

fn solve(
    unplaced: &UnplacedSteps,
    more: Vec<Edge>,
    constraints: &Constraints,
    explainer: &Explainer<'_>,
) -> Result<Solution, Cycle> {
    let Explainer { transition, live, names, .. } = *explainer;
    let mut edges = edges::edges(unplaced, edges::Around { transition, live, names });
    edges.extend(more);
    let last = key::may_cut_off(unplaced, explainer.live, explainer.names);
    solver::solve(unplaced.len(), &edges, constraints, &last, explainer)
        .map_err(|graph| order::cycle(&graph, unplaced))
}

fn finish(
    mut unplaced: UnplacedSteps,
    mut solution: Solution,
    facts: &Facts<'_>,
    assertions: &Assertions<'_>,
    explainer: &Explainer<'_>,
) -> (Vec<Step>, Vec<Transient>) {
    for conflict in &mut solution.conflicts {
        let profiles: BTreeSet<ProfileId> =
            conflict.causes.iter().filter_map(Cause::profile).collect();
        for profile in profiles {
            let (invariant, people) = (&conflict.invariant, explainer.people_of(profile));
            let broken = assertions.broken_with(facts, invariant, people);
            conflict.causes.extend(broken);
        }
    }
    let links = transient::open_what_comes(&unplaced, &solution.gave_way, explainer);
    for one in &solution.gave_way {
        expand::before_move(&mut unplaced, one.then, one.first);
    }
    let (steps, place) = order::order(unplaced, &solution.graph);
    let transient = transient::transients(&solution.conflicts, links, &place, explainer);
    (steps, transient)
}
