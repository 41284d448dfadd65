//! The list of mistakes, cut where it no longer helps anybody.

use super::mistake;
use crate::diagnostic::{self, Diagnostic};
use crate::source::Span;

/// How many mistakes of one file are shown.
pub(super) const SHOWN: usize = 100;

#[derive(Default)]
pub(super) struct Report {
    list: Vec<Diagnostic>,
    hidden: usize,
    /// Where the first one stands that is not shown.
    next: Option<Span>,
    errors: usize,
}

impl Report {
    /// Adds a mistake. It is not even put together if it will not be shown.
    #[cold]
    pub(super) fn add(&mut self, make: impl FnOnce() -> Diagnostic) {
        self.errors += 1;
        if self.list.len() < SHOWN {
            self.list.push(make());
        } else {
            if self.hidden == 0 {
                self.next = make().span();
            }
            self.hidden += 1;
        }
    }

    /// Leaves out what follows from a mistake about the file as a whole.
    pub(super) fn forget(&mut self) {
        *self = Report::default();
    }

    /// Adds what is said about the file as a whole, shown in any case.
    pub(super) fn conclude(&mut self, diagnostic: Diagnostic) {
        self.errors += usize::from(diagnostic.is_error());
        self.list.push(diagnostic);
    }

    /// How many mistakes there are up to now, to see whether one is new.
    pub(super) fn count(&self) -> usize {
        self.errors
    }

    pub(super) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// All in order of place, and how many more there are.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        diagnostic::sort(&mut self.list);
        if let Some(next) = self.next {
            self.list.push(mistake::more(self.hidden, next));
        }
        self.list
    }
}
