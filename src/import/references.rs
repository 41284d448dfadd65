//! What the ids in records are of.

use crate::model::kinds::{self, Kind, behavior_type};
use crate::model::{Attribute, Referent};
use crate::site::SSO_STRATEGIES;
use serde_json::{Map, Value as Json};

/// Relations, which are no attributes, and the lists whose ids they are.
static RELATIONS: &[(&str, &str)] = &[
    ("admin_group_ids", kinds::GROUP.list),
    ("admin_ids", kinds::USER.list),
    ("group_id", kinds::GROUP.list),
    ("group_ids", kinds::GROUP.list),
    ("partner_id", kinds::PARTNER.list),
    ("schedule_id", kinds::SCHEDULE.list),
    ("sso_strategy_id", SSO_STRATEGIES),
    ("user_id", kinds::USER.list),
    ("user_ids", kinds::USER.list),
];

/// The list whose ids an attribute of a record holds.
pub(super) fn referred(kind: &Kind, name: &str) -> Option<&'static str> {
    let of_attribute = kind.attribute(name).and_then(list);
    let relation = || RELATIONS.iter().find(|(known, _)| *known == name).map(|(_, list)| *list);
    of_attribute.or_else(relation)
}

fn list(attribute: &Attribute) -> Option<&'static str> {
    attribute.refers.map(|refers| kinds::referred(refers.to).list)
}

/// The list whose ids a key of a folder setting's value holds.
pub(super) fn referred_in_value(record: &Map<String, Json>, key: &str) -> Option<&'static str> {
    behavior_type(record.get("behavior")?.as_str()?)?.key(key).and_then(list)
}

/// Every id in a record, with the list that it is of.
pub(super) fn all(kind: &Kind, record: &Map<String, Json>) -> Vec<(&'static str, i64)> {
    let mut found = Vec::new();
    let mut add = |list: Option<&'static str>, value: &Json| {
        found.extend(
            list.into_iter().flat_map(|list| ids(value).into_iter().map(move |id| (list, id))),
        );
    };
    for (name, value) in record {
        add(referred(kind, name), value);
    }
    let value = record.get("value").filter(|_| *kind == kinds::BEHAVIOR);
    for (key, value) in value.and_then(Json::as_object).into_iter().flatten() {
        add(referred_in_value(record, key), value);
    }
    found
}

/// The ids of a value: one, a list, or a text that joins them by commas.
pub(super) fn ids(value: &Json) -> Vec<i64> {
    match value {
        Json::Array(items) => items.iter().filter_map(id).collect(),
        Json::String(text) => text.split(',').filter_map(|id| id.trim().parse().ok()).collect(),
        value => id(value).into_iter().collect(),
    }
}

pub(super) fn id(value: &Json) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// What the objects of a list are called by.
pub(super) fn naming(list: &str) -> Option<&'static str> {
    match list {
        _ if list == kinds::USER.list => Some("username"),
        _ if list == kinds::GROUP.list => Some("name"),
        _ if list == SSO_STRATEGIES => Some("label"),
        _ => {
            let kinds = Referent::ALL.iter().map(|referent| kinds::referred(*referent));
            let kind = kinds.into_iter().find(|kind| kind.list == list)?;
            kind.table.map(|table| table.name)
        }
    }
}
