//! Copyable views on a tree and its source: what the rest of the program reads.
//!
//! In: a tree and the text it was read from. Out: nodes, entries, values and their spans, in
//! document order. What was commented out by `/-` does not show.

use super::tree::{EntryData, NodeData, NodeId, Tree, Value, Word, WordId};
use crate::source::{FileId, Span};

/// A value. A number is an integer if it is written as one and fits, else the nearest float;
/// [`Entry::value_span`] leads to how it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'s> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(&'s str),
}

#[derive(Debug, Clone, Copy)]
pub struct Document<'s> {
    tree: &'s Tree,
    text: &'s str,
}

#[derive(Debug, Clone, Copy)]
pub struct Node<'s> {
    document: Document<'s>,
    data: &'s NodeData,
    id: NodeId,
}

#[derive(Debug, Clone, Copy)]
pub struct Entry<'s> {
    document: Document<'s>,
    data: &'s EntryData,
}

/// Sibling nodes.
#[derive(Debug, Clone)]
pub struct Nodes<'s> {
    document: Document<'s>,
    next: u32,
    end: u32,
}

impl Tree {
    /// The file it was read from.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The view on this tree; `text` must be the text it was read from.
    pub fn document<'s>(&'s self, text: &'s str) -> Document<'s> {
        Document { tree: self, text }
    }
}

impl<'s> Document<'s> {
    /// The nodes at the top level.
    pub fn nodes(self) -> Nodes<'s> {
        Nodes { document: self, next: 0, end: self.tree.nodes.len() as u32 }
    }

    /// A node of this document; an id of another document's node is a bug.
    pub fn node(self, id: NodeId) -> Node<'s> {
        let data = self.tree.nodes.get(id.0 as usize);
        Node { document: self, data: data.expect("a node id belongs to its document"), id }
    }

    /// How many nodes there are on all levels; ids are given from 0 in document order.
    pub fn len(self) -> usize {
        self.tree.nodes.len()
    }

    pub fn is_empty(self) -> bool {
        self.tree.nodes.is_empty()
    }

    fn span(self, start: u32, end: u32) -> Span {
        Span::new(self.tree.file, start, end)
    }

    fn word(self, id: WordId) -> Option<&'s Word> {
        self.tree.word(id)
    }

    fn text(self, word: &'s Word) -> &'s str {
        word.text.get(self.text, &self.tree.buffer)
    }
}

impl<'s> Node<'s> {
    pub fn id(self) -> NodeId {
        self.id
    }

    pub fn name(self) -> &'s str {
        self.document.text(&self.data.name)
    }

    /// The name as written, with its quotes.
    pub fn name_span(self) -> Span {
        self.document.span(self.data.name.start, self.data.name.end)
    }

    pub fn annotation(self) -> Option<&'s str> {
        self.document.word(self.data.annotation).map(|word| self.document.text(word))
    }

    /// The annotation with its parentheses.
    pub fn annotation_span(self) -> Option<Span> {
        let word = self.document.word(self.data.annotation)?;
        Some(self.document.span(word.start, word.end))
    }

    /// All of it, from the annotation or name to the end of its block.
    pub fn span(self) -> Span {
        let start = self.annotation_span().map_or(self.data.name.start, |span| span.start);
        self.document.span(start, self.data.end)
    }

    /// From the name to the last entry.
    pub fn head_span(self) -> Span {
        self.document.span(self.data.name.start, self.data.head_end)
    }

    pub fn has_block(self) -> bool {
        self.data.block != 0
    }

    /// The block with its braces.
    pub fn block_span(self) -> Option<Span> {
        self.has_block().then(|| self.document.span(self.data.block, self.data.end))
    }

    /// Arguments and properties as they are written; a property may come more than once.
    pub fn entries(self) -> impl Iterator<Item = Entry<'s>> + Clone {
        let document = self.document;
        let tree = document.tree;
        let end = tree.nodes.get(self.id.0 as usize + 1).map(|next| next.first_entry as usize);
        let range = self.data.first_entry as usize..end.unwrap_or(tree.entries.len());
        let entries = tree.entries.get(range).unwrap_or_default();
        entries.iter().map(move |data| Entry { document, data })
    }

    pub fn args(self) -> impl Iterator<Item = Entry<'s>> + Clone {
        self.entries().filter(|entry| entry.data.key == WordId::NONE)
    }

    pub fn props(self) -> impl Iterator<Item = Entry<'s>> + Clone {
        self.entries().filter(|entry| entry.data.key != WordId::NONE)
    }

    pub fn children(self) -> Nodes<'s> {
        Nodes { document: self.document, next: self.id.0 + 1, end: self.data.next }
    }
}

impl<'s> Entry<'s> {
    pub fn key(self) -> Option<&'s str> {
        self.document.word(self.data.key).map(|word| self.document.text(word))
    }

    pub fn key_span(self) -> Option<Span> {
        let word = self.document.word(self.data.key)?;
        Some(self.document.span(word.start, word.end))
    }

    /// The annotation of the value.
    pub fn annotation(self) -> Option<&'s str> {
        self.document.word(self.data.annotation).map(|word| self.document.text(word))
    }

    pub fn annotation_span(self) -> Option<Span> {
        let word = self.document.word(self.data.annotation)?;
        Some(self.document.span(word.start, word.end))
    }

    pub fn value(self) -> Scalar<'s> {
        match self.data.value {
            Value::Null => Scalar::Null,
            Value::Bool(value) => Scalar::Bool(value),
            Value::Int(value) => Scalar::Int(value),
            Value::Float(value) => Scalar::Float(value),
            Value::Str(text) => {
                Scalar::Str(text.get(self.document.text, &self.document.tree.buffer))
            }
        }
    }

    /// The value as written, without its annotation.
    pub fn value_span(self) -> Span {
        self.document.span(self.data.start, self.data.end)
    }

    /// Key, annotation and value.
    pub fn span(self) -> Span {
        let first = self.key_span().or(self.annotation_span());
        self.document.span(first.map_or(self.data.start, |span| span.start), self.data.end)
    }
}

impl<'s> Iterator for Nodes<'s> {
    type Item = Node<'s>;

    fn next(&mut self) -> Option<Node<'s>> {
        if self.next >= self.end {
            return None;
        }
        let node = self.document.node(NodeId(self.next));
        self.next = node.data.next;
        Some(node)
    }
}
