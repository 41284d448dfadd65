//! Arguments and properties.

use super::super::chars::{Class, is_keyword, looks_like_number};
use super::super::tree::{EntryData, Text, Value, Word, WordId, push};
use super::number::{self, Fault};
use super::piece::{Piece, Role};
use super::{Head, Phase, Reader, mistake};

impl Reader<'_> {
    /// Reads an entry. Tells whether another one may follow without a space.
    pub(super) fn entry(&mut self, head: &mut Head, spaced: bool) -> bool {
        let start = self.at;
        let before = self.report.count();
        if head.phase == Phase::HiddenBlock {
            // Once per node is enough.
            head.phase = Phase::Entries;
            let span = self.span(start, self.scan.word_end(start).max(start + 1));
            self.report.add(|| mistake::entry_after_hidden_block(span));
        }
        let mut annotation = WordId::NONE;
        if self.peek() == b'(' {
            let Some(word) = self.annotation() else {
                self.skip_rest();
                return true;
            };
            annotation = self.push_word(word);
            self.node_space();
            if self.no_value_here() {
                let span = self.span(start, word.end as usize);
                self.report.add(|| mistake::lone_annotation(span));
                self.skip_rest();
                return true;
            }
        }
        let piece = self.piece(spaced);
        let spaced_after = self.complete(head, piece, annotation, start);
        let told = (start..=self.at).contains(&self.told);
        if !spaced && !told && self.report.count() == before && self.at > start {
            let end = head.head_end.clamp(start + self.scan.look(start).1, self.at.max(start + 1));
            let span = self.span(start, end);
            self.report.add(|| mistake::missing_space(span));
        }
        spaced_after
    }

    /// Makes an entry of a piece, and reads the rest if it is a key.
    fn complete(
        &mut self,
        head: &mut Head,
        piece: Piece,
        annotation: WordId,
        start: usize,
    ) -> bool {
        let (word, bare) = match piece {
            Piece::Quoted(word) => (word, false),
            Piece::Bare(word) => (word, true),
            Piece::Colon(word) => {
                self.value_of(head, word, self.at);
                return false;
            }
            Piece::Value(value, start, end) => {
                self.push_entry(head, value, (start, end), WordId::NONE, annotation);
                return false;
            }
            Piece::Lost => return true,
        };
        let space = self.node_space();
        if self.peek() == b'=' {
            let (from, to) = (word.start as usize, word.end as usize);
            let text = self.scan.slice(from, to);
            let span = self.span(from, to);
            if bare && is_keyword(text) {
                self.evidence.keyword(text, span);
                self.report.add(|| mistake::keyword_as_name(text, span));
            }
            if annotation != WordId::NONE {
                let whole = self.span(start, to);
                self.report.add(|| mistake::annotated_key(whole));
            }
            self.at += 1;
            let equals_end = self.at;
            self.node_space();
            self.value_of(head, word, equals_end);
            return false;
        }
        let value = if bare { self.bare_value(word) } else { Value::Str(word.text) };
        let range = (word.start as usize, word.end as usize);
        self.push_entry(head, value, range, WordId::NONE, annotation);
        space
    }

    /// The value of a property, its key and `=` being read.
    fn value_of(&mut self, head: &mut Head, key: Word, equals_end: usize) {
        let start = self.at;
        let key_span = self.span(key.start as usize, key.end as usize);
        if self.no_value_here() {
            let key_text = self.scan.slice(key.start as usize, key.end as usize);
            let hidden = self.scan.rest(start).starts_with(b"/-");
            let span = self.span(key.start as usize, equals_end);
            match (hidden, self.swallowed) {
                (true, _) => {
                    let span = self.span(start, start + 2);
                    self.report.add(|| mistake::hidden_value(span, key_span));
                    self.skip_rest();
                }
                (false, false) => self.report.add(|| mistake::no_value(key_text, span)),
                (false, true) => {}
            }
            return;
        }
        let key = self.push_word(key);
        let mut annotation = WordId::NONE;
        if self.peek() == b'(' {
            let Some(word) = self.annotation() else { return self.skip_rest() };
            annotation = self.push_word(word);
            self.node_space();
            if self.no_value_here() {
                let span = self.span(start, word.end as usize);
                self.report.add(|| mistake::lone_annotation(span));
                return self.skip_rest();
            }
        }
        match self.piece(true) {
            Piece::Quoted(word) => {
                let range = (word.start as usize, word.end as usize);
                self.push_entry(head, Value::Str(word.text), range, key, annotation);
            }
            Piece::Bare(word) | Piece::Colon(word) => {
                let range = (word.start as usize, word.end as usize);
                let value = self.bare_value(word);
                self.push_entry(head, value, range, key, annotation);
            }
            Piece::Value(value, start, end) => {
                self.push_entry(head, value, (start, end), key, annotation);
            }
            Piece::Lost => {}
        }
    }

    #[inline]
    fn push_entry(
        &mut self,
        head: &mut Head,
        value: Value,
        (start, end): (usize, usize),
        key: WordId,
        annotation: WordId,
    ) {
        let progress = self.progress();
        let data = EntryData { value, start: start as u32, end: end as u32, key, annotation };
        push(&mut self.tree.entries, data, progress);
        head.head_end = end;
    }

    /// Whether the node, or what is commented out, comes next instead of a value.
    fn no_value_here(&self) -> bool {
        match self.peek() {
            b';' | b'{' | b'}' | b')' => true,
            b'/' => matches!(self.scan.peek(self.at + 1), b'/' | b'-'),
            _ => matches!(self.scan.look(self.at).0, Class::Newline | Class::End),
        }
    }

    fn bare_value(&mut self, word: Word) -> Value {
        let (start, end) = (word.start as usize, word.end as usize);
        let text = self.scan.slice(start, end);
        if !is_keyword(text) {
            return Value::Str(word.text);
        }
        let span = self.span(start, end);
        self.evidence.keyword(text, span);
        self.report.add(|| mistake::bare_keyword(text, span));
        keyword_value(text).unwrap_or(Value::Null)
    }

    /// Reads what stands at the place of a value; always moves on.
    fn piece(&mut self, spaced: bool) -> Piece {
        let start = self.at;
        match self.peek() {
            b'"' => Piece::Quoted(self.string()),
            b'#' if self.scan.is_raw(start) => Piece::Quoted(self.string()),
            b'#' => self.keyword(),
            b'0'..=b'9' => self.number(),
            b'+' | b'-' | b'.' if looks_like_number(self.scan.slice_bytes(start, start + 3)) => {
                self.number()
            }
            b'=' => {
                let span = self.span(start, start + 1);
                self.at += 1;
                self.report.add(|| mistake::no_key(span));
                Piece::Lost
            }
            _ => match self.scan.look(start).0 {
                Class::Word | Class::Digit => self.bare(Role::Value { spaced }),
                _ => self.misplaced(),
            },
        }
    }

    /// A mark that has no meaning here.
    fn misplaced(&mut self) -> Piece {
        let start = self.at;
        let mark = self.scan.char_at(start).unwrap_or_default();
        if mark == '/' && self.is_word_part(start) {
            return Piece::Quoted(self.spoilt_word(start));
        }
        if mark == '[' && self.list() || mark == ']' && self.list_end == start {
            self.told = start;
            self.at += 1;
            return Piece::Lost;
        }
        let span = self.span(start, start + mark.len_utf8());
        self.report.add(|| mistake::misplaced(mark, span));
        if matches!(mark, '[' | ']') {
            self.skip_rest();
        } else {
            self.at += mark.len_utf8();
        }
        Piece::Lost
    }

    fn keyword(&mut self) -> Piece {
        let start = self.at;
        let mut end = self.scan.word_end(start + 1);
        let comma = self.scan.slice(start, end).ends_with(',');
        if comma {
            end -= 1;
        }
        let word = self.scan.slice(start + 1, end);
        let value = keyword_value(word);
        if value.is_none() && self.is_shell_comment(start) {
            let span = self.span(start, start + 1);
            self.report.add(|| mistake::shell_comment(span));
            self.at = self.scan.line_end(start);
            return Piece::Lost;
        }
        self.at = end;
        if let Some(value) = value {
            self.evidence.modern();
            if comma {
                self.comma(end);
            }
            return Piece::Value(value, start, end);
        }
        while self.peek() == b'#' {
            self.at = self.scan.word_end(self.at + 1);
        }
        let span = self.span(start, self.at);
        let text = self.scan.slice(start, self.at);
        self.report.add(|| mistake::unknown_keyword(text, span));
        let word = Text::source(start, self.at);
        Piece::Value(Value::Str(word), start, self.at)
    }

    /// A hash with a space behind it begins what other languages take for a comment.
    pub(super) fn is_shell_comment(&self, at: usize) -> bool {
        matches!(self.scan.look(at + 1).0, Class::Space | Class::Newline | Class::End)
    }

    fn number(&mut self) -> Piece {
        let start = self.at;
        let end = self.scan.word_end(start);
        let text = self.scan.slice(start, end);
        let spoilt = match self.scan.look(end).0 {
            Class::Forbidden => true,
            Class::Mark => self.is_word_part(end),
            _ => false,
        };
        if spoilt {
            return Piece::Quoted(self.spoilt_word(start));
        }
        match number::parse(text) {
            Ok(value) => {
                self.at = end;
                Piece::Value(value, start, end)
            }
            Err(fault) => self.bad_number(text, fault),
        }
    }

    fn bad_number(&mut self, text: &str, fault: Fault) -> Piece {
        let start = self.at;
        let comma = text.find(',').map(|at| number::parse(&text[..at]).map(|value| (at, value)));
        if let Some(Ok((at, value))) = comma {
            self.at = start + at;
            self.comma(start + at);
            return Piece::Value(value, start, start + at);
        }
        self.at = start + text.len();
        let span = self.span(start, self.at);
        self.report.add(|| mistake::number(text, fault, span));
        let (start, end) = (start as u32, self.at as u32);
        Piece::Quoted(Word { text: Text::source(start as usize, end as usize), start, end })
    }
}

/// The value of `#word`.
fn keyword_value(word: &str) -> Option<Value> {
    Some(match word {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        "inf" => Value::Float(f64::INFINITY),
        "-inf" => Value::Float(f64::NEG_INFINITY),
        "nan" => Value::Float(f64::NAN),
        _ => return None,
    })
}
