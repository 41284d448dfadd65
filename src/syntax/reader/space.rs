//! White space and comments, and code points that may stand nowhere.

use super::super::chars::{CLASS, Class};
use super::{Reader, mistake};

impl Reader<'_> {
    /// Skips white space within a node: spaces, block comments, line continuations. Tells
    /// whether there was any.
    #[inline]
    pub(super) fn node_space(&mut self) -> bool {
        let start = self.at;
        loop {
            let byte = self.peek();
            match CLASS[byte as usize] {
                Class::Space => self.at += 1,
                Class::Word | Class::Digit | Class::Newline | Class::End => break,
                Class::Mark if byte != b'/' && byte != b'\\' => break,
                _ => {
                    if !self.rare_space() {
                        break;
                    }
                }
            }
        }
        self.at > start
    }

    /// Skips white space between nodes: also line breaks and line comments.
    #[inline]
    pub(super) fn line_space(&mut self) {
        loop {
            let byte = self.peek();
            match CLASS[byte as usize] {
                Class::Space => self.at += 1,
                Class::Newline => {
                    self.at += 1;
                    self.line = self.at;
                }
                Class::Word | Class::Digit | Class::End => break,
                Class::Mark if byte != b'/' && byte != b'\\' => break,
                _ => {
                    if let Some(end) = self.scan.newline_end(self.at) {
                        self.at = end;
                        self.line = end;
                    } else if self.scan.rest(self.at).starts_with(b"//") {
                        self.line_comment();
                    } else if !self.rare_space() {
                        break;
                    }
                }
            }
        }
    }

    /// One piece of white space that is no plain space, if one is here.
    fn rare_space(&mut self) -> bool {
        match self.peek() {
            b'/' if self.scan.peek(self.at + 1) == b'*' => self.block_comment(),
            b'\\' => self.continuation(),
            _ => match self.scan.look(self.at) {
                (Class::Space, len) => self.at += len,
                (Class::Forbidden, _) => self.forbidden_run(false),
                _ => return false,
            },
        }
        true
    }

    pub(super) fn line_comment(&mut self) {
        let start = self.at;
        let comment = self.scan.line_comment(start);
        if comment.odd {
            self.check_characters(start, comment.end, false);
        }
        self.at = comment.end;
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let comment = self.scan.block_comment(start);
        if comment.odd {
            self.check_characters(start, comment.end, false);
        }
        self.at = comment.end;
        if !comment.closed {
            let span = self.span(start, start + 2);
            self.report.add(|| mistake::unclosed_comment(span));
            self.swallowed = true;
        }
    }

    /// A backslash and the line break it hides.
    fn continuation(&mut self) {
        let start = self.at;
        self.at += 1;
        loop {
            self.at = self.scan.space_end(self.at);
            if !self.scan.rest(self.at).starts_with(b"/*") {
                break;
            }
            self.block_comment();
        }
        if self.scan.rest(self.at).starts_with(b"//") {
            self.line_comment();
        }
        if let Some(end) = self.scan.newline_end(self.at) {
            self.at = end;
            self.line = end;
        } else if self.at < self.scan.len() {
            let span = self.span(start, start + 1);
            self.report.add(|| mistake::stray_backslash(span));
        }
    }

    /// Reports every run of forbidden code points in a range; `escapable` if a string with
    /// escapes is around it.
    pub(super) fn check_characters(&mut self, start: usize, end: usize, escapable: bool) {
        let back = std::mem::replace(&mut self.at, start);
        while self.at < end {
            match self.scan.look(self.at) {
                (Class::Forbidden, _) => self.forbidden_run(escapable),
                (_, len) => self.at += len,
            }
        }
        self.at = back;
    }

    /// Reports the forbidden code points here, those in a row as one, and skips them.
    pub(super) fn forbidden_run(&mut self, escapable: bool) {
        let start = self.at;
        while let (Class::Forbidden, len) = self.scan.look(self.at) {
            self.at += len;
        }
        let (run, span) = (self.scan.slice(start, self.at), self.span(start, self.at));
        self.report.add(|| mistake::forbidden(run, span, escapable));
    }
}
