//! How much a comment may hold, and who gets it.
//!
//! Counted are UTF-16 units: never fewer than characters, whichever of the two a site counts.

use crate::render::escape::markdown::link;
use crate::render::repository::Repository;

/// No comment is this long. GitHub takes 65,536 characters.
pub const LIMIT: usize = 65_000;
/// Kept for what is no row: the verdict, headings, notes on what was cut, the last lines.
const KEPT: usize = 7_000;

pub fn size(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A piece that is shown whole or not at all.
pub struct Row {
    pub text: String,
    /// How many of the things that a section counts are told when this row is.
    pub tells: usize,
}

/// The rows that had room.
#[derive(Default)]
pub struct Filled {
    pub text: String,
    pub told: usize,
    /// There was room for all.
    pub whole: bool,
}

/// Hands out room, first come, first served: what must not be cut is filled in first.
pub struct Budget {
    left: usize,
    /// Where to look for what was cut.
    pub rest: String,
}

impl Budget {
    pub fn of(repository: &Repository) -> Self {
        let run = repository.run.as_ref();
        let report = run.map(|run| format!("the report of {}, ", link("this run", Some(run))));
        let report = report.unwrap_or_default();
        let rest = format!(
            "All of it: {report}`--format json`, or `siteplan show PLAN --verbose` for a plan saved \
             with `--out`."
        );
        Budget { left: LIMIT - KEPT, rest }
    }

    /// Takes rows as long as there is room, and no more than `most` of it. Rows beyond are not
    /// even made.
    pub fn fill(&mut self, rows: impl Iterator<Item = Row>, most: usize) -> Filled {
        let mut room = self.left.min(most);
        let mut filled = Filled { text: String::new(), told: 0, whole: true };
        for row in rows {
            let needed = size(&row.text);
            if needed > room {
                filled.whole = false;
                if needed > self.left {
                    // What comes later matters less, and gets none of what is left.
                    self.left = 0;
                }
                break;
            }
            room -= needed;
            self.left -= needed;
            filled.text.push_str(&row.text);
            filled.told += row.tells;
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_taken_whole_and_in_order() {
        let row = |text: &str| Row { text: text.to_owned(), tells: 1 };
        let mut budget = Budget { left: 10, rest: String::new() };
        let filled = budget.fill(["aaaa", "bb", "c"].map(row).into_iter(), 5);
        assert_eq!((filled.text.as_str(), filled.told, filled.whole), ("aaaa", 1, false));
        let filled = budget.fill(["😀😀", "cc"].map(row).into_iter(), usize::MAX);
        assert_eq!((filled.text.as_str(), filled.whole), ("😀😀cc", true));
        assert_eq!(budget.left, 0);
        let mut budget = Budget { left: 3, rest: String::new() };
        assert!(!budget.fill([row("four")].into_iter(), usize::MAX).whole);
        assert!(!budget.fill([row("1")].into_iter(), usize::MAX).whole, "it is less important");
    }
}
