//! Values as the language writes them behind a word.

use super::attribute::{ValueKind, is_word, kebab_case};
use super::named::NamedKind;
use super::value::{SecretRef, Value};
use crate::syntax::quoted;

/// A single value; none for lists, objects and what stands in no file.
pub fn scalar(kind: ValueKind, value: &Value) -> Option<String> {
    match (kind, value) {
        (ValueKind::Choice(choices), Value::Text(text)) => {
            let kebab = kebab_case(text);
            let known = choices.iter().any(|choice| *choice == &**text && is_word(&kebab, choice));
            Some(quoted(if known { &kebab } else { text }))
        }
        (_, Value::Null) => Some("#null".to_owned()),
        (_, Value::Bool(flag)) => Some(format!("#{flag}")),
        (_, Value::Int(number)) => Some(number.to_string()),
        (_, Value::Float(number)) if number.is_finite() => Some(format!("{number:?}")),
        (_, Value::Text(text)) => Some(quoted(text)),
        (_, Value::Instant(instant)) => Some(quoted(&instant.to_string())),
        (_, Value::Reference(reference)) => Some(quoted(&reference.name)),
        (_, Value::Secret(SecretRef::Env(name))) => Some(format!("(env){}", quoted(name))),
        (_, Value::Secret(SecretRef::File(path))) => Some(format!("(file){}", quoted(path))),
        (_, Value::Float(_) | Value::List(_) | Value::Object(_) | Value::Hidden(_)) => None,
    }
}

/// A value, or all of a list apart by spaces; none for objects and what stands in no file.
pub fn arguments(kind: ValueKind, value: &Value) -> Option<String> {
    let item = match kind {
        ValueKind::List(item) => *item,
        ValueKind::Addresses => ValueKind::Text,
        other => other,
    };
    match value {
        Value::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(|one| scalar(item, one)).collect();
            items.map(|items| items.join(" ")).filter(|items| !items.is_empty())
        }
        value => scalar(kind, value),
    }
}

/// The node of an object without a name, and the line in its block that says for whom it is,
/// where the head cannot.
pub fn row_head<'v>(
    kind: NamedKind,
    value: impl Fn(&str) -> &'v Value,
) -> (String, Option<String>) {
    let node = kind.table().within.as_ref().map_or(kind.kind().word, |within| within.node);
    let (mut head, mut block) = (node.to_owned(), None);
    let is_own =
        |name: &&&str| kind.table().within.is_none() || kind.table().row.first() != Some(name);
    let texts = kind.table().row.iter().filter(is_own).filter_map(|name| value(name).as_text());
    texts.for_each(|text| head.push_str(&format!(" {}", quoted(text))));
    let events: Vec<_> = kind.kind().events().collect();
    let on = events.iter().filter(|(_, flag)| *value(flag) == Value::Bool(true));
    let on: Vec<String> = on.map(|(word, _)| quoted(word)).collect();
    if !events.is_empty() {
        head.push_str(&if on.is_empty() {
            " #null".to_owned()
        } else {
            format!(" {}", on.join(" "))
        });
    }
    for name in kind.table().row.iter().filter(is_own) {
        match value(name) {
            Value::Reference(whom) => {
                let word = kind.kind().spoken(name).map_or(*name, |spoken| spoken.word);
                head.push_str(&format!(" {word}={}", quoted(&whom.name)));
            }
            Value::List(all) if all.len() > 1 => {
                let names = all.iter().filter_map(|one| Some(quoted(&one.as_reference()?.name)));
                block = Some(format!("all-of {}", names.collect::<Vec<_>>().join(" ")));
            }
            _ => {}
        }
    }
    (head, block)
}
