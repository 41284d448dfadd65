//! A live site against its definition: what was changed outside the definition, the gravest
//! first.
//!
//! In: the definition and the live site; then, what the site remembers of changes. Out:
//! [`Drift`], as data. It is the plan's difference read the other way round, and what `manage` only
//! reports counts as if it were to be removed. It plans nothing, and cannot write.

mod access;
mod data;
mod history;
mod objects;
mod owners;

pub use data::{
    AccessDrift, AccessSide, Drift, FORMAT, Fate, ObjectDrift, OwnerDrift, Remembered, Standing,
    UndeclaredDrift, VERSION, ValueDrift,
};
pub use history::remember;

pub use crate::diff::OwnerName;

use crate::diff::{self, Change, Operation};
use crate::live::LiveSite;
use crate::model::{Definition, Names};
use crate::plan::{self, Header, Sign, Transition};
use crate::source::Sources;
use jiff::Timestamp;

/// What is compared.
pub struct Compared<'a> {
    pub site: &'a Definition,
    pub live: &'a LiveSite,
    pub sources: &'a Sources,
    pub now: Timestamp,
    pub header: Header,
}

/// Compares. `names` is the table that definition and live site were made with.
pub fn drift(compared: Compared<'_>, names: &mut Names) -> Drift {
    let Compared { site, live, sources, now, header } = compared;
    let difference = diff::diff(site, live, names, sources);
    let undeclared = difference.undeclared.into_iter();
    let reported: Vec<Change> =
        undeclared.map(|address| Change::new(Operation::Delete, address)).collect();
    let undeclared = objects::undeclared(&difference.changes, &reported);
    let mut changes = difference.changes;
    changes.extend(reported);
    changes.sort_by(|a, b| (&a.address, a.operation).cmp(&(&b.address, b.operation)));

    let transition = Transition::new(live, &changes, names, now);
    let planned = plan::impact(&transition, live, &changes, names);
    Drift {
        format: FORMAT.to_owned(),
        version: VERSION,
        target: header.target,
        definition: header.definition,
        live: header.live,
        // What the plan would take away was gained, what it would give was lost.
        gained: access::side(&planned, Sign::Lost),
        lost: access::side(&planned, Sign::Gained),
        owners: owners::moved(site, live, &transition.renames, names, sources),
        differences: objects::differences(changes),
        undeclared,
    }
}
