//! Attributes in the language's words: what a plan shows is what one would write.

use crate::diff::{Assignment, Change, Field, Operation, OwnerName, OwnerReason};
use crate::live::typed;
use crate::model::account::{PROTOCOLS, ROLES};
use crate::model::automation::DAYS;
use crate::model::kinds::behavior_type;
use crate::model::{Attribute, NamedKind, Value, ValueKind, kebab_case, kinds};

/// One attribute of a change, ready to be shown.
pub struct Line {
    pub name: String,
    pub before: String,
    pub after: String,
    /// Both texts where one has several lines: those are compared line by line.
    pub texts: Option<(String, String)>,
}

pub fn lines(change: &Change) -> Vec<Line> {
    let created = change.operation == Operation::Create;
    let accounts = change.address.user().or(change.address.group()).is_some();
    let mut lines = Vec::new();
    if created && accounts {
        lines.extend(flags_on("role", ROLES, change));
        lines.extend(flags_on("protocols", PROTOCOLS, change));
    }
    // What is of another object says so in its name.
    let row = change.address.kind().resource().filter(|_| created).and_then(NamedKind::of);
    let row = row.filter(|kind| kind.is_row());
    let events: Vec<_> = row.into_iter().flat_map(|kind| kind.kind().events()).collect();
    lines.extend(flags_on("about", &events, change));
    let is_told = |assignment: &&Assignment| {
        let name = assignment.field.name();
        if let Some(kind) = row {
            let is_event = events.iter().any(|(_, flag)| *flag == name);
            return !is_event && !kind.table().row.contains(&name);
        }
        let flag = |table: &[(&str, &str)]| table.iter().any(|(_, flag)| *flag == name);
        !(created && accounts && (flag(ROLES) || flag(PROTOCOLS)))
    };
    for assignment in change.set.iter().filter(is_told) {
        match assignment.field {
            Field::Value => {
                let kind = change.address.behavior().and_then(behavior_type);
                lines.extend(keys(assignment, &|key| kind?.key(key)));
            }
            Field::Attribute(attribute) if attribute.kind == ValueKind::Settings => {
                let hide = |value: &Value| attribute.hide(value.clone());
                let (before, after) = (hide(&assignment.before), hide(&assignment.after));
                let shown = Assignment { field: assignment.field, before, after };
                lines.extend(keys(&shown, &|key| kinds::SITE.attribute(key)));
            }
            Field::Attribute(attribute) if created && is_action(attribute) => {
                let action = assignment.after.as_text().map(kebab_case).unwrap_or_default();
                let (before, after) = (String::new(), String::new());
                lines.push(Line { name: action, before, after, texts: None });
            }
            Field::NewOwner => lines.push(bequest(assignment)),
            Field::Owner => lines.push(owner(change, assignment)),
            _ => lines.push(line(assignment.word(), assignment, kind(assignment))),
        }
    }
    lines
}

/// To whom a user who goes leaves automations.
fn bequest(assignment: &Assignment) -> Line {
    let heir = match OwnerName::of(&assignment.after) {
        Some(OwnerName::User(user)) => format!("go to user {user:?}"),
        _ => "go to the site".to_owned(),
    };
    Line { name: "automations".to_owned(), before: heir.clone(), after: heir, texts: None }
}

/// Whose an automation becomes, and why.
fn owner(change: &Change, assignment: &Assignment) -> Line {
    let shown = |value: &Value| match OwnerName::of(value) {
        Some(OwnerName::Site) => "\"site\"".to_owned(),
        Some(OwnerName::User(name)) => format!("user={name:?}"),
        Some(deleted @ OwnerName::DeletedUser(_)) => deleted.to_string(),
        None => String::new(),
    };
    let (before, after) = (shown(&assignment.before), shown(&assignment.after));
    let after = match owner_reason(change) {
        Some(why) => format!("{after} ({why})"),
        None => after,
    };
    Line { name: assignment.field.word(), before, after, texts: None }
}

/// Why an automation gets its owner: `as its owner line says, with the key of "ben"`.
pub fn owner_reason(change: &Change) -> Option<String> {
    let does = if change.operation == Operation::Create { "makes" } else { "edits" };
    Some(match (change.owner_reason?, &change.as_user) {
        (OwnerReason::Declared, None) => "as its owner line says".to_owned(),
        (OwnerReason::Declared, Some(user)) => {
            format!("as its owner line says, with the key of {user:?}")
        }
        (OwnerReason::Editor, _) => format!("it goes to the key that {does} it"),
    })
}

/// What an automation does is a node of its own.
fn is_action(attribute: &Attribute) -> bool {
    std::ptr::eq(attribute, kinds::AUTOMATION.known("automation"))
}

/// The keys of a value that differ, each with the attribute that it is; a value without keys is
/// one.
fn keys(assignment: &Assignment, known: &dyn Fn(&str) -> Option<&'static Attribute>) -> Vec<Line> {
    // What is written out where a secret may stand is shown no more than one of the site.
    let shown = |key: &str, value: Value| match known(key) {
        Some(attribute) => attribute.hide(value),
        None => value,
    };
    let object = |value: &Value| match value {
        Value::Object(entries) => Some(entries.to_vec()),
        Value::Null => Some(Vec::new()),
        _ => None,
    };
    let (Some(before), Some(after)) = (object(&assignment.before), object(&assignment.after))
    else {
        return vec![line(assignment.field.word(), assignment, None)];
    };
    let value_of = |entries: &[(Box<str>, Value)], key: &str| {
        let entry = entries.iter().find(|(name, _)| **name == *key);
        entry.map_or(Value::Null, |(_, value)| value.clone())
    };
    let old = before.iter().filter(|(key, _)| !after.iter().any(|(name, _)| name == key));
    let keys = after.iter().chain(old).map(|(key, _)| key);
    let changed = keys.map(|key| (key, value_of(&before, key), value_of(&after, key)));
    let changed = changed.filter(|(key, before, after)| {
        let same = |of: &Attribute| typed::means(of.kind, before, after);
        !known(key).map_or_else(|| before.means(after), same)
    });
    changed
        .map(|(key, before, after)| {
            let unseen = assignment.before != Value::Null
                && before == Value::Null
                && matches!(after, Value::Secret(_));
            let (before, after) = (shown(key, before), shown(key, after));
            let one = Assignment { field: assignment.field, before, after };
            let name = match known(key) {
                Some(key) if one.before.has_reference() || one.after.has_reference() => key.word(),
                _ => kebab_case(key),
            };
            let line = line(name, &one, known(key).map(|key| key.kind));
            // Whether the site has one, it does not show.
            if unseen { Line { before: "(not shown)".to_owned(), ..line } } else { line }
        })
        .collect()
}

/// The words whose flags are said to be on in a new object.
fn flags_on(name: &str, table: &[(&'static str, &str)], change: &Change) -> Option<Line> {
    let said = |flag: &str| change.set.iter().find(|assignment| assignment.field.name() == flag);
    if table.iter().all(|(_, flag)| said(flag).is_none()) {
        return None;
    }
    let on = |(_, flag): &&(&'static str, &str)| {
        said(flag).is_some_and(|assignment| assignment.after == Value::Bool(true))
    };
    let words: Vec<String> = table.iter().filter(on).map(|(word, _)| format!("{word:?}")).collect();
    let after = if words.is_empty() { "(none)".to_owned() } else { words.join(" ") };
    Some(Line { name: name.to_owned(), before: String::new(), after, texts: None })
}

fn kind(assignment: &Assignment) -> Option<ValueKind> {
    match assignment.field {
        Field::Attribute(attribute) => Some(attribute.kind),
        _ => None,
    }
}

fn line(name: String, assignment: &Assignment, kind: Option<ValueKind>) -> Line {
    let texts = match (&assignment.before, &assignment.after) {
        (Value::Text(before), Value::Text(after))
            if assignment.field != Field::Name
                && (before.contains('\n') || after.contains('\n')) =>
        {
            Some((before.to_string(), after.to_string()))
        }
        _ => None,
    };
    let marked = assignment.field.name_word().filter(|word| *word != name);
    let shown = |of: &Value| match (assignment.field.name(), marked) {
        ("schedule_days_of_week", _) => days(of),
        // Beside another text, a name is told from it.
        (_, Some(word)) if of.has_reference() => format!("({word}){of}"),
        _ => value(of, kind),
    };
    let hidden = |value: &Value| match assignment.field {
        Field::Attribute(attribute) => shown(&attribute.hide(value.clone())),
        _ => shown(value),
    };
    let (before, after) = (hidden(&assignment.before), hidden(&assignment.after));
    Line { name, before, after, texts }
}

fn days(of: &Value) -> String {
    let name = |day: &Value| DAYS.get(usize::try_from(day.as_int()?).ok()?).copied();
    let names: Option<Vec<&str>> = of.as_list().iter().map(name).collect();
    match names.filter(|names| !names.is_empty()) {
        Some(names) => value(&Value::List(names.into_iter().map(Value::text).collect()), None),
        None => value(of, None),
    }
}

/// A value as one would write it behind its attribute's name.
fn value(of: &Value, kind: Option<ValueKind>) -> String {
    match (of, kind) {
        (Value::Text(text), Some(ValueKind::Choice(_))) => format!("{:?}", kebab_case(text)),
        (Value::List(items), _) if items.is_empty() => Value::Null.to_string(),
        (Value::List(items), _) if !items.iter().any(|item| matches!(item, Value::Object(_))) => {
            let item = match kind {
                Some(ValueKind::List(item)) => Some(*item),
                _ => None,
            };
            items.iter().map(|of| value(of, item)).collect::<Vec<_>>().join(" ")
        }
        (of, _) => of.to_string(),
    }
}
