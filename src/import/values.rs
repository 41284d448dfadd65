//! The values of a resource as the API would show them.
//!
//! In: a resource, and what kind of object it is. Out: a record. What Terraform calls sensitive, and
//! what is a secret anyway, is in none; inside free-form values a mark stands in its place.

use super::document::Resource;
use super::notes::Notes;
use crate::model::kinds::{self, Kind, behavior_type};
use crate::model::{Attribute, ValueKind, kebab_case};
use crate::register;
use serde_json::{Map, Value as Json, json};

/// Stands for a text inside a free-form value that nobody is to see. No value of Terraform has it.
pub(super) const COVERED: &str = "\u{0}covered";

/// What an object is nothing without.
const ESSENTIAL: &[&str] = &["path", "behavior", "permission", "group_id", "user_id"];

const SENSITIVE: &str = "Terraform calls it sensitive";

/// What folders have that no definition says.
const OF_FOLDERS: &[&str] = &["custom_metadata", "priority_color"];

/// None where the resource cannot be said at all, which is noted.
pub(super) fn record(
    resource: &Resource,
    kind: &'static Kind,
    notes: &mut Notes,
) -> Option<Map<String, Json>> {
    let mut record = Map::new();
    for (name, value) in resource.values.iter().filter(|(_, value)| !value.is_null()) {
        let mask = resource.sensitive.get(name).unwrap_or(&Json::Null);
        match taken(name, value, mask, kind) {
            Taken::As(value) => {
                record.insert(name.clone(), value);
            }
            Taken::Never => {}
            Taken::Not(why) => {
                let word = kebab_case(name);
                notes.of(&resource.title, format!("`{word}` is left out: {why}"));
            }
            Taken::Nothing => {
                let why = "a definition would show it";
                let text = format!("it is left out: its `{name}` is sensitive, and {why}");
                notes.of(&resource.title, text);
                return None;
            }
        }
    }
    unite(kind, &mut record);
    if *kind == kinds::BEHAVIOR {
        for (key, why) in without_unsayable(&mut record) {
            let word = kebab_case(&key);
            notes.of(&resource.title, format!("`{word}` is left out: {why}"));
        }
    }
    Some(record)
}

enum Taken {
    As(Json),
    /// The site alone has a use for it.
    Never,
    Not(&'static str),
    /// Without it, there is nothing to say.
    Nothing,
}

fn taken(name: &str, value: &Json, mask: &Json, kind: &'static Kind) -> Taken {
    let attribute = kind.attribute(name);
    if let Some(attribute) = attribute.filter(|attribute| attribute.write_only) {
        return Taken::Not(never_shown(attribute, value));
    }
    let is_essential = ESSENTIAL.contains(&name) && attribute.is_none()
        || kind.identity.contains(&name)
        || (name == "value" && *kind == kinds::BEHAVIOR);
    let is_shown = shows(kind, name) || (name == "public_key" && *kind == kinds::SSH_KEY);
    match covered(mask) {
        Cover::All if is_essential => Taken::Nothing,
        Cover::All if attribute.is_none() => {
            remember(value);
            Taken::Never
        }
        Cover::All => Taken::Not(SENSITIVE),
        Cover::Some if is_free_form(name, attribute, kind) => {
            let mut value = value.clone();
            cover(&mut value, mask);
            Taken::As(tidy(value))
        }
        Cover::Some => Taken::Not("Terraform calls parts of it sensitive"),
        Cover::None if *kind == kinds::FOLDER && OF_FOLDERS.contains(&name) && says(value) => {
            Taken::Not("no definition says it of a folder")
        }
        Cover::None if attribute.is_none() && !is_shown && !is_essential && says(value) => {
            Taken::Not("siteplan does not know this attribute")
        }
        Cover::None => Taken::As(tidy(value.clone())),
    }
}

/// Whether the API shows it, by what is known of the kind.
fn shows(kind: &Kind, name: &str) -> bool {
    let mut names = kind.shows.split_whitespace();
    names.any(|known| known.split([':', '?']).next() == Some(name))
}

/// Whether it says anything, rather than that there is nothing.
fn says(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => false,
        Json::String(text) => !text.is_empty(),
        Json::Array(items) => !items.is_empty(),
        Json::Object(members) => !members.is_empty(),
        Json::Bool(true) | Json::Number(_) => true,
    }
}

fn is_free_form(name: &str, attribute: Option<&Attribute>, kind: &Kind) -> bool {
    attribute.is_some_and(Attribute::is_free_form) || (name == "value" && *kind == kinds::BEHAVIOR)
}

enum Cover {
    All,
    Some,
    None,
}

fn covered(mask: &Json) -> Cover {
    fn any(mask: &Json) -> bool {
        match mask {
            Json::Bool(flag) => *flag,
            Json::Array(items) => items.iter().any(any),
            Json::Object(members) => members.values().any(any),
            _ => false,
        }
    }
    match mask {
        Json::Bool(true) => Cover::All,
        mask if any(mask) => Cover::Some,
        _ => Cover::None,
    }
}

/// Puts the mark wherever the mask says so.
fn cover(value: &mut Json, mask: &Json) {
    match (value, mask) {
        (value, Json::Bool(true)) => cover_all(value),
        (Json::Array(items), Json::Array(masks)) => {
            items.iter_mut().zip(masks).for_each(|(item, mask)| cover(item, mask));
        }
        (Json::Object(members), Json::Object(masks)) => {
            for (name, mask) in masks {
                if let Some(value) = members.get_mut(name) {
                    cover(value, mask);
                }
            }
        }
        _ => {}
    }
}

/// Takes out of a folder setting what no definition can say of it: what the site never shows, and
/// what is covered where no reference may stand in its place.
fn without_unsayable(record: &mut Map<String, Json>) -> Vec<(String, &'static str)> {
    let kind = record.get("behavior").and_then(Json::as_str).and_then(behavior_type);
    let (Some(kind), Some(Json::Object(value))) = (kind, record.get_mut("value")) else {
        return Vec::new();
    };
    let mut taken = Vec::new();
    value.retain(|name, value| {
        let why = match kind.key(name) {
            Some(key) if key.write_only => Some(never_shown(key, value)),
            Some(key) if !key.has_places() && is_covered(value) => Some(SENSITIVE),
            _ => None,
        };
        taken.extend(why.map(|why| (name.clone(), why)));
        why.is_none()
    });
    taken
}

fn is_covered(value: &Json) -> bool {
    match value {
        Json::String(text) => text == COVERED,
        Json::Array(items) => items.iter().any(is_covered),
        Json::Object(members) => members.values().any(is_covered),
        _ => false,
    }
}

/// Why what the site never shows is left out.
fn never_shown(attribute: &Attribute, value: &Json) -> &'static str {
    if attribute.kind != ValueKind::Secret {
        return "the site never shows it, so that nobody can tell whether it is so";
    }
    remember(value);
    "a secret, which Terraform's document holds, and no definition does"
}

fn cover_all(value: &mut Json) {
    match value {
        Json::Array(items) => items.iter_mut().for_each(cover_all),
        Json::Object(members) => members.values_mut().for_each(cover_all),
        Json::Null => {}
        value => {
            remember(value);
            *value = json!(COVERED);
        }
    }
}

/// From now on no output shows it.
fn remember(value: &Json) {
    match value {
        Json::String(text) => register::note(text),
        Json::Array(items) => items.iter().for_each(remember),
        Json::Object(members) => members.values().for_each(remember),
        _ => {}
    }
}

/// A value without the members that Terraform lists only because its schema has them.
fn tidy(value: Json) -> Json {
    match value {
        Json::Array(items) => items.into_iter().map(tidy).collect(),
        Json::Object(members) => {
            let kept = members.into_iter().filter(|(_, value)| !value.is_null());
            kept.map(|(name, value)| (name, tidy(value))).collect()
        }
        value => value,
    }
}

/// Takes apart what the provider sorts by its form, where the API has one list.
fn unite(kind: &Kind, record: &mut Map<String, Json>) {
    let Some(definition) = record.get_mut("definition") else { return };
    if *kind == kinds::AUTOMATION
        && let Some(Json::Array(nodes)) = definition.get_mut("nodes")
    {
        nodes.iter_mut().for_each(node);
    }
    if *kind == kinds::HOLIDAY_CALENDAR
        && let Some(Json::Object(months)) = definition.get_mut("months")
    {
        months.values_mut().for_each(month);
    }
}

/// `{"copy_file": {"id": …}}` is a node of that type.
fn node(node: &mut Json) {
    let Some(members) = node.as_object_mut().filter(|members| !members.contains_key("type")) else {
        return;
    };
    if let Some((kind, Json::Object(inner))) = members.iter().next()
        && members.len() == 1
    {
        let mut united = inner.clone();
        united.insert("type".to_owned(), json!(kind));
        *node = Json::Object(united);
    }
}

/// Rules of a month by their form, as one list.
fn month(month: &mut Json) {
    const FORMS: [&str; 3] = ["calculated_rules", "fixed_rules", "weekday_rules"];
    let Some(groups) = month.as_object() else { return };
    let rules = FORMS.iter().filter_map(|form| groups.get(*form)?.as_array());
    *month = rules.flatten().cloned().collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sensitive_is_covered_however_deep() {
        let mut value = json!({"a": [{"b": "x", "c": 1}, "y"], "d": {"e": null, "f": "z"}});
        cover(&mut value, &json!({"a": [{"b": true, "c": true}, false], "d": true, "gone": true}));
        let mark = COVERED;
        let covered = json!({"a": [{"b": mark, "c": mark}, "y"], "d": {"e": null, "f": mark}});
        assert_eq!(value, covered);
        assert_eq!(tidy(value)["d"], json!({"f": mark}));
    }

    #[test]
    fn lists_that_the_provider_sorts_are_one_again() {
        let mut record = json!({"definition": {"nodes": [
            {"wait": {"id": "w", "config": {"delay_seconds": 5}}},
            {"type": "wait", "id": "v"},
            "odd",
        ]}});
        let record = record.as_object_mut().expect("a record");
        unite(&kinds::AUTOMATION, record);
        let nodes = &record["definition"]["nodes"];
        assert_eq!(nodes[0], json!({"id": "w", "config": {"delay_seconds": 5}, "type": "wait"}));
        assert_eq!(nodes[2], json!("odd"));
        let months = json!({"12": {"weekday_rules": [{"week": 4}], "fixed_rules": [{"mday": 1}]}});
        let mut record = json!({ "definition": { "months": months } });
        let record = record.as_object_mut().expect("a record");
        unite(&kinds::HOLIDAY_CALENDAR, record);
        assert_eq!(record["definition"]["months"]["12"], json!([{"mday": 1}, {"week": 4}]));
    }
}
