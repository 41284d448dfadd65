//! The codes of what is found outside of `rules`: each once, with its family, its severity, when
//! it holds, and its page.
//!
//! A stage that finds something names its code from here, whatever comes before or after it. A
//! rule on definitions has its code in its own file. `rules::all` goes through all of both; it is
//! what `explain`, SARIF and the tests read. Nothing is decided here.

/// A table of codes: a constant for each, and [`Entry`]s of all.
macro_rules! codes {
    (
        family: $family:ident,
        pages: $pages:literal,
        $($name:ident = $code:literal: $severity:ident, $summary:literal;)+
    ) => {
        $(pub const $name: $crate::diagnostic::Code = $crate::diagnostic::Code($code);)+

        pub static ALL: &[$crate::codes::Entry] = &[$($crate::codes::Entry {
            code: $name,
            family: $crate::codes::Family::$family,
            severity: $crate::diagnostic::Severity::$severity,
            summary: $summary,
            page: include_str!(concat!($pages, $code, ".md")),
        }),+];
    };
}

pub mod difference;
pub mod kdl;
pub mod reading;

use crate::diagnostic::{Code, Severity};

/// The part of the catalogue a code belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    Reading,
    Accounts,
    Administrators,
    Permissions,
    Automations,
    Settings,
    Plan,
    Kdl,
}

impl Family {
    pub fn title(self) -> &'static str {
        match self {
            Family::Reading => "Reading",
            Family::Accounts => "Accounts",
            Family::Administrators => "Administrators",
            Family::Permissions => "Permissions and folders",
            Family::Automations => "Automations",
            Family::Settings => "Settings",
            Family::Plan => "Plans",
            Family::Kdl => "KDL",
        }
    }
}

/// What there is to say of a code.
pub struct Entry {
    pub code: Code,
    pub family: Family,
    pub severity: Severity,
    /// One lowercase phrase: when it holds.
    pub summary: &'static str,
    /// The Markdown page that `explain` prints; its examples run as tests.
    pub page: &'static str,
}
