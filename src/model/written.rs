//! Values as the language writes them behind a word.

use super::attribute::{ValueKind, is_word, kebab_case};
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
