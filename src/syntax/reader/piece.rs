//! What the reader takes a piece of text for.

use super::super::tree::{Value, Word};

/// What a bare word is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Name,
    Annotation,
    /// A value, or the key of one; `spaced` tells whether there is space before it.
    Value {
        spaced: bool,
    },
}

/// What stands where a value may stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece {
    Quoted(Word),
    Bare(Word),
    /// `key: value`, read as the property that is meant.
    Colon(Word),
    Value(Value, usize, usize),
    /// Nothing of use. It was reported, and something of it skipped.
    Lost,
}
