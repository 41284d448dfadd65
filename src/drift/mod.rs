//! A live site against its definition: what was changed outside the definition, the gravest
//! first.
//!
//! In: the definition, the live site and what separates them; then, what the site remembers of
//! changes. Out: [`Drift`], as data. It is the plan's difference read the other way round, and
//! what `manage` only reports counts as if it were to be removed. It plans nothing, and cannot
//! write.

mod access;
mod data;
mod history;
mod objects;
mod owners;
mod unused;

pub use crate::diff::OwnerName;
pub use data::{
    AccessDrift, AccessSide, Drift, FORMAT, Fate, Idle, ObjectDrift, OwnerDrift, Remembered,
    Standing, UndeclaredDrift, Unused, VERSION, ValueDrift,
};
pub use history::remember;

use crate::access::Renames;
use crate::diff::{Change, Difference, Unsaid};
use crate::live::LiveSite;
use crate::model::{Definition, Names};
use crate::plan::{AccessImpact, Header, Powers, Sign};
use crate::source::Sources;
use jiff::Timestamp;

/// What would bring the site back to its definition.
pub struct Undoing {
    /// What a plan would do, by address.
    pub planned: Vec<Change>,
    /// What it would only report.
    pub unsaid: Vec<Unsaid>,
    kept: usize,
    not_understood: Vec<String>,
}

impl Undoing {
    pub fn of(difference: Difference) -> Self {
        let Difference { changes, unsaid, kept, not_understood, findings: _ } = difference;
        Undoing { planned: changes, unsaid, kept, not_understood }
    }
}

/// What is compared, and what came of it.
pub struct Compared<'a> {
    pub site: &'a Definition,
    pub live: &'a LiveSite,
    pub sources: &'a Sources,
    pub names: &'a Names,
    pub header: Header,
    pub undoing: Undoing,
    /// What the undoing renames, and whose access it moves.
    pub renames: &'a Renames,
    pub impact: AccessImpact,
    /// What was done to powers.
    pub powers: Powers,
    /// The moment of the run.
    pub now: Timestamp,
}

/// Reads what would undo it as what was done.
pub fn drift(compared: Compared<'_>) -> Drift {
    let Compared { site, live, sources, names, header, undoing, renames, impact, powers, now } =
        compared;
    let Undoing { planned, unsaid, kept, not_understood } = undoing;
    Drift {
        format: FORMAT.to_owned(),
        version: VERSION,
        target: header.target,
        definition: header.definition,
        live: header.live,
        powers,
        // What the plan would take away was gained, what it would give was lost.
        gained: access::side(&impact, Sign::Lost),
        lost: access::side(&impact, Sign::Gained),
        owners: owners::moved(site, live, renames, names, sources),
        undeclared: objects::undeclared(&planned, unsaid),
        differences: objects::differences(planned),
        kept,
        not_understood,
        unread: live.unread_for(site).cloned().collect(),
        unused: unused::unused(site, live, names, sources, now),
        not_looked_at: site.not_looked_at(),
    }
}
