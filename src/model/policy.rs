//! What the definition says about the compiler's own work: undeclared objects, protection,
//! severity of rules.

use super::automation::Owner;
use super::glob::Pattern;
use super::kinds::Kind;
use super::names::{Key, Names};
use super::path;
use crate::diagnostic::Severity;
use crate::source::Span;

/// What happens to what the site has and no file mentions.
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

/// The line of `manage` for all that has none of its own.
pub const EVERYTHING: &str = "everything";

/// One line of `manage`.
#[derive(Debug)]
pub struct ManageLine {
    /// As in `users`: the kinds whose [`Kind::manage`] it is, the attributes that
    /// [bear](super::Attribute::bears) it, or [`EVERYTHING`].
    pub of: &'static str,
    pub undeclared: Undeclared,
    pub scope: Scope,
    pub span: Span,
}

/// For which of its objects a line holds.
#[derive(Debug)]
pub enum Scope {
    All,
    /// At a folder and below it.
    Within(Key),
    /// Whose names the glob matches.
    Matching(Box<str>, Pattern),
}

/// By what a line of `manage` tells an object from others of its kind.
#[derive(Debug, Clone, Copy)]
pub enum Told<'a> {
    Nothing,
    Folder(Key),
    /// By its name in the form in which the site compares it.
    Name(&'a str),
}

/// What `manage` says.
#[derive(Debug, Default)]
pub struct Manage {
    lines: Vec<ManageLine>,
}

impl Manage {
    /// Adds a line, or gives the one that is for the same.
    pub fn add(&mut self, line: ManageLine) -> Result<(), &ManageLine> {
        let same = |known: &ManageLine| known.of == line.of && known.scope.is(&line.scope);
        match self.lines.iter().position(same) {
            Some(at) => Err(&self.lines[at]),
            None => {
                self.lines.push(line);
                Ok(())
            }
        }
    }

    pub fn lines(&self) -> impl Iterator<Item = &ManageLine> {
        self.lines.iter()
    }

    /// The lines that decide on objects of a kind. What is said of the kind as a whole counts
    /// more than what is said of everything.
    pub fn lines_of(&self, of: &str) -> impl Iterator<Item = &ManageLine> {
        let is_whole = |line: &ManageLine| line.of == of && matches!(line.scope, Scope::All);
        let whole = self.lines.iter().any(is_whole);
        self.lines.iter().filter(move |line| line.of == of || (line.of == EVERYTHING && !whole))
    }

    /// Whether a line speaks of the kind by its own name.
    pub fn speaks_of(&self, of: &str) -> bool {
        self.lines.iter().any(|line| line.of == of)
    }

    /// What happens to something of a kind; the narrowest line decides.
    pub fn undeclared(&self, of: &str, told: Told<'_>, names: &Names) -> Undeclared {
        let lines = self.lines_of(of).filter(|line| line.scope.holds(told, names));
        let narrowest = lines.max_by_key(|line| line.scope.narrowness(names));
        narrowest.map_or(Undeclared::Report, |line| line.undeclared)
    }

    /// Whether anything at all may be removed because no file mentions it.
    pub fn removes_anything(&self) -> bool {
        self.lines.iter().any(|line| line.undeclared >= Undeclared::Remove)
    }
}

impl Scope {
    fn is(&self, other: &Scope) -> bool {
        match (self, other) {
            (Scope::All, Scope::All) => true,
            (Scope::Within(one), Scope::Within(other)) => one == other,
            (Scope::Matching(one, _), Scope::Matching(other, _)) => one == other,
            (Scope::All | Scope::Within(_) | Scope::Matching(..), _) => false,
        }
    }

    fn holds(&self, told: Told<'_>, names: &Names) -> bool {
        match (self, told) {
            (Scope::All, _) => true,
            (Scope::Within(within), Told::Folder(folder)) => {
                path::is_within(names.key_text(folder), names.key_text(*within))
            }
            (Scope::Matching(_, pattern), Told::Name(name)) => pattern.is_match(name),
            (Scope::Within(_) | Scope::Matching(..), _) => false,
        }
    }

    /// How much it leaves out: a deeper folder, a longer pattern.
    fn narrowness(&self, names: &Names) -> usize {
        match self {
            Scope::All => 0,
            Scope::Within(key) => names.key_text(*key).len() + 1,
            Scope::Matching(text, _) => text.len() + 1,
        }
    }
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

/// An object that is to go: `remove user="maja"`.
#[derive(Debug, Clone)]
pub struct Removal {
    pub target: Protected,
    /// Of a folder: with everything in it.
    pub with_content: bool,
    /// Of a user: whose the automations are from then on.
    pub heir: Option<(Owner, Span)>,
    pub span: Span,
    /// The whole node.
    pub node: Span,
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
