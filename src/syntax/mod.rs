//! Text to tree and back: KDL v2.
//!
//! In: the text of one file. Out: a [`Tree`] and what is wrong with the text ([`parse`]), or
//! the same document in canonical layout ([`format`](fn@format)). Whatever the input is, the
//! tree can be used, and time and memory are linear in its length. What nodes mean is not
//! known here.
//!
//! The grammar is that of KDL 2.0.0. Beyond it the reader refuses what the grammar takes for a
//! bare string and no person means (`'a'`, `a, b`, `a: b`; see `reader/habit.rs`), and blocks
//! deeper than [`MAX_DEPTH`].
//!
//! `chars` classes bytes, `scan` finds where words, strings and comments end, `reader` builds
//! the `tree` and `view` shows it; `printer`, `edits` and `words` make texts, and `v1` one of KDL v1.

mod chars;
mod edits;
#[cfg(test)]
mod page_tests;
mod printer;
mod reader;
mod scan;
mod tree;
mod v1;
mod view;
mod words;

pub use edits::apply_edits;
pub use tree::Tree;
pub use v1::from_v1;
pub use view::{Entry, Node, Nodes, Scalar};
pub use words::{comment, name, quoted};

use crate::diagnostic::Diagnostic;
use crate::source::FileId;

/// Blocks may lie this deep in one another. Readers of the tree may thus recurse over it.
pub const MAX_DEPTH: usize = 256;

/// Reads a document. The tree holds all that could be read, whatever is wrong elsewhere.
pub fn parse(file: FileId, text: &str) -> (Tree, Vec<Diagnostic>) {
    reader::read(file, text)
}

/// The document in canonical layout with all its comments. `tree` must have been read from
/// `text`; a text with mistakes is given back as it is.
pub fn format(text: &str, tree: &Tree) -> String {
    printer::print(text, tree)
}
