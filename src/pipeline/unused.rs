//! What nobody of a live site needed, beside the definition that may declare it.

use super::{Content, Operand, ask};
use crate::live::LiveSite;
use crate::model::Names;
use crate::query::unused::{self, Declaring, Found};
use jiff::Timestamp;

/// Asks a site as it is.
pub fn unused(
    of: &Operand,
    live: &LiveSite,
    declared: Option<&Operand>,
    names: &Names,
    since: Timestamp,
    now: Timestamp,
) -> Found {
    ask(of, declared, names, now, |asked| {
        let declaring = declared.and_then(|declared| match &declared.content {
            Content::Definition(checked) => {
                Some(Declaring { site: &checked.site, sources: &checked.sources })
            }
            Content::Live(_) => None,
        });
        unused::unused(asked, live, declaring, &of.label, since)
    })
}
