//! What is printed says the same, and printing it again changes nothing.

use siteplan::facade::diagnostic::has_errors;
use siteplan::facade::source::FileId;
use siteplan::facade::syntax::{self, Node, Nodes, Scalar};

fn same_values(a: Node<'_>, b: Node<'_>) -> bool {
    let bits = |value: f64| if value.is_nan() { 0 } else { value.to_bits() };
    a.entries().count() == b.entries().count()
        && a.entries().zip(b.entries()).all(|(a, b)| {
            a.key() == b.key()
                && a.annotation() == b.annotation()
                && match (a.value(), b.value()) {
                    (Scalar::Float(a), Scalar::Float(b)) => bits(a) == bits(b),
                    (a, b) => a == b,
                }
        })
}

fn same(a: Nodes<'_>, b: Nodes<'_>) -> bool {
    a.clone().count() == b.clone().count()
        && a.zip(b).all(|(a, b)| {
            a.name() == b.name()
                && a.annotation() == b.annotation()
                && a.has_block() == b.has_block()
                && same_values(a, b)
                && same(a.children(), b.children())
        })
}

pub fn run(text: &str) {
    let (tree, diagnostics) = syntax::parse(FileId(0), text);
    let once = syntax::format(text, &tree);
    if has_errors(&diagnostics) {
        assert_eq!(once, text);
        return;
    }
    let (printed, diagnostics) = syntax::parse(FileId(0), &once);
    assert!(!has_errors(&diagnostics), "{once:?}: {diagnostics:?}");
    assert!(same(tree.document(text).nodes(), printed.document(&once).nodes()), "{once:?}");
    assert_eq!(syntax::format(&once, &printed), once);
}
