//! A checked definition and a live site to what was changed outside the definition.

use super::Checked;
use super::compare::{compare, header};
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
    let renames = &transition.renames;
    drift::drift(Compared { site, live, sources, names, header, renames, impact, undoing })
}
