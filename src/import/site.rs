//! Records to a site, as far as Terraform knows it.

use super::entries::Entry;
use super::notes::Notes;
use super::others::Other;
use super::references::id;
use super::values::COVERED;
use crate::live::{Attributes, LiveSite, Problem};
use crate::model::value::Hidden;
use crate::model::{Level, Names, Value, kinds};
use crate::pull::LeftOut;
use crate::site::{FolderRecord, Records};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// Addresses of resources, by the list that their records were added to, in order.
type Added<'a> = BTreeMap<&'static str, Vec<&'a str>>;

pub(super) fn site(
    entries: &[Entry<'_>],
    others: &[Other],
    target: &str,
    names: &mut Names,
    notes: &mut Notes,
) -> (LiveSite, LeftOut) {
    let own = entries.iter().find(|entry| *entry.kind == kinds::SITE);
    let mut records = Records::new(match own {
        Some(own) => Json::Object(own.record.clone()),
        None => own_id(entries).map_or(Json::Null, |id| json!({ "id": id })),
    });
    let mut added = Added::new();
    added.insert(kinds::SITE.list, own.into_iter().map(|own| &*own.resource.title).collect());
    let mut folders: BTreeMap<String, FolderRecord> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| *entry.kind != kinds::SITE) {
        let path = entry.record.get("path").and_then(Json::as_str);
        let has_place = entry.kind.has_place || *entry.kind == kinds::FOLDER;
        let path = path.filter(|path| has_place && !path.is_empty());
        if *entry.kind == kinds::FOLDER {
            let shown = Json::Object(entry.record.clone());
            folders.extend(path.map(|path| (path.to_owned(), FolderRecord::of(path, &shown))));
        } else {
            let bare = |path: &str| FolderRecord::of(path, &Json::Null);
            if let Some(path) = path {
                folders.entry(path.to_owned()).or_insert_with(|| bare(path));
            }
            records.add(entry.kind.list, &Json::Object(entry.record.clone()));
            added.entry(entry.kind.list).or_default().push(&entry.resource.title);
        }
    }
    others.iter().for_each(|other| records.add(other.list, &other.record()));
    records.folders = folders.into_values().collect();
    let mut live = records.into_live_as_far_as_read(target, names);
    for problem in std::mem::take(&mut live.odd) {
        odd(&problem, &added, notes);
    }
    for beyond in std::mem::take(&mut live.beyond) {
        notes.general(format!("{} is left out", beyond.text));
    }
    uncover(&mut live);
    (live, left_out(entries, others, names))
}

/// The id of the site whose resources these are, where the document tells of one site only.
fn own_id(entries: &[Entry<'_>]) -> Option<i64> {
    let of = |wanted: &dyn Fn(&Entry<'_>) -> bool| {
        let ids = entries.iter().filter(|entry| wanted(entry));
        let ids: BTreeSet<i64> =
            ids.filter_map(|entry| entry.record.get("site_id").and_then(id)).collect();
        (ids.len() == 1).then(|| ids.into_iter().next())?
    };
    let is_grant = |entry: &Entry<'_>| *entry.kind == kinds::GRANT;
    let on_folder = |entry: &Entry<'_>| {
        is_grant(entry) && entry.text("permission").and_then(Level::parse).is_some()
    };
    of(&|entry| !is_grant(entry)).or_else(|| of(&on_folder))
}

/// What is not as the API promises, with the resource in the place of the record.
fn odd(problem: &Problem, added: &Added<'_>, notes: &mut Notes) {
    let Problem { place, expected, found, left_out } = problem;
    let (list, rest) = place.split_once(['[', '.']).unwrap_or((place, ""));
    let (index, field) = match rest.split_once(']') {
        Some((index, field)) => (index.parse().unwrap_or_default(), field.trim_start_matches('.')),
        None => (0, rest),
    };
    let what = if *left_out { "it is left out" } else { "a value is left out" };
    let field = if field.is_empty() { String::new() } else { format!("`{field}`: ") };
    let text = format!("{what}: {field}expected {expected}, found {found}");
    match added.get(list).and_then(|titles| titles.get::<usize>(index)) {
        Some(title) => notes.of(title, text),
        None => notes.general(format!("{place}: {text}")),
    }
}

/// What nobody is to see, in the place of its marks.
fn uncover(live: &mut LiveSite) {
    let attributes = live
        .automations
        .iter_mut()
        .map(|one| &mut one.attributes)
        .chain(live.named.iter_mut().map(|one| &mut one.attributes))
        .chain([&mut live.settings]);
    for attributes in attributes {
        let mut uncovered = Attributes::default();
        attributes.iter().for_each(|(of, value)| uncovered.add(of, hidden(value)));
        *attributes = uncovered;
    }
    for behavior in &mut live.behaviors {
        behavior.value = hidden(&behavior.value);
    }
}

fn hidden(value: &Value) -> Value {
    match value {
        Value::Text(text) if **text == *COVERED => Value::Hidden(Hidden::default()),
        Value::List(items) => Value::List(items.iter().map(hidden).collect()),
        Value::Object(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.clone(), hidden(value))).collect())
        }
        value => value.clone(),
    }
}

/// Of what Terraform does not manage, the definition says nothing but the name.
fn left_out(entries: &[Entry<'_>], others: &[Other], names: &Names) -> LeftOut {
    let mut left_out = LeftOut::default();
    let later = "Terraform's document does not tell all of them";
    for entry in entries.iter().filter(|entry| entry.is_partial()) {
        let key = |name: &str| names.find_key(entry.text(name)?);
        match (key("username"), key("name")) {
            (Some(user), _) if *entry.kind == kinds::USER => left_out.groups_of(user, later),
            (_, Some(group)) => left_out.members_of(group, later),
            _ => {}
        }
    }
    let unsaid = "Terraform's document does not tell enough of it";
    let foreign = "Terraform does not manage all of it";
    for other in others {
        let Some(key) = names.find_key(&other.title()) else { continue };
        match (other.list, other.can_be_said()) {
            (list, false) if list == kinds::USER.list => left_out.user(key, unsaid),
            (list, true) if list == kinds::USER.list => left_out.groups_of(key, foreign),
            (list, false) if list == kinds::GROUP.list => left_out.group(key, unsaid),
            (list, true) if list == kinds::GROUP.list => left_out.members_of(key, foreign),
            _ => {}
        }
    }
    left_out
}
