//! The texts a run reads, and places in them.
//!
//! In: file names and their bytes, read at the edge. Out: UTF-8 texts addressed by
//! [`FileId`], byte [`Span`]s, and their lines and columns; and what of them no output quotes.
//! It reads no file itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

/// A file of this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end: end.max(start) }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Parts {
    fn near(&self, start: u32, end: u32) -> Option<Range<u32>> {
        let (from, to) = self.0.range(..=end).next_back()?;
        (*to >= start).then_some(*from..*to)
    }

    fn add(&mut self, mut start: u32, mut end: u32) {
        while let Some(near) = self.near(start, end) {
            self.0.remove(&near.start);
            (start, end) = (start.min(near.start), end.max(near.end));
        }
        self.0.insert(start, end);
    }
}

/// A place as people count it: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// One text, with its line index made on first use.
#[derive(Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    line_starts: OnceLock<Vec<u32>>,
    unquoted: Mutex<Unquoted>,
}

/// What of a text no output quotes. It only ever grows.
#[derive(Debug, Default)]
struct Unquoted {
    all: bool,
    /// Shown as stars.
    hidden: Parts,
    /// Of these, no line is shown where a finding is about them.
    lines: Parts,
}

/// From where to where; none touches another.
#[derive(Debug, Default, Clone)]
struct Parts(BTreeMap<u32, u32>);

impl SourceFile {
    /// The name shown to people: the path as it was given or found.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether outputs may show the lines of a place.
    pub fn is_quoted(&self, place: Span) -> bool {
        let lines = |unquoted: &Unquoted| unquoted.lines.near(place.start, place.end).is_some();
        !self.unquoted(|unquoted| unquoted.all || lines(unquoted))
    }

    /// A hidden part that a span overlaps or touches.
    pub fn hidden_near(&self, span: Span) -> Option<Range<u32>> {
        self.unquoted(|unquoted| unquoted.hidden.near(span.start, span.end))
    }

    /// The parts that no output shows.
    pub fn hidden(&self) -> Vec<&str> {
        let Parts(parts) = self.unquoted(|unquoted| unquoted.hidden.clone());
        parts.into_iter().map(|(start, end)| &self.text[start as usize..end as usize]).collect()
    }

    /// The text as outputs may quote it: with stars over hidden parts, byte for byte, so that spans
    /// and lines stay true.
    pub fn shown(&self) -> Cow<'_, str> {
        let Parts(parts) = self.unquoted(|unquoted| unquoted.hidden.clone());
        if parts.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let mut text = self.text.clone();
        for (start, end) in parts {
            let part = start as usize..end as usize;
            let stars = |byte: u8| if matches!(byte, b'\n' | b'\r') { byte as char } else { '*' };
            let hidden: String = self.text[part.clone()].bytes().map(stars).collect();
            text.replace_range(part, &hidden);
        }
        Cow::Owned(text)
    }

    fn unquoted<T>(&self, look: impl FnOnce(&mut Unquoted) -> T) -> T {
        look(&mut self.unquoted.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let newlines = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect()
        })
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start as usize <= offset) - 1;
        let column = self.text[starts[line] as usize..offset].chars().count();
        Position { line: line as u32 + 1, column: column as u32 + 1 }
    }

    /// The bytes of a line, counted from 1, with its line break; a line past the end is the last.
    pub fn line_range(&self, line: u32) -> std::ops::Range<usize> {
        let starts = self.line_starts();
        let index = (line as usize).saturating_sub(1).min(starts.len() - 1);
        let end = starts.get(index + 1).map_or(self.text.len(), |next| *next as usize);
        starts[index] as usize..end
    }
}

/// A text as it is on every machine: without a byte order mark, with line ends of one character.
pub fn plain(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.contains("\r\n") { text.replace("\r\n", "\n").into() } else { text.into() }
}

/// Every text of a run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Takes a text in. Spans count bytes in 32 bits, so the edge refuses larger files before.
    pub fn add(&mut self, name: impl Into<String>, text: String) -> FileId {
        assert!(u32::try_from(text.len()).is_ok(), "a source is smaller than 4 GiB");
        let id = FileId(self.files.len() as u32);
        self.files.push(SourceFile {
            name: name.into(),
            text,
            line_starts: OnceLock::new(),
            unquoted: Mutex::default(),
        });
        id
    }

    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Keeps a part of a text out of all outputs.
    pub fn hide(&self, span: Span) {
        self.file(span.file).unquoted(|unquoted| unquoted.hidden.add(span.start, span.end));
    }

    /// Keeps a part of a text out of all outputs, of which it is not known what stands where in it.
    pub fn never_quote_part(&self, part: Span) {
        self.hide(part);
        self.file(part.file).unquoted(|unquoted| unquoted.lines.add(part.start, part.end));
    }

    /// Keeps a text out of all outputs, which name places in it and show nothing.
    pub fn never_quote(&self, file: FileId) {
        self.file(file).unquoted(|unquoted| unquoted.all = true);
    }

    /// The first file of that name.
    pub fn find(&self, name: &str) -> Option<FileId> {
        self.iter().find(|(_, file)| file.name() == name).map(|(id, _)| id)
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file))
    }

    pub fn text(&self, span: Span) -> &str {
        &self.file(span.file).text[span.start as usize..span.end as usize]
    }

    /// Where a span starts.
    pub fn position(&self, span: Span) -> Position {
        self.file(span.file).position(span.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_not_shown() {
        let mut sources = Sources::default();
        let id = sources.add("a.kdl", "a é\nb c".to_owned());
        assert!(matches!(sources.file(id).shown(), Cow::Borrowed(_)));
        sources.hide(Span::new(id, 2, 6));
        assert_eq!(sources.file(id).shown(), "a **\n* c");
        assert_eq!(sources.file(id).hidden_near(Span::new(id, 6, 7)), Some(2..6));
        assert_eq!(sources.file(id).hidden_near(Span::new(id, 7, 8)), None);
        let (known, odd) = (Span::new(id, 2, 6), Span::new(id, 7, 8));
        assert!(sources.file(id).is_quoted(known) && sources.file(id).is_quoted(odd));
        sources.never_quote_part(odd);
        assert!(sources.file(id).is_quoted(known) && !sources.file(id).is_quoted(odd));
        assert_eq!(sources.file(id).shown(), "a **\n* *");
        sources.never_quote(id);
        assert!(!sources.file(id).is_quoted(known));
    }

    #[test]
    fn positions_count_characters_and_survive_offsets_past_the_end() {
        let mut sources = Sources::default();
        let id = sources.add("a.kdl", "é b\r\nsecond\n".to_owned());
        let file = sources.file(id);
        assert_eq!(file.position(3), Position { line: 1, column: 3 });
        assert_eq!(file.position(1), Position { line: 1, column: 1 }, "inside é");
        assert_eq!(file.position(6), Position { line: 2, column: 1 });
        assert_eq!(file.position(999), Position { line: 3, column: 1 });
        let line = |line| &file.text()[file.line_range(line)];
        assert_eq!(line(1), "é b\r\n");
        assert_eq!(line(2), "second\n");
        assert_eq!(line(99), "");
    }
}
