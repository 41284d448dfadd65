//! The texts that findings are about, as any output may show them.
//!
//! In: the texts. Out: texts without what is to be kept out of outputs and without what steers a
//! terminal, and where to cut a line that is too long.

use crate::register;
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::wording::{is_hidden, visible};
use std::borrow::Cow;
use std::cell::OnceCell;

/// Longer lines are cut to this many bytes around the place.
pub const LONGEST_LINE: usize = 240;

/// The texts as a terminal may see them: what would steer it is replaced by marks of the same
/// length in bytes, so that spans stay true. A text is copied only if it holds such a thing.
pub struct Texts<'a> {
    sources: &'a Sources,
    clean: Vec<OnceCell<Cow<'a, str>>>,
}

impl<'a> Texts<'a> {
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, clean: sources.iter().map(|_| OnceCell::new()).collect() }
    }

    /// The text that a place is in, unless nothing is to be shown there.
    pub fn around(&self, place: Span) -> Option<Lines<'_>> {
        let source = self.sources.file(place.file);
        source.is_quoted(place).then(|| self.shown(place.file, source))
    }

    /// Where a span begins, as people say it.
    pub fn place(&self, span: Span) -> String {
        let file = self.sources.file(span.file);
        let at = file.position(span.start);
        format!("{}:{}:{}", visible(file.name()), at.line, at.column)
    }

    fn shown(&self, file: FileId, source: &'a SourceFile) -> Lines<'_> {
        let text = match self.clean.get(file.0 as usize) {
            Some(cell) => cell.get_or_init(|| clean(starred(source.shown()))),
            None => "",
        };
        Lines { file: source, text }
    }
}

/// With stars over the secrets of this run, byte for byte.
fn starred(text: Cow<'_, str>) -> Cow<'_, str> {
    let secrets = register::secrets_in(&text);
    if secrets.is_empty() {
        return text;
    }
    let mut text = text.into_owned();
    for place in secrets {
        let stars: String = text[place.clone()]
            .bytes()
            .map(|byte| if matches!(byte, b'\n' | b'\r') { byte as char } else { '*' })
            .collect();
        text.replace_range(place, &stars);
    }
    Cow::Owned(text)
}

fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    // Of letters that are made of several, what joins them is left to them.
    let is_joint = |c: char| matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}');
    let steers = |c: char| !matches!(c, '\n' | '\t' | '\r') && is_hidden(c) && !is_joint(c);
    if !text.chars().any(steers) {
        return text;
    }
    let mark = |c: char| match c.len_utf8() {
        _ if !steers(c) => c,
        1 => '?',
        2 => '·',
        3 => '\u{FFFD}',
        _ => '\u{1F799}',
    };
    Cow::Owned(text.chars().map(mark).collect())
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
