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

/// What separates cells, by its words in a sentence: the comma, and what spreadsheets write where the
/// system's list separator is another one, or as "Unicode Text".
pub const SEPARATORS: &[(u8, &str)] =
    &[(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "vertical bars")];

impl<'t> Reader<'t> {
    /// With the separator that the text names in a first line `sep=;`, as Excel does, or by which
    /// most cells of the first row are `known`.
    pub fn recognised(text: &'t str, known: impl Fn(&str) -> bool) -> Self {
        let start = start(text);
        let line = text[start..].lines().next().unwrap_or_default();
        if let Some(mark) = line.trim_matches('"').strip_prefix("sep=")
            && let Some((separator, _)) =
                SEPARATORS.iter().find(|(separator, _)| mark.as_bytes() == [*separator])
        {
            let rest = &text[start + line.len()..];
            let line_end = if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) };
            let at = start + line.len() + line_end;
            return Self { text, at, number: 1, separator: *separator, comments: Vec::new() };
        }
        let found = |separator: u8| {
            let mut cells = Vec::new();
            Self::separated(text, separator).next(&mut cells, &mut Vec::new());
            cells.iter().filter(|cell| known(&cell.value())).count()
        };
        let mut best = (b',', found(b','));
        for (separator, _) in SEPARATORS.iter().skip(1) {
            let found = found(*separator);
            if found > best.1 {
                best = (*separator, found);
            }
        }
        Self::separated(text, best.0)
    }

    fn separated(text: &'t str, separator: u8) -> Self {
        Self { text, at: start(text), number: 0, separator, comments: Vec::new() }
    }

    /// What separates its cells, in words; none where these are commas.
    pub fn other_separator(&self) -> Option<&'static str> {
        let known = SEPARATORS.iter().skip(1);
        known.into_iter().find(|(byte, _)| *byte == self.separator).map(|(_, words)| *words)
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

/// Behind the byte order mark, if there is one.
fn start(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> (Vec<(u32, Vec<String>)>, Vec<Mistake>) {
        let (mut reader, mut cells, mut mistakes) =
            (Reader::separated(text, b','), Vec::new(), Vec::new());
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
        let (mut reader, mut cells, mut mistakes) = (Reader::separated(text, b','), vec![], vec![]);
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
        Reader::separated(text, b',').next(&mut cells, &mut mistakes).expect("a row");
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
        Reader::separated(text, b',').next(&mut cells, &mut mistakes).expect("a row");
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

    #[test]
    fn the_separator_is_the_one_that_makes_columns() {
        let rows = |text: &str| {
            let mut reader = Reader::recognised(text, |name| ["a", "b"].contains(&name));
            let (mut cells, mut mistakes) = (Vec::new(), Vec::new());
            let mut rows = Vec::new();
            while let Some(row) = reader.next(&mut cells, &mut mistakes) {
                let cells: Vec<String> = cells.iter().map(|c| c.value().into_owned()).collect();
                rows.push((row.number, cells.join(" / ")));
            }
            (rows, reader.other_separator())
        };
        let two = |first: u32| vec![(first, "a / b".to_owned()), (first + 1, "1 / 2,3".to_owned())];
        assert_eq!(rows("a,b\n1,\"2,3\"\n"), (two(1), None));
        assert_eq!(rows("a;b\n1;2,3\n"), (two(1), Some("semicolons")));
        assert_eq!(rows("\u{FEFF}a\tb\r\n1\t2,3"), (two(1), Some("tabs")));
        assert_eq!(rows("\u{FEFF}sep=|\r\na|b\r\n1|2,3"), (two(2), Some("vertical bars")));
        assert_eq!(rows("sep=,\na,b\n1,\"2,3\""), (two(2), None));
        assert_eq!(rows("sep=;"), (Vec::new(), Some("semicolons")));
        assert_eq!(rows("x;y\n"), (vec![(1, "x;y".to_owned())], None));
    }
}
