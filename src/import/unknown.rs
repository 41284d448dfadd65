//! Values of a plan that are known only once it is applied: ids of what is not made yet come from
//! the configuration, of the rest it is noted that it is missing.

use super::document::Resource;
use super::entries::Entry;
use super::kinds::list_of;
use super::notes::Notes;
use super::references::{id, referred, referred_in_value};
use super::targets::{Found, Targets};
use crate::model::{ValueKind, kebab_case, kinds};
use crate::wording;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What a resource is, and its id, by its address.
type Known<'a> = BTreeMap<&'a str, (&'static str, i64)>;

/// What says who is in a group, by the list of the record.
const MEMBERSHIPS: &[(&str, &str)] = &[
    (kinds::GROUP.list, "admin_ids"),
    (kinds::GROUP.list, "user_ids"),
    (kinds::USER.list, "group_ids"),
];

pub(super) fn fill(
    entries: &mut [Entry<'_>],
    data: &[Resource],
    targets: &Targets<'_>,
    notes: &mut Notes,
) {
    let own = entries
        .iter()
        .filter_map(|entry| Some((entry.resource.title.as_str(), (entry.kind.list, entry.id()?))));
    let read = data.iter().filter_map(|resource| {
        let list = list_of(&resource.address.kind)?;
        Some((resource.title.as_str(), (list, resource.values.get("id").and_then(id)?)))
    });
    let known: Known<'_> = read.chain(own).collect();
    for entry in entries {
        let Entry { resource, kind, record, is_new, hides_members } = entry;
        let unknown = resource.unknown.as_object();
        for (name, mask) in unknown.into_iter().flatten() {
            if name == "id" || !is_unknown(mask) || !targets.is_said(resource, name) {
                continue;
            }
            let found = targets.of(resource, name);
            if name == "value" && **kind == kinds::BEHAVIOR {
                value(resource, record, mask, &found.resources, &known, notes);
                continue;
            }
            let list = referred(kind, name);
            let ids = of_list(&found.resources, list, &known);
            let was_list = record.get(name).is_some_and(Json::is_array);
            if !put(record, name, list.and(Some(&ids))) {
                *hides_members |= MEMBERSHIPS.contains(&(kind.list, name));
                missing(resource, name, list.is_some(), notes);
            } else if found.by_key || (name.ends_with("_ids") && !was_list) {
                guessed(resource, name, &found, notes);
            }
        }
        if *is_new {
            secrets(resource, kind, targets, notes);
        }
    }
}

/// Whether a value, or a part of it, is known only later.
fn is_unknown(mask: &Json) -> bool {
    match mask {
        Json::Bool(flag) => *flag,
        Json::Array(items) => items.iter().any(is_unknown),
        Json::Object(members) => members.values().any(is_unknown),
        _ => false,
    }
}

fn of_list(found: &[&Resource], list: Option<&str>, known: &Known<'_>) -> Vec<i64> {
    let ids = found.iter().filter_map(|resource| known.get(resource.title.as_str()));
    ids.filter(|(of, _)| Some(*of) == list).map(|(_, id)| *id).collect()
}

/// Puts ids in the place of a value or of those of its items that are not known. Tells whether
/// they fit.
fn put(record: &mut Map<String, Json>, name: &str, found: Option<&Vec<i64>>) -> bool {
    let found = found.map_or(&[][..], Vec::as_slice);
    let value = match (record.remove(name), found) {
        (_, []) => None,
        (Some(Json::Array(items)), found) => {
            let holes = items.iter().filter(|item| item.is_null()).count();
            let mut ids = found.iter().copied().map(Json::from);
            let filled = items.into_iter().map(|item| match item {
                Json::Null => ids.next().unwrap_or_default(),
                item => item,
            });
            (holes == found.len()).then(|| filled.collect())
        }
        (_, found) if name.ends_with("_ids") => {
            Some(found.iter().copied().map(Json::from).collect())
        }
        (_, [only]) => Some(Json::from(*only)),
        _ => None,
    };
    let fits = value.is_some();
    record.extend(value.map(|value| (name.to_owned(), value)));
    fits
}

/// The same for the keys of a folder setting's value.
fn value(
    resource: &Resource,
    record: &mut Map<String, Json>,
    mask: &Json,
    found: &[&Resource],
    known: &Known<'_>,
    notes: &mut Notes,
) {
    // One of which nothing is known is left out whole.
    let Json::Object(masks) = mask else { return };
    for (key, _) in masks.iter().filter(|(_, mask)| is_unknown(mask)) {
        let list = referred_in_value(record, key);
        let ids = of_list(found, list, known);
        let Some(Json::Object(value)) = record.get_mut("value") else { return };
        if !put(value, key, list.and(Some(&ids))) {
            missing(resource, key, list.is_some(), notes);
        }
    }
}

/// What an expression refers to tells not all that it does with it.
fn guessed(resource: &Resource, name: &str, found: &Found<'_>, notes: &mut Notes) {
    let titles: Vec<&str> = found.resources.iter().map(|one| one.title.as_str()).collect();
    let (word, titles) = (kebab_case(name), wording::listed(&titles));
    let text = format!(
        "`{word}` is known only once the plan is applied, and taken for {titles}, which its \
         expression names: see that it is right"
    );
    notes.of(&resource.title, text);
}

fn missing(resource: &Resource, name: &str, refers: bool, notes: &mut Notes) {
    let word = kebab_case(name);
    let why = if refers { ", and its expression does not tell what it refers to" } else { "" };
    let text = format!("`{word}` is left out: it is known only once the plan is applied{why}");
    notes.of(&resource.title, text);
}

/// Secrets that the configuration sends when it makes the object.
fn secrets(resource: &Resource, kind: &kinds::Kind, targets: &Targets<'_>, notes: &mut Notes) {
    for name in targets.said(resource) {
        if kind.attribute(name).is_some_and(|attribute| attribute.kind == ValueKind::Secret) {
            let word = kebab_case(name);
            let text = format!(
                "`{word}` is a secret, which is left out: `{word} (env)\"NAME\"` has it sent when \
                 the object is made"
            );
            notes.of(&resource.title, text);
        }
    }
}
