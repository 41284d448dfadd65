//! The heading of a file of users: which column stands where.

use super::super::fields::edit;
use super::super::{Lowering, codes, secrecy, suggest};
use crate::csv::columns::{COLUMNS, Column, Meaning, column_named};
use crate::csv::reader::{Cell, Reader};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

pub(super) struct Heading {
    /// The column of each cell; none where it is not known.
    pub columns: Vec<Option<&'static Column>>,
    /// Which of them holds the usernames.
    pub username: usize,
    /// Where it ends.
    pub end: u32,
}

/// Separators that are not commas, and what people call them.
const OTHERS: &[(u8, &str)] = &[(b';', "semicolons"), (b'\t', "tabs"), (b'|', "vertical bars")];

impl Lowering<'_> {
    /// Reads the first row. Without usernames, there is nothing to read below it.
    pub(super) fn heading<'t>(
        &mut self,
        reader: &mut Reader<'t>,
        cells: &mut Vec<Cell<'t>>,
        file: FileId,
    ) -> Option<Heading> {
        let text = self.sources.file(file).text();
        let mut mistakes = Vec::new();
        let Some(row) = reader.next(cells, &mut mistakes) else {
            self.out.push(
                Diagnostic::error(codes::CSV_COLUMNS, "the file is empty")
                    .at(Span::new(file, 0, 0), "a row of column names expected")
                    .help("begin with: username,email,full_name"),
            );
            return None;
        };
        let span = Span::new(file, row.range.start, row.range.end);
        if let Some(at) = secrecy::control(text) {
            self.no_text(text, at, file);
            return None;
        }
        if let Some(separated) = other_separator(text, cells) {
            self.sources.never_quote(file);
            self.separated(separated, span);
            return None;
        }
        for mistake in &mistakes {
            self.sources.never_quote(file);
            self.mistake(file, row.number, mistake);
        }
        // Without a username, this may be no heading, but a row that holds anything.
        let is_heading = cells.iter().any(|cell| is_username(&cell.value()));
        if !is_heading {
            self.sources.never_quote(file);
        }
        let mut columns: Vec<Option<&'static Column>> = Vec::new();
        for (index, cell) in cells.iter().enumerate() {
            let range = cell.range();
            let place = Span::new(file, range.start, range.end);
            let column = self.column(&cell.value(), index, place, is_heading);
            if let Some(first) =
                column.and_then(|column| columns.iter().position(|known| *known == Some(column)))
            {
                let range = cells[first].range();
                self.column_twice(&cell.value(), place, Span::new(file, range.start, range.end));
                columns.push(None);
                continue;
            }
            columns.push(column);
        }
        let is_usernames =
            |column: &Option<&Column>| column.is_some_and(|c| c.meaning == Meaning::Username);
        let username = columns.iter().position(is_usernames);
        if username.is_none() {
            self.out.push(
                Diagnostic::error(codes::CSV_COLUMNS, "there is no column `username`")
                    .at(span, "the columns")
                    .help("the first row names the columns; `username` is required"),
            );
        }
        Some(Heading { columns, username: username?, end: row.range.end })
    }

    fn column(
        &mut self,
        name: &str,
        index: usize,
        span: Span,
        is_heading: bool,
    ) -> Option<&'static Column> {
        let column = column_named(name);
        if column.is_some() {
            return column;
        }
        if name.trim().is_empty() {
            self.out.push(
                Diagnostic::error(codes::CSV_COLUMNS, format!("column {} has no name", index + 1))
                    .at(span, "a name expected")
                    .help("name the column, or delete it in every row"),
            );
            return None;
        }
        let known = || COLUMNS.iter().map(|column| column.name);
        // What looks like a letter and is another one.
        let odd = name.chars().find(|c| !c.is_ascii());
        let odd = odd.map_or(String::new(), |c| format!(", without U+{:04X}", u32::from(c)));
        let message = if is_heading {
            format!("there is no column `{name}`")
        } else {
            format!("column {} bears no name that is known", index + 1)
        };
        let finding = Diagnostic::error(codes::CSV_COLUMNS, message);
        self.out.push(match suggest(name.trim(), known()) {
            Some(near) => finding
                .at(span, format!("did you mean `{near}`{odd}?"))
                .fix(format!("write `{near}`"), vec![edit(span, near)]),
            None => finding
                .at(span, "not known")
                .help(format!("known columns: {}", known().collect::<Vec<_>>().join(", "))),
        });
        None
    }

    fn column_twice(&mut self, name: &str, again: Span, first: Span) {
        self.out.push(
            Diagnostic::error(codes::CSV_COLUMNS, format!("column `{name}` is there twice"))
                .at(again, "again here")
                .at(first, "first here")
                .help("delete one of the two in every row"),
        );
    }

    /// Who knows what a file of bytes is.
    fn no_text(&mut self, text: &str, at: usize, file: FileId) {
        self.sources.never_quote(file);
        let byte = text.as_bytes().get(at).copied().unwrap_or_default();
        self.out.push(
            Diagnostic::error(codes::CSV_FORMAT, format!("U+{byte:04X} stands in no table"))
                .at(Span::new(file, at as u32, at as u32 + 1), "a control character")
                .help("is it the file you meant? save it as \"CSV UTF-8 (comma delimited)\""),
        );
    }

    fn separated(&mut self, by: &str, span: Span) {
        let help = "save the file as \"CSV UTF-8 (comma delimited)\"; where the system's list \
                    separator is a semicolon, export with commas, and quote cells that hold one";
        self.out.push(
            Diagnostic::error(codes::CSV_FORMAT, format!("the cells are separated by {by}"))
                .at(span, "commas expected")
                .help(help),
        );
    }
}

/// Whether a heading is meant for the usernames.
fn is_username(name: &str) -> bool {
    let known = COLUMNS.iter().map(|column| column.name);
    suggest(name.trim(), known)
        .and_then(column_named)
        .is_some_and(|c| c.meaning == Meaning::Username)
}

/// What separates the cells, if it is not the comma: more names of columns are found with it.
fn other_separator(text: &str, cells: &[Cell<'_>]) -> Option<&'static str> {
    if let [cell] = cells
        && let Some(mark) = cell.value().strip_prefix("sep=")
    {
        let known = OTHERS.iter().find(|(byte, _)| mark.as_bytes() == [*byte]);
        return Some(known.map_or("what `sep=` says", |(_, name)| name));
    }
    let count =
        |cells: &[Cell<'_>]| cells.iter().filter(|c| column_named(&c.value()).is_some()).count();
    let by_comma = count(cells);
    let better = OTHERS.iter().find(|(byte, _)| {
        let mut others = Vec::new();
        Reader::separated(text, *byte).next(&mut others, &mut Vec::new());
        count(&others) > by_comma
    });
    better.map(|(_, name)| *name)
}
