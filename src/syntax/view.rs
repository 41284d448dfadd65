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
        match self.tree.nodes.get(id.0 as usize) {
            Some(data) => Node { document: self, data, id },
            None => panic!("a node id belongs to its document"),
        }
    }

    /// The annotations of all nodes, whatever they stand in.
    pub fn annotated_nodes(self) -> impl Iterator<Item = Span> {
        let annotated = self.tree.nodes.iter().filter_map(move |node| self.word(node.annotation));
        annotated.map(move |word| self.span(word.start, word.end))
    }

    /// The annotations of all values, whatever they stand in.
    pub fn annotated_values(self) -> impl Iterator<Item = Span> {
        let entries = self.tree.entries.iter();
        let annotated = entries.filter_map(move |entry| self.word(entry.annotation));
        annotated.map(move |word| self.span(word.start, word.end))
    }

    /// On all levels.
    pub fn node_count(self) -> usize {
        self.tree.nodes.len()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::syntax::parse;

    const TEXT: &str = "/-x {\n y 1\n}\n(t)\"a b\" 1 (u) \"c\\n\" k = (v)2 /-3 k=#null {\n  d\n  /- e\n  f { g; }\n} // h\ni\n";

    fn at(span: Span) -> &'static str {
        &TEXT[span.start as usize..span.end as usize]
    }

    #[test]
    fn spans_and_values() {
        let (tree, diagnostics) = parse(FileId(7), TEXT);
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        let document = tree.document(TEXT);
        let names: Vec<_> = document.nodes().map(Node::name).collect();
        assert_eq!(names, ["a b", "i"]);
        let node = document.nodes().next().expect("a node");
        assert_eq!(node.name_span().file, FileId(7));
        assert_eq!(at(node.name_span()), "\"a b\"");
        assert_eq!((node.annotation(), node.annotation_span().map(at)), (Some("t"), Some("(t)")));
        assert_eq!(at(node.head_span()), "\"a b\" 1 (u) \"c\\n\" k = (v)2 /-3 k=#null");
        assert!(at(node.span()).starts_with("(t)\"a b\"") && at(node.span()).ends_with("}\n}"));
        assert!(node.block_span().map(at).is_some_and(|block| block.starts_with("{\n  d")));
        let args: Vec<_> = node.args().map(Entry::value).collect();
        assert_eq!(args, [Scalar::Int(1), Scalar::Str("c\n")]);
        let props: Vec<_> = node.props().map(|entry| (entry.key(), entry.value())).collect();
        assert_eq!(props, [(Some("k"), Scalar::Int(2)), (Some("k"), Scalar::Null)]);
        let spans: Vec<_> = node.entries().map(|entry| at(entry.span())).collect();
        assert_eq!(spans, ["1", "(u) \"c\\n\"", "k = (v)2", "k=#null"]);
        let values: Vec<_> = node.entries().map(|entry| at(entry.value_span())).collect();
        assert_eq!(values, ["1", "\"c\\n\"", "2", "#null"]);
    }

    #[test]
    fn children_and_ids() {
        let (tree, _) = parse(FileId(0), TEXT);
        let document = tree.document(TEXT);
        let node = document.nodes().next().expect("a node");
        let children: Vec<_> = node.children().map(Node::name).collect();
        assert_eq!(children, ["d", "f"]);
        assert!(children.len() < document.node_count(), "ids count all levels");
        for child in node.children() {
            assert_eq!(document.node(child.id()).name(), child.name());
        }
        let last = document.nodes().last().expect("a node");
        assert_eq!((last.name(), last.has_block(), last.children().count()), ("i", false, 0));
        assert_eq!(at(last.span()), "i");
    }

    #[test]
    fn a_tree_takes_little_more_than_its_text() {
        let user = "user \"carter\" {\n    name \"Carter Reed\"\n    email \"carter@a.example\"\n    \
                    groups \"Sales\" \"Central\"\n    require-2fa #true\n}\n";
        let text = user.repeat(1000);
        let (tree, _) = parse(FileId(0), &text);
        assert!(tree.bytes() <= 4 * text.len(), "{} for {}", tree.bytes(), text.len());
    }
}
