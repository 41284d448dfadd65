//! The parts of a pattern.

/// A part of a pattern. Nothing but what says so matches `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Literal(char),
    /// `?`
    Any,
    /// `*`
    ZeroOrMore,
    /// `**/` at the start: nothing, or any folders.
    RecursivePrefix,
    /// `/**` at the end: anything below.
    RecursiveSuffix,
    /// `/**/`: any folders between.
    RecursiveBetween,
    /// `[a-z]`; this may match `/`.
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
    Alternates(Vec<Vec<Token>>),
    Nothing,
    /// Text that is not known beforehand, without `/`.
    Some,
    /// Text that is not known beforehand, and may be a path.
    Path,
}

impl Token {
    /// The one scalar that it matches.
    pub(super) fn as_literal(&self) -> Option<char> {
        match self {
            Token::Literal(c) => Some(*c),
            Token::Class { negated: false, ranges } => match &ranges[..] {
                [(from, to)] if from == to => Some(*from),
                _ => None,
            },
            _ => None,
        }
    }
}
