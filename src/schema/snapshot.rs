//! The JSON Schema of snapshots, made from the catalog.

use super::formats::id as id_of;
use crate::live::activity::{COLUMNS, CREATED};
use crate::live::snapshot::{FORMAT, VERSION};
use crate::model::attribute::Attribute;
use crate::model::kinds::{self, BehaviorType, Kind, ValueRoot, behavior_types};
use crate::model::{ChildLevel, Level, NamedKind, ValueKind};
use serde_json::{Map, Value as Json, json};

/// JSON Schema, 2020-12. Unknown members are allowed: a reader ignores them.
pub fn snapshot() -> Json {
    let record = |required: &[&str], properties: Json| json!({"type": "object", "required": required, "properties": properties});
    let list = |items: Json| json!({"type": "array", "items": items});
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id_of("snapshot", VERSION),
        "title": "siteplan snapshot",
        "description": "A Files.com site as siteplan reads it. Holds no secrets.",
        "type": "object",
        "required": ["format", "version"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "target": {"type": "string", "description": "Where it was read."},
            "read_at": {"type": "string", "format": "date-time", "description": "When it was read."},
            "settings": {"type": "object", "properties": attributes(&kinds::SITE)},
            "managed_settings": {
                "description": "Settings that a policy of the parent site locks.",
                "type": "array", "items": {"type": "string"},
            },
            "parent_admins": {
                "description": "Administrators of the parent site, who have everything here.",
                "type": "array", "items": {"type": "string"},
            },
            "sso": list(record(&["name"], json!({"id": id(), "name": {"type": "string"}}))),
            "users": list(record(&["username"], user())),
            "groups": list(record(&["name"], group())),
            "memberships": list(record(&["group", "user"], json!({
                "group": {"type": "string"},
                "user": {"type": "string"},
                "admin": {"type": "boolean", "default": false},
            }))),
            "folders": {"type": "array", "items": {"type": "string"}, "uniqueItems": true},
            "folder_attributes": list(record(&["path"], with(
                json!({"path": {"type": "string"}}),
                attributes(&kinds::FOLDER),
            ))),
            "grants": list(grant()),
            "child_site_grants": list(child_grant()),
            "behaviors": list(behavior()),
            "beyond": list(record(&["manage", "text"], json!({
                "manage": {
                    "type": "string",
                    "description": "The line of `manage` that decides on it.",
                },
                "path": {"type": "string", "description": "Where it stands."},
                "text": {"type": "string", "description": "What it is, for people."},
            }))),
            "automations": list(record(&[], automation())),
            "unread": list(record(&["list"], json!({
                "list": {"type": "string", "description": "A list that the site did not show."},
                "why": {"type": "string"},
            }))),
            "odd": list(record(&["place"], json!({
                "place": {"type": "string", "description": "What is not as the API promises."},
                "expected": {"type": "string"},
                "found": {"type": "string"},
                "left_out": {"type": "boolean", "default": false},
            }))),
            "key": record(&[], json!({
                "id": id(),
                "user": {"type": "string", "description": "None: a key of the whole site."},
                "permission_set": {"type": "string"},
                "workspace": {"type": "integer", "description": "The one that it is confined to."},
            })),
        },
    });
    schema["properties"]["api_keys"] = list(api_key());
    for kind in NamedKind::all() {
        schema["properties"][kind.list] = list(record(&[], named(kind)));
    }
    schema
}

fn api_key() -> Json {
    let (made, last_use) = (last("When it was made"), last("When it was used last"));
    let key = json!({"id": id(), "name": {"type": "string"}, CREATED: made, "last_use_at": last_use, "unshown": unshown(&kinds::API_KEY)});
    json!({
        "type": "object",
        "required": ["name"],
        "properties": with(key, attributes(&kinds::API_KEY)),
    })
}

/// What a site may show as none, and what it may not show.
fn last(of: &str) -> Json {
    let description = format!("{of}; null: never. Left out where the site does not show it.");
    json!({"type": ["string", "null"], "format": "date-time", "description": description})
}

fn moment(of: &str) -> Json {
    let description = format!("{of}; shown where several bear one name.");
    json!({"type": "string", "format": "date-time", "description": description})
}

fn id() -> Json {
    json!({"type": "integer", "description": "The site's own id."})
}

fn attributes(kind: &'static Kind) -> Json {
    let shown = kind.attributes.iter();
    let shown = shown.filter(|a| a.is_comparable() && !kind.identity.contains(&a.name));
    Json::Object(shown.map(attribute).collect())
}

fn attribute(attribute: &Attribute) -> (String, Json) {
    let mut of = kind(attribute.kind);
    if let Some(refers) = attribute.refers {
        let by_name = by_name(refers.to.tag());
        match attribute.kind {
            ValueKind::List(item) => of["items"] = json!({"anyOf": [kind(*item), by_name]}),
            _ => of = json!({"anyOf": [of, by_name]}),
        }
    }
    let hidden = || json!({"type": "object", "required": ["$hidden"]});
    let description = "A secret: only whether there is one.";
    if attribute.is_likely_secret {
        of = json!({"anyOf": [of, hidden()], "description": description});
    }
    if attribute.told_by.is_some() {
        of = hidden();
        of["description"] = json!(description);
    }
    (attribute.name.to_owned(), of)
}

/// An object by its name, where the site has its id.
fn by_name(tag: &str) -> Json {
    let mark = format!("${tag}");
    json!({"type": "object", "required": [mark], "properties": {mark: {"type": "string"}}})
}

fn kind(of: ValueKind) -> Json {
    match of {
        ValueKind::Bool => json!({"type": "boolean"}),
        ValueKind::Int => json!({"type": "integer"}),
        ValueKind::Text | ValueKind::Item | ValueKind::Secret => json!({"type": "string"}),
        ValueKind::Words => json!({"type": "string", "description": "Words apart by commas."}),
        ValueKind::Domain => json!({"type": "string", "description": "A domain."}),
        ValueKind::Email => json!({"type": "string", "format": "email"}),
        ValueKind::Addresses => json!({"type": "array", "items": {"type": "string"}}),
        ValueKind::Instant => json!({"type": "string", "format": "date-time"}),
        ValueKind::TimeZone => json!({"type": "string", "description": "A Rails time zone name."}),
        ValueKind::Path => json!({"type": "string", "description": "A folder path."}),
        // A newer Files.com may know more words, so that they are no closed set.
        ValueKind::Choice(choices) => json!({"type": "string", "examples": choices}),
        ValueKind::List(of) => json!({"type": "array", "items": kind(*of)}),
        ValueKind::Object | ValueKind::Settings => json!({"type": ["object", "array", "string"]}),
    }
}

fn with(first: Json, rest: Json) -> Json {
    let mut all = Map::new();
    for part in [first, rest] {
        if let Json::Object(part) = part {
            all.extend(part);
        }
    }
    Json::Object(all)
}

/// Attributes of which the site's answer says nothing.
fn unshown(kind: &Kind) -> Option<Json> {
    let is_key = *kind == kinds::API_KEY;
    let may_be_missing =
        |attribute: &&Attribute| attribute.told_by.is_some() || (is_key && attribute.create_only);
    let names = kind.attributes.iter().filter(may_be_missing).map(|attribute| attribute.name);
    let names: Vec<&str> = names.collect();
    (!names.is_empty()).then(|| json!({
        "type": "array",
        "items": {"enum": names},
        "description": "What the site does not show of it, so that nothing is compared with it.",
    }))
}

fn user() -> Json {
    let first = json!({
        "id": id(),
        "username": {"type": "string", "minLength": 1},
        "externally_managed": {"type": "boolean", "default": false},
        "signed_in": {"type": "boolean", "default": false},
        "api_keys": {"type": "array", "items": api_key()},
        "ssh_keys": {"type": "array", "items": {
            "type": "object",
            "required": ["title", "fingerprint"],
            "properties": {
                "id": id(),
                "title": {"type": "string"},
                "fingerprint": {"type": "string", "pattern": "^SHA256:"},
                CREATED: last("When it was made"),
                "last_login_at": last("When it was used last"),
            },
        }},
    });
    let columns = COLUMNS.map(|column| {
        (column.to_owned(), last("When the account was last active so, as the API has it"))
    });
    let made = (CREATED.to_owned(), last("When the account was made"));
    let activity = Json::Object([made].into_iter().chain(columns).collect());
    with(with(first, activity), attributes(&kinds::USER))
}

fn group() -> Json {
    let first = json!({"id": id(), "name": {"type": "string", "minLength": 1}});
    with(first, attributes(&kinds::GROUP))
}

fn grant() -> Json {
    let levels: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    json!({
        "type": "object",
        "required": ["path", "level"],
        "oneOf": [{"required": ["user"]}, {"required": ["group"]}, {"required": ["all_of"]}],
        "properties": {
            "id": id(),
            "path": {"type": "string", "description": "Empty for the root."},
            "user": {"type": "string"},
            "group": {"type": "string"},
            "all_of": {
                "description": "Whoever is in every one of these groups.",
                "type": "array", "minItems": 1, "items": {"type": "string"},
            },
            "level": {"enum": levels},
            "recursive": {"type": "boolean", "default": true},
        },
    })
}

fn child_grant() -> Json {
    json!({
        "type": "object",
        "required": ["site", "level"],
        "oneOf": [{"required": ["user"]}, {"required": ["group"]}],
        "properties": {
            "id": id(),
            "site": {"type": "integer", "description": "The child site's id."},
            "user": {"type": "string"},
            "group": {"type": "string"},
            "level": {"enum": ChildLevel::ALL.map(ChildLevel::as_str)},
        },
    })
}

fn behavior() -> Json {
    let names: Vec<&str> = behavior_types().iter().map(|behavior| behavior.name).collect();
    let values: Vec<Json> = behavior_types().iter().map(value_of).collect();
    json!({
        "type": "object",
        "required": ["path", "behavior"],
        "properties": {
            "id": id(),
            "path": {"type": "string"},
            "behavior": {"enum": names},
            "name": {"type": "string"},
            "description": {"type": "string"},
            "recursive": {"type": "boolean"},
            "disable_parent_folder_behavior": {"type": "boolean"},
            "managed": {"type": "boolean", "default": false},
        },
        "allOf": values,
    })
}

fn value_of(behavior: &BehaviorType) -> Json {
    let value = match behavior.root {
        ValueRoot::Text => json!({"type": "string"}),
        ValueRoot::List => json!({"type": "array"}),
        ValueRoot::Object => {
            let keys = behavior.keys.iter().filter(|key| !key.write_only).map(attribute);
            json!({"type": "object", "properties": Json::Object(keys.collect())})
        }
    };
    json!({
        "if": {"properties": {"behavior": {"const": behavior.name}}},
        "then": {"properties": {"value": value}},
    })
}

fn automation() -> Json {
    let first = json!({
        "id": id(),
        "name": {"type": "string"},
        "schedule": {"type": "string", "description": "The schedule by which it runs."},
        "last_modified_at": moment("When it was modified last"),
        "last_run_at": moment("When it ran last"),
        "owner": {
            "description": "With whose permissions it runs.",
            "oneOf": [
                {"const": "site"},
                {"type": "object", "required": ["user"], "properties": {"user": {"type": "string"}}},
                {
                    "type": "object",
                    "required": ["deleted_user"],
                    "properties": {"deleted_user": id()},
                },
            ],
        },
    });
    with(first, attributes(&kinds::AUTOMATION))
}

fn named(kind: NamedKind) -> Json {
    let mut first = json!({"id": id(), "name": {"type": "string"}});
    if kind.shows.split_whitespace().any(|shown| shown == "updated_at") {
        first["updated_at"] = moment("When it was changed last");
    }
    if let Some(unshown) = unshown(kind.kind()) {
        first["unshown"] = unshown;
    }
    with(first, attributes(kind.kind()))
}
