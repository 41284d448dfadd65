//! A checked definition beside a live site.

use super::Checked;
use crate::diff::{self, Difference};
use crate::live::{LiveSite, snapshot};
use crate::plan::Header;

/// What separates the live site from the definition. Both have one table of names.
pub fn compare(checked: &mut Checked, live: &LiveSite) -> Difference {
    diff::diff(&checked.site, checked.base.as_ref(), live, &mut checked.names, &checked.sources)
}

/// What was compared, so that it can be told later whether it is still the same.
pub(super) fn header(checked: &Checked, live: &LiveSite) -> Header {
    Header {
        target: live.target.to_string(),
        definition: checked.digest(),
        live: snapshot::digest(live, &checked.names),
    }
}
