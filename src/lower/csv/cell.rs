//! Cells by what their column means.

use super::super::fields::{Word, edit};
use super::super::values::TextValue;
use super::super::{Lowering, codes, suggest};
use super::{At, Table};
use crate::csv::columns::METHODS;
use crate::diagnostic::Diagnostic;
use crate::model::hidden::holds_secret_by_itself;
use crate::model::{Group, Key, Membership, Settings, User, Value, ValueKind, kinds};
use std::ops::Range;

impl<'a> Lowering<'a> {
    /// `Y` or `N`; the findings say where.
    pub(super) fn yes_no(&mut self, at: &At<'_>) -> Option<bool> {
        self.in_cell(at, |lowering| lowering.yes_no_bare(at))
    }

    /// `Y` or `N`, inside of [`Self::in_cell`].
    pub(super) fn yes_no_bare(&mut self, at: &At<'_>) -> Option<bool> {
        let span = at.word().span;
        let meant = match at.value.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" | "true" | "1" => Some("Y"),
            "n" | "no" | "false" | "0" => Some("N"),
            _ => None,
        };
        match (at.value, meant) {
            ("Y", _) => return Some(true),
            ("N", _) => return Some(false),
            _ => {}
        }
        let shown: String = at.value.chars().take(40).collect();
        let finding =
            Diagnostic::error(codes::CSV_CELL, format!("{shown:?} is neither `Y` nor `N`"));
        self.out.push(match meant {
            Some(meant) => finding
                .at(span, format!("did you mean `{meant}`?"))
                .fix(format!("write `{meant}`"), vec![edit(span, meant)]),
            None => {
                finding.at(span, "`Y` or `N` expected").help("an empty cell leaves it to the site")
            }
        });
        None
    }

    pub(super) fn attribute_cell(&mut self, at: &At<'_>, name: &'static str, into: &mut Settings) {
        let attribute = kinds::USER.known(name);
        let word = at.word();
        if holds_secret_by_itself(word.text) {
            self.sources.hide(word.span);
        }
        let value = match attribute.kind {
            ValueKind::Int => self.whole_number(at),
            ValueKind::Addresses => self.addresses_cell(at),
            kind => match self.text_value(word, kind, codes::CSV_CELL) {
                TextValue::Is(value) => Some(value),
                TextValue::Reported | TextValue::NotText => None,
            },
        };
        if let Some(value) = value {
            into.add(attribute, value, word.span);
        }
    }

    fn whole_number(&mut self, at: &At<'_>) -> Option<Value> {
        let number = at.value.parse::<i64>().ok().filter(|number| *number >= 0);
        if number.is_none() || at.value.starts_with('+') {
            let shown: String = at.value.chars().take(40).collect();
            self.out.push(
                Diagnostic::error(codes::CSV_CELL, format!("{shown:?} is not a whole number"))
                    .at(at.word().span, "0 or more expected"),
            );
            return None;
        }
        number.map(Value::Int)
    }

    /// Addresses, separated by line breaks or by the two characters `\n`.
    fn addresses_cell(&mut self, at: &At<'_>) -> Option<Value> {
        let mut lines = Vec::new();
        let mut good = true;
        for part in split(at.value, &["\\n", "\r\n", "\n", "\r"]) {
            let text = &at.value[part.clone()];
            if text.trim().is_empty() {
                continue;
            }
            good &= self.is_address(Word { text, span: at.part(part) }, codes::CSV_CELL);
            lines.push(text);
        }
        good.then(|| Value::addresses(lines))
    }

    pub(super) fn method_cell(&mut self, at: &At<'_>, into: &mut Settings) {
        let word = at.word();
        let attribute = kinds::USER.known("authentication_method");
        if METHODS.contains(&word.text) {
            into.add(attribute, Value::text(word.text), word.span);
            return;
        }
        let declared = self.site.sso.iter().any(|sso| *sso.name == *word.text);
        if !declared && let Some(near) = suggest(word.text, METHODS.iter().copied()) {
            self.out.push(
                Diagnostic::error(
                    codes::CSV_CELL,
                    format!("`{}` is not a way to sign in", word.text),
                )
                .at(word.span, format!("did you mean `{near}`?"))
                .fix(format!("write `{near}`"), vec![edit(word.span, near)]),
            );
            return;
        }
        into.add(attribute, Value::text("sso"), word.span);
        self.strategy(word, into);
    }

    /// Ids of groups, as far as the definition says them, or names.
    pub(super) fn groups_cell(&mut self, table: &mut Table, at: &At<'_>, user: &mut User) {
        user.groups_said = Some(at.word().span);
        for part in split(at.value, &[","]) {
            let written = &at.value[part.clone()];
            let start = part.start + (written.len() - written.trim_start().len());
            let text = written.trim();
            let word = Word { text, span: at.part(start..start + text.len()) };
            if text.is_empty() {
                self.out.push(
                    Diagnostic::error(codes::CSV_CELL, "a group's name is missing")
                        .at(at.part(part), "nothing between commas")
                        .help("write names of groups, separated by single commas"),
                );
                continue;
            }
            if !self.is_name(word) {
                continue;
            }
            let known = self.group_of_id(text).or_else(|| self.group_on_site(text)).or_else(|| {
                let group = self.names.key(text);
                self.site.group(group).map(|group| group.key)
            });
            if let Some(group) = known {
                let (user, span) = (user.key, word.span);
                self.site.memberships.push(Membership { group, user, admin: None, span });
            } else {
                self.unknown_group_cell(table, word);
            }
        }
    }

    fn group_of_id(&self, text: &str) -> Option<Key> {
        let id: i64 = text.parse().ok().filter(|_| !text.starts_with('+'))?;
        let has = |group: &&Group| group.id.is_some_and(|(known, _)| known == id);
        self.site.groups.iter().find(has).map(|group| group.key)
    }

    fn group_on_site(&mut self, text: &str) -> Option<Key> {
        let name = self.name_on_site(text)?;
        let group = self.names.key(name);
        self.site.group(group).map(|group| group.key)
    }

    fn name_on_site(&self, text: &str) -> Option<&'a str> {
        let id: i64 = text.parse().ok().filter(|_| !text.starts_with('+'))?;
        let ids = self.group_ids;
        ids.get(&id).map(String::as_str)
    }

    fn unknown_group_cell(&mut self, table: &mut Table, word: Word<'_>) {
        if let Some(name) = self.name_on_site(word.text) {
            let message = format!("no group is named `{name}`");
            return self.out.push(
                Diagnostic::error(codes::UNKNOWN_GROUP, message)
                    .at(word.span, "its id on the site")
                    .help(format!("declare it in the definition: group {name:?}")),
            );
        }
        if word.text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.out.push(
                Diagnostic::error(codes::CSV_CELL, format!("no group has the id {}", word.text))
                    .at(word.span, "said of no group in the definition")
                    .help(format!(
                        "say whose id it is, as in `group \"…\" id={}`, or write the group's name; `siteplan \
                         csv import FILE --target SITE` (or `--live SNAPSHOT`) asks the site",
                        word.text
                    )),
            );
            return;
        }
        let key = self.names.key(word.text);
        let near = match table.near.get(&key) {
            Some(near) => near.clone(),
            None => {
                let known = self.site.groups.iter().map(|group| self.names.text(group.name));
                let near = suggest(word.text, known).map(str::to_owned);
                table.near.insert(key, near.clone());
                near
            }
        };
        let label = near
            .map_or("not declared anywhere".to_owned(), |near| format!("did you mean `{near}`?"));
        self.out.push(
            Diagnostic::error(codes::UNKNOWN_GROUP, format!("no group is named `{}`", word.text))
                .at(word.span, label)
                .help(format!("declare it in the definition: group {:?}", word.text)),
        );
    }
}

/// The parts of a text between any of the separators.
fn split(text: &str, separators: &[&str]) -> Vec<Range<usize>> {
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    while at < text.len() {
        match separators.iter().find(|separator| text[at..].starts_with(**separator)) {
            Some(separator) => {
                parts.push(start..at);
                at += separator.len();
                start = at;
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    parts.push(start..text.len());
    parts
}
