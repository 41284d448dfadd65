//! Values as the language writes them.

use super::page::{Line, Statement};
use crate::model::written::scalar;
use crate::model::{Value, ValueKind};
use crate::syntax::name;

/// `word value…`; none where the language has no way to write the value.
pub(super) fn statement(word: &str, kind: ValueKind, value: &Value) -> Option<Statement> {
    match (kind, value) {
        (ValueKind::List(ValueKind::Object), Value::List(items)) => {
            let is_object = |item: &Value| matches!(item, Value::Object(_));
            let items = items.iter().map(|item| member("-", item).filter(|_| is_object(item)));
            Some(
                Statement::new(word)
                    .block(items.map(|item| Some(item?.into())).collect::<Option<_>>()?),
            )
        }
        (ValueKind::Object, Value::Object(_)) => member(word, value),
        // Arguments would be texts of their own here.
        (ValueKind::Object, Value::List(items)) => Some(Statement::new(word).block(list(items)?)),
        (ValueKind::Object, _) => None,
        (ValueKind::List(item), Value::List(items)) => arguments(word, *item, items),
        (ValueKind::Addresses, Value::List(items)) => arguments(word, ValueKind::Text, items),
        (_, value) => Some(Statement::new(format!("{word} {}", scalar(kind, value)?))),
    }
}

fn arguments(word: &str, kind: ValueKind, items: &[Value]) -> Option<Statement> {
    let mut head = word.to_owned();
    for item in items {
        head.push(' ');
        head.push_str(&scalar(kind, item)?);
    }
    Some(Statement::new(head))
}

/// A key of a free-form object, or an item of a list, with its value.
pub(super) fn member(key: &str, value: &Value) -> Option<Statement> {
    let key = name(key);
    match value {
        Value::Object(entries) if entries.is_empty() => Some(Statement::new(format!("{key} {{}}"))),
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            // A block of nothing but `-` would be read as a list.
            if entries.iter().all(|(key, _)| **key == *"-") {
                return None;
            }
            let lines = entries.iter().map(|(key, value)| Some(Line::from(member(key, value)?)));
            Some(Statement::new(key).block(lines.collect::<Option<_>>()?))
        }
        Value::List(items) => {
            let is_plain = |item: &Value| !matches!(item, Value::List(_) | Value::Object(_));
            if items.len() != 1 && items.iter().all(is_plain) {
                return arguments(&key, ValueKind::Object, items);
            }
            Some(Statement::new(key).block(list(items)?))
        }
        value => Some(Statement::new(format!("{key} {}", scalar(ValueKind::Object, value)?))),
    }
}

fn list(items: &[Value]) -> Option<Vec<Line>> {
    items.iter().map(|item| Some(member("-", item)?.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::typed::plain;
    use crate::pull::page::Page;
    use serde_json::json;

    fn written(value: &serde_json::Value) -> Option<String> {
        let statement = statement("body", ValueKind::Object, &plain(value))?;
        Some(Page::new("x", &[statement.into()]).text.replace("    ", " ").replace('\n', ";"))
    }

    #[test]
    fn objects_and_lists_are_written_as_kdl_writes_them() {
        for (value, text) in [
            (json!({"b": 1, "a c": [1, "x"]}), "body {; \"a c\" 1 \"x\"; b 1;};"),
            (json!({"one": ["x"], "none": []}), "body {; none; one {;  - \"x\"; };};"),
            (
                json!({"deep": [[1, 2], {"k": null}]}),
                "body {; deep {;  - 1 2;  - {;   k #null;  }; };};",
            ),
            (json!([1.5, {}]), "body {; - 1.5; - {};};"),
        ] {
            assert_eq!(written(&value).as_deref(), Some(text));
        }
        assert_eq!(written(&json!("bare")), None);
        assert_eq!(written(&json!({"x": {"-": 1}})), None, "this would read as a list");
    }
}
