//! Who may do what in a folder.

use super::names::Key;
use super::timed::Moment;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A permission level, from the narrowest to the widest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    List,
    PreviewOnly,
    History,
    WriteOnly,
    ReadOnly,
    Bundle,
    Full,
    Admin,
}

impl Level {
    pub const ALL: &[Level] = &[
        Level::Admin,
        Level::Full,
        Level::ReadOnly,
        Level::WriteOnly,
        Level::List,
        Level::Bundle,
        Level::History,
        Level::PreviewOnly,
    ];

    /// What a grant may say, and the rows it means. The bulk import lacks the last.
    pub const WORDS: &[(&str, &[Level])] = &[
        ("admin", &[Level::Admin]),
        ("full", &[Level::Full]),
        ("readonly", &[Level::ReadOnly]),
        ("writeonly", &[Level::WriteOnly]),
        ("readwrite", &[Level::ReadOnly, Level::WriteOnly]),
        ("list", &[Level::List]),
        ("bundle", &[Level::Bundle]),
        ("history", &[Level::History]),
        ("previewonly", &[Level::PreviewOnly]),
    ];

    /// The API's word, and the language's.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::List => "list",
            Level::PreviewOnly => "previewonly",
            Level::History => "history",
            Level::WriteOnly => "writeonly",
            Level::ReadOnly => "readonly",
            Level::Bundle => "bundle",
            Level::Full => "full",
            Level::Admin => "admin",
        }
    }

    pub fn parse(word: &str) -> Option<Level> {
        Level::ALL.iter().copied().find(|level| level.as_str() == word)
    }
}

/// Who is given a level: exactly one of these.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grantee {
    User(Key),
    Group(Key),
    /// Whoever is a member of every one of these groups; sorted, without repeats.
    AllOf(Box<[Key]>),
    /// The users of a partner, by the partner's name.
    Partner(Key),
}

/// One row at the API: a level for a grantee on a folder.
#[derive(Debug, Clone)]
pub struct Grant {
    pub folder: Key,
    pub grantee: Grantee,
    pub level: Level,
    pub recursive: bool,
    /// The `grant` node.
    pub span: Span,
    pub level_span: Span,
    pub grantee_span: Span,
    /// Where `recursive=` is said, if it is.
    pub recursive_span: Option<Span>,
    /// Until when the definition has it.
    pub until: Option<Box<Moment>>,
}

/// `grant #null user="ben"`: the grantee has no grant on the folder.
#[derive(Debug, Clone)]
pub struct NoGrant {
    pub folder: Key,
    pub grantee: Grantee,
    pub span: Span,
}
