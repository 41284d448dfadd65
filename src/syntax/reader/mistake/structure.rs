//! Mistakes in how nodes, blocks, comments and `/-` are put together.

use super::super::super::MAX_DEPTH;
use super::{before, edit, quoted};
use crate::codes::kdl as codes;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub(in super::super) fn unclosed_block(
    name: &str,
    brace: Span,
    close: Span,
    open: usize,
    missing: String,
) -> Diagnostic {
    let message = if name.is_empty() {
        "block is never closed".to_owned()
    } else {
        format!("block of {} is never closed", quoted(name))
    };
    let help = if open == 1 {
        "add `}`".to_owned()
    } else {
        format!("add `}}`; at the end of the file {open} blocks are open")
    };
    let diagnostic = Diagnostic::error(codes::UNCLOSED, message)
        .at(brace, "opened here")
        .at(close, "by the indentation, `}` is missing here")
        .help(help);
    if open > 1 {
        return diagnostic;
    }
    diagnostic.fix("close the block", vec![edit(close, missing)])
}

pub(in super::super) fn stray_brace(span: Span) -> Diagnostic {
    Diagnostic::error(codes::BLOCK, "`}` closes nothing")
        .at(span, "no block is open here")
        .help("delete it, or open the block it belongs to")
        .fix("delete `}`", vec![edit(span, "")])
}

pub(in super::super) fn second_block(span: Span) -> Diagnostic {
    Diagnostic::error(codes::BLOCK, "second block of one node")
        .at(span, "the node already has a block")
        .help("put all children into one block")
}

pub(in super::super) fn nameless_block(span: Span) -> Diagnostic {
    Diagnostic::error(codes::BLOCK, "block without a node")
        .at(span, "a name must come before `{`")
        .help("write the node's name before the block, on the same line")
}

pub(in super::super) fn text_after_block(span: Span) -> Diagnostic {
    Diagnostic::error(codes::BLOCK, "text behind a block")
        .at(span, "the node has ended before this")
        .help("begin a new line for the next node; values of a node stand before its block")
        .fix("begin a new line", vec![edit(before(span), "\n")])
}

pub(in super::super) fn entry_after_hidden_block(span: Span) -> Diagnostic {
    Diagnostic::error(codes::BLOCK, "value behind a commented-out block")
        .at(span, "only blocks may follow here")
        .help("move the value before `/-`")
}

pub(in super::super) fn too_deep(span: Span) -> Diagnostic {
    let message = format!("blocks nest deeper than {MAX_DEPTH} levels");
    Diagnostic::error(codes::TOO_DEEP, message)
        .at(span, "this block and all in it are skipped")
        .help("close blocks that have ended, or write folders as whole paths")
}

pub(in super::super) fn dangling_slashdash(span: Span) -> Diagnostic {
    Diagnostic::error(codes::SLASHDASH, "`/-` with nothing to comment out")
        .at(span, "no node, value or block follows")
        .help("delete `/-`; to comment text out use `//`")
        .fix("delete `/-`", vec![edit(span, "")])
}

/// `key=/-value`.
pub(in super::super) fn hidden_value(span: Span, key: Span) -> Diagnostic {
    Diagnostic::error(codes::SLASHDASH, "`/-` between a key and its value")
        .at(span, "half a property cannot be commented out")
        .help("put `/-` before the key")
        .fix("move `/-` before the key", vec![edit(before(key), "/-"), edit(span, "")])
}

pub(in super::super) fn unclosed_comment(span: Span) -> Diagnostic {
    Diagnostic::error(codes::UNCLOSED, "comment is never closed")
        .at(span, "opened here")
        .help("close it with `*/`; comments nest, so each `/*` needs its own")
}

pub(in super::super) fn shell_comment(span: Span) -> Diagnostic {
    Diagnostic::error(codes::SYNTAX, "`#` does not begin a comment")
        .at(span, "this is read as part of a value")
        .help("begin a comment with `//`")
        .fix("begin the comment with `//`", vec![edit(span, "//")])
}

pub(in super::super) fn stray_backslash(span: Span) -> Diagnostic {
    Diagnostic::error(codes::SYNTAX, "`\\` in the middle of a line")
        .at(span, "it may only end a line that goes on in the next")
        .help("delete it, or quote the text it belongs to")
}

pub(in super::super) fn stray_semicolon(span: Span) -> Diagnostic {
    Diagnostic::error(codes::SEPARATOR, "`;` ends no node")
        .at(span, "no node stands before it")
        .help("delete it")
        .fix("delete `;`", vec![edit(span, "")])
}

/// `["a", "b"]`. The marks are the brackets and commas, with whether only they part two values.
pub(in super::super) fn list(span: Span, marks: Vec<(Span, bool)>) -> Diagnostic {
    let edits = marks.into_iter().map(|(mark, parts)| edit(mark, if parts { " " } else { "" }));
    Diagnostic::error(codes::SYNTAX, "list in brackets")
        .at(span, "KDL has no lists in brackets")
        .help("write the values one after another, as `groups \"a\" \"b\"`")
        .fix("delete brackets and commas", edits.collect())
}

/// A mark where neither value nor node can begin.
pub(in super::super) fn misplaced(mark: char, span: Span) -> Diagnostic {
    let (label, help) = match mark {
        '[' | ']' => (
            "KDL has no lists in brackets",
            "write the values one after another, as `groups \"a\" \"b\"`",
        ),
        ')' => ("no annotation is open here", "delete it"),
        '=' => ("no key stands before it", "write `key=\"value\"` behind the name of a node"),
        '/' => {
            ("a comment begins with `//` or `/*`", "write `//`, or quote the text it belongs to")
        }
        _ => ("it cannot stand here", "delete it, or quote the text it belongs to"),
    };
    let shown = quoted(mark.encode_utf8(&mut [0; 4]));
    Diagnostic::error(codes::SYNTAX, format!("unexpected {shown}")).at(span, label).help(help)
}

pub(in super::super) fn version_1(span: Span, certain: bool, marker: Option<Span>) -> Diagnostic {
    let message = "document is written in KDL v1";
    let help = "convert it with `siteplan fmt --from-v1 FILE`: `true` → `#true`, `r\"…\"` → \
                `#\"…\"#`";
    let diagnostic = if certain {
        Diagnostic::error(codes::VERSION_1, message)
    } else {
        Diagnostic::warning(codes::VERSION_1, message)
    };
    let diagnostic = diagnostic.at(span, "this is KDL v1; read here is KDL v2").help(help);
    match marker {
        Some(marker) => diagnostic.fix("mark it as KDL v2", vec![edit(marker, "2")]),
        None => diagnostic,
    }
}
