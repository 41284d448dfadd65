//! Changes to ordered steps: expand into calls, find what waits for what, sort.
//!
//! In: changes. Out: a [`Plan`], the same for the same input to the byte, or the circle that
//! makes an order impossible. It touches nothing and knows nothing of files or sites.

mod assertions;
mod edges;
mod expand;
pub mod fold;
mod impact;
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
pub use limits::Limits;
pub use order::Cycle;
pub use owners::owners_losing_paths;
pub use step::{
    AccessCause, AccessChange, AccessGrant, AccessImpact, AccessMove, AccessPlace, AccessThrough,
    After, Holder, Plan, Precedence, Reason, Scope, Sign, Step, StepId, Transient, TransientKind,
    UndeclaredObject, Witness,
};
pub use transition::Transition;

use crate::diff::{Address, Change};
use crate::live::LiveSite;
use crate::model::Names;
use step::UndeclaredObject as Undeclared;
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
    pub names: &'a Names,
}

/// Orders the steps that bring the changes about.
pub fn compile(
    header: Header,
    changes: Vec<Change>,
    undeclared: Vec<Address>,
    access: AccessImpact,
    basis: Basis<'_>,
) -> Result<Plan, Cycle> {
    let drafts = expand::expand(&changes);
    let graph = weave::graph(drafts.len(), edges::edges(&drafts));
    let (steps, transient) = ordered(&changes, drafts, graph, basis)?;
    Ok(Plan {
        format: step::FORMAT.to_owned(),
        version: step::VERSION,
        siteplan: env!("CARGO_PKG_VERSION").to_owned(),
        target: header.target,
        definition: header.definition,
        live: header.live,
        changes,
        steps,
        access,
        transient,
        undeclared: undeclared.into_iter().map(|address| Undeclared { address }).collect(),
    })
}

fn ordered(
    changes: &[Change],
    drafts: Vec<expand::Draft>,
    graph: weave::Graph,
    basis: Basis<'_>,
) -> Result<(Vec<Step>, Vec<Transient>), Cycle> {
    let Basis { transition, live, names } = basis;
    let safety = safety::safety(transition, changes, &drafts, names);
    let spelling = impact::spelling(changes, live, names);
    let (tree, people) = (&transition.tree, &safety.people);
    let teller = Teller { names, tree, spelling: &spelling, people };
    let (graph, conflicts) = match weave::weave(&graph, safety.demands, &teller) {
        Some(Woven { graph, conflicts }) => (graph, conflicts),
        None => (graph, Vec::new()),
    };
    let (steps, place) = order::order(drafts, &graph)?;
    let transient = transient::transients(&conflicts, &place, &teller);
    Ok((steps, transient))
}
