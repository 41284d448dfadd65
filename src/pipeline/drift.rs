//! A checked definition and a live site to what was changed outside the definition.

use super::Checked;
use super::compare::{compare, header};
use crate::diff::Change;
use crate::drift::{self, Compared, Drift, Undoing};
use crate::live::LiveSite;
use crate::plan::{self, Transition};

/// Compares, and reads the difference the other way round.
pub fn drift(checked: &mut Checked, live: &LiveSite) -> Drift {
    let difference = compare(checked, live);
    let header = header(checked, live);
    let undoing = Undoing::of(difference);
    let Checked { site, names, sources, now, .. } = checked;
    let (planned, unsaid) = (&undoing.planned, &undoing.unsaid);
    let transition = Transition::new(live, planned, unsaid, names, *now);
    let impact = plan::whole_impact(&transition, live, planned, unsaid, names);
    let all: Vec<Change> =
        planned.iter().chain(unsaid.iter().map(|one| &one.undoing)).cloned().collect();
    let powers = plan::powers_undone(&transition, live, &all, names);
    let renames = &transition.renames;
    drift::drift(Compared { site, live, sources, names, header, renames, impact, powers, undoing })
}
