//! What the definition does not account for: who has what by it, and each fact with what to write.

use super::impact;
use crate::plan::Residue;
use crate::render::style::Style;
use crate::render::words::residue::facts;
use crate::wording::{plural, visible};

/// At most so many facts are told.
const SHOWN: usize = 10;

/// The section of a plan; nothing where nothing is left open.
pub fn section(residue: &Residue, verbose: bool, style: Style, out: &mut String) {
    let title = "Access on the site beside the definition (+ more than it gives, - less)";
    impact::titled(title, &residue.access, verbose, style, out);
    let total = residue.facts.len();
    if total > 0 {
        let left =
            plural(total, "is not declared and left alone", "are not declared and left alone");
        let things = plural(total, "thing on the site", "things on the site");
        out.push_str(&format!("{} {total} {things} {left}:\n", style.bold("Note:")));
        let most = if verbose { usize::MAX } else { SHOWN };
        let mut rest = total;
        for told in facts(residue).into_iter().take(most) {
            out.push_str(&format!("    {}\n", visible(&told.what())));
            if let Some(advice) = told.advice() {
                out.push_str(&format!("        {}\n", style.dim(visible(&advice))));
            }
            rest -= told.count();
        }
        if rest > 0 {
            out.push_str(&format!("    … and {rest} more (--verbose)\n"));
        }
        out.push('\n');
    }
    for what in &residue.not_understood {
        out.push_str(&format!("{} not judged: {}\n", style.bold("Note:"), visible(what)));
    }
    if !residue.not_understood.is_empty() {
        out.push('\n');
    }
}
