//! The tables against the extracts of the API that they were made from.

use super::*;
use serde_json::Value;

fn extract(text: &str) -> Value {
    serde_json::from_str(text).expect("the extract is JSON")
}

fn fits(kind: ValueKind, api_type: &str) -> bool {
    match kind {
        ValueKind::Bool => api_type == "boolean",
        ValueKind::Int => api_type == "int64",
        ValueKind::Instant => api_type.starts_with("date-time"),
        ValueKind::Email => api_type.starts_with("email"),
        ValueKind::List(_) => api_type.starts_with("array"),
        ValueKind::Object => api_type == "object",
        ValueKind::Text
        | ValueKind::Addresses
        | ValueKind::TimeZone
        | ValueKind::Path
        | ValueKind::Secret => {
            api_type == "string"
                || api_type.starts_with("email")
                || api_type.starts_with("array(int64) (write")
        }
        ValueKind::Choice(_) => api_type == "string",
    }
}

#[test]
fn tables_are_sorted_and_agree_with_the_extract() {
    let extract = extract(include_str!("attributes.json"));
    for kind in KINDS.iter().filter(|kind| !kind.attributes.is_empty()) {
        let (table, name) = (kind.attributes, kind.list.strip_suffix('s').unwrap_or(kind.list));
        assert!(table.is_sorted_by(|a, b| a.name < b.name), "{name} is sorted");
        let rows = extract["resources"][name].as_array().expect("rows");
        for attribute in table {
            let row = rows.iter().find(|row| row["name"] == attribute.name);
            let row = row.unwrap_or_else(|| panic!("{name}.{} is not at the API", attribute.name));
            let api_type = row["type"].as_str().expect("type");
            assert!(fits(attribute.kind, api_type), "{name}.{}: {api_type}", attribute.name);
            assert!(attribute.write_only || row["read"] == true, "{name}.{}", attribute.name);
            if let (ValueKind::Choice(choices), Some(enumeration)) =
                (attribute.kind, row["enum"].as_array())
            {
                assert!(
                    enumeration.iter().all(|e| choices.iter().any(|c| e == c)),
                    "{}",
                    attribute.name
                );
            }
        }
        for row in rows.iter().filter(|row| row["update"] == true && row["type"] != "file") {
            let api = row["name"].as_str().expect("name");
            let one_off = api.ends_with("_delete")
                || ["announcements_read", "clear_2fa", "convert_to_partner_user", "group_id"]
                    .contains(&api);
            assert!(one_off || kind.attribute(api).is_some(), "{name}.{api} is missing");
        }
    }
}

#[test]
fn folder_settings_are_sorted_and_agree_with_the_extract() {
    let extract = extract(include_str!("behaviors.json"));
    let types = extract["behaviors"].as_object().expect("behaviors");
    assert!(behavior_types().is_sorted_by(|a, b| a.name < b.name));
    assert_eq!(types.len(), behavior_types().len());
    for behavior in behavior_types() {
        let row = &types[behavior.name];
        let root = match behavior.root {
            ValueRoot::Object => "object",
            ValueRoot::Text => "string",
            ValueRoot::List => "array",
        };
        assert_eq!(row["value_root"], root, "{}", behavior.name);
        let mut keys: Vec<&str> =
            row["keys"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        keys.sort_unstable();
        let table: Vec<&str> = behavior.keys.iter().map(|key| key.name).collect();
        assert_eq!(table, keys, "{}", behavior.name);
    }
}

#[test]
fn words_are_kebab_case_only() {
    assert!(USER.attribute_of_word("authenticate-until").is_some());
    assert!(USER.attribute_of_word("authenticate_until").is_none());
    assert!(behavior_type(FENCE).is_some());
}

#[test]
fn every_default_is_an_attribute_of_its_kind() {
    for kind in KINDS {
        assert!(kind.defaults.is_sorted_by(|a, b| a.0 < b.0), "{}", kind.word);
        for (name, _) in kind.defaults {
            let attribute = kind.attribute(name).unwrap_or_else(|| panic!("{name}"));
            let json = crate::live::typed::plain_json(&kind.default(attribute));
            let value = crate::live::typed::from_json(attribute.kind, &json);
            assert!(value.is_ok(), "{name}: {value:?}");
        }
    }
}

#[test]
fn what_is_said_of_attributes_is_said_of_those_that_are_there() {
    for kind in KINDS {
        let spoken = kind.spoken.iter().map(|spoken| spoken.attribute);
        let required = kind.table.map_or(&[][..], |table| table.required).iter().copied();
        for name in spoken.chain(required).chain(kind.identity.iter().copied()) {
            assert!(kind.attribute(name).is_some(), "{}.{name}", kind.word);
        }
        for tag in KINDS.iter().filter(|other| other.tag == kind.tag) {
            assert!(std::ptr::eq(*tag, *kind), "two kinds are called {}", kind.tag);
        }
    }
}

#[test]
fn attributes_are_found_in_any_order() {
    let table = USER.attributes;
    let backwards = table.iter().rev();
    let (mut at, mut other) = (0, 0);
    for attribute in table.iter().chain(backwards).chain(table.iter().step_by(11)) {
        assert_eq!(USER.next_attribute(&mut at, attribute.name), Some(attribute));
        assert_eq!(USER.next_attribute(&mut other, "no_such_attribute"), None);
        let word = attribute.word();
        assert_eq!(USER.attribute_of_word(&word), Some(attribute));
    }
}
