//! A checked definition and a live site to what was changed outside the definition.

use super::Checked;
use super::compare::{compare, header};
use crate::codes::difference as codes;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::diff::Change;
use crate::drift::{self, Compared, Drift, Undoing};
use crate::live::LiveSite;
use crate::plan::{self, Transition};

/// What the difference finds where it cannot tell which object is meant.
const OPEN: &[Code] = &[codes::LIVE_NAME_SHARED, codes::WAS_AMBIGUOUS];

/// Compares, and reads the difference the other way round; or tells what cannot be compared, for
/// nothing says which of several objects is meant.
pub fn drift(checked: &mut Checked, live: &LiveSite) -> Result<Drift, Vec<Diagnostic>> {
    let mut difference = compare(checked, live);
    let is_open = |finding: &Diagnostic| OPEN.contains(&finding.code);
    if difference.findings.iter().any(is_open) {
        difference.findings.retain(is_open);
        diagnostic::sort(&mut difference.findings);
        return Err(difference.findings);
    }
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
    let now = *now;
    let compared =
        Compared { site, live, sources, names, header, renames, impact, powers, undoing, now };
    Ok(drift::drift(compared))
}
