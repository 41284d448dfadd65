//! A review of who has what: heading by heading, a line each.

use crate::query::review::{LastActive, Review};
use crate::render::style::Style;
use crate::render::words::review as words;
use crate::wording::{counted, visible};

pub fn review(review: &Review, style: Style) -> String {
    let mut out = format!("{}\n", style.bold(visible(&words::title(review))));
    let mut last: Option<String> = None;
    for row in &review.rows {
        let heading = words::heading(review.by, row);
        if last.as_ref() != Some(&heading) {
            let owners = match row.owners.as_slice() {
                [] => String::new(),
                owners => format!("  owned by {}", owners.join(", ")),
            };
            let owners = style.dim(visible(&owners));
            out.push_str(&format!("\n{}{owners}\n", style.bold(visible(&heading))));
            last = Some(heading);
        }
        let access = match words::access(row) {
            access if access.is_empty() => String::new(),
            access => format!(" ({access})"),
        };
        let active = match row.last_active {
            LastActive::NotShown => String::new(),
            LastActive::Never => ", never active".to_owned(),
            LastActive::At(_) => format!(", last active {}", words::last_active(row.last_active)),
        };
        let line = format!("{}: {}{access}{active}", row.user, words::granted(row));
        let at = row.declared.as_ref().map(|at| format!("  {at}")).unwrap_or_default();
        out.push_str(&format!("    {}{}\n", visible(&line), style.dim(visible(&at))));
    }
    let rows = counted(review.rows.len(), "row", "rows");
    out.push_str(&format!("\n{rows}; --format csv, markdown or html has columns to decide in\n"));
    out
}
