//! Who gains or loses access.

use crate::plan::{AccessChange, AccessImpact, AccessMove, Sign};
use crate::render::style::Style;
use crate::render::words::impact;
use crate::wording::{counted, visible};

/// At most so many groups of people are written out.
const MOVES_SHOWN: usize = 12;

/// The section of a plan; nothing where nobody gains or loses.
pub fn moves(impact: &AccessImpact, verbose: bool, style: Style, out: &mut String) {
    titled("Who gains or loses access", impact, verbose, style, out);
}

/// The same under another heading.
pub fn titled(title: &str, impact: &AccessImpact, verbose: bool, style: Style, out: &mut String) {
    if impact.moves.is_empty() {
        return;
    }
    out.push_str(&format!("{}\n", style.bold(title)));
    let most = if verbose { usize::MAX } else { MOVES_SHOWN };
    for one in impact.moves.iter().take(most) {
        out.push_str(&one_move(one, verbose, style));
    }
    if impact.moves.len() > most {
        let rest: usize = impact.moves.iter().skip(most).map(|one| one.people.len()).sum();
        out.push_str(&format!(
            "    … and {} (--verbose)\n",
            counted(rest, "more person", "more people")
        ));
    }
    out.push('\n');
}

/// People, and what changes for them.
pub fn one_move(one: &AccessMove, verbose: bool, style: Style) -> String {
    let mut text = format!("    {}\n", style.bold(visible(&impact::people(one, verbose))));
    text.extend(one.changes.iter().map(|change| line(change, verbose, style)));
    text
}

/// `Access: 2 people gain, 1 loses`.
pub fn totals(impact: &AccessImpact, style: Style) -> String {
    format!("{} {}\n", style.bold("Access:"), impact::totals(impact))
}

fn line(change: &AccessChange, verbose: bool, style: Style) -> String {
    let sign = match change.change {
        Sign::Lost => style.removed("-"),
        Sign::Gained => style.added("+"),
    };
    // One place is said; the others are those of the grants that are listed.
    let declared = impact::declared(change).map_or_else(String::new, |origin| {
        format!("  {}", style.dim(visible(&format!("{}:{}", origin.file, origin.line))))
    });
    format!("      {sign} {}{declared}\n", visible(&impact::told(change, verbose)))
}
