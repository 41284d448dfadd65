//! Names of nodes, type annotations, and the words both are made of.

use super::super::chars::{CLASS, Class, is_keyword, looks_like_number};
use super::super::tree::{Text, Word, WordId};
use super::piece::{Piece, Role};
use super::{Reader, mistake};

/// What stands where a node begins.
pub(super) enum Name {
    Word(Word),
    /// No name, but there may be more of the node.
    Missing,
    /// No node.
    Skipped,
}

impl Reader<'_> {
    /// The name of a node that began at `start`; always moves on, or is at a block.
    pub(super) fn name(&mut self, start: usize, annotation: WordId) -> Name {
        let at = self.at;
        match self.peek() {
            b'"' => Name::Word(self.string()),
            b'#' if self.scan.is_raw(at) => Name::Word(self.string()),
            b'#' => {
                let span = self.span(at, at + 1);
                let word = self.scan.slice(at, self.scan.word_end(at + 1));
                let keyword = word.get(1..).is_some_and(is_keyword);
                self.at = self.scan.line_end(at);
                if keyword {
                    let span = self.span(at, at + word.len());
                    self.report.add(|| mistake::keyword_as_node(word, span));
                } else {
                    self.report.add(|| mistake::shell_comment(span));
                }
                Name::Skipped
            }
            b'{' => {
                let span = self.span(at, at + 1);
                self.report.add(|| mistake::nameless_block(span));
                Name::Missing
            }
            _ if annotation != WordId::NONE && self.at_end_of_node() => {
                let span = self.span(start, at);
                self.report.add(|| mistake::annotation_without_name(span));
                Name::Missing
            }
            _ => match self.scan.look(at).0 {
                Class::Word | Class::Digit => self.bare_name(),
                _ => self.no_name(),
            },
        }
    }

    fn at_end_of_node(&self) -> bool {
        match self.peek() {
            b';' | b'}' => true,
            b'/' => matches!(self.scan.peek(self.at + 1), b'/' | b'-'),
            _ => matches!(self.scan.look(self.at).0, Class::Newline | Class::End),
        }
    }

    fn no_name(&mut self) -> Name {
        let at = self.at;
        let mark = self.scan.char_at(at).unwrap_or_default();
        if self.is_word_part(at) {
            return Name::Word(self.spoilt_word(at));
        }
        let span = self.span(at, at + mark.len_utf8());
        self.report.add(|| mistake::misplaced(mark, span));
        self.at += mark.len_utf8();
        self.skip_rest();
        Name::Missing
    }

    fn bare_name(&mut self) -> Name {
        let start = self.at;
        let end = self.scan.word_end(start);
        let text = self.scan.slice(start, end);
        if looks_like_number(text.as_bytes()) {
            self.at = end;
            let span = self.span(start, end);
            self.report.add(|| mistake::number_as_name(text, span));
            return Name::Word(self.plain(start, end));
        }
        match self.bare(Role::Name) {
            Piece::Quoted(word) | Piece::Colon(word) => Name::Word(word),
            Piece::Bare(word) => {
                if is_keyword(text) {
                    let span = self.span(start, end);
                    self.evidence.keyword(text, span);
                    self.report.add(|| mistake::keyword_as_name(text, span));
                }
                Name::Word(word)
            }
            Piece::Value(..) | Piece::Lost => {
                self.skip_rest();
                Name::Missing
            }
        }
    }

    pub(super) fn plain(&self, start: usize, end: usize) -> Word {
        Word { text: Text::source(start, end), start: start as u32, end: end as u32 }
    }

    /// Reads a bare string; it ends where a character stands that none may contain.
    #[inline]
    pub(super) fn bare(&mut self, role: Role) -> Piece {
        let start = self.at;
        let end = self.scan.word_end(start);
        let first = self.scan.peek(start);
        let last = self.scan.peek(end.saturating_sub(1));
        let next = self.scan.peek(end);
        let simple = match CLASS[next as usize] {
            Class::Space | Class::Newline | Class::End => true,
            _ => matches!(next, b'=' | b';' | b'{' | b'}' | b'(' | b')'),
        };
        let usual = first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric();
        if simple && usual {
            self.at = end;
            return Piece::Bare(self.plain(start, end));
        }
        self.unusual_bare(start, end, role)
    }

    fn unusual_bare(&mut self, start: usize, end: usize, role: Role) -> Piece {
        let next = self.scan.peek(end);
        let raw = next == b'"' || next == b'#' && self.scan.is_raw(end);
        if raw && self.scan.slice(start, end) == "r" {
            return Piece::Quoted(self.old_raw_string());
        }
        if let Some(piece) = self.habit(start, end, role) {
            return piece;
        }
        if self.scan.look(end).0 == Class::Forbidden || self.is_word_part(end) {
            return Piece::Quoted(self.spoilt_word(start));
        }
        self.at = end;
        Piece::Bare(self.plain(start, end))
    }

    /// Whether the mark at `at` belongs to a word that should have been quoted, as the slash of
    /// a path does.
    pub(super) fn is_word_part(&self, at: usize) -> bool {
        match self.scan.peek(at) {
            b'/' => !matches!(self.scan.peek(at + 1), b'/' | b'*' | b'-'),
            b'\\' => {
                let end = self.scan.space_end(at + 1);
                let rest = self.scan.rest(end);
                let continues =
                    rest.is_empty() || rest.starts_with(b"//") || rest.starts_with(b"/*");
                !continues && self.scan.newline_end(end).is_none()
            }
            b'[' => true,
            b']' => at != self.list_end,
            b'#' => !self.scan.is_raw(at),
            _ => false,
        }
    }

    /// Reads a word with characters no bare string may contain, up to the next space.
    pub(super) fn spoilt_word(&mut self, start: usize) -> Word {
        let mut end = start;
        let mut mark = None;
        loop {
            let (class, len) = self.scan.look(end);
            match class {
                Class::Word | Class::Digit => end += len,
                Class::Forbidden => {
                    self.at = end;
                    self.forbidden_run(false);
                    end = self.at;
                }
                Class::Mark if self.is_word_part(end) => {
                    mark.get_or_insert(end);
                    end += len;
                }
                _ => break,
            }
        }
        self.at = end;
        if let Some(mark) = mark {
            let text = self.scan.slice(start, end);
            let (span, mark) = (self.span(start, end), self.scan.char_at(mark).unwrap_or_default());
            self.report.add(|| mistake::must_be_quoted(text, mark, span));
        }
        self.plain(start, end)
    }

    /// At `(`. Gives the word within, and `None` if there is no sense in it; that is reported.
    pub(super) fn annotation(&mut self) -> Option<Word> {
        let open = self.at;
        self.at += 1;
        self.node_space();
        let before = self.report.count();
        let inner = match self.peek() {
            b'"' => Some(self.string()),
            b'#' if self.scan.is_raw(self.at) => Some(self.string()),
            b'+' | b'-' | b'.' | b'0'..=b'9'
                if looks_like_number(self.scan.slice_bytes(self.at, self.at + 3)) =>
            {
                None
            }
            _ if self.scan.look(self.at).0 == Class::Word => match self.bare(Role::Annotation) {
                Piece::Quoted(word) | Piece::Bare(word) | Piece::Colon(word) => Some(word),
                Piece::Value(..) | Piece::Lost => None,
            },
            _ => None,
        };
        self.node_space();
        let Some(inner) = inner.filter(|_| self.peek() == b')') else {
            if self.report.count() == before && !self.swallowed {
                self.bad_annotation(open, inner);
            }
            return None;
        };
        self.at += 1;
        let text = self.scan.slice(inner.start as usize, inner.end as usize);
        if is_keyword(text) {
            let span = self.span(inner.start as usize, inner.end as usize);
            self.evidence.keyword(text, span);
            self.report.add(|| mistake::keyword_as_name(text, span));
        }
        Some(Word { text: inner.text, start: open as u32, end: self.at as u32 })
    }

    fn bad_annotation(&mut self, open: usize, inner: Option<Word>) {
        let ended = self.at_end_of_node() || self.peek() == b'{';
        if inner.is_some() && ended {
            let span = self.span(open, open + 1);
            return self.report.add(|| mistake::unclosed_annotation(span));
        }
        let close = self.peek() == b')';
        if close {
            self.at += 1;
        }
        let span = self.span(open, if close { self.at } else { open + 1 });
        self.report.add(|| mistake::bad_annotation(span, close));
    }
}
