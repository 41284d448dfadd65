//! Strings, numbers and keywords: each keeps its form, unless it is a name that needs no quotes
//! or a value that has none.

use super::super::chars::{can_be_bare, invites_mistakes, is_newline, is_space};
use super::super::scan::{Form, Literal};
use super::Printer;

impl Printer<'_> {
    /// End of the string, number or keyword at `at`.
    pub(super) fn value_end(&self, at: usize) -> usize {
        match self.scan.peek(at) {
            b'"' => self.scan.literal(at).end,
            b'#' if self.scan.is_raw(at) => self.scan.literal(at).end,
            b'#' => self.scan.word_end(at + 1),
            // A valid text has something here; moving on in any case keeps this finite.
            _ => self.scan.word_end(at).max((at + 1).min(self.scan.len())),
        }
    }

    /// Reads and prints a name.
    pub(super) fn name(&mut self) {
        let start = self.at;
        self.at = self.value_end(start);
        self.push_name(start, self.at);
    }

    /// Prints a name, a key or an annotation: bare if that is possible.
    pub(super) fn push_name(&mut self, start: usize, end: usize) {
        let text = self.scan.slice(start, end);
        if !self.is_string(start) {
            return if invites_mistakes(text) {
                self.push_quoted(text)
            } else {
                self.out.push_str(text)
            };
        }
        let literal = self.scan.literal(start);
        let body = self.scan.slice(literal.body.0, literal.body.1);
        let single = matches!(literal.form, Form::Quoted | Form::Raw) && !literal.escapes;
        if single && can_be_bare(body) && !invites_mistakes(body) {
            self.out.push_str(body);
        } else {
            self.push_literal(&literal);
        }
    }

    /// Prints a value: text always in quotes.
    pub(super) fn push_value(&mut self, start: usize, end: usize) {
        let text = self.scan.slice(start, end);
        if self.is_string(start) {
            self.push_literal(&self.scan.literal(start));
        } else if can_be_bare(text) {
            self.push_quoted(text);
        } else {
            self.out.push_str(text);
        }
    }

    fn is_string(&self, at: usize) -> bool {
        self.scan.peek(at) == b'"' || self.scan.is_raw(at)
    }

    /// A bare string holds nothing that would have to be escaped.
    fn push_quoted(&mut self, text: &str) {
        self.out.push('"');
        self.out.push_str(text);
        self.out.push('"');
    }

    fn push_literal(&mut self, literal: &Literal) {
        let many = matches!(literal.form, Form::Multi | Form::RawMulti);
        let (body_start, body_end) = literal.body;
        let text = self.scan.slice(literal.start, literal.end);
        if !many && !literal.folds {
            self.out.push_str(text);
        } else if literal.folds {
            // Escaped white space decides what is a line here, so no line is touched.
            self.push_lines(text, None);
        } else {
            let body = self.scan.slice(body_start, body_end);
            let hashes = text.bytes().take_while(|byte| *byte == b'#').count();
            self.out.push_str(self.scan.slice(literal.start, literal.start + hashes + 3));
            self.out.push('\n');
            self.push_lines(body, body.rsplit(is_newline).next());
            self.out.push_str(self.scan.slice(body_end, literal.end));
        }
    }

    /// Prints lines with `\n` between them. With a prefix that all of them have, it is replaced
    /// by the indentation of this place; lines of white space become empty, as they say nothing.
    fn push_lines(&mut self, text: &str, prefix: Option<&str>) {
        let scan = super::Scan::new(text);
        let mut from = 0;
        loop {
            let end = scan.line_end(from);
            let line = scan.slice(from, end);
            let next = scan.newline_end(end);
            match prefix {
                None => self.out.push_str(line),
                Some(_) if next.is_none() => self.indent(self.depth + 1),
                Some(_) if line.chars().all(is_space) => {}
                Some(prefix) => {
                    self.indent(self.depth + 1);
                    self.out.push_str(line.strip_prefix(prefix).unwrap_or(line));
                }
            }
            let Some(next) = next else { return };
            self.out.push('\n');
            from = next;
        }
    }
}
