//! Schedules, and rules for the lifecycle of users and keys.

use super::left_out::Said;
use super::page::{Line, Statement};
use super::source::{Source, left_out, shown};
use super::trigger::{TRIGGER, time_words};
use crate::live::{Attributes, LiveNamed};
use crate::model::kinds::Spoken;
use crate::model::{Attribute, Kind, NamedKind, Value, ValueKind};
use crate::syntax::quoted;
use crate::wording::counted;
use rustc_hash::FxHashMap;

impl<'a> Source<'a> {
    pub(super) fn named_lines(&self, kind: NamedKind) -> Vec<Line> {
        if kind == NamedKind::PARTNER_CHANNEL {
            return self.partner_channels();
        }
        let mut named: Vec<&LiveNamed> =
            self.live.named.iter().filter(|named| named.kind == kind).collect();
        named.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let mut bearers: FxHashMap<Option<&str>, usize> = FxHashMap::default();
        named.iter().for_each(|named| *bearers.entry(named.name.as_deref()).or_default() += 1);
        let is_twin = |named: &LiveNamed| bearers.get(&named.name.as_deref()) != Some(&1);
        named.into_iter().map(|named| self.named_line(named, is_twin(named))).collect()
    }

    /// The name of an object that is known by it, if the definition declares that.
    pub(super) fn declared_name(&self, kind: NamedKind, title: &str) -> Option<&'a str> {
        let is_it = |named: &&LiveNamed| named.kind == kind && named.name.as_deref() == Some(title);
        let mut of_name = self.live.named.iter().filter(is_it);
        let only = of_name.next().filter(|_| of_name.next().is_none())?;
        only.name.as_deref().filter(|_| !self.left_out.has(&Said::Named(kind, only.id)))
    }

    fn named_line(&self, named: &LiveNamed, has_twin: bool) -> Line {
        let word = named.kind.word;
        let what = format!("{word} {}", shown(&named.title()));
        let Some(name) = named.name.as_deref() else {
            return left_out(&what, "it has no name");
        };
        if has_twin {
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
        if !named.attributes.get("trigger").is_unset() && kind.spoken("trigger").is_some() {
            let schedule = named.attributes.get("schedule_id").as_reference();
            let schedule = schedule.map(|reference| &*reference.name);
            let write = || self.trigger(kind, &named.attributes, schedule);
            lines.push(self.part(said(TRIGGER), TRIGGER, write));
        }
        let is_time =
            |spoken: &&Spoken| is_value(&spoken.attribute) && kind.spoken(TRIGGER).is_none();
        for spoken in kind.spoken.iter().filter(is_time) {
            let value = named.attributes.get(spoken.attribute);
            if !value.is_unset() {
                lines.push(self.part(said(spoken.word), spoken.word, || time(spoken.word, value)));
            }
        }
        // What it does, and when, before the rest.
        let required =
            |attribute: &Attribute| named.kind.table().required.contains(&attribute.name);
        let by_name = self.child_sites_of(named);
        let attributes =
            self.attributes_with_references(&named.title(), &named.attributes, &mut lines);
        let is_own = |attribute: &Attribute| {
            let in_parts = attribute.kind == ValueKind::Settings;
            let is_named = by_name.iter().any(|(known, _)| *known == attribute.name);
            kind.spoken(attribute.name).is_none() && !in_parts && !is_named
        };
        for first in [true, false] {
            let is_told = |attribute: &Attribute| is_own(attribute) && required(attribute) == first;
            lines.extend(self.attributes(&attributes, kind, said, is_told));
        }
        lines.extend(by_name.iter().map(|(_, line)| Statement::new(line.clone()).into()));
        lines.extend(self.policy_value(named, &attributes));
        lines.extend(unshown(kind, &named.attributes).map(Line::Comment));
        if named.kind == NamedKind::BUNDLE {
            let link = named.name.as_deref().unwrap_or_default();
            lines.extend(self.rows_in(NamedKind::BUNDLE_NOTIFICATION, link));
        }
        lines
    }
}

/// What has to be written by hand, as no site shows it.
fn unshown(kind: &'static Kind, attributes: &Attributes) -> Option<String> {
    let is_told =
        |attribute: &'static Attribute| attribute.told_by.is_some() && attributes.shows(attribute);
    let secrets = kind.attributes.iter().filter(|attribute| attribute.kind == ValueKind::Secret);
    let secrets = secrets.filter(|attribute| !is_told(attribute));
    let words: Vec<String> = secrets.map(Attribute::word).collect();
    match words.as_slice() {
        [] => None,
        [only] => Some(format!("not shown, if there is any: {only} (env)\"NAME\"")),
        [first, rest @ ..] => Some(format!(
            "not shown, if there are any: {first} (env)\"NAME\", and {}",
            counted(rest.len(), "more secret", "more secrets")
        )),
    }
}

/// `days "monday"`, `at "02:00"`, `time-zone "London"`.
fn time(word: &str, value: &Value) -> Option<Statement> {
    let words = time_words(word, value)?;
    Some(Statement::new(words.iter().fold(word.to_owned(), |head, word| format!("{head} {word}"))))
}
