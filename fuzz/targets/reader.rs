//! Any text has a tree whose spans lie in the text, and fixes that can be applied.

use siteplan::facade::source::FileId;
use siteplan::facade::syntax::{self, Node};

fn walk(text: &str, node: Node<'_>) {
    let spans = [node.span(), node.head_span(), node.name_span()];
    for span in spans.into_iter().chain(node.block_span()).chain(node.annotation_span()) {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
    }
    for entry in node.entries() {
        let spans = [entry.span(), entry.value_span()];
        for span in spans.into_iter().chain(entry.key_span()).chain(entry.annotation_span()) {
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
        }
        let _ = entry.value();
    }
    for child in node.children() {
        assert!(child.id() > node.id());
        walk(text, child);
    }
}

pub fn run(text: &str) {
    let (tree, diagnostics) = syntax::parse(FileId(0), text);
    for node in tree.document(text).nodes() {
        walk(text, node);
    }
    for diagnostic in diagnostics {
        for label in &diagnostic.labels {
            let span = label.span;
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{diagnostic:?}");
        }
        if let Some(fix) = &diagnostic.fix {
            syntax::apply_edits(text, &fix.edits).expect("a fix does not contradict itself");
        }
    }
}
