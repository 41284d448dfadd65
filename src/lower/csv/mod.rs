//! `users from="people.csv"`: the rows of the bulk import as accounts.
//!
//! A row goes through the same checks of values as a node, and every finding says row and
//! column. Rows merge with nothing: a username stands in one place of a definition.

mod cell;
mod folders;
mod heading;

use super::fields::Word;
use super::files::{NOTHING, clean, folder_of};
use super::{Lowering, codes};
use crate::csv::columns::{self, Column, METHODS, Meaning};
use crate::csv::reader::{Cell, Mistake, Problem, Reader, Row};
use crate::csv::{is_formula, unguard};
use crate::diagnostic::Diagnostic;
use crate::model::{Key, Settings, User, Value, kinds};
use crate::source::{FileId, Span};
use crate::syntax::Node;
use heading::Heading;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;

/// A cell with all that a message about it needs.
struct At<'t> {
    file: FileId,
    row: u32,
    column: &'static Column,
    cell: &'t Cell<'t>,
    value: &'t str,
    /// How many bytes before [`Self::value`] stand in the cell.
    before: usize,
}

impl<'t> At<'t> {
    fn word(&self) -> Word<'t> {
        Word { text: self.value, span: self.part(0..self.value.len()) }
    }

    fn part(&self, part: Range<usize>) -> Span {
        let range = self.cell.part(part.start + self.before..part.end + self.before);
        Span::new(self.file, range.start, range.end)
    }
}

/// A file while its rows are read.
struct Table {
    file: FileId,
    heading: Heading,
    /// What an unknown group was probably meant to be.
    near: FxHashMap<Key, Option<String>>,
}

impl<'a> Lowering<'a> {
    /// Notes which file to read once all groups are known.
    pub(super) fn users(&mut self, node: Node<'a>) {
        self.only_props(node, &["from"]);
        self.no_args(node);
        self.no_children(node);
        let Some(word) = self.text_prop(node, "from") else {
            if node.props().all(|property| property.key() != Some("from")) {
                self.missing(node, "a file", "as in: users from=\"people.csv\"");
            }
            return;
        };
        let folder = folder_of(self.sources.file(word.span.file).name());
        // A file that is not there has been reported when it was looked for.
        let Some(file) = self.sources.find(&clean(folder, word.text)) else { return };
        match self.tables.iter().find(|(known, _)| *known == file) {
            Some((_, first)) => {
                let first = *first;
                self.declared_twice(format!("`{}`", word.text), word.span, first);
            }
            None => self.tables.push((file, word.span)),
        }
    }

    pub(super) fn tables(&mut self) {
        for (file, _) in std::mem::take(&mut self.tables) {
            self.table(file);
        }
    }

    fn table(&mut self, file: FileId) {
        let text = self.sources.file(file).text();
        let (mut reader, mut cells, mut mistakes) = (columns::reader(text), Vec::new(), Vec::new());
        let Some(heading) = self.heading(&mut reader, &mut cells, file) else {
            return self.hide_comments(&reader, file);
        };
        let mut table = Table { file, heading, near: FxHashMap::default() };
        let mut rows = 0_usize;
        while let Some(row) = reader.next(&mut cells, &mut mistakes) {
            let whole = mistakes.is_empty();
            for mistake in mistakes.drain(..) {
                self.slipped(file, &row);
                self.mistake(file, row.number, &mistake);
            }
            self.table_row(&mut table, &row, &cells, whole);
            rows += 1;
        }
        self.comments(&reader, Span::new(file, table.heading.end, table.heading.end));
        if rows == 0 {
            let name = self.sources.file(file).name();
            let message = format!("`{name}` holds no user");
            self.out.push(
                Diagnostic::warning(codes::INCLUDE_NOTHING, message)
                    .at(Span::new(file, 0, table.heading.end), "no row follows")
                    .help(NOTHING),
            );
        }
    }

    /// What is commented out is often a row, and a row may hold a password.
    fn hide_comments(&self, reader: &Reader<'_>, file: FileId) {
        for Row { range, .. } in reader.comments() {
            self.sources.never_quote_part(Span::new(file, range.start + 1, range.end));
        }
    }

    fn comments(&mut self, reader: &Reader<'_>, heading: Span) {
        self.hide_comments(reader, heading.file);
        let Some(first) = reader.comments().first().map(|row| row.number) else { return };
        let message = match reader.comments().len() {
            1 => format!("row {first} begins with `#` and is passed over"),
            count => {
                format!("{count} rows begin with `#` and are passed over, row {first} and others")
            }
        };
        self.out.push(
            Diagnostic::info(codes::CSV_COMMENTS, message)
                .at(heading, "rows are read below")
                .help("where it is the row of a user, put the username in quotes"),
        );
    }

    /// What stands in which cell of this row is not known: any may hold a password.
    fn slipped(&self, file: FileId, row: &Row) {
        self.sources.never_quote_part(Span::new(file, row.range.start, row.range.end));
    }

    fn mistake(&mut self, file: FileId, row: u32, mistake: &Mistake) {
        let span = Span::new(file, mistake.range.start, mistake.range.end);
        let (what, label, help) = match mistake.problem {
            Problem::QuoteInside => (
                "a quote stands in a cell without quotes",
                "a quote",
                "put the whole cell in quotes, and double the quotes in it",
            ),
            Problem::TextAfterQuote => (
                "text follows the quote that ends a cell",
                "behind the cell",
                "double the quotes in a cell, and put a comma behind it",
            ),
            Problem::Unclosed => (
                "a quoted cell does not end",
                "begins here",
                "close the quote; it takes in the rest of the file",
            ),
        };
        self.out.push(
            Diagnostic::error(codes::CSV_FORMAT, format!("row {row}: {what}"))
                .at(span, label)
                .help(help),
        );
    }

    /// Reads a row. One whose cells may have slipped declares its user and no more.
    fn table_row(&mut self, table: &mut Table, row: &Row, cells: &[Cell<'_>], whole: bool) {
        let (file, number) = (table.file, row.number);
        let even = whole && self.even(table, row, cells);
        let Some(cell) = cells.get(table.heading.username) else { return };
        // What has slipped to the place of the username may be anything.
        if !even && table.heading.username > 0 {
            return;
        }
        let column = &crate::csv::columns::COLUMNS[0];
        debug_assert!(column.meaning == Meaning::Username);
        let value = cell.value();
        let at = at(file, number, column, cell, &value);
        if at.value.is_empty() {
            let span = Span::new(file, row.range.start, row.range.end);
            self.out.push(
                Diagnostic::error(codes::CSV_CELL, format!("row {number}: `username` is empty"))
                    .at(span, "whose row is this?")
                    .help("name the user, or delete the row"),
            );
            return;
        }
        let word = at.word();
        if !self.in_cell(&at, |lowering| lowering.is_name(word)) {
            return;
        }
        self.formula(&at);
        let mut user = User {
            name: self.names.name(word.text),
            key: self.names.key(word.text),
            bot: false,
            was: None,
            attributes: Settings::default(),
            systems: Vec::new(),
            ssh_keys: Vec::new(),
            ssh_keys_said: None,
            api_keys: Vec::new(),
            api_keys_said: None,
            heir: None,
            groups_said: None,
            span: Span::new(file, row.range.start, row.range.end),
            name_span: word.span,
        };
        if even {
            self.cells(table, number, cells, &mut user);
        }
        self.in_cell(&at, |lowering| lowering.add_user(user, word));
    }

    /// Whether a row has as many cells as the heading.
    fn even(&mut self, table: &Table, row: &Row, cells: &[Cell<'_>]) -> bool {
        let (expected, found) = (table.heading.columns.len(), cells.len());
        if expected == found {
            return true;
        }
        self.slipped(table.file, row);
        let place = match cells.get(expected).zip(cells.last()) {
            Some((first, last)) => first.range().start..last.range().end,
            None => row.range.end..row.range.end,
        };
        let label = if found > expected { "no column for this" } else { "cells are missing" };
        self.out.push(
            Diagnostic::error(
                codes::CSV_FORMAT,
                format!("row {}: {found} cells for {expected} columns", row.number),
            )
            .at(Span::new(table.file, place.start, place.end), label)
            .help("every row has a cell for each column; a cell that holds a comma is quoted"),
        );
        false
    }

    fn cells(&mut self, table: &mut Table, row: u32, cells: &[Cell<'_>], user: &mut User) {
        let mut folders = None;
        let mut managed = None;
        for index in 0..cells.len() {
            let Some(cell) = cells.get(index) else { continue };
            let Some(column) = table.heading.columns[index] else {
                let range = cell.range();
                self.sources.hide(Span::new(table.file, range.start, range.end));
                continue;
            };
            if cell.is_empty() || column.meaning == Meaning::Username {
                continue;
            }
            let value = cell.value();
            let at = at(table.file, row, column, cell, &value);
            if cell.is_blank() && column.meaning != Meaning::Password {
                self.only_blanks(&at);
                continue;
            }
            self.formula(&at);
            match column.meaning {
                Meaning::Folders => folders = Some(index),
                Meaning::SelfManaged => {
                    managed = self.yes_no(&at).map(|flag| (flag, at.word().span));
                }
                _ => {
                    self.in_cell(&at, |lowering| lowering.cell(table, &at, user));
                }
            }
        }
        if let Some((flag, span)) = managed {
            user.bot = !flag;
            self.self_managed(row, flag, span, user);
        }
        user.attributes.shrink();
        let Some(index) = folders else { return };
        let (Some(cell), Some(column)) = (cells.get(index), table.heading.columns[index]) else {
            return;
        };
        let value = cell.value();
        let at = at(table.file, row, column, cell, &value);
        self.folder_permissions(&at, user);
    }

    /// `self_managed` is `Y` for those who sign up by e-mail only.
    fn self_managed(&mut self, row: u32, flag: bool, span: Span, user: &User) {
        let method = user.authentication_method();
        if !flag || method == Some("email_signup") {
            return;
        }
        let shown = method.unwrap_or(METHODS[0]);
        let mut finding = Diagnostic::error(
            codes::SELF_MANAGED_MISMATCH,
            format!("row {row}, `self_managed`: `Y` does not go with `{shown}`"),
        )
        .at(span, "`Y` takes `email_signup`");
        if let Some(setting) = user.attributes.get("authentication_method") {
            finding = finding.at(setting.span, "signs in in another way");
        }
        self.out.push(finding.help("use `email_signup`, or clear the cell"));
    }

    /// Reads a cell, and says in each finding where it stands.
    fn in_cell<T>(&mut self, at: &At<'_>, read: impl FnOnce(&mut Self) -> T) -> T {
        let first = self.out.len();
        let result = read(self);
        for finding in &mut self.out[first..] {
            finding.message = format!("row {}, `{}`: {}", at.row, at.column.name, finding.message);
        }
        result
    }

    fn formula(&mut self, at: &At<'_>) {
        let is_text = match at.column.meaning {
            Meaning::Username | Meaning::Groups | Meaning::Folders => true,
            Meaning::Attribute(name) => {
                ["name", "company", "notes", "email", "user_root"].contains(&name)
            }
            _ => false,
        };
        if !is_text || at.before > 0 || !is_formula(at.value) {
            return;
        }
        let shown: String = at.value.chars().take(40).collect();
        self.in_cell(at, |lowering| {
            lowering.out.push(
                Diagnostic::warning(
                    codes::CSV_FORMULA,
                    format!("{shown:?} runs as a formula where the file is opened"),
                )
                .at(at.word().span, "taken as text here")
                .help("if it is meant, write a single quote before it; `csv export` does so"),
            );
        });
    }

    fn only_blanks(&mut self, at: &At<'_>) {
        let edit = super::fields::edit(at.word().span, "");
        self.in_cell(at, |lowering| {
            lowering.out.push(
                Diagnostic::error(codes::CSV_CELL, "the cell holds blanks only")
                    .at(at.word().span, "looks empty, but is not")
                    .fix("empty the cell", vec![edit]),
            );
        });
    }

    /// A cell that sets something of the account by itself.
    fn cell(&mut self, table: &mut Table, at: &At<'_>, user: &mut User) {
        let word = at.word();
        match at.column.meaning {
            Meaning::Attribute(name) => self.attribute_cell(at, name, &mut user.attributes),
            Meaning::Flag(name, on) => {
                if let Some(flag) = self.yes_no_bare(at) {
                    let value = Value::Bool(flag == on);
                    user.attributes.add(kinds::USER.known(name), value, word.span);
                }
            }
            Meaning::TlsRequired => {
                if let Some(flag) = self.yes_no_bare(at) {
                    let value = if flag { "always_require" } else { "never_require" };
                    let attribute = kinds::USER.known("ssl_required");
                    user.attributes.add(attribute, Value::text(value), word.span);
                }
            }
            Meaning::Method => self.method_cell(at, &mut user.attributes),
            Meaning::Groups => self.groups_cell(table, at, user),
            Meaning::Password => {
                self.sources.hide(word.span);
                self.out.push(
                Diagnostic::error(codes::SECRET_IN_FILE, "a secret never stands in a file")
                    .at(word.span, "must be empty")
                    .help(
                        "clear the cell, and change the password; for one that you choose, declare \
                         this user in the definition: authentication \"password\" password=(env)\"NAME\"",
                    ),
                );
            }
            Meaning::Username | Meaning::SelfManaged | Meaning::Folders => {}
        }
    }
}

fn at<'t>(
    file: FileId,
    row: u32,
    column: &'static Column,
    cell: &'t Cell<'t>,
    value: &'t Cow<'t, str>,
) -> At<'t> {
    let bare = if column.meaning == Meaning::Password { value } else { unguard(value) };
    At { file, row, column, cell, value: bare, before: value.len() - bare.len() }
}
