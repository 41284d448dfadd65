//! The tree of one document: a flat arena in document order with byte spans.
//!
//! The arena owns no text of the source: names and values are ranges of the source, and only
//! strings whose escapes had to be resolved lie in a buffer of the tree's own. [`Document`],
//! [`Node`] and [`Entry`] are copyable views that borrow the tree and its source.

use crate::source::{FileId, Span};

/// A number as KDL has it: as an integer if it is one and fits, else as the nearest float.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'s> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(&'s str),
}

/// Index of a node in its tree, in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// A range of bytes: of the source, or with the top bit of `start` set, of the tree's buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) start: u32,
    pub(super) end: u32,
}
