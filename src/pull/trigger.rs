//! When something runs, as the language says it.

use super::page::Statement;
use super::source::Source;
use crate::live::Attributes;
use crate::model::automation::{DAYS, TRIGGERS};
use crate::model::written::scalar;
use crate::model::{Kind, NamedKind, Value, ValueKind, kinds};
use crate::syntax::quoted;

/// The word of the line.
pub(super) const TRIGGER: &str = "trigger";

/// The words of a trigger and their attributes.
const TIMES: &[(&str, &str)] = &[
    ("interval", "interval"),
    ("recurring-day", "recurring_day"),
    ("recurring-days", "recurring_days"),
    ("days", "schedule_days_of_week"),
    ("at", "schedule_times_of_day"),
    ("time-zone", "schedule_time_zone"),
    ("holiday-region", "holiday_region"),
];

impl Source<'_> {
    /// `trigger "daily" interval="day"`; none where the language has no way to say it.
    pub(super) fn trigger(
        &self,
        of: &'static Kind,
        attributes: &Attributes,
        schedule: Option<&str>,
    ) -> Option<Statement> {
        let kind = attributes.get("trigger").as_text()?;
        let (word, _) = TRIGGERS.iter().find(|(_, api)| *api == kind)?;
        let mut head = format!("{TRIGGER} {}", quoted(word));
        if kind == "action" {
            for action in attributes.get("trigger_actions").as_list() {
                let ValueKind::List(actions) = of.known("trigger_actions").kind else {
                    break;
                };
                head.push_str(&format!(" {}", scalar(*actions, action)?));
            }
        }
        if let Some(schedule) = schedule {
            // The schedule says when; times of its own are without effect.
            let name = self
                .declared_name(NamedKind::SCHEDULE, schedule)
                .filter(|_| kind == "custom_schedule")?;
            return Some(Statement::new(format!("{head} schedule={}", quoted(name))));
        }
        let mut times = Vec::new();
        for (word, name) in TIMES {
            let value = attributes.get(name);
            if !value.is_unset() {
                let attribute = of.known(name);
                let named = value.as_reference();
                if !named.is_none_or(|reference| self.declares(reference)) {
                    return None;
                }
                let word = named.and_then(|_| kinds::name_word(attribute)).unwrap_or(word);
                let words = match attribute.kind {
                    kind @ ValueKind::Choice(_) => vec![scalar(kind, value)?],
                    _ => time_words(word, value)?,
                };
                times.push((word, words));
            }
        }
        if times.iter().all(|(_, words)| words.len() == 1) {
            let add = |head: String, (word, words): &(&str, Vec<String>)| {
                format!("{head} {word}={}", words.join(" "))
            };
            return Some(Statement::new(times.iter().fold(head, add)));
        }
        let line = |(word, words): (&str, Vec<String>)| {
            Statement::new(format!("{word} {}", words.join(" "))).into()
        };
        Some(Statement::new(head).block(times.into_iter().map(line).collect()))
    }
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
