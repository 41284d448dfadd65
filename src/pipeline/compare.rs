//! A checked definition beside a live site.

use super::Checked;
use crate::diff::{self, Difference};
use crate::live::{LiveSite, snapshot};
use crate::plan::Header;

/// What separates the live site from the definition. Both have one table of names.
pub fn compare(checked: &mut Checked, live: &LiveSite) -> Difference {
    let Checked { site, names, sources, earlier, ended, now, .. } = checked;
    let said = [earlier.as_ref().map(|one| &one.said), ended.as_ref().map(|one| &one.said)];
    let together;
    let base = match said {
        [Some(earlier), Some(ended)] => {
            together = earlier.clone().and(ended.clone());
            Some(&together)
        }
        [one, other] => one.or(other),
    };
    let mut difference = diff::diff(site, base, live, names, sources, *now);
    diff::until_then(&mut difference.changes, site, names, sources);
    if let Some(ended) = ended {
        diff::by_the_clock(&mut difference.changes, &ended.site, *now, names, sources);
    }
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
