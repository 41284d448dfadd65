//! Changes to ordered steps: expand into calls, find what waits for what, sort.
//!
//! In: changes. Out: a [`Plan`], the same for the same input to the byte, or the circle that
//! makes an order impossible. It touches nothing and knows nothing of files or sites.

mod assertions;
mod edges;
mod expand;
pub mod fold;
pub mod hash;
mod impact;
mod key;
mod limits;
mod order;
mod owners;
pub mod step;
mod transition;
mod uses;

pub use assertions::broken_assertions;
pub use impact::impact;
pub use key::key_findings;
pub use limits::Limits;
pub use order::Cycle;
pub use owners::owners_losing_paths;
pub use step::{
    AccessCause, AccessChange, AccessGrant, AccessImpact, AccessMove, AccessPlace, AccessThrough,
    After, Holder, Plan, Reason, Scope, Sign, Step, StepId, UndeclaredObject,
};
pub use transition::Transition;

use crate::diff::{Address, Change};

/// What a plan is of: whose site, and the digests of what it was made from.
#[derive(Debug, Clone, Default)]
pub struct Header {
    pub target: String,
    pub definition: String,
    pub live: String,
}

/// Orders the steps that bring the changes about.
pub fn compile(
    header: Header,
    changes: Vec<Change>,
    undeclared: Vec<Address>,
    access: AccessImpact,
) -> Result<Plan, Cycle> {
    let drafts = expand::expand(&changes);
    let edges = edges::edges(&drafts);
    let steps = order::order(drafts, edges)?;
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
        undeclared: undeclared.into_iter().map(|address| UndeclaredObject { address }).collect(),
    };
    plan.hash = hash::of(&plan);
    Ok(plan)
}
