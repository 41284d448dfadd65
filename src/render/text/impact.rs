//! Who gains or loses access.

use crate::diff::Origin;
use crate::plan::{AccessChange, AccessImpact, AccessMove, Sign};
use crate::render::style::Style;
use crate::render::words::{causes, impact};
use crate::wording::{counted, visible};

/// At most so many causes are written out.
const CAUSES_SHOWN: usize = 12;

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
    if verbose {
        out.extend(impact.moves.iter().map(|one| one_move(one, verbose, style)));
    } else {
        by_cause(impact, style, out);
    }
    out.push('\n');
}

/// A line a cause: losses first, and the gravest of each.
fn by_cause(impact: &AccessImpact, style: Style, out: &mut String) {
    let signs = [(Sign::Lost, style.removed("-")), (Sign::Gained, style.added("+"))];
    for (sign, mark) in signs {
        let lines = causes::lines(&impact.moves, sign);
        for line in lines.iter().take(CAUSES_SHOWN) {
            out.push_str(&format!("    {mark} {}", visible(&line.told())));
            out.push_str(&declared(line.declared(), style));
            out.push('\n');
        }
        if let more @ 1.. = lines.len().saturating_sub(CAUSES_SHOWN) {
            let (one, many) = match sign {
                Sign::Lost => ("more loss", "more losses"),
                Sign::Gained => ("more gain", "more gains"),
            };
            out.push_str(&format!("    {mark} … and {} (--verbose)\n", counted(more, one, many)));
        }
    }
}

/// One place is said; the others are those of the grants that are listed.
fn declared(origin: Option<&Origin>, style: Style) -> String {
    origin
        .map_or_else(String::new, |origin| format!("  {}", style.dim(visible(&origin.to_string()))))
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
    let declared = declared(impact::declared(change), style);
    format!("      {sign} {}{declared}\n", visible(&impact::told(change, verbose)))
}
