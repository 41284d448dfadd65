//! Comma-separated values (RFC 4180) with the place of every cell.
//!
//! In: a text. Out: row after row of [`Cell`]s, and what is wrong with the quotes. It is
//! linear, keeps one row at a time and never fails. A byte order mark, line breaks of any kind
//! and quoted cells over several lines are read, in which a line break is `\n`; a line that begins
//! with `#` is passed over. What a cell means is not known here. The `csv`
//! crate gives the place of a row, but not of its cells.

use std::borrow::Cow;
use std::ops::Range;

/// One cell, as it stands between separators or quotes.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'t> {
    raw: &'t str,
    start: u32,
    /// Holds doubled quotes, which stand for one each.
    doubled: bool,
    /// Holds line breaks of two characters, which stand for one each.
    broken: bool,
}

impl<'t> Cell<'t> {
    /// What the cell says.
    pub fn value(&self) -> Cow<'t, str> {
        match (self.doubled, self.broken) {
            (false, false) => Cow::Borrowed(self.raw),
            (true, false) => Cow::Owned(self.raw.replace("\"\"", "\"")),
            (doubled, true) => {
                let text = self.raw.replace("\r\n", "\n");
                Cow::Owned(if doubled { text.replace("\"\"", "\"") } else { text })
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    pub fn is_blank(&self) -> bool {
        self.raw.trim().is_empty()
    }

    /// The bytes of the cell in the text, without its quotes.
    pub fn range(&self) -> Range<u32> {
        self.start..self.start + self.raw.len() as u32
    }

    /// The bytes in the text of a part of [`Self::value`].
    pub fn part(&self, part: Range<usize>) -> Range<u32> {
        self.place(part.start)..self.place(part.end)
    }

    fn place(&self, at: usize) -> u32 {
        if !self.doubled && !self.broken {
            return self.start + at.min(self.raw.len()) as u32;
        }
        let (mut raw, mut value, bytes) = (0, 0, self.raw.as_bytes());
        while value < at && raw < bytes.len() {
            let pair = bytes.get(raw..raw + 2);
            let is_one = pair.is_some_and(|pair| pair == b"\"\"" || pair == b"\r\n");
            raw += if is_one { 2 } else { 1 };
            value += 1;
        }
        self.start + raw as u32
    }
}

/// A row: its number as a spreadsheet counts, the heading being 1, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub number: u32,
    pub range: Range<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// A quote in a cell that does not begin with one.
    QuoteInside,
    /// Text behind the quote that ends a cell.
    TextAfterQuote,
    /// The text ends within quotes.
    Unclosed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub problem: Problem,
    pub range: Range<u32>,
}

/// Reads a text row by row.
#[derive(Debug, Clone)]
pub struct Reader<'t> {
    text: &'t str,
    at: usize,
    number: u32,
    separator: u8,
    comments: Vec<Row>,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str) -> Self {
        Self::separated(text, b',')
    }

    /// With another separator, to recognise what the file really is.
    pub fn separated(text: &'t str, separator: u8) -> Self {
        let at = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        Self { text, at, number: 0, separator, comments: Vec::new() }
    }

    /// The next row that holds anything; its cells replace those given.
    pub fn next(&mut self, cells: &mut Vec<Cell<'t>>, mistakes: &mut Vec<Mistake>) -> Option<Row> {
        while self.at < self.text.len() {
            self.number += 1;
            if self.comment() {
                continue;
            }
            cells.clear();
            let start = self.at;
            let end = self.row(cells, mistakes);
            let blank =
                cells.iter().all(Cell::is_empty) || matches!(cells[..], [c] if c.is_blank());
            if !blank {
                return Some(Row { number: self.number, range: start as u32..end as u32 });
            }
        }
        None
    }

    /// The lines that were passed over so far.
    pub fn comments(&self) -> &[Row] {
        &self.comments
    }

    /// Passes over a line that begins with `#`.
    fn comment(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) != Some(&b'#') {
            return false;
        }
        let rest = bytes[self.at..].iter();
        let length = rest.take_while(|byte| !matches!(byte, b'\n' | b'\r')).count();
        let end = self.at + length;
        self.comments.push(Row { number: self.number, range: self.at as u32..end as u32 });
        self.at = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
        true
    }

    /// Reads to the end of the line, and gives the place where the row ends.
    fn row(&mut self, cells: &mut Vec<Cell<'t>>, mistakes: &mut Vec<Mistake>) -> usize {
        let bytes = self.text.as_bytes();
        loop {
            let quoted = bytes.get(self.at) == Some(&b'"');
            cells.push(if quoted { self.quoted(mistakes) } else { self.plain(mistakes) });
            let end = self.at;
            match bytes.get(self.at) {
                Some(byte) if *byte == self.separator => self.at += 1,
                Some(b'\r') if bytes.get(self.at + 1) == Some(&b'\n') => {
                    self.at += 2;
                    return end;
                }
                Some(_) => {
                    self.at += 1;
                    return end;
                }
                None => return end,
            }
        }
    }

    fn plain(&mut self, mistakes: &mut Vec<Mistake>) -> Cell<'t> {
        let start = self.at;
        self.at = self.end_of_plain(start);
        let cell = Cell {
            raw: &self.text[start..self.at],
            start: start as u32,
            doubled: false,
            broken: false,
        };
        if let Some(quote) = cell.raw.find('"') {
            let quote = (start + quote) as u32;
            mistakes.push(Mistake { problem: Problem::QuoteInside, range: quote..quote + 1 });
        }
        cell
    }

    fn end_of_plain(&self, from: usize) -> usize {
        let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        let rest = &self.text.as_bytes()[from..];
        rest.iter().position(ends).map_or(self.text.len(), |length| from + length)
    }

    fn quoted(&mut self, mistakes: &mut Vec<Mistake>) -> Cell<'t> {
        let (text, start) = (self.text, self.at + 1);
        let (mut at, mut doubled) = (start, false);
        let end = loop {
            match text.as_bytes()[at..].iter().position(|byte| *byte == b'"') {
                None => {
                    let open = start as u32;
                    let range = open - 1..open;
                    mistakes.push(Mistake { problem: Problem::Unclosed, range });
                    self.at = text.len();
                    break text.len();
                }
                Some(length) if text.as_bytes().get(at + length + 1) == Some(&b'"') => {
                    doubled = true;
                    at += length + 2;
                }
                Some(length) => {
                    self.at = at + length + 1;
                    break at + length;
                }
            }
        };
        let behind = self.end_of_plain(self.at);
        if behind > self.at {
            let range = self.at as u32..behind as u32;
            mistakes.push(Mistake { problem: Problem::TextAfterQuote, range });
            self.at = behind;
        }
        let raw = &text[start..end];
        Cell { raw, start: start as u32, doubled, broken: raw.contains("\r\n") }
    }
}

/// Puts a value into the form of a cell: in quotes if it needs them.
pub fn write_cell(value: &str, out: &mut String) {
    let needs =
        value.contains(['"', ',', '\n', '\r']) || value.trim() != value || value.starts_with('#');
    if !needs {
        out.push_str(value);
        return;
    }
    out.push('"');
    for (index, part) in value.split('"').enumerate() {
        out.push_str(if index > 0 { "\"\"" } else { "" });
        out.push_str(part);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> (Vec<(u32, Vec<String>)>, Vec<Mistake>) {
        let (mut reader, mut cells, mut mistakes) = (Reader::new(text), Vec::new(), Vec::new());
        let mut rows = Vec::new();
        while let Some(row) = reader.next(&mut cells, &mut mistakes) {
            for cell in &cells {
                let range = cell.range();
                assert_eq!(&text[range.start as usize..range.end as usize], cell.raw);
            }
            rows.push((row.number, cells.iter().map(|c| c.value().into_owned()).collect()));
        }
        (rows, mistakes)
    }

    fn values(text: &str) -> Vec<Vec<String>> {
        let (rows, mistakes) = rows(text);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        rows.into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn line_breaks_quotes_and_byte_order_marks() {
        let expected = [["a", "b"], ["1\n2", "say \"x\""]];
        assert_eq!(values("\u{FEFF}a,b\r\n\"1\n2\",\"say \"\"x\"\"\"\r\n"), expected);
        assert_eq!(values("a,b\r\"1\n2\",\"say \"\"x\"\"\""), expected);
        assert_eq!(values("a,\n,b"), [["a", ""], ["", "b"]]);
        assert_eq!(values("\"\",\"\"\"\"\n"), [["", "\""]]);
        assert!(values("").is_empty());
    }

    #[test]
    fn blank_rows_are_left_out_but_counted() {
        let (found, _) = rows("a,b\n\n,\n   \n1,2\n\"x\ny\",2\n\n3,4");
        let numbers: Vec<u32> = found.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 5, 6, 8]);
    }

    #[test]
    fn lines_of_comments_are_passed_over_and_counted() {
        let text = "\u{FEFF}# \"made by hand\r\na,#b\n#1,2\n\"#3\",\"x\n#4\"\n#";
        let (found, mistakes) = rows(text);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let row = |number: u32, cells: [&str; 2]| (number, cells.map(str::to_owned).to_vec());
        assert_eq!(found, [row(2, ["a", "#b"]), row(4, ["#3", "x\n#4"])]);
        let (mut reader, mut cells, mut mistakes) = (Reader::new(text), vec![], vec![]);
        while reader.next(&mut cells, &mut mistakes).is_some() {}
        let comments = reader.comments().iter();
        let texts: Vec<&str> =
            comments.map(|row| &text[row.range.start as usize..row.range.end as usize]).collect();
        assert_eq!(texts, ["# \"made by hand", "#1,2", "#"]);
    }

    #[test]
    fn a_line_break_in_a_cell_is_one_character() {
        let text = "\"a\r\nb\"\"c\r\nd\"\r\n";
        let (mut cells, mut mistakes) = (Vec::new(), Vec::new());
        Reader::new(text).next(&mut cells, &mut mistakes).expect("a row");
        assert_eq!(cells[0].value(), "a\nb\"c\nd");
        let range = cells[0].part(6..7);
        assert_eq!(&text[range.start as usize..range.end as usize], "d");
    }

    #[test]
    fn broken_quotes_are_found_where_they_stand() {
        let problem = |text: &str| {
            let (_, mistakes) = rows(text);
            let [mistake] = &mistakes[..] else { panic!("{mistakes:?}") };
            (mistake.problem, mistake.range.clone())
        };
        assert_eq!(problem("a,b\"c,d\n"), (Problem::QuoteInside, 3..4));
        assert_eq!(problem("a,\"b\"c,d\n"), (Problem::TextAfterQuote, 5..6));
        assert_eq!(problem("a,\"b,d\n1,2\n"), (Problem::Unclosed, 2..3));
    }

    #[test]
    fn parts_lie_where_they_stand_in_the_text() {
        let text = "x,\"a\"\"b|c\"\"d\"\n";
        let (mut cells, mut mistakes) = (Vec::new(), Vec::new());
        Reader::new(text).next(&mut cells, &mut mistakes).expect("a row");
        let (cell, value) = (cells[1], cells[1].value());
        let at = value.find("c\"d").expect("the part");
        let range = cell.part(at..at + 3);
        assert_eq!(&text[range.start as usize..range.end as usize], "c\"\"d");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            rows in prop::collection::vec(prop::collection::vec(".*|[ \",\r\n;=']{0,6}", 1..5), 1..5),
        ) {
            let mut text = String::new();
            for row in &rows {
                for (index, value) in row.iter().enumerate() {
                    text.push_str(if index > 0 { "," } else { "" });
                    write_cell(value, &mut text);
                }
                text.push('\n');
            }
            let all: Vec<Vec<String>> = rows.into_iter().filter(|row| {
                !matches!(&row[..], [only] if only.trim().is_empty())
                    && row.iter().any(|value| !value.is_empty())
            }).collect();
            prop_assume!(!text.starts_with('\u{FEFF}'));
            let all: Vec<Vec<String>> = all
                .into_iter()
                .map(|row| row.iter().map(|value| value.replace("\r\n", "\n")).collect())
                .collect();
            prop_assert_eq!(values(&text), all);
        }

        #[test]
        fn any_text_is_read(text in "[a\",;\r\n\u{FEFF}é ]{0,40}") {
            let _ = rows(&text);
        }
    }
}
