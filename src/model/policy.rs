//! What the definition says about the compiler's own work: undeclared objects, protection,
//! severity of rules.

use super::kinds::Kind;
use super::names::Key;
use crate::diagnostic::Severity;
use crate::source::Span;

/// What happens to live objects that no file mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Undeclared {
    Keep,
    Report,
    Remove,
    /// Folders only: remove even if files lie in it.
    RemoveWithContent,
}

impl Undeclared {
    pub const WORDS: &[(&str, Undeclared)] = &[
        ("keep", Undeclared::Keep),
        ("report", Undeclared::Report),
        ("remove", Undeclared::Remove),
        ("remove-with-content", Undeclared::RemoveWithContent),
    ];
}

/// One line of `manage`.
#[derive(Debug, Clone)]
pub struct ManageLine {
    /// As in `users`: the kinds whose [`Kind::manage`] it is.
    pub kinds: &'static str,
    pub undeclared: Undeclared,
    /// A folder; the line holds at and below it.
    pub within: Option<Key>,
    pub span: Span,
}

/// What must survive, whatever the definition says.
#[derive(Debug, Clone)]
pub struct Protect {
    pub target: Protected,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub enum Protected {
    User(Key),
    Group(Key),
    /// A folder, and with `/**` all below it.
    Folder {
        key: Key,
        below: bool,
    },
    /// An object that is known by its name alone.
    Named(&'static Kind, Box<str>),
}

/// A finding that is accepted at one place: `allow-lint "code" "reason"`.
#[derive(Debug, Clone)]
pub struct AllowLint {
    pub code: Box<str>,
    pub span: Span,
    /// The objects it stands in: a finding within any of them is accepted.
    pub within: Vec<Span>,
}

/// A line of `lint`.
#[derive(Debug, Clone)]
pub struct LintLevel {
    pub code: Box<str>,
    /// None: allowed, so not reported.
    pub severity: Option<Severity>,
    pub span: Span,
}
