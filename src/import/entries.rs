//! The resources that a definition can say, each with its record and an id.

use super::document::Resource;
use super::kinds::{of_resource, why_not};
use super::notes::Notes;
use super::references::id;
use super::values;
use crate::model::kinds::{self, Kind, behavior_type};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

pub(super) struct Entry<'a> {
    pub(super) resource: &'a Resource,
    pub(super) kind: &'static Kind,
    pub(super) record: Map<String, Json>,
    /// It has none on the site yet: its id is made up.
    pub(super) is_new: bool,
    /// Who is in which group is said in a way that tells nobody who it is.
    pub(super) hides_members: bool,
}

impl Entry<'_> {
    pub(super) fn id(&self) -> Option<i64> {
        self.record.get("id").and_then(id)
    }

    /// Whether not all of a group's members, or of a user's groups, are known.
    pub(super) fn is_partial(&self) -> bool {
        let told: &[&str] = match self.kind {
            kind if *kind == kinds::USER => &["group_ids"],
            kind if *kind == kinds::GROUP => &["user_ids", "admin_ids"],
            _ => &[],
        };
        // What the site does not have yet has no others.
        self.hides_members
            || (!self.is_new && !told.iter().all(|name| self.record.contains_key(*name)))
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.record.get(name).and_then(Json::as_str).filter(|text| !text.is_empty())
    }
}

/// Ids for what has none yet. No site gives such ones.
#[derive(Default)]
pub(super) struct Ids(i64);

impl Ids {
    pub(super) fn next(&mut self) -> i64 {
        self.0 -= 1;
        self.0
    }
}

/// Those whose records the site tells apart by no id.
fn has_id(kind: &Kind) -> bool {
    [&kinds::SITE, &kinds::MEMBERSHIP, &kinds::FOLDER].iter().all(|other| *other != kind)
}

pub(super) fn entries<'a>(
    managed: &'a [Resource],
    ids: &mut Ids,
    notes: &mut Notes,
) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut seen: BTreeMap<(&str, i64), &str> = BTreeMap::new();
    for resource in managed {
        let Some(kind) = of_resource(&resource.address.kind) else {
            let why = why_not(&resource.address.kind);
            notes.of(&resource.title, format!("it is left out: {why}"));
            continue;
        };
        let Some(mut record) = values::record(resource, kind, notes) else { continue };
        let is_new = has_id(kind) && !record.contains_key("id");
        if is_new {
            record.insert("id".to_owned(), ids.next().into());
        }
        let entry = Entry { resource, kind, record, is_new, hides_members: false };
        if let Some(id) = entry.id().filter(|_| has_id(kind)) {
            if let Some(other) = seen.get(&(kind.list, id)) {
                notes.of(&resource.title, format!("it is left out: it is the same as {other}"));
                continue;
            }
            seen.insert((kind.list, id), &resource.title);
        }
        entries.push(entry);
    }
    entries
}

/// By any of which a grant tells who holds it.
const HOLDERS: &[&str] =
    &["user_id", "group_id", "group_ids", "partner_id", "username", "group_name", "partner_name"];

/// Keeps those that say enough; of the others it is noted what they lack.
pub(super) fn keep_whole(entries: &mut Vec<Entry<'_>>, notes: &mut Notes) {
    let mut has_site = false;
    entries.retain(|entry| {
        let lacks = lacks(entry, has_site);
        has_site |= is_site(entry);
        if let Some(why) = &lacks {
            notes.of(&entry.resource.title, format!("it is left out: {why}"));
        }
        lacks.is_none()
    });
}

fn is_site(entry: &Entry<'_>) -> bool {
    *entry.kind == kinds::SITE
}

fn lacks(entry: &Entry<'_>, has_site: bool) -> Option<String> {
    let text = |name: &str| entry.record.get(name).and_then(Json::as_str);
    let has = |name: &str| entry.record.contains_key(name);
    let stands_in_folder = [&kinds::FOLDER, &kinds::GRANT, &kinds::BEHAVIOR];
    if stands_in_folder.contains(&entry.kind) && text("path").is_none() {
        // The empty path is the root, and no path is not.
        return Some("its `path` is not known".to_owned());
    }
    let table = entry.kind.table;
    let name = table.map(|table| table.name).filter(|name| !name.is_empty());
    let row = table.map_or(&[][..], |table| table.row);
    match entry.kind {
        _ if let Some(of) = row.first().filter(|of| !has(of)) => {
            Some(format!("its `{of}` is not known"))
        }
        _ if name.is_some_and(|name| entry.text(name).is_none()) => {
            Some("it has no name, by which a definition would know it".to_owned())
        }
        _ if is_site(entry) && has_site => Some("the document has another site".to_owned()),
        kind if *kind == kinds::BEHAVIOR => match text("behavior") {
            Some(name) if behavior_type(name).is_none() => {
                Some(format!("siteplan does not know the folder setting `{name}`"))
            }
            _ if !has("value")
                && entry.resource.unknown.get("value") == Some(&Json::Bool(true)) =>
            {
                Some("its `value` is known only once the plan is applied".to_owned())
            }
            _ => None,
        },
        kind if *kind == kinds::GRANT && !HOLDERS.iter().any(|name| has(name)) => {
            Some("who holds it is not known".to_owned())
        }
        kind if *kind == kinds::SSH_KEY && !has("fingerprint_sha256") && !has("public_key") => {
            let title = text("title").unwrap_or("title");
            Some(format!(
                "Terraform does not keep the key itself: write `ssh-key \"{title}\" \"ssh-…\"` in \
                 its user"
            ))
        }
        kind if *kind == kinds::AUTOMATION && entry.is_new && text("name").is_none() => {
            Some("without a name it is known by its id, and it has none yet: name it".to_owned())
        }
        _ => None,
    }
}
