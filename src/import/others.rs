//! Objects that resources refer to and Terraform does not manage: they are named, and nothing else
//! is said of them. Of those without a name, nothing is.

use super::document::Resource;
use super::entries::{Entry, Ids};
use super::kinds::list_of;
use super::notes::Notes;
use super::references::{all, id, naming};
use crate::model::kinds;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// An object beside those of the document.
#[derive(Debug)]
pub(super) struct Other {
    pub(super) list: &'static str,
    pub(super) id: i64,
    /// None where nobody tells.
    pub(super) name: Option<String>,
    /// Of a user: whether it is a person's account, and no bot's; none where nobody tells.
    is_persons: Option<bool>,
}

/// Names that records tell of others: the list, the id and the name.
const TOLD: &[(&str, &str, &str)] = &[
    ("groups", "group_id", "group_name"),
    ("partners", "partner_id", "partner_name"),
    ("users", "user_id", "username"),
];

#[derive(Default)]
struct Known {
    own: BTreeSet<(&'static str, i64)>,
    names: BTreeMap<(&'static str, i64), String>,
}

pub(super) fn others(
    entries: &mut [Entry<'_>],
    data: &[Resource],
    made_up: &mut Ids,
    notes: &mut Notes,
) -> Vec<Other> {
    let mut known = Known::default();
    let own = entries.iter().filter_map(|entry| Some((entry.kind.list, entry.id()?)));
    known.own = own.collect();
    known.names = names(entries, data);
    for entry in &mut *entries {
        by_name(entry, &mut known, made_up);
    }
    let persons: BTreeMap<i64, bool> = data.iter().filter_map(person).collect();
    let mut others = Vec::new();
    for entry in &*entries {
        for (list, id) in all(entry.kind, &entry.record) {
            // Nothing is in the default workspace by a reference.
            if id == 0 || !known.own.insert((list, id)) {
                continue;
            }
            let name = known.names.get(&(list, id)).cloned();
            let is_persons = persons.get(&id).copied().filter(|_| list == kinds::USER.list);
            let other = Other { list, id, name, is_persons };
            let has_grants = [kinds::USER.list, kinds::GROUP.list].contains(&list);
            if other.can_be_said() || has_grants {
                tell(entry, &other, notes);
                others.push(other);
            }
        }
    }
    unused(data, &others, notes);
    others
}

fn names(entries: &[Entry<'_>], data: &[Resource]) -> BTreeMap<(&'static str, i64), String> {
    let mut names = BTreeMap::new();
    for entry in entries {
        let name = naming(entry.kind.list).and_then(|name| entry.text(name));
        if let (Some(id), Some(name)) = (entry.id(), name) {
            names.insert((entry.kind.list, id), name.to_owned());
        }
        for (list, of, told) in TOLD {
            let id = entry.record.get(*of).and_then(id);
            if let (Some(id), Some(name)) = (id, entry.text(told)) {
                names.entry((*list, id)).or_insert_with(|| name.to_owned());
            }
        }
    }
    for resource in data {
        let Some(list) = list_of(&resource.address.kind) else { continue };
        let Some(name) = naming(list).and_then(|name| resource.values.get(name)?.as_str()) else {
            continue;
        };
        let is_shown = resource.sensitive.get(naming(list).unwrap_or_default()).is_none();
        if let Some(id) = resource.values.get("id").and_then(id).filter(|_| is_shown) {
            names.entry((list, id)).or_insert_with(|| name.to_owned());
        }
    }
    names
}

/// A grant whose holder is said by name alone.
fn by_name(entry: &mut Entry<'_>, known: &mut Known, made_up: &mut Ids) {
    const HOLDERS: [&str; 4] = ["user_id", "group_id", "group_ids", "partner_id"];
    if *entry.kind != kinds::GRANT || HOLDERS.iter().any(|name| entry.record.contains_key(*name)) {
        return;
    }
    for (list, of, told) in TOLD {
        let Some(name) = entry.text(told).map(str::to_owned) else { continue };
        let mut same = known
            .names
            .iter()
            .filter(|((of, _), other)| of == list && other.to_lowercase() == name.to_lowercase());
        let found = same.next().map(|((_, id), _)| *id);
        let id = found.unwrap_or_else(|| made_up.next());
        known.names.insert((list, id), name);
        entry.record.insert((*of).to_owned(), id.into());
        return;
    }
}

/// Whose account a data source of a user tells of.
fn person(resource: &Resource) -> Option<(i64, bool)> {
    let is_user = list_of(&resource.address.kind) == Some(kinds::USER.list);
    let values = Some(&resource.values).filter(|_| is_user)?;
    Some((id(values.get("id")?)?, values.get("self_managed")?.as_bool()?))
}

fn tell(entry: &Entry<'_>, other: &Other, notes: &mut Notes) {
    let kind = kinds::listed().find(|kind| kind.list == other.list);
    let what = kind.map_or("SSO strategy", |kind| kind.one);
    let number = if other.id > 0 { format!(" (id {})", other.id) } else { String::new() };
    let unsaid = "what it has and is in is left out";
    let text = match &other.name {
        Some(name) if other.can_be_said() => {
            format!("{what} `{name}`{number} is not Terraform's: named, and left as it is")
        }
        Some(name) => format!(
            "{what} `{name}`{number} is not Terraform's, and nothing tells whether it is a person's \
             or a bot's: {unsaid}"
        ),
        None => format!("{what}{number} is not Terraform's, and nothing tells its name: {unsaid}"),
    };
    notes.of(&entry.resource.title, text);
}

/// What is only read and nothing refers to.
fn unused(data: &[Resource], others: &[Other], notes: &mut Notes) {
    for resource in data {
        let list = list_of(&resource.address.kind);
        let id = resource.values.get("id").and_then(id);
        let is_used = others.iter().any(|other| Some(other.list) == list && Some(other.id) == id);
        if !is_used {
            let text = "a data source, which reads and makes nothing: there is nothing to write";
            notes.of(&resource.title, text.to_owned());
        }
    }
}

impl Other {
    /// Whether a definition can declare it without a word about it. A user's node says whether the
    /// account is a person's.
    pub(super) fn can_be_said(&self) -> bool {
        self.name.is_some() && (self.list != kinds::USER.list || self.is_persons.is_some())
    }

    /// What there is to say of it.
    pub(super) fn record(&self) -> Json {
        let name = self.title();
        let mut record = serde_json::Map::new();
        record.insert("id".to_owned(), self.id.into());
        record.extend(self.is_persons.map(|is| ("self_managed".to_owned(), is.into())));
        record.extend(naming(self.list).map(|naming| (naming.to_owned(), name.into())));
        Json::Object(record)
    }

    /// The name, or what stands for it.
    pub(super) fn title(&self) -> String {
        let one = self.list.trim_end_matches('s');
        self.name.clone().unwrap_or_else(|| format!("{one} {}", self.id))
    }
}
