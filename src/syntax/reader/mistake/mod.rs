//! What the reader says about each mistake: message, place, remedy, and the edit where the
//! remedy is mechanical.
//!
//! In: the user's text and spans. Out: diagnostics. It decides nothing.

mod strings;
mod structure;
mod words;

pub(super) use strings::*;
pub(super) use structure::*;
pub(super) use words::*;

use crate::codes::kdl as codes;
use crate::diagnostic::{Diagnostic, Edit};
use crate::source::Span;
use crate::wording::counted;

/// How much of the user's text a message repeats.
const LONGEST: usize = 40;

/// How long a run of forbidden characters may be for a fix to write all of them as escapes.
const LONGEST_RUN: usize = 1000;

/// The user's text in backticks, cut and without line breaks and control characters.
fn quoted(text: &str) -> String {
    let mut shown = String::from("`");
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        match c {
            c if c.is_control() => shown.extend(c.escape_default()),
            c => shown.push(c),
        }
    }
    shown.push('`');
    shown
}

/// A text as a quoted string.
fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn edit(span: Span, text: impl Into<String>) -> Edit {
    Edit { span, text: text.into() }
}

/// The empty span before a span.
fn before(span: Span) -> Span {
    Span::new(span.file, span.start, span.start)
}

pub(super) fn too_large(span: Span) -> Diagnostic {
    Diagnostic::error(codes::SYNTAX, "file of 4 GiB or more")
        .at(span, "not read at all")
        .help("split the file and include its parts")
}

pub(super) fn more(count: usize, next: Span) -> Diagnostic {
    let mistakes = counted(count, "more mistake", "more mistakes");
    Diagnostic::error(codes::SYNTAX, format!("{mistakes} in this file"))
        .at(next, "the next one is here")
        .help("correct those above first")
}

/// Forbidden code points in a row; the first one names the mistake.
pub(super) fn forbidden(run: &str, span: Span, escapable: bool) -> Diagnostic {
    let c = run.chars().next().unwrap_or_default();
    let name = format!("U+{:04X}", c as u32);
    let what = match c {
        '\0' => "NUL",
        '\u{7F}' => "DELETE",
        '\u{FEFF}' => "a byte order mark inside of the text",
        '\u{200E}'..='\u{2069}' => "an invisible control of writing direction",
        _ => "a control character",
    };
    let diagnostic = Diagnostic::error(codes::CHARACTER, format!("forbidden character `{name}`"));
    let diagnostic = diagnostic.at(span, what);
    if escapable {
        let escape = |c: char| format!("\\u{{{:X}}}", c as u32);
        let help = format!("delete it, or write it as the escape `{}`", escape(c));
        let diagnostic = diagnostic.help(help);
        if run.len() > LONGEST_RUN {
            return diagnostic;
        }
        let text: String = run.chars().map(escape).collect();
        return diagnostic.fix("write it as an escape", vec![edit(span, text)]);
    }
    diagnostic.help("delete it").fix("delete it", vec![edit(span, "")])
}
