//! The tree of one document: flat arenas in document order with byte ranges.
//!
//! The arenas own no text of the source: names and values are ranges of the source, and only
//! strings whose escapes or indentation had to be resolved lie in a buffer of the tree's own.
//! [`Document`](super::view::Document), [`Node`](super::Node) and [`Entry`](super::Entry) are the
//! views on it. It knows no syntax.

use crate::source::FileId;

/// Index of a node in its tree, in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// A text: a range of the source, or of the tree's buffer if its ends are swapped.
///
/// A range `a..b` of the buffer is kept as start `b + 1` and end `a`, which no range of the
/// source can be: so no bit is spent and sources up to 4 GiB can be addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text {
    start: u32,
    end: u32,
}

impl Text {
    pub(super) fn source(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end.max(start) as u32 }
    }

    pub(super) fn built(start: usize, end: usize) -> Self {
        Self { start: end.max(start) as u32 + 1, end: start as u32 }
    }

    pub(super) fn get<'s>(self, source: &'s str, buffer: &'s str) -> &'s str {
        let (text, range) = if self.start > self.end {
            (buffer, self.end as usize..self.start as usize - 1)
        } else {
            (source, self.start as usize..self.end as usize)
        };
        text.get(range).unwrap_or_default()
    }
}

/// A text and the bytes it was read from, quotes or parentheses included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: Text,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Index into the words of a tree; none is [`WordId::NONE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordId(pub(super) u32);

impl WordId {
    pub(super) const NONE: Self = Self(u32::MAX);
}

#[derive(Debug, Clone, Copy)]
pub(super) struct NodeData {
    pub(super) name: Word,
    pub(super) annotation: WordId,
    /// The entries are those from here to the first one of the next node.
    pub(super) first_entry: u32,
    pub(super) head_end: u32,
    /// Offset of the opening brace; 0, where none can stand, if there is no block.
    pub(super) block: u32,
    pub(super) end: u32,
    /// The node after this one and all it contains.
    pub(super) next: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(Text),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct EntryData {
    pub(super) value: Value,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) key: WordId,
    pub(super) annotation: WordId,
}

/// A document that was read. Look at it through [`Tree::document`].
#[derive(Debug, Clone)]
pub struct Tree {
    pub(super) file: FileId,
    pub(super) nodes: Vec<NodeData>,
    pub(super) entries: Vec<EntryData>,
    pub(super) words: Vec<Word>,
    pub(super) buffer: String,
    /// The text breaks the grammar somewhere, so the tree may lack something.
    pub(super) broken: bool,
}

/// Lengths of the arenas, to return to when what follows turns out not to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    nodes: usize,
    entries: usize,
    words: usize,
    buffer: usize,
}

impl Tree {
    pub(super) fn new(file: FileId) -> Self {
        Self {
            file,
            nodes: Vec::new(),
            entries: Vec::new(),
            words: Vec::new(),
            buffer: String::new(),
            broken: false,
        }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            nodes: self.nodes.len(),
            entries: self.entries.len(),
            words: self.words.len(),
            buffer: self.buffer.len(),
        }
    }

    pub(super) fn return_to(&mut self, mark: Mark) {
        self.nodes.truncate(mark.nodes);
        self.entries.truncate(mark.entries);
        self.words.truncate(mark.words);
        self.buffer.truncate(mark.buffer);
    }

    pub(super) fn word(&self, id: WordId) -> Option<&Word> {
        self.words.get(id.0 as usize)
    }

    /// Memory of the arenas.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.nodes.capacity() * size_of::<NodeData>()
            + self.entries.capacity() * size_of::<EntryData>()
            + self.words.capacity() * size_of::<Word>()
            + self.buffer.capacity()
    }

    /// Gives back what was reserved and not used.
    pub(super) fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
        self.entries.shrink_to_fit();
        self.words.shrink_to_fit();
        self.buffer.shrink_to_fit();
    }
}

/// How far the reader has come, to guess how much room the rest will take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress {
    pub(super) done: usize,
    pub(super) total: usize,
}

/// Adds to an arena. Where it is full it grows to what the rest of the text will need if it is
/// like the part read so far: doubling would take up to twice the memory of the finished tree.
#[inline]
pub(super) fn push<T>(arena: &mut Vec<T>, item: T, progress: Progress) -> u32 {
    if arena.len() == arena.capacity() {
        grow(arena, progress);
    }
    let index = arena.len() as u32;
    arena.push(item);
    index
}

#[cold]
fn grow<T>(arena: &mut Vec<T>, progress: Progress) {
    let len = arena.len();
    let left = progress.total.saturating_sub(progress.done) as f64;
    let expected = len as f64 * left / progress.done.max(1) as f64 * 1.02;
    // At least a quarter more, so that the copies stay linear; at most thrice, as a guess.
    arena.reserve_exact((expected as usize).clamp(len / 4 + 16, len * 2 + 64));
}
