//! Schedules, and rules for the lifecycle of users and keys.

use super::left_out::{GROUPS, Said};
use super::page::{Line, Statement};
use super::source::{Source, left_out, shown};
use crate::live::LiveNamed;
use crate::model::automation::DAYS;
use crate::model::written::scalar;
use crate::model::{Attribute, Key, NamedKind, Value, ValueKind};
use crate::syntax::quoted;
use std::collections::BTreeSet;

impl<'a> Source<'a> {
    pub(super) fn named_lines(&self, kind: NamedKind) -> Vec<Line> {
        let mut named: Vec<&LiveNamed> =
            self.live.named.iter().filter(|named| named.kind == kind).collect();
        named.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        named.into_iter().map(|named| self.named_line(named)).collect()
    }

    /// The name of a schedule, if the definition declares it.
    pub(super) fn schedule(&self, title: &str) -> Option<&'a str> {
        let mut of_name = self.live.named.iter().filter(|named| {
            named.kind == NamedKind::SCHEDULE && named.name.as_deref() == Some(title)
        });
        let only = of_name.next().filter(|_| of_name.next().is_none())?;
        let said = Said::Named(NamedKind::SCHEDULE, only.id);
        only.name.as_deref().filter(|_| !self.left_out.has(&said))
    }

    fn named_line(&self, named: &LiveNamed) -> Line {
        let word = named.kind.word;
        let what = format!("{word} {}", shown(&named.title()));
        let Some(name) = named.name.as_deref() else {
            return left_out(&what, "it has no name");
        };
        let is_twin = |other: &&LiveNamed| {
            other.kind == named.kind && other.name == named.name && other.id != named.id
        };
        if self.live.named.iter().any(|other| is_twin(&other)) {
            return left_out(&what, "another one bears the same name");
        }
        self.part(Said::Named(named.kind, named.id), &what, || {
            Some(Statement::new(format!("{word} {}", quoted(name))).block(self.named_block(named)))
        })
    }

    fn named_block(&self, named: &LiveNamed) -> Vec<Line> {
        let kind = named.kind.kind();
        let said = |word: &'static str| Said::NamedPart(named.kind, named.id, word);
        let mut lines = Vec::new();
        let is_value = |attribute: &&'static str| !kind.identity.contains(attribute);
        for spoken in kind.spoken.iter().filter(|spoken| is_value(&spoken.attribute)) {
            let value = named.attributes.get(spoken.attribute);
            if !value.is_unset() {
                lines.push(self.part(said(spoken.word), spoken.word, || time(spoken.word, value)));
            }
        }
        // What it does, and when, before the rest.
        let required =
            |attribute: &Attribute| named.kind.table().required.contains(&attribute.name);
        let is_own = |attribute: &Attribute| kind.spoken(attribute.name).is_none();
        for first in [true, false] {
            let is_told = |attribute: &Attribute| is_own(attribute) && required(attribute) == first;
            lines.extend(self.attributes(&named.attributes, kind, said, is_told));
        }
        if !named.groups.is_empty() {
            lines.push(self.rule_groups(&named.groups, said(GROUPS)));
        }
        lines
    }

    fn rule_groups(&self, groups: &[Key], said: Said) -> Line {
        let names: Option<BTreeSet<&str>> = groups.iter().map(|key| self.group(*key)).collect();
        match names {
            None => left_out(GROUPS, "not all of them are declared"),
            Some(names) => self.part(said, GROUPS, || {
                let add = |head: String, name: &&str| format!("{head} {}", quoted(name));
                Some(Statement::new(names.iter().fold(GROUPS.to_owned(), add)))
            }),
        }
    }
}

/// `days "monday"`, `at "02:00"`, `time-zone "London"`.
fn time(word: &str, value: &Value) -> Option<Statement> {
    let words = time_words(word, value)?;
    Some(Statement::new(words.iter().fold(word.to_owned(), |head, word| format!("{head} {word}"))))
}

/// What stands behind a word for times; days bear their names.
pub(super) fn time_words(word: &str, value: &Value) -> Option<Vec<String>> {
    let items = match value {
        Value::List(items) => &items[..],
        single => std::slice::from_ref(single),
    };
    let day = |item: &Value| DAYS.get(usize::try_from(item.as_int()?).ok()?).map(|day| quoted(day));
    let item = |item: &Value| match word {
        "days" => day(item).or_else(|| scalar(ValueKind::Int, item)),
        _ => scalar(ValueKind::Text, item),
    };
    items.iter().map(item).collect()
}
