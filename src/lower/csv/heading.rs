//! The heading of a file of users: which column stands where.

use super::super::fields::edit;
use super::super::{Lowering, codes, secrecy, suggest};
use crate::csv::columns::{COLUMNS, Column, Meaning, column_named};
use crate::csv::reader::{Cell, Reader};
use crate::diagnostic::Diagnostic;
use crate::model::hidden::names_secret;
use crate::source::{FileId, Span};

pub(super) struct Heading {
    /// The column of each cell; none where it is not known.
    pub columns: Vec<Option<&'static Column>>,
    /// Which of them holds the usernames.
    pub username: usize,
    /// Where it ends.
    pub end: u32,
}

/// Files of users have some thirty columns.
const MOST: usize = 4096;
/// So many ignored columns are named, and none by a longer name.
const FEW: usize = 5;
const LONGEST: usize = 40;

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
        if cells.len() > MOST {
            self.sources.never_quote(file);
            let message = format!("the first row holds {} cells", cells.len());
            self.out.push(
                Diagnostic::error(codes::CSV_FORMAT, message)
                    .at(Span::new(file, row.range.start, row.range.start), "no columns of users")
                    .help(format!(
                        "is it the file you meant? no more than {MOST} columns are read"
                    )),
            );
            return None;
        }
        if let Some(words) = reader.other_separator() {
            self.separated(words, span);
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
        let mut ignored = Vec::new();
        for (index, cell) in cells.iter().enumerate() {
            let range = cell.range();
            let place = Span::new(file, range.start, range.end);
            let name = cell.value();
            let column = column_named(&name);
            match near(&name, cells) {
                _ if column.is_some() || !is_heading => {}
                Some(near) => self.near_column(&name, near, place),
                None if names_secret(&name) => self.secret_column(&name, place),
                None => ignored.push((index, place)),
            }
            if let Some(first) =
                column.and_then(|column| columns.iter().position(|known| *known == Some(column)))
            {
                let range = cells[first].range();
                self.column_twice(&name, place, Span::new(file, range.start, range.end));
                columns.push(None);
                continue;
            }
            columns.push(column);
        }
        self.ignored(&ignored);
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

    fn near_column(&mut self, name: &str, near: &str, span: Span) {
        // What looks like a letter and is another one.
        let odd = name.chars().find(|c| !c.is_ascii());
        let odd = odd.map_or(String::new(), |c| format!(", without U+{:04X}", u32::from(c)));
        self.out.push(
            Diagnostic::error(codes::CSV_COLUMNS, format!("there is no column `{name}`"))
                .at(span, format!("did you mean `{near}`{odd}?"))
                .fix(format!("write `{near}`"), vec![edit(span, near)]),
        );
    }

    /// As the bulk import does; there may be hundreds of them.
    fn ignored(&mut self, columns: &[(usize, Span)]) {
        let Some((_, first)) = columns.first() else { return };
        let shown = columns.iter().take(FEW).map(|(index, span)| {
            let name = self.sources.text(*span).trim();
            let is_short = !name.is_empty() && name.chars().count() <= LONGEST;
            if is_short { format!("`{name}`") } else { format!("number {}", index + 1) }
        });
        let shown = shown.collect::<Vec<_>>().join(", ");
        let message = match columns.len() {
            1 => format!("column {shown} is ignored"),
            count if count <= FEW => format!("{count} columns are ignored: {shown}"),
            count => format!("{count} columns are ignored: {shown} and {} more", count - FEW),
        };
        self.out.push(
            Diagnostic::warning(codes::CSV_COLUMN_IGNORED, message)
                .at(*first, "no column of the bulk import")
                .help("delete it: the bulk import ignores it as well; `siteplan explain csv-column-ignored` lists what it reads"),
        );
    }

    /// Whoever fills it in means it.
    fn secret_column(&mut self, name: &str, span: Span) {
        let message = format!("column `{name}` is ignored, and may hold secrets");
        self.out.push(
            Diagnostic::error(codes::CSV_COLUMNS, message)
                .at(span, "no column of the bulk import")
                .help("delete the column in every row, and change the secrets that stood in it"),
        );
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
        let message = format!("the cells are separated by {by}");
        self.out.push(
            Diagnostic::info(codes::CSV_ENCODING, message)
                .at(span, "read as it is")
                .help("the bulk import takes commas: save it as \"CSV UTF-8 (comma delimited)\""),
        );
    }
}

/// The column that a name was probably meant to be, unless it is there as well.
fn near(name: &str, cells: &[Cell<'_>]) -> Option<&'static str> {
    let near = suggest(name.trim(), COLUMNS.iter().map(|column| column.name))?;
    cells.iter().all(|cell| cell.value() != near).then_some(near)
}

/// Whether a heading is meant for the usernames.
fn is_username(name: &str) -> bool {
    let known = COLUMNS.iter().map(|column| column.name);
    suggest(name.trim(), known)
        .and_then(column_named)
        .is_some_and(|c| c.meaning == Meaning::Username)
}
