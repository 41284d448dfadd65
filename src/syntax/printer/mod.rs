//! The canonical layout of a document.
//!
//! In: a text without mistakes. Out: the same document, one node a line, indented by four
//! spaces, with every comment where it stood. It walks over the text once more instead of over
//! the tree, because a tree holds no comments and nothing that `/-` hides; that keeps reading
//! fast. It decides only where things stand: what they say must not change, and printing what
//! it has printed changes nothing.

mod gap;
mod word;

use super::chars::Class;
use super::scan::Scan;
use super::tree::Tree;
use gap::{Gap, Trivia};

struct Printer<'t> {
    scan: Scan<'t>,
    at: usize,
    out: String,
    depth: usize,
    /// Nothing has been printed in the current block yet.
    block_start: bool,
    /// The last line printed ends in a line comment, so nothing more can stand in it.
    sealed: bool,
    /// White space read and not yet printed.
    trivia: Vec<Trivia>,
}

/// Prints a document; a text with mistakes comes back as it is.
pub(super) fn print(text: &str, tree: &Tree) -> String {
    if tree.broken {
        return text.to_owned();
    }
    let scan = Scan::new(text);
    let at = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut printer = Printer {
        scan,
        at,
        out: String::with_capacity(text.len() + text.len() / 8),
        depth: 0,
        block_start: true,
        sealed: false,
        trivia: Vec::new(),
    };
    printer.document();
    printer.out
}

impl Printer<'_> {
    fn document(&mut self) {
        loop {
            let (newlines, glued) = self.between();
            match self.peek() {
                b'}' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.at += 1;
                    self.fresh_line(false);
                    self.out.push('}');
                    self.block_start = false;
                    self.tail();
                }
                _ if self.at >= self.scan.len() => break,
                _ => {
                    if glued && newlines == 0 && !self.sealed {
                        self.out.push(' ');
                    } else {
                        self.fresh_line(newlines > 1);
                    }
                    self.block_start = false;
                    self.node();
                }
            }
        }
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn peek(&self) -> u8 {
        self.scan.peek(self.at)
    }

    fn starts_with(&self, what: &[u8]) -> bool {
        self.scan.rest(self.at).starts_with(what)
    }

    /// Begins a line, with an empty one before it if `blank` and not at the start of a block.
    fn fresh_line(&mut self, blank: bool) {
        if !self.out.is_empty() {
            let trimmed = self.out.trim_end_matches(' ').len();
            self.out.truncate(trimmed);
            if !self.out.ends_with('\n') {
                self.out.push('\n');
            }
            if blank && !self.block_start {
                self.out.push('\n');
            }
        }
        self.sealed = false;
        self.indent(self.depth);
    }

    fn indent(&mut self, depth: usize) {
        self.out.extend(std::iter::repeat_n("    ", depth));
    }

    /// Prints the comments between nodes. Tells how many line breaks come last, and whether the
    /// last thing printed is a comment that a node may follow in its line.
    fn between(&mut self) -> (usize, bool) {
        let (mut newlines, mut glued) = (0, false);
        // Whether the comments here end their line, once that is known.
        let mut trailing = None;
        loop {
            self.at = self.scan.space_end(self.at);
            if let Some(end) = self.scan.newline_end(self.at) {
                self.at = end;
                newlines += 1;
                trailing = None;
                continue;
            }
            let start = self.at;
            let line = self.starts_with(b"//");
            if line {
                self.at = self.scan.line_comment(start).end;
            } else if self.starts_with(b"/*") {
                self.at = self.scan.block_comment(start).end;
            } else if matches!(self.peek(), b'\\' | b';') {
                self.at += 1;
                continue;
            } else {
                return (newlines, glued);
            }
            let follows = !self.out.is_empty() && newlines == 0 && !self.sealed;
            let attach = follows
                && (line || glued || *trailing.get_or_insert_with(|| self.scan_ends_line(start)));
            if attach {
                self.space();
            } else {
                self.fresh_line(newlines > 1);
                glued = !line;
            }
            self.block_start = false;
            self.push_comment(start, self.at, line);
            newlines = 0;
        }
    }

    /// Whether nothing but comments stands from `at` to the end of the line.
    fn scan_ends_line(&self, mut at: usize) -> bool {
        loop {
            at = self.scan.space_end(at);
            let rest = self.scan.rest(at);
            if rest.starts_with(b"/*") {
                at = self.scan.block_comment(at).end;
            } else {
                return rest.starts_with(b"//")
                    || rest.starts_with(b"}")
                    || matches!(self.scan.look(at).0, Class::Newline | Class::End);
            }
        }
    }

    fn push_comment(&mut self, start: usize, end: usize, line: bool) {
        let text = self.scan.slice(start, end);
        if line {
            self.out.push_str(text.trim_end());
            self.sealed = true;
        } else if text.contains('\r') {
            self.out.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
        } else {
            self.out.push_str(text);
        }
    }

    /// A space, unless one is there.
    fn space(&mut self) {
        if !self.out.ends_with([' ', '\n']) && !self.out.is_empty() {
            self.out.push(' ');
        }
    }

    fn node(&mut self) {
        if self.starts_with(b"/-") {
            self.hide(self.depth);
        }
        self.annotation();
        self.name();
        self.tail();
    }

    /// `/-` and the white space behind it.
    fn hide(&mut self, depth: usize) {
        self.at += 2;
        self.out.push_str("/-");
        self.read_gap(true);
        self.print_gap(Gap::Hidden { depth });
    }

    /// A type annotation, if one is here, and the white space behind it.
    fn annotation(&mut self) {
        if self.peek() != b'(' {
            return;
        }
        self.at += 1;
        self.out.push('(');
        self.tight_gap();
        self.name();
        self.tight_gap();
        if self.peek() == b')' {
            self.at += 1;
        }
        self.out.push(')');
        self.tight_gap();
    }

    fn tight_gap(&mut self) {
        self.read_gap(false);
        self.print_gap(Gap::Tight);
    }

    /// The rest of a node, up to its end or into its block.
    fn tail(&mut self) {
        self.read_gap(false);
        loop {
            match self.peek() {
                b'{' => {
                    self.print_gap(Gap::Brace);
                    if self.open() {
                        return;
                    }
                    self.read_gap(false);
                    continue;
                }
                b';' | b'}' => break,
                b'/' if self.starts_with(b"//") => break,
                b'/' => {
                    self.print_gap(Gap::Space);
                    self.hide(self.depth + 1);
                    if self.peek() == b'{' {
                        continue;
                    }
                }
                _ if matches!(self.scan.look(self.at).0, Class::Newline | Class::End) => break,
                _ => self.print_gap(Gap::Space),
            }
            self.entry();
        }
        let comment_follows = self.starts_with(b"//");
        self.print_gap(Gap::End { comment_follows });
        if self.peek() == b';' {
            self.at += 1;
        }
    }

    /// At `{`. Tells whether there is anything in the block; if not it has been closed.
    fn open(&mut self) -> bool {
        self.at += 1;
        let mut end = self.at;
        loop {
            match self.scan.look(end) {
                (Class::Space | Class::Newline, len) => end += len,
                _ if self.scan.peek(end) == b'\\' => end += 1,
                _ => break,
            }
        }
        if self.scan.peek(end) == b'}' {
            self.at = end + 1;
            self.out.push_str("{}");
            return false;
        }
        self.out.push('{');
        self.depth += 1;
        self.block_start = true;
        true
    }

    /// An argument or a property. The white space behind it is left to the caller, read.
    fn entry(&mut self) {
        self.annotation();
        let start = self.at;
        let end = self.value_end(start);
        self.at = end;
        self.read_gap(false);
        if self.peek() != b'=' {
            return self.push_value(start, end);
        }
        self.push_name(start, end);
        self.print_gap(Gap::Tight);
        self.at += 1;
        self.out.push('=');
        self.tight_gap();
        self.annotation();
        let start = self.at;
        let end = self.value_end(start);
        self.at = end;
        self.push_value(start, end);
        self.read_gap(false);
    }
}
