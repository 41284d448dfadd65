//! Habits of other languages that KDL takes for bare strings: `'a b'`, `“a b”`, `a, b`,
//! `name: "x"`.
//!
//! By the grammar these are words with unusual characters at their ends. In a site definition
//! they are mistakes without exception, and to read them as told would put a quote or a comma
//! into a name. So they are refused, and read as they are meant. Whoever does want such a
//! word writes it in double quotes.

use super::super::chars::Class;
use super::super::tree::{Text, Word};
use super::piece::{Piece, Role};
use super::{Reader, mistake};

/// How far a closing quote is looked for. A limit keeps the whole linear.
const QUOTE_REACH: usize = 200;

/// How many commas of a list in brackets a fix deletes.
const LONGEST_LIST: usize = 500;

impl Reader<'_> {
    /// Looks at the bare word `start..end`.
    pub(super) fn habit(&mut self, start: usize, end: usize, role: Role) -> Option<Piece> {
        let text = self.scan.slice(start, end);
        let first = text.chars().next()?;
        if matches!(first, '\'' | '‘' | '’' | '“' | '”' | '„') {
            return self.foreign_quotes(start, first);
        }
        let value = matches!(role, Role::Value { .. });
        if first == ',' && value {
            self.at = start;
            self.comma(start);
            return Some(Piece::Lost);
        }
        if first == ':' && (text.len() == 1 && value || role == (Role::Value { spaced: false })) {
            let span = self.span(start, start + 1);
            self.at = start + 1;
            self.told = self.at;
            let glued = self.is_glued(self.at);
            self.report.add(|| mistake::colon_after_name(span, glued));
            return Some(Piece::Lost);
        }
        if text.ends_with(',') && value {
            let word = self.plain(start, end - 1);
            self.comma(end - 1);
            return Some(Piece::Quoted(word));
        }
        if text.ends_with(':') && text.len() > 1 {
            return self.final_colon(start, end, role);
        }
        None
    }

    /// At a comma: reports it and stands behind it and its like.
    pub(super) fn comma(&mut self, at: usize) {
        self.at = at + self.scan.rest(at).iter().take_while(|byte| **byte == b',').count();
        self.told = self.at;
        if at >= self.list_end || self.list_end == usize::MAX {
            let span = self.span(at, self.at);
            let glued = self.is_glued(self.at);
            self.report.add(|| mistake::comma(span, glued));
        }
    }

    /// Whether there is nothing but a separator at `at` to keep two values apart.
    fn is_glued(&self, at: usize) -> bool {
        !matches!(self.scan.look(at).0, Class::Space | Class::Newline | Class::End)
    }

    /// At `[`: reports a list in brackets, if one ends on this line, and from then on takes its
    /// commas and its end for what they are.
    pub(super) fn list(&mut self) -> bool {
        let scan = self.scan;
        let open = self.at;
        let mut separators = Vec::new();
        let mut at = open + 1;
        loop {
            match scan.peek(at) {
                b']' => break,
                b'[' | b'{' | b'}' | b';' => return false,
                b'"' | b'#' if scan.peek(at) == b'"' || scan.is_raw(at) => {
                    at = scan.literal(at).end
                }
                b',' => {
                    separators.push((at, self.is_glued(at + 1)));
                    at += 1;
                }
                _ => match scan.look(at) {
                    (Class::Newline | Class::End, _) => return false,
                    (_, len) => at += len,
                },
            }
            if separators.len() > LONGEST_LIST {
                return false;
            }
        }
        self.list_end = at;
        let marks = [(open, false), (at, false)].into_iter().chain(separators);
        let edits = marks.map(|(at, glued)| (self.span(at, at + 1), glued)).collect();
        let span = self.span(open, at + 1);
        self.report.add(|| mistake::list(span, edits));
        true
    }

    fn foreign_quotes(&mut self, start: usize, open: char) -> Option<Piece> {
        let body = start + open.len_utf8();
        let kind = match open {
            '\'' => 0,
            '‘' | '’' => 1,
            _ => 2,
        };
        let closes = |c: char| match kind {
            0 => c == '\'',
            1 => c == '’' || c == '‘',
            _ => matches!(c, '”' | '“'),
        };
        // What an earlier look has found to close nothing need not be looked at again.
        let searched = self.searched.get(kind).copied().unwrap_or(0);
        let mut at = searched.max(body);
        while at < body + QUOTE_REACH {
            let Some(c) = self.scan.char_at(at) else { break };
            let next = at + c.len_utf8();
            if self.scan.newline_end(at).is_some() {
                break;
            }
            let delimited = match self.scan.look(next).0 {
                Class::Space | Class::Newline | Class::Mark | Class::End => true,
                _ => matches!(self.scan.peek(next), b',' | b':'),
            };
            if closes(c) && delimited {
                self.at = next;
                let (quotes, text) = (self.span(start, next), self.scan.slice(body, at));
                let (left, right) = (self.span(start, body), self.span(at, next));
                self.report.add(|| mistake::foreign_quotes(open, text, quotes, left, right));
                let word =
                    Word { text: Text::source(body, at), start: quotes.start, end: quotes.end };
                return Some(Piece::Quoted(word));
            }
            at = next;
        }
        if let Some(searched) = self.searched.get_mut(kind) {
            *searched = at;
        }
        None
    }

    /// A word that ends in a colon, with something behind it that could be its value.
    fn final_colon(&mut self, start: usize, end: usize, role: Role) -> Option<Piece> {
        let address = self.scan.rest(end).starts_with(b"//");
        if address
            && !matches!(self.scan.look(end + 2).0, Class::Space | Class::Newline | Class::End)
        {
            let mut stop = end;
            while !matches!(
                self.scan.look(stop).0,
                Class::Space | Class::Newline | Class::End | Class::Forbidden
            ) {
                stop += self.scan.look(stop).1;
            }
            self.at = stop;
            let (text, span) = (self.scan.slice(start, stop), self.span(start, stop));
            self.report.add(|| mistake::must_be_quoted(text, '/', span));
            return Some(Piece::Quoted(self.plain(start, stop)));
        }
        if role == Role::Name {
            self.at = end;
            self.told = end;
            let span = self.span(end - 1, end);
            let glued = self.is_glued(end);
            self.report.add(|| mistake::colon_after_name(span, glued));
            return Some(Piece::Quoted(self.plain(start, end - 1)));
        }
        let value = self.scan.space_end(end);
        let word =
            self.scan.look(value).0 == Class::Word || self.scan.look(value).0 == Class::Digit;
        let string = matches!(self.scan.peek(value), b'"' | b'#');
        if role == Role::Annotation || !word && !string {
            return None;
        }
        let colon = self.span(end - 1, value);
        self.at = value;
        self.report.add(|| mistake::colon_after_key(colon));
        Some(Piece::Colon(self.plain(start, end - 1)))
    }
}
