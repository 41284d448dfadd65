//! A checked definition beside a live site.

use super::Checked;
use crate::diff::{self, Difference};
use crate::live::{LiveSite, snapshot};
use crate::plan::Header;

/// What separates the live site from the definition. Both have one table of names.
pub fn compare(checked: &mut Checked, live: &LiveSite) -> Difference {
    let Checked { site, names, sources, earlier, now, .. } = checked;
    let base = earlier.as_ref().map(|earlier| &earlier.said);
    let mut difference = diff::diff(site, base, live, names, sources, *now);
    if let Some(earlier) = earlier {
        // What somebody has changed since is a removal to look at twice.
        let since = diff::diff(&earlier.site, None, live, names, &earlier.sources, *now);
        let findings = diff::changed_since(&difference.changes, &since.changes);
        difference.findings.extend(findings);
    }
    difference
}

/// What was compared, so that it can be told later whether it is still the same.
pub(super) fn header(checked: &Checked, live: &LiveSite) -> Header {
    Header {
        target: live.target.to_string(),
        definition: checked.digest(),
        live: snapshot::digest(live, &checked.names),
    }
}
