//! Mistakes in strings.

use super::{before, edit, quoted};
use crate::codes::kdl as codes;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// `curly` is a curly quote at the end of the line, which was probably meant to close it.
pub(in super::super) fn unclosed_string(
    open: Span,
    close: &str,
    curly: Option<Span>,
) -> Diagnostic {
    let what = if close.len() >= 3 && close.starts_with("\"\"\"") {
        "multi-line string"
    } else {
        "string"
    };
    let diagnostic = Diagnostic::error(codes::UNCLOSED, format!("{what} is never closed"))
        .at(open, "opened here");
    match curly {
        Some(curly) => diagnostic
            .help("`”` does not close it; write `\"`")
            .fix("write a straight quote", vec![edit(curly, "\"")]),
        None if what == "string" => diagnostic
            .help(format!("close it with `{close}` on the same line, or begin it with `\"\"\"`")),
        None => diagnostic.help(format!("close it with `{close}` on a line of its own")),
    }
}

/// `breaks` are the line breaks, if they can be written as escapes.
pub(in super::super) fn line_break_in_string(span: Span, breaks: Option<Vec<Span>>) -> Diagnostic {
    let diagnostic = Diagnostic::error(codes::STRING, "line break in a string of one line")
        .at(span, "this string goes on in the next line")
        .help("write `\\n` for the line break, or use `\"\"\"` on lines of their own");
    match breaks {
        Some(breaks) => {
            let edits = breaks.into_iter().map(|span| edit(span, "\\n")).collect();
            diagnostic.fix("write `\\n`", edits)
        }
        None => diagnostic,
    }
}

/// Text behind `"""` on the same line. `flat` if it would be fine between single quotes,
/// `indent` the white space before the closing quotes if they stand alone.
pub(in super::super) fn late_break(
    open: Span,
    close: Span,
    hashes: &str,
    flat: bool,
    indent: Option<&str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::error(codes::STRING, "text behind the opening `\"\"\"`")
        .at(open, "the text must begin on the next line")
        .help("begin a new line behind `\"\"\"`, or use `\"` for a text of one line");
    let end = Span::new(open.file, open.end, open.end);
    match (flat, indent) {
        (true, _) => {
            let edits = vec![edit(open, format!("{hashes}\"")), edit(close, format!("\"{hashes}"))];
            diagnostic.fix("use single quotation marks", edits)
        }
        (false, Some(indent)) => {
            diagnostic.fix("begin a new line", vec![edit(end, format!("\n{indent}"))])
        }
        (false, None) => diagnostic,
    }
}

pub(in super::super) fn closing_not_alone(close: Span) -> Diagnostic {
    Diagnostic::error(codes::STRING, "text before the closing `\"\"\"`")
        .at(close, "it must stand on a line of its own")
        .help(
            "begin a new line before the closing quotes; their indentation is taken off all lines",
        )
}

/// Lines that are indented less, or otherwise, than the closing quotes; the spans are their white
/// space.
pub(in super::super) fn dedent(lines: &[Span], prefix: &str, fixable: bool) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::error(codes::STRING, "line of a string is indented too little");
    if let Some(first) = lines.first() {
        let label = "it must begin with the white space before the closing `\"\"\"`";
        diagnostic = diagnostic.at(*first, label);
    }
    let help = "indent the line like the closing quotes, or move those to the left";
    diagnostic = diagnostic.help(help);
    if !fixable {
        return diagnostic;
    }
    let edits = lines.iter().map(|line| edit(*line, prefix)).collect();
    diagnostic.fix("indent the lines", edits)
}

/// What is wrong with an escape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum BadEscape {
    /// No such escape.
    Unknown(char),
    /// `\u0041`: the braces are missing.
    NoBraces,
    /// `\u{…}` with no digits, too many, or something else in it.
    Digits,
    /// `\u{…}` that names no character.
    NoCharacter(u32),
}

pub(in super::super) fn escapes(text: &str, bad: &[(Span, BadEscape)]) -> Diagnostic {
    let Some((span, fault)) = bad.first().copied() else {
        return Diagnostic::error(codes::ESCAPE, "unknown escape");
    };
    let written = |span: Span| text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let shown = quoted(written(span));
    let (message, label, help) = match fault {
        BadEscape::Unknown('/') => {
            let help = "write `/`; only KDL v1 escapes it".to_owned();
            (format!("unknown escape {shown}"), "the slash needs no escape", help)
        }
        BadEscape::Unknown(_) => {
            let help = "write `\\\\` for a backslash, or a raw string `#\"…\"#`".to_owned();
            (format!("unknown escape {shown}"), "no such escape", help)
        }
        BadEscape::NoBraces => {
            let digits = written(span).trim_start_matches("\\u");
            let help = format!("write `\\u{{{digits}}}`");
            (format!("escape {shown} without braces"), "the number must stand in braces", help)
        }
        BadEscape::Digits => {
            let help = "write `\\u{…}` with one to six hexadecimal digits".to_owned();
            (format!("invalid escape {shown}"), "not one to six hexadecimal digits", help)
        }
        BadEscape::NoCharacter(code) => {
            let label = if code <= 0xFFFF { "half of a surrogate pair" } else { "above U+10FFFF" };
            let help = "write the number of a Unicode character".to_owned();
            (format!("escape {shown} names no character"), label, help)
        }
    };
    let fixes = bad.iter().map(|(span, fault)| {
        let written = written(*span);
        match fault {
            BadEscape::Unknown('/') => Some(edit(*span, "/")),
            BadEscape::Unknown(_) => Some(edit(before(*span), "\\")),
            BadEscape::NoBraces => {
                Some(edit(*span, format!("\\u{{{}}}", written.trim_start_matches("\\u"))))
            }
            BadEscape::Digits | BadEscape::NoCharacter(_) => None,
        }
    });
    let diagnostic = Diagnostic::error(codes::ESCAPE, message).at(span, label).help(help);
    match fixes.collect::<Option<Vec<_>>>() {
        Some(edits) => diagnostic.fix("correct the escapes of this string", edits),
        None => diagnostic,
    }
}

/// `'x'`, `“x”`, read as a string although KDL takes them for parts of words.
pub(in super::super) fn foreign_quotes(
    open: char,
    text: &str,
    span: Span,
    left: Span,
    right: Span,
) -> Diagnostic {
    let message = if open == '\'' { "text in single quotes" } else { "text in typographic quotes" };
    let diagnostic = Diagnostic::error(codes::STRING, message)
        .at(span, "only straight double quotes hold text together")
        .help(format!("write {}", quoted(&format!("\"{text}\""))));
    if text.contains(['"', '\\']) {
        return diagnostic;
    }
    diagnostic.fix("use straight double quotes", vec![edit(left, "\""), edit(right, "\"")])
}

/// `fix` has the places of what opens and closes it, with what to write there.
pub(in super::super) fn old_raw_string(span: Span, fix: Option<[(Span, String); 2]>) -> Diagnostic {
    let diagnostic = Diagnostic::error(codes::STRING, "raw string of KDL v1")
        .at(span, "raw strings no longer begin with `r`")
        .help("write `#\"…\"#`, and `#\"\"\"` with lines of their own for several lines");
    match fix {
        Some(parts) => {
            let edits = parts.iter().map(|(span, text)| edit(*span, text)).collect();
            diagnostic.fix("write `#\"…\"#`", edits)
        }
        None => diagnostic,
    }
}
