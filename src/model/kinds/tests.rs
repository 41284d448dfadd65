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
        ValueKind::Email => api_type.starts_with("email") || api_type == "string",
        ValueKind::List(_) => api_type.starts_with("array"),
        ValueKind::Object | ValueKind::Settings => api_type == "object",
        ValueKind::Text
        | ValueKind::Words
        | ValueKind::Item
        | ValueKind::Domain
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

/// The extract's rows of the kind: under the singular of its list, but folders are files.
fn rows<'a>(extract: &'a Value, kind: &Kind) -> &'a [Value] {
    let name = match kind.list {
        "folders" => "file".to_owned(),
        list => match list.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => list.strip_suffix('s').unwrap_or(list).to_owned(),
        },
    };
    match extract["resources"][&name].as_array() {
        Some(rows) => rows,
        None => panic!("{name} is not in the extract"),
    }
}

fn name(row: &Value) -> &str {
    row["name"].as_str().expect("name")
}

/// What can be sent and has no attribute here: what acts once, what comes with a file, what the site makes a key from, who
/// makes or has something, and what nobody has given a word yet.
const UNSAID: &[&str] = &[
    "api_key.user_id",
    "bundle.code",
    "bundle.create_snapshot",
    "bundle.finalize_snapshot",
    "bundle.inbox_id",
    "bundle.snapshot_id",
    "bundle_notification.user_id",
    "folder.action",
    "folder.buffered_upload",
    "folder.copy_behaviors",
    "folder.length",
    "folder.mkdir_parents",
    "folder.part",
    "folder.parts",
    "folder.path",
    "folder.provided_mtime",
    "folder.ref",
    "folder.restart",
    "folder.size",
    "folder.structure",
    "folder.with_direct_connection_info",
    "folder.with_rename",
    "form_field_set.user_id",
    "gpg_key.generate_email",
    "gpg_key.generate_expires_at",
    "gpg_key.generate_full_name",
    "gpg_key.generate_keypair",
    "notification.username",
    "remote_server.reset_authentication",
    "remote_server.user_id",
    "remote_server_credential.copy_values_from_credential_id",
    "user.announcements_read",
    "user.clear_2fa",
    "user.convert_to_partner_user",
    "user.group_id",
];

/// Sent with a new user only, and refused by the language: a `grant` says it.
const NOT_SHOWN: &str = "user.grant_permission";

/// Ids that the language has as the numbers they are. Others are said by names.
const NUMBERS: &[&str] = &[
    "child_site_management_policy.child_site_ids",
    "child_site_management_policy.skip_child_site_ids",
    "custom_domain.ssl_certificate_id",
];

#[test]
fn tables_are_sorted_and_agree_with_the_extract() {
    let extract = extract(include_str!("attributes.json"));
    for kind in KINDS.iter().filter(|kind| !kind.attributes.is_empty()) {
        let rows = rows(&extract, kind);
        assert!(kind.attributes.is_sorted_by(|a, b| a.name < b.name), "{} is sorted", kind.tag);
        for attribute in kind.attributes {
            let at = format!("{}.{}", kind.tag, attribute.name);
            let row = rows.iter().find(|row| name(row) == attribute.name);
            let row = row.unwrap_or_else(|| panic!("{at} is not at the API"));
            let api_type = row["type"].as_str().expect("type");
            assert!(fits(attribute.kind, api_type), "{at}: {api_type}");
            assert_eq!(attribute.write_only, row["read"] == false && at != NOT_SHOWN, "{at}");
            let create_only = row["create"] == true && row["update"] == false;
            assert_eq!(attribute.create_only, create_only, "{at}");
            if let (ValueKind::Choice(choices), Some(enumeration)) =
                (attribute.kind, row["enum"].as_array())
            {
                assert!(enumeration.iter().all(|e| choices.iter().any(|c| e == c)), "{at}");
            }
        }
    }
}

#[test]
fn what_can_be_sent_is_in_the_tables() {
    let extract = extract(include_str!("attributes.json"));
    let mut unsaid = Vec::new();
    for kind in KINDS.iter().filter(|kind| !kind.attributes.is_empty()) {
        for row in rows(&extract, kind) {
            let is_sent = row["create"] == true || row["update"] == true;
            let is_file = row["type"] == "file";
            let file = name(row).strip_suffix("_delete").map(|of| format!("{of}_file"));
            let unsets_a_file =
                rows(&extract, kind).iter().any(|row| Some(name(row)) == file.as_deref());
            if is_sent && !is_file && !unsets_a_file && kind.attribute(name(row)).is_none() {
                unsaid.push(format!("{}.{}", kind.tag, name(row)));
            }
        }
    }
    unsaid.sort_unstable();
    assert_eq!(unsaid, UNSAID);
}

#[test]
fn flags_and_lists_that_only_the_site_sets_begin_as_such() {
    let extract = extract(include_str!("attributes.json"));
    for kind in KINDS.iter().filter(|kind| kind.table.is_some()) {
        let own = |row: &&Value| row["read"] == true && kind.attribute(name(row)).is_none();
        for row in rows(&extract, kind).iter().filter(own) {
            let unset = match row["type"].as_str().expect("type") {
                "boolean" => "false",
                list if list.starts_with("array") => "[]",
                _ => continue,
            };
            let shown = format!("{}:{unset}", name(row));
            let words: Vec<&str> = kind.shows.split_ascii_whitespace().collect();
            assert!(words.contains(&shown.as_str()), "{} show no `{shown}`", kind.many);
        }
    }
}

#[test]
fn records_show_what_the_api_shows_in_its_order() {
    let extract = extract(include_str!("attributes.json"));
    for kind in KINDS {
        let shown: Vec<&str> = kind
            .shows
            .split_ascii_whitespace()
            .map(|word| word.split_once(':').map_or(word, |(name, _)| name))
            .collect();
        if shown.is_empty() {
            assert!(kind.attributes.is_empty(), "what {} show is not said", kind.many);
            continue;
        }
        let rows = rows(&extract, kind).iter().filter(|row| row["read"] == true);
        assert_eq!(shown, rows.map(name).collect::<Vec<_>>(), "{}", kind.tag);
    }
}

#[test]
fn lists_are_sorted_and_filtered_as_at_the_api() {
    let extract = extract(include_str!("attributes.json"));
    let lists: Vec<&Value> = extract["lists"].as_object().expect("lists").values().collect();
    for kind in KINDS.iter().filter(|kind| !kind.shows.is_empty()) {
        let Listing { sort, filter, together, prefix, range } = &kind.listing;
        let none = serde_json::json!({
            "path": kind.list, "sort": [], "filter": [], "together": [], "prefix": [], "range": [],
        });
        let table = serde_json::json!({
            "path": kind.list, "sort": sort, "filter": filter, "together": together,
            "prefix": prefix, "range": range,
        });
        let at_the_api = lists.iter().find(|list| list["path"] == kind.list);
        assert_eq!(table, **at_the_api.unwrap_or(&&none), "{}", kind.tag);
    }
}

#[test]
fn ids_are_said_by_a_name_or_known_to_be_numbers() {
    let mut numbers = Vec::new();
    for kind in KINDS {
        let said = |name: &str| kind.identity.contains(&name) || kind.spoken(name).is_some();
        let by_number = kind.attributes.iter().filter(|attribute| attribute.refers.is_none());
        let by_number = by_number.filter(|attribute| {
            matches!(attribute.kind, ValueKind::Int | ValueKind::List(ValueKind::Int))
        });
        let ids = by_number.map(|attribute| attribute.name);
        let ids = ids.filter(|name| name.ends_with("_id") || name.ends_with("_ids"));
        numbers.extend(ids.filter(|name| !said(name)).map(|name| format!("{}.{name}", kind.tag)));
    }
    numbers.sort_unstable();
    assert_eq!(numbers, NUMBERS);
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

/// Kinds that share a line of `manage` stand together, so that it is known once.
#[test]
fn lines_of_manage_stand_once() {
    let lines: Vec<&str> = manage_lines().map(|line| line.word).collect();
    let mut sorted = lines.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), lines.len(), "{lines:?}");
}
