//! What a document says, free of spans and spelling, for comparison.

use siteplan::facade::diagnostic::{Diagnostic, has_errors};
use siteplan::facade::source::FileId;
use siteplan::facade::syntax::{self, Nodes, Scalar, Tree};

pub const FILE: FileId = FileId(0);

#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    pub name: String,
    pub annotation: Option<String>,
    pub args: Vec<Item>,
    /// In order, with duplicates.
    pub props: Vec<(String, Item)>,
    pub block: bool,
    pub children: Vec<Shape>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub annotation: Option<String>,
    pub value: Plain,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Plain {
    Null,
    Bool(bool),
    Int(i64),
    /// By its bits, so that a NaN equals itself.
    Float(u64),
    Str(String),
}

impl Plain {
    pub fn float(value: f64) -> Self {
        Self::Float(if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() })
    }
}

/// Reads a text; only errors count as mistakes.
pub fn read(text: &str) -> (Tree, Vec<Diagnostic>, bool) {
    let (tree, diagnostics) = syntax::parse(FILE, text);
    let good = !has_errors(&diagnostics);
    (tree, diagnostics, good)
}

/// The shapes of a text that must be good.
pub fn shapes(text: &str) -> Vec<Shape> {
    let (tree, diagnostics, good) = read(text);
    assert!(good, "{text:?}: {diagnostics:#?}");
    of(tree.document(text).nodes())
}

pub fn of(nodes: Nodes<'_>) -> Vec<Shape> {
    let item = |entry: syntax::Entry<'_>| Item {
        annotation: entry.annotation().map(str::to_owned),
        value: match entry.value() {
            Scalar::Null => Plain::Null,
            Scalar::Bool(value) => Plain::Bool(value),
            Scalar::Int(value) => Plain::Int(value),
            Scalar::Float(value) => Plain::float(value),
            Scalar::Str(value) => Plain::Str(value.to_owned()),
        },
    };
    nodes
        .map(|node| Shape {
            name: node.name().to_owned(),
            annotation: node.annotation().map(str::to_owned),
            args: node.args().map(item).collect(),
            props: node
                .props()
                .map(|entry| (entry.key().expect("a property").to_owned(), item(entry)))
                .collect(),
            block: node.has_block(),
            children: of(node.children()),
        })
        .collect()
}

/// As the suite sees it: the last of equal properties counts, their order does not, and an
/// empty block is none.
pub fn by_suite(mut shapes: Vec<Shape>) -> Vec<Shape> {
    for shape in &mut shapes {
        let mut props: Vec<(String, Item)> = Vec::new();
        for (key, item) in shape.props.drain(..) {
            props.retain(|(other, _)| *other != key);
            props.push((key, item));
        }
        props.sort_by(|a, b| a.0.cmp(&b.0));
        shape.props = props;
        shape.children = by_suite(std::mem::take(&mut shape.children));
        shape.block = !shape.children.is_empty();
    }
    shapes
}
