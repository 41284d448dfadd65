//! What of the site the definition does not account for once the plan is applied.
//!
//! It is found fact by fact; access is worked out only for the facts that are left over, so that
//! a site that is as its definition says pays next to nothing.

use super::advice::{Advice, advice};
use super::step::AccessImpact;
use super::transition::Transition;
use crate::diff::{Change, Unsaid};
use crate::live::LiveSite;
use crate::model::{Names, kinds};
use serde::{Deserialize, Serialize};

/// What the definition leaves open, as long as nobody keeps it on purpose.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Residue {
    /// Whoever gains here has more access than the definition gives; whoever loses has less.
    #[serde(default)]
    pub access: AccessImpact,
    /// The gravest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// How many facts are kept on purpose, by `manage`.
    #[serde(default)]
    pub kept: usize,
    /// What the site shows and siteplan does not understand, or could not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_understood: Vec<String>,
}

/// Something that the site has and no file says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Fact {
    /// What would take it away: an object goes, a value becomes that of a new object. `declared`
    /// is where the object stands that it belongs to.
    pub undoing: Change,
    /// The line of `manage` that decides on it.
    pub manage: String,
    #[serde(flatten)]
    pub advice: Advice,
}

impl Residue {
    /// What this leaves of the site's access is as the definition says.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.not_understood.is_empty()
    }
}

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
