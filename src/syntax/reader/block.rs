//! Blocks: opening, closing, and finding the one that somebody forgot to close.

use super::super::MAX_DEPTH;
use super::super::tree::Mark;
use super::{Head, Phase, Reader, mistake};

/// An open block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    head: Head,
    brace: usize,
    /// Where to return to at its end, if it does not count.
    discard: Option<Mark>,
    /// Column and line in which its node stands.
    indent: usize,
    line: usize,
    /// Where the last thing ended before a node that stands no deeper than the block's own.
    dedent: Option<usize>,
}

/// A block that the indentation says was closed by a brace meant for another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Suspect {
    brace: usize,
    close: usize,
    name: (usize, usize),
    indent: usize,
}

impl Reader<'_> {
    /// At `{`, with the node it belongs to.
    pub(super) fn open_block(&mut self, head: Head, discard: Option<Mark>) {
        let brace = self.at;
        let mut discard = discard;
        if head.phase == Phase::Block && discard.is_none() {
            let span = self.span(brace, brace + 1);
            self.report.add(|| mistake::second_block(span));
            discard = Some(self.tree.mark());
        }
        if self.open.len() >= MAX_DEPTH {
            return self.skip_block(head, discard);
        }
        self.at += 1;
        if discard.is_none()
            && let Some(node) = self.tree.nodes.get_mut(head.node)
        {
            node.block = brace as u32;
        }
        let start = self.tree.nodes.get(head.node).map_or(brace, |node| node.name.start as usize);
        let indent = start.saturating_sub(self.line);
        self.open.push(Frame { head, brace, discard, indent, line: self.line, dedent: None });
    }

    /// Skips a block that lies too deep, whatever it contains.
    fn skip_block(&mut self, mut head: Head, discard: Option<Mark>) {
        let brace = self.at;
        if !self.too_deep {
            self.too_deep = true;
            let span = self.span(brace, brace + 1);
            self.report.add(|| mistake::too_deep(span));
        }
        let mut depth = 0usize;
        while self.at < self.scan.len() {
            match self.peek() {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {
                    self.skip_piece();
                    continue;
                }
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        self.swallowed |= depth > 0;
        self.end_block(&mut head, brace, discard);
        self.finish_node(head);
    }

    /// At `}`.
    pub(super) fn close_block(&mut self) {
        let Some(frame) = self.open.pop() else {
            let span = self.span(self.at, self.at + 1);
            self.report.add(|| mistake::stray_brace(span));
            self.at += 1;
            return;
        };
        let column = self.column();
        if column < frame.indent && frame.line != self.line && self.suspect.is_none() {
            self.suspect = Some(self.suspicion(&frame));
        }
        self.at += 1;
        let mut head = frame.head;
        self.end_block(&mut head, frame.brace, frame.discard);
        self.tail(head);
    }

    fn end_block(&mut self, head: &mut Head, brace: usize, discard: Option<Mark>) {
        self.last = self.at;
        match discard {
            Some(mark) => {
                self.tree.return_to(mark);
                head.phase = head.phase.max(Phase::HiddenBlock);
            }
            None => {
                head.phase = Phase::Block;
                if let Some(node) = self.tree.nodes.get_mut(head.node) {
                    node.block = brace as u32;
                    node.end = self.at as u32;
                }
            }
        }
    }

    /// Remembers where a node stands no deeper than the one whose block it is in.
    #[inline]
    pub(super) fn note_dedent(&mut self) {
        let column = self.column();
        if let Some(frame) = self.open.last_mut()
            && column <= frame.indent
            && frame.dedent.is_none()
            && frame.line != self.line
        {
            frame.dedent = Some(self.last.max(frame.brace + 1));
        }
    }

    fn suspicion(&self, frame: &Frame) -> Suspect {
        let node = self.tree.nodes.get(frame.head.node);
        let name = node.map_or((0, 0), |node| (node.name.start as usize, node.name.end as usize));
        Suspect {
            brace: frame.brace,
            close: frame.dedent.unwrap_or(self.last.max(frame.brace + 1)),
            name,
            indent: frame.indent,
        }
    }

    /// Closes what is open at the end of the text, and says so once.
    pub(super) fn close_document(&mut self) {
        let open = self.open.len();
        if open > 0 && !self.swallowed {
            let outermost = self.open.first().map_or(0, |frame| frame.brace);
            let likely = self.open.iter().rev().find(|frame| frame.dedent.is_some());
            let suspect = match (self.suspect.filter(|suspect| suspect.brace > outermost), likely) {
                (Some(suspect), _) => Some(suspect),
                (None, Some(frame)) => Some(self.suspicion(frame)),
                (None, None) => self.open.last().map(|frame| self.suspicion(frame)),
            };
            if let Some(suspect) = suspect {
                self.unclosed_block(suspect, open);
            }
        }
        while let Some(frame) = self.open.pop() {
            let mut head = frame.head;
            self.end_block(&mut head, frame.brace, frame.discard);
            self.finish_node(head);
        }
    }

    fn unclosed_block(&mut self, suspect: Suspect, open: usize) {
        let name = self.scan.slice(suspect.name.0, suspect.name.1);
        let brace = self.span(suspect.brace, suspect.brace + 1);
        let close = self.span(suspect.close, suspect.close);
        let missing = format!("\n{}}}", " ".repeat(suspect.indent.min(200)));
        let diagnostic = mistake::unclosed_block(name, brace, close, open, missing);
        self.report.conclude(diagnostic);
    }
}
