//! The texts that findings are about, as any output may show them.
//!
//! In: the texts, and what was found in them. Out: texts without secrets and without what steers
//! a terminal, and where to cut a line that is too long.

use super::style::is_bidi_control;
use crate::diagnostic::Diagnostic;
use crate::lower;
use crate::source::{FileId, SourceFile, Sources, Span};
use std::borrow::Cow;
use std::cell::OnceCell;

/// Longer lines are cut to this many bytes around the place.
pub const LONGEST_LINE: usize = 240;

/// The texts as a terminal may see them: what would steer it is replaced by marks of the same
/// length in bytes, so that spans stay true. A text is copied only if it holds such a thing.
pub struct Texts<'a> {
    sources: &'a Sources,
    secrets: Vec<Span>,
    clean: Vec<OnceCell<Cow<'a, str>>>,
}

impl<'a> Texts<'a> {
    /// No output repeats a secret, not even in the lines around another finding.
    pub fn new(sources: &'a Sources, found: &[Diagnostic]) -> Self {
        let secrets = found.iter().filter(|d| lower::is_secret(d)).filter_map(Diagnostic::span);
        Self {
            sources,
            secrets: secrets.collect(),
            clean: sources.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    pub fn lines(&self, file: FileId) -> Lines<'_> {
        let source = self.sources.file(file);
        let text = match self.clean.get(file.0 as usize) {
            Some(cell) => cell.get_or_init(|| {
                let here = self.secrets.iter().filter(|span| span.file == file);
                hide(clean(source.text()), here)
            }),
            None => source.text(),
        };
        Lines { file: source, text }
    }
}

fn clean(text: &str) -> Cow<'_, str> {
    let steers =
        |c: char| !matches!(c, '\n' | '\t' | '\r') && (c.is_control() || is_bidi_control(c));
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mark = |c: char| match c.len_utf8() {
        _ if !steers(c) => c,
        1 => '?',
        2 => '·',
        _ => '\u{FFFD}',
    };
    Cow::Owned(text.chars().map(mark).collect())
}

/// Puts stars over secrets, byte for byte.
fn hide<'a, 's>(text: Cow<'a, str>, secrets: impl Iterator<Item = &'s Span>) -> Cow<'a, str> {
    let mut secrets = secrets.peekable();
    if secrets.peek().is_none() {
        return text;
    }
    let mut text = text.into_owned();
    for span in secrets {
        let range = span.range();
        let stars = "*".repeat(range.len());
        text.replace_range(range, &stars);
    }
    Cow::Owned(text)
}

/// One text, and its file, which knows where lines begin and end.
pub struct Lines<'a> {
    pub file: &'a SourceFile,
    pub text: &'a str,
}

/// The last place up to this one where a character begins.
pub fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
