//! Annotations that nothing has read: an `(env)` at a place that takes none must not make a value of
//! a variable's name.

use super::values::NO_ANNOTATION;
use super::{Lowering, codes};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::source::Span;
use crate::syntax::{Entry, Tree};

impl<'a> Lowering<'a> {
    /// What stands in a template is read where the template is used.
    pub(super) fn annotations(&mut self, trees: &[Tree]) {
        let documents =
            || trees.iter().map(|tree| tree.document(self.sources.file(tree.file()).text()));
        let of_nodes: Vec<Span> = documents().flat_map(|d| d.annotated_nodes()).collect();
        for span in of_nodes {
            self.out.push(
                Diagnostic::error(codes::VALUE_TYPE, "a node takes no annotation")
                    .at(span, "remove it")
                    .help("a secret is marked at the value: `token (env)\"NAME\"`"),
            );
        }
        // An object with mistakes is not read to its end.
        if has_errors(&self.out) {
            return;
        }
        let documents =
            || trees.iter().map(|tree| tree.document(self.sources.file(tree.file()).text()));
        let mut of_values = documents().flat_map(|d| d.annotated_values()).peekable();
        if of_values.peek().is_none() {
            return;
        }
        let nodes = documents().flat_map(|document| document.nodes());
        let templates: Vec<Span> =
            nodes.filter(|node| node.name() == "template").map(|node| node.span()).collect();
        let within = |span: Span, all: Span| {
            span.file == all.file && all.start <= span.start && span.end <= all.end
        };
        let is_unread = |span: &Span| {
            !self.references.contains(span) && !templates.iter().any(|all| within(*span, *all))
        };
        let unread: Vec<Span> = of_values.filter(is_unread).collect();
        for span in unread {
            self.out.push(
                Diagnostic::error(codes::VALUE_TYPE, "this value takes no annotation")
                    .at(span, "remove it")
                    .help(NO_ANNOTATION),
            );
        }
    }

    /// A parameter is put into texts, which hold no references.
    pub(super) fn plain_parameter(&mut self, entry: Entry<'a>) {
        let Some(span) = entry.annotation_span() else { return };
        self.out.push(
            Diagnostic::error(codes::VALUE_TYPE, "a template's parameter takes no annotation")
                .at(span, "remove it")
                .help(
                    "give the name, and write the reference in the template: (env)\"{parameter}\"",
                ),
        );
    }
}
