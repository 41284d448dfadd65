//! Text to tree, in one pass.
//!
//! In: the text of a file. Out: its tree and its mistakes, one diagnostic each. After a mistake
//! the reader goes on behind the word it stands in, or at the end of the node. It never recurses:
//! open blocks lie on a stack of its own, so no input can exhaust the program's.

mod block;
mod entry;
mod habit;
mod mistake;
mod name;
mod number;
mod piece;
mod report;
mod space;
mod strings;
mod version;

#[cfg(test)]
mod message_tests;

use super::chars::Class;
use super::scan::Scan;
use super::tree::{Mark, NodeData, Progress, Text, Tree, Word, WordId, push};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use block::{Frame, Suspect};
use name::Name;
use report::Report;
use version::Evidence;

struct Reader<'t> {
    scan: Scan<'t>,
    file: FileId,
    at: usize,
    tree: Tree,
    report: Report,
    open: Vec<Frame>,
    /// Where the current line begins.
    line: usize,
    /// End of the last node or brace.
    last: usize,
    suspect: Option<Suspect>,
    /// Where something begins that needs no space before it, because the wrong separator there
    /// has been reported.
    told: usize,
    /// Where the list in brackets ends that was reported last, or `usize::MAX`.
    list_end: usize,
    /// Up to where no closing quote was found, for each kind of foreign quotes.
    searched: [usize; 3],
    /// Something unclosed has taken the rest of the text, so blocks cannot have been closed.
    swallowed: bool,
    too_deep: bool,
    evidence: Evidence,
}

/// A node that is being read.
#[derive(Debug, Clone, Copy)]
struct Head {
    /// Its index in the tree.
    node: usize,
    phase: Phase,
    head_end: usize,
    /// Where to return to when it ends, if it does not count.
    discard: Option<Mark>,
}

/// What of a node has been read; entries may follow only in the first phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Entries,
    /// A block commented out by `/-`.
    HiddenBlock,
    Block,
}

/// What `/-` hides within a node.
enum Hidden {
    /// A block that opens here, and where to return to at its end.
    Block(Mark),
    /// An entry; `spaced` as in [`Reader::entry`].
    Entry { spaced: bool },
    /// Nothing, and the node is over.
    End,
}

/// Reads a document.
pub(super) fn read(file: FileId, text: &str) -> (Tree, Vec<Diagnostic>) {
    // Offsets are kept in 32 bits, and one more must be free for `Text::built`.
    if text.len() >= u32::MAX as usize {
        let mut tree = Tree::new(file);
        tree.broken = true;
        return (tree, vec![mistake::too_large(Span::new(file, 0, 0))]);
    }
    let mut reader = Reader {
        scan: Scan::new(text),
        file,
        at: 0,
        tree: Tree::new(file),
        report: Report::default(),
        open: Vec::new(),
        line: 0,
        last: 0,
        suspect: None,
        told: usize::MAX,
        list_end: usize::MAX,
        searched: [0; 3],
        swallowed: false,
        too_deep: false,
        evidence: Evidence::default(),
    };
    reader.document();
    reader.tree.shrink();
    reader.tree.broken = reader.report.has_errors();
    (reader.tree, reader.report.finish())
}

impl<'t> Reader<'t> {
    fn document(&mut self) {
        if self.scan.text.starts_with('\u{FEFF}') {
            self.at = '\u{FEFF}'.len_utf8();
            self.line = self.at;
        }
        self.version_marker();
        loop {
            self.line_space();
            match self.peek() {
                b'}' => self.close_block(),
                b';' => self.stray_semicolon(),
                _ if self.at >= self.scan.len() => break,
                _ => self.node(),
            }
        }
        self.close_document();
        self.version_verdict();
    }

    #[inline]
    fn peek(&self) -> u8 {
        self.scan.peek(self.at)
    }

    /// How far into its line the reader is.
    fn column(&self) -> usize {
        self.at.saturating_sub(self.line)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start as u32, end as u32)
    }

    fn progress(&self) -> Progress {
        Progress { done: self.at, total: self.scan.len() }
    }

    fn push_word(&mut self, word: Word) -> WordId {
        let progress = self.progress();
        WordId(push(&mut self.tree.words, word, progress))
    }

    /// A node, up to its end or to the brace that opens its block.
    fn node(&mut self) {
        self.note_dedent();
        let start = self.at;
        let mark = self.tree.mark();
        let mut discard = None;
        if self.scan.rest(start).starts_with(b"/-") {
            self.at += 2;
            discard = Some(mark);
            self.line_space();
            if self.nothing_to_hide(start) {
                return;
            }
        }
        let mut annotation = WordId::NONE;
        if self.peek() == b'(' {
            match self.annotation() {
                Some(word) => annotation = self.push_word(word),
                None => {
                    // Its name cannot be told from what went wrong.
                    discard = Some(mark);
                    self.skip_rest();
                    return self.body(
                        Word { text: Text::source(0, 0), start: 0, end: 0 },
                        annotation,
                        discard,
                    );
                }
            }
            self.node_space();
        }
        match self.name(start, annotation) {
            Name::Word(word) => self.body(word, annotation, discard),
            Name::Missing => {
                let at = self.at as u32;
                let word = Word { text: Text::source(start, start), start: at, end: at };
                self.body(word, annotation, Some(mark));
            }
            Name::Skipped => self.tree.return_to(mark),
        }
    }

    fn body(&mut self, name: Word, annotation: WordId, discard: Option<Mark>) {
        let node = self.tree.nodes.len();
        let progress = self.progress();
        let data = NodeData {
            name,
            annotation,
            first_entry: self.tree.entries.len() as u32,
            head_end: name.end,
            block: 0,
            end: name.end,
            next: 0,
        };
        push(&mut self.tree.nodes, data, progress);
        let head_end = name.end as usize;
        self.tail(Head { node, phase: Phase::Entries, head_end, discard });
    }

    /// The rest of a node: entries, and blocks that open or have been closed.
    fn tail(&mut self, mut head: Head) {
        let mut spaced = false;
        loop {
            spaced |= self.node_space();
            match self.peek() {
                b'{' => return self.open_block(head, None),
                b';' => {
                    self.at += 1;
                    break;
                }
                b'}' => break,
                b'=' if head.phase == Phase::Entries && head.head_end == self.name_end(&head) => {
                    self.assignment(&head);
                    spaced = true;
                }
                b'/' => match self.scan.peek(self.at + 1) {
                    b'/' => break,
                    b'-' => match self.hidden(&mut head) {
                        Hidden::Block(mark) => return self.open_block(head, Some(mark)),
                        Hidden::Entry { spaced: after } => spaced = after,
                        Hidden::End => break,
                    },
                    _ => spaced = self.entry(&mut head, spaced),
                },
                _ => match self.scan.look(self.at) {
                    (Class::Newline | Class::End, _) => break,
                    _ if head.phase == Phase::Block => {
                        self.after_block();
                        break;
                    }
                    _ => spaced = self.entry(&mut head, spaced),
                },
            }
        }
        self.finish_node(head);
    }

    fn finish_node(&mut self, head: Head) {
        let next = self.tree.nodes.len() as u32;
        if let Some(node) = self.tree.nodes.get_mut(head.node) {
            node.head_end = head.head_end as u32;
            node.end = node.end.max(node.head_end);
            node.next = next;
            self.last = self.last.max(node.end as usize);
        }
        if let Some(mark) = head.discard {
            self.tree.return_to(mark);
            self.last = self.last.max(self.at);
        }
    }

    /// At `/-` within a node. An entry is read and dropped here; a block is left to the caller.
    fn hidden(&mut self, head: &mut Head) -> Hidden {
        let (start, line) = (self.at, self.line);
        let mark = self.tree.mark();
        self.at += 2;
        self.line_space();
        if self.nothing_to_hide(start) {
            return Hidden::End;
        }
        if self.peek() == b'{' {
            return Hidden::Block(mark);
        }
        if head.phase == Phase::Block {
            (self.at, self.line) = (start, line);
            self.after_block();
            return Hidden::End;
        }
        let end = head.head_end;
        let spaced = self.entry(head, true);
        head.head_end = end;
        self.tree.return_to(mark);
        Hidden::Entry { spaced }
    }

    /// Reports a `/-` with nothing behind it that could be commented out.
    fn nothing_to_hide(&mut self, start: usize) -> bool {
        let ends = match self.peek() {
            b'}' | b';' | b'=' | b')' => true,
            b'/' => self.scan.peek(self.at + 1) == b'-',
            _ => self.at >= self.scan.len(),
        };
        if ends && !self.swallowed {
            let span = self.span(start, start + 2);
            self.report.add(|| mistake::dangling_slashdash(span));
            match self.peek() {
                b';' => self.at += 1,
                b'/' | b'=' | b')' => self.skip_rest(),
                _ => {}
            }
        }
        ends
    }

    /// Skips to the end of the node or to a brace, over strings and comments as a whole.
    fn skip_rest(&mut self) {
        loop {
            match self.peek() {
                b';' | b'{' | b'}' => return,
                _ if matches!(self.scan.look(self.at).0, Class::Newline | Class::End) => return,
                _ if self.rest_is_comment_line() => return,
                _ => self.skip_piece(),
            }
        }
    }

    /// At `;` where no node stands before it.
    fn stray_semicolon(&mut self) {
        let span = self.span(self.at, self.at + 1);
        self.at += 1;
        self.report.add(|| mistake::stray_semicolon(span));
    }

    fn name_end(&self, head: &Head) -> usize {
        self.tree.nodes.get(head.node).map_or(0, |node| node.name.end as usize)
    }

    /// At `=` where the first value of a node should stand.
    fn assignment(&mut self, head: &Head) {
        let end = self.name_end(head);
        let start = self.tree.nodes.get(head.node).map_or(end, |node| node.name.start as usize);
        let (name, span) = (self.scan.slice(start, end), self.span(self.at, self.at + 1));
        self.at += 1;
        self.report.add(|| mistake::assignment(name, span));
    }

    /// At something behind a block that could be the next node.
    fn after_block(&mut self) {
        let slashdash = self.scan.rest(self.at).starts_with(b"/-");
        let word = self.scan.word_end(self.at).max(self.at + self.scan.look(self.at).1);
        let span = self.span(self.at, if slashdash { self.at + 2 } else { word });
        self.report.add(|| mistake::text_after_block(span));
    }

    fn rest_is_comment_line(&self) -> bool {
        self.scan.rest(self.at).starts_with(b"//")
    }

    /// Skips one string, comment or character.
    fn skip_piece(&mut self) {
        let scan = self.scan;
        match self.peek() {
            b'"' => self.at = scan.literal(self.at).end,
            b'#' if scan.is_raw(self.at) => self.at = scan.literal(self.at).end,
            b'#' => {
                while self.peek() == b'#' {
                    self.at += 1
                }
            }
            b'/' if scan.peek(self.at + 1) == b'*' => self.at = scan.block_comment(self.at).end,
            b'/' if scan.peek(self.at + 1) == b'/' => self.at = scan.line_comment(self.at).end,
            b'\\' => {
                let end = scan.space_end(self.at + 1);
                self.at = scan.newline_end(end).unwrap_or(self.at + 1);
            }
            _ => self.at += scan.look(self.at).1,
        }
        if self.at >= scan.len() {
            self.swallowed = true;
            self.at = scan.len();
        }
    }
}
