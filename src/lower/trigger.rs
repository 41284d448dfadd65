//! When something runs: the trigger of an automation, of a sync and of others.

use super::{Lowering, codes};
use crate::diagnostic::Diagnostic;
use crate::model::automation::{DAYS, triggers};
use crate::model::{Attribute, Kind, Settings, Value, ValueKind, kebab_case, kinds};
use crate::source::Span;
use crate::syntax::{Entry, Node, Scalar};

/// Said by the trigger or the action, and nowhere else.
const IN_TRIGGER: &[(&str, &str)] = &[
    ("interval", "interval"),
    ("at", "schedule_times_of_day"),
    ("days", "schedule_days_of_week"),
    ("time-zone", "schedule_time_zone"),
    ("holiday-region", "holiday_region"),
    ("holiday-calendar", "holiday_region"),
    ("recurring-day", "recurring_day"),
    ("recurring-days", "recurring_days"),
];

impl<'a> Lowering<'a> {
    /// `trigger "daily" interval="day"`; gives the schedule that it names.
    pub(super) fn trigger(
        &mut self,
        node: Node<'a>,
        kind: &'static Kind,
        into: &mut Settings,
    ) -> Option<(Box<str>, Span)> {
        let words = IN_TRIGGER.iter().map(|(word, _)| *word);
        let known: Vec<&str> = std::iter::once("schedule").chain(words).collect();
        self.only_props(node, &known);
        let Some(entry) = node.args().next() else {
            self.missing(node, "its kind", "as in: trigger \"daily\" interval=\"day\"");
            return None;
        };
        let word = self.word(entry)?;
        let trigger = self.choice(word, &triggers(kind));
        let mut schedule = None;
        if let Some(trigger) = trigger {
            if let Some(first) = into.add(kind.known("trigger"), Value::text(trigger), word.span) {
                self.declared_twice("`trigger`".to_owned(), word.span, first);
            }
            self.trigger_actions(node, kind, trigger, into);
            schedule = self.trigger_schedule(node, trigger);
        }
        for property in node.props() {
            let Some(part) = IN_TRIGGER.iter().find(|(word, _)| Some(*word) == property.key())
            else {
                continue;
            };
            self.trigger_part(kind, *part, &[property], property.span(), into);
        }
        for child in node.children() {
            let Some(part) = IN_TRIGGER.iter().find(|(word, _)| *word == child.name()) else {
                self.unexpected_node(child, "`trigger`", &known);
                continue;
            };
            self.only_props(child, &[]);
            self.no_children(child);
            let entries: Vec<Entry<'a>> = child.args().collect();
            if entries.is_empty() {
                self.missing(child, "its value", "as in: at \"02:00\"");
            } else {
                self.trigger_part(kind, *part, &entries, child.head_span(), into);
            }
        }
        schedule
    }

    /// A word of a trigger: a time, or a calendar by its name.
    fn trigger_part(
        &mut self,
        kind: &'static Kind,
        (word, attribute): (&'static str, &'static str),
        entries: &[Entry<'a>],
        span: Span,
        into: &mut Settings,
    ) {
        let known = kind.known(attribute);
        match (known.refers, entries) {
            (Some(_), [entry]) if matches!(self.scalar(*entry), Scalar::Null) => {
                self.add_time(known, Value::Null, span, into);
            }
            (Some(refers), [entry]) if kinds::name_word(known) == Some(word) => {
                let Some(value) = self.named_object(*entry, word, known, refers) else { return };
                self.add_time(known, value, span, into);
            }
            _ => {
                self.schedule(kind, attribute, entries, span, into);
                if let Some(said) = into.get(attribute).filter(|said| said.span == span) {
                    self.by_number(word, span, known, Some(&said.value.clone()));
                }
            }
        }
    }

    /// `trigger "action" "create" "move"`.
    fn trigger_actions(
        &mut self,
        node: Node<'a>,
        kind: &'static Kind,
        trigger: &str,
        into: &mut Settings,
    ) {
        let extra: Vec<Entry<'a>> = node.args().skip(1).collect();
        let Some(first) = extra.first() else { return };
        if trigger != "action" {
            self.out.push(
                Diagnostic::error(
                    codes::UNEXPECTED_VALUE,
                    format!("trigger \"{trigger}\" takes no actions"),
                )
                .at(first.span(), "not expected here"),
            );
            return;
        }
        self.schedule(kind, "trigger_actions", &extra, first.span(), into);
    }

    /// `trigger "custom-schedule" schedule="nightly"`: the schedule says when.
    fn trigger_schedule(&mut self, node: Node<'a>, trigger: &str) -> Option<(Box<str>, Span)> {
        let entry = node.props().find(|property| property.key() == Some("schedule"))?;
        let word = self.name_word(entry)?;
        let refused = |what: String, span: Span, help: &str| {
            Diagnostic::error(codes::UNEXPECTED_VALUE, what)
                .at(span, "not expected here")
                .help(help)
        };
        if trigger != "custom_schedule" {
            let what = format!("trigger \"{}\" takes no schedule", kebab_case(trigger));
            let help = "a schedule belongs to trigger \"custom-schedule\"";
            self.out.push(refused(what, entry.span(), help));
            return None;
        }
        let own_props = node.props().filter_map(|p| Some((p.key()?, p.span())));
        let own_nodes = node.children().map(|child| (child.name(), child.head_span()));
        let own = own_props.chain(own_nodes);
        let times = own.filter(|(word, _)| IN_TRIGGER.iter().any(|(known, _)| known == word));
        for (time, span) in times {
            let what = format!("`{time}` and a schedule exclude each other");
            let help = "the schedule says when; change it there";
            self.out.push(refused(what, span, help));
        }
        Some((word.text.into(), word.span))
    }

    /// A value of a schedule: one that a trigger has of its own, or one with a name.
    pub(super) fn schedule(
        &mut self,
        kind: &'static Kind,
        attribute: &'static str,
        entries: &[Entry<'a>],
        span: Span,
        into: &mut Settings,
    ) {
        let attribute = kind.known(attribute);
        let code = codes::VALUE_TYPE;
        let value = match attribute.kind {
            ValueKind::List(item) => {
                let read = |lowering: &mut Self, entry: &Entry<'a>| {
                    let day = attribute.name == "schedule_days_of_week";
                    if let (true, Scalar::Str(text)) = (day, lowering.scalar(*entry)) {
                        return lowering.day(*entry, text);
                    }
                    lowering.value(*entry, *item, code).map(normal_time(attribute.name))
                };
                let items: Vec<_> = entries.iter().map(|entry| read(self, entry)).collect();
                match items.into_iter().collect::<Option<Vec<_>>>() {
                    Some(items) => Value::List(items.into()),
                    None => return,
                }
            }
            kind => match entries {
                [entry] => match self.value(*entry, kind, code) {
                    Some(value) => value,
                    None => return,
                },
                _ => {
                    self.out.push(
                        Diagnostic::error(codes::UNEXPECTED_VALUE, "this takes one value")
                            .at(span, "one value expected"),
                    );
                    return;
                }
            },
        };
        self.add_time(attribute, value, span, into);
    }

    fn add_time(
        &mut self,
        attribute: &'static Attribute,
        value: Value,
        span: Span,
        into: &mut Settings,
    ) {
        if let Some(first) = into.add(attribute, value, span) {
            self.declared_twice("this part of the schedule".to_owned(), span, first);
        }
    }

    fn day(&mut self, entry: Entry<'a>, text: &str) -> Option<Value> {
        let word = super::fields::Word { text, span: entry.value_span() };
        let days: Vec<(&str, i64)> = DAYS.iter().copied().zip(0..).collect();
        self.choice(word, &days).map(Value::Int)
    }
}

/// "7:30" is "07:30": the site may say either.
fn normal_time(attribute: &str) -> impl Fn(Value) -> Value {
    let is_time = attribute == "schedule_times_of_day";
    move |value| match value.as_text() {
        Some(text) if is_time && text.len() == 4 && text.as_bytes().get(1) == Some(&b':') => {
            Value::text(format!("0{text}"))
        }
        _ => value,
    }
}
