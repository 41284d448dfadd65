//! White space within a node: what stays of it is comments and line continuations.

use super::super::chars::Class;
use super::Printer;

/// A piece of white space that matters.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trivia {
    Block(usize, usize),
    /// A backslash, the comment behind it, and the line break both hide.
    Continuation(Option<(usize, usize)>),
    /// A line comment behind `/-`.
    Line(usize, usize),
}

/// Where white space stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Between entries.
    Space,
    /// Before a block, which stays on the line of its node.
    Brace,
    /// Where there is none without a comment: around `=` and in annotations.
    Tight,
    /// Behind `/-`; what follows goes on at this depth if a comment ends the line.
    Hidden { depth: usize },
    /// At the end of a node.
    End { comment_follows: bool },
}

impl Printer<'_> {
    /// Reads white space; line breaks belong to it behind `/-`.
    pub(super) fn read_gap(&mut self, hidden: bool) {
        self.trivia.clear();
        loop {
            let start = self.at;
            if self.starts_with(b"/*") {
                self.block();
            } else if self.peek() == b'\\' {
                self.continuation();
            } else if hidden && self.starts_with(b"//") {
                self.at = self.scan.line_comment(start).end;
                self.trivia.push(Trivia::Line(start, self.at));
            } else {
                match self.scan.look(start) {
                    (Class::Space, len) => self.at += len,
                    (Class::Newline, len) if hidden => self.at += len,
                    _ => return,
                }
            }
        }
    }

    fn block(&mut self) {
        let start = self.at;
        self.at = self.scan.block_comment(start).end;
        self.trivia.push(Trivia::Block(start, self.at));
    }

    /// Block comments between the backslash and the line break come out before the backslash.
    fn continuation(&mut self) {
        self.at += 1;
        loop {
            self.at = self.scan.space_end(self.at);
            if !self.starts_with(b"/*") {
                break;
            }
            self.block();
        }
        let start = self.at;
        let comment = self.starts_with(b"//").then(|| (start, self.scan.line_comment(start).end));
        let end = comment.map_or(start, |(_, end)| end);
        self.at = self.scan.newline_end(end).unwrap_or(end);
        self.trivia.push(Trivia::Continuation(comment));
    }

    /// Prints the white space read last.
    pub(super) fn print_gap(&mut self, gap: Gap) {
        if self.trivia.is_empty() {
            if !matches!(gap, Gap::Tight | Gap::End { .. }) {
                self.space();
            }
            return;
        }
        let trivia = std::mem::take(&mut self.trivia);
        match gap {
            Gap::Hidden { depth } => self.hidden_gap(&trivia, depth),
            Gap::End { comment_follows } => self.end_gap(&trivia, comment_follows),
            Gap::Space | Gap::Brace | Gap::Tight => self.inner_gap(&trivia, gap),
        }
        self.trivia = trivia;
        self.trivia.clear();
    }

    fn hidden_gap(&mut self, trivia: &[Trivia], depth: usize) {
        for piece in trivia {
            match *piece {
                Trivia::Block(start, end) => self.comment(start, end, false),
                Trivia::Line(start, end) | Trivia::Continuation(Some((start, end))) => {
                    self.comment(start, end, true);
                    self.break_line(depth);
                }
                Trivia::Continuation(None) => {}
            }
        }
        self.space();
    }

    fn inner_gap(&mut self, trivia: &[Trivia], gap: Gap) {
        let mut space = gap != Gap::Tight;
        for piece in trivia {
            match *piece {
                Trivia::Block(start, end) | Trivia::Line(start, end) => {
                    self.comment(start, end, false);
                    space = true;
                }
                Trivia::Continuation(Some((start, end))) => {
                    self.continued_comment(start, end);
                    space = true;
                }
                // One line break is enough, and only between entries is there need of any.
                Trivia::Continuation(None) if gap == Gap::Space && !self.at_line_start() => {
                    self.space();
                    self.out.push('\\');
                    self.break_line(self.depth + 1);
                }
                Trivia::Continuation(None) => {}
            }
        }
        if space {
            self.space();
        }
    }

    /// At the end of a node continuations go, unless a comment ends their line and there is
    /// another one to come.
    fn end_gap(&mut self, trivia: &[Trivia], comment_follows: bool) {
        let last = trivia.iter().rposition(|piece| !matches!(piece, Trivia::Continuation(None)));
        for (index, piece) in trivia.iter().enumerate() {
            match *piece {
                Trivia::Block(start, end) => self.comment(start, end, false),
                Trivia::Continuation(Some((start, end))) | Trivia::Line(start, end) => {
                    if Some(index) == last && !comment_follows {
                        self.comment(start, end, true);
                    } else {
                        self.continued_comment(start, end);
                    }
                }
                Trivia::Continuation(None) => {}
            }
        }
    }

    fn comment(&mut self, start: usize, end: usize, line: bool) {
        self.space();
        self.push_comment(start, end, line);
    }

    fn continued_comment(&mut self, start: usize, end: usize) {
        self.space();
        self.out.push('\\');
        self.comment(start, end, true);
        self.break_line(self.depth + 1);
    }

    fn break_line(&mut self, depth: usize) {
        self.out.push('\n');
        self.sealed = false;
        self.indent(depth);
    }

    fn at_line_start(&self) -> bool {
        self.out.trim_end_matches(' ').ends_with('\n')
    }
}
