//! Lines of a definition, and the text they make, laid out canonically. The text remembers
//! which part of it says what.

use super::left_out::Said;
use crate::syntax::comment;

pub(super) enum Line {
    Statement(Statement),
    /// Says what is left out here, and why.
    Note(String),
    Comment(String),
    Blank,
}

/// One node: its name with its values, and what stands in its block.
#[derive(Default)]
pub(super) struct Statement {
    pub(super) head: String,
    pub(super) block: Vec<Line>,
    pub(super) said: Option<Said>,
}

impl Statement {
    pub(super) fn new(head: impl Into<String>) -> Self {
        Statement { head: head.into(), ..Statement::default() }
    }

    pub(super) fn block(self, block: Vec<Line>) -> Self {
        Statement { block, ..self }
    }

    pub(super) fn said(self, said: Said) -> Self {
        Statement { said: Some(said), ..self }
    }
}

impl From<Statement> for Line {
    fn from(statement: Statement) -> Self {
        Line::Statement(statement)
    }
}

/// The part of a text that says something; parts lie in one another.
struct Mark {
    start: usize,
    end: usize,
    said: Said,
    around: Option<usize>,
}

#[derive(Default)]
pub(super) struct Page {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) notes: usize,
    /// In order of their starts, the outer before the inner.
    marks: Vec<Mark>,
}

impl Page {
    pub(super) fn new(path: &str, lines: &[Line]) -> Self {
        let mut page = Page { path: path.to_owned(), ..Page::default() };
        page.lines(lines, 0, None);
        page
    }

    /// What the text says at this range: the innermost part that holds all of it.
    pub(super) fn said_at(&self, start: usize, end: usize) -> Option<&Said> {
        let mut at = self.marks.partition_point(|mark| mark.start <= start).checked_sub(1);
        while let Some(mark) = at.and_then(|at| self.marks.get(at)) {
            if end <= mark.end {
                return Some(&mark.said);
            }
            at = mark.around;
        }
        None
    }

    fn lines(&mut self, lines: &[Line], depth: usize, around: Option<usize>) {
        for line in lines {
            match line {
                Line::Blank => self.text.push('\n'),
                Line::Statement(statement) => self.statement(statement, depth, around),
                Line::Note(text) => {
                    self.notes += 1;
                    self.line(&comment(&format!("note: {text}")), depth);
                }
                Line::Comment(text) => self.line(&comment(text), depth),
            }
        }
    }

    fn line(&mut self, text: &str, depth: usize) {
        self.indent(depth);
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn indent(&mut self, depth: usize) {
        self.text.extend(std::iter::repeat_n("    ", depth));
    }

    fn statement(&mut self, statement: &Statement, depth: usize, around: Option<usize>) {
        self.indent(depth);
        let start = self.text.len();
        let mark = statement.said.clone().map(|said| {
            self.marks.push(Mark { start, end: start, said, around });
            self.marks.len() - 1
        });
        self.text.push_str(&statement.head);
        if !statement.block.is_empty() {
            self.text.push_str(" {\n");
            self.lines(&statement.block, depth + 1, mark.or(around));
            self.indent(depth);
            self.text.push('}');
        }
        let end = self.text.len();
        if let Some(mark) = mark.and_then(|at| self.marks.get_mut(at)) {
            mark.end = end;
        }
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_part_is_found() {
        let inner = Statement::new("b").said(Said::Behavior(2));
        let outer = Statement::new("a").block(vec![Line::Blank, inner.into()]);
        let page = Page::new("x", &[outer.said(Said::Behavior(1)).into(), Line::Note("n".into())]);
        assert_eq!(page.text, "a {\n\n    b\n}\n// note: n\n");
        let said = |start: usize, end: usize| page.said_at(start, end).cloned();
        assert_eq!(said(0, 1), Some(Said::Behavior(1)));
        assert_eq!(said(9, 10), Some(Said::Behavior(2)));
        assert_eq!(said(11, 12), Some(Said::Behavior(1)));
        assert_eq!(said(14, 15), None);
        assert_eq!(page.notes, 1);
    }
}
