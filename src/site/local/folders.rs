//! Folders: they have no id, the path is the key. What stands on a folder goes where it goes.

use super::edit::{Edit, check_path, text};
use super::store::{List, Record, Try, Tx};
use super::{behaviors, grants, rows};
use crate::model::{kinds, path};
use crate::site::Refusal;
use serde_json::{Value as Json, json};

/// A folder that must be there.
pub fn need(tx: &Tx<'_>, folder: &str) -> Try<()> {
    check_path(folder)?;
    let key = path::key(folder);
    if path::is_root(&key) || tx.folder(&key)?.is_some() {
        return Ok(());
    }
    Err(missing(folder).into())
}

/// The path as the site spells it.
pub fn spelled(tx: &Tx<'_>, folder: &str) -> Try<String> {
    let known = tx.folder(&path::key(folder))?;
    let known = known.as_ref().and_then(|record| text(record, "path"));
    Ok(known.map_or_else(|| path::normalize(folder).into_owned(), str::to_owned))
}

fn root(what: &str) -> Refusal {
    Refusal::new("bad-request/invalid-path", format!("a root cannot be {what}"))
}

fn missing(folder: &str) -> Refusal {
    Refusal::not_found(format!("there is no folder `{folder}`"))
}

fn taken(folder: &str) -> Refusal {
    let message = format!("`{}` is there already", path::display(folder));
    Refusal::new("processing-failure/destination-exists", message)
}

/// Whether a folder is there; roots always are.
pub fn exists(tx: &Tx<'_>, folder: &str) -> Try<bool> {
    let key = path::key(folder);
    Ok(path::is_root(&key) || tx.folder(&key)?.is_some())
}

/// Makes a folder that is not there, and those above it where that is asked for.
pub fn create(edit: &Edit<'_>, folder: &str, parents: bool) -> Try<()> {
    let tx = edit.tx;
    check_path(folder)?;
    if exists(tx, folder)? {
        return Err(taken(folder).into());
    }
    let folder = path::normalize(folder);
    let parent = path::parent(&folder).unwrap_or_default();
    if !parents && !exists(tx, parent)? {
        return Err(missing(parent).into());
    }
    let mut made = String::new();
    for name in folder.split('/') {
        made = path::join(&made, name);
        let key = path::key(&made);
        match tx.folder(&key)? {
            // Below a folder that is there, its own spelling goes on.
            Some(record) => made = text(&record, "path").unwrap_or(&made).to_owned(),
            None if path::is_root(&key) => {}
            None => tx.put_folder(&key, &record(edit, &made))?,
        }
    }
    Ok(())
}

fn record(edit: &Edit<'_>, folder: &str) -> Record {
    let created_at = edit.now.to_string();
    match json!({"path": folder, "type": "directory", "created_at": created_at}) {
        Json::Object(record) => record,
        _ => Record::new(),
    }
}

/// What a client may say of a folder beside its path.
pub const DESCRIPTION: &[&str] = &["custom_metadata", "provided_mtime", "priority_color"];

/// Sets of a folder what is given and named.
pub fn describe(edit: &Edit<'_>, folder: &str, given: &Record, names: &[&str]) -> Try<()> {
    let key = path::key(folder);
    let Some(mut record) = edit.tx.folder(&key)? else { return Ok(()) };
    let named = given.iter().filter(|(name, _)| names.contains(&name.as_str()));
    for (name, json) in named {
        let right = match name.as_str() {
            "custom_metadata" => is_metadata(json),
            _ => json.is_null() || json.is_string(),
        };
        if !right {
            return Err(Refusal::unusable(format!("`{name}` of a folder cannot be that")).into());
        }
        record.insert(name.clone(), json.clone());
    }
    edit.tx.put_folder(&key, &record)
}

/// At most 32 short keys, each with a text.
fn is_metadata(json: &Json) -> bool {
    let short = |text: &str, most: usize| text.chars().count() <= most;
    match json {
        Json::Null => true,
        Json::Object(entries) if entries.len() <= 32 => entries.iter().all(|(key, value)| {
            short(key, 256) && value.as_str().is_some_and(|text| short(text, 1024))
        }),
        _ => false,
    }
}

/// A move: the path of the step's object, and where it goes.
struct Relocation {
    from: String,
    to: String,
    depth: usize,
    spelled: String,
}

impl Relocation {
    /// A key at or below the folder, after the move.
    fn key(&self, key: &str) -> String {
        format!("{}{}", self.to, key.get(self.from.len()..).unwrap_or_default())
    }

    /// A path at or below the folder, after the move; what lies below keeps its spelling.
    fn path(&self, old: &str) -> String {
        let below: Vec<&str> = old.split('/').skip(self.depth).collect();
        path::join(&self.spelled, &below.join("/"))
    }
}

/// To its own path in another spelling as well: what the site does then is an assumption,
/// `a-move-respells`.
pub fn relocate(edit: &Edit<'_>, folder: &str, to: &str) -> Try<()> {
    let tx = edit.tx;
    check_path(to)?;
    let (from_key, to_key) = (path::key(folder).into_owned(), path::key(to).into_owned());
    if path::is_root(&from_key) || path::is_root(&to_key) {
        return Err(root("moved").into());
    }
    if tx.folder(&from_key)?.is_none() {
        return Err(missing(folder).into());
    }
    if from_key != to_key && tx.folder(&to_key)?.is_some() {
        return Err(taken(to).into());
    }
    if from_key != to_key && path::is_within(&to_key, &from_key) {
        let message = format!("`{folder}` cannot be moved into itself");
        return Err(Refusal::new("processing-failure/destination-parent-conflict", message).into());
    }
    let parent = path::parent(&to_key).unwrap_or_default();
    if !path::is_root(parent) && tx.folder(parent)?.is_none() {
        let message = format!("`{to}` lies in a folder that does not exist");
        let kind = "processing-failure/destination-parent-does-not-exist";
        return Err(Refusal::new(kind, message).into());
    }
    let parent = spelled(tx, path::parent(&path::normalize(to)).unwrap_or_default())?;
    let relocation = Relocation {
        depth: from_key.split('/').count(),
        spelled: path::join(&parent, path::file_name(&path::normalize(to))),
        from: from_key,
        to: to_key,
    };
    carry(tx, &relocation)
}

fn carry(tx: &Tx<'_>, relocation: &Relocation) -> Try<()> {
    let from = relocation.from.as_str();
    let mut folders = tx.folders_below(from)?;
    folders.extend(tx.folder(from)?.map(|record| (from.to_owned(), record)));
    // All leave before any arrives: old and new keys may overlap.
    for (key, _) in &folders {
        tx.remove_folder(key)?;
    }
    for (key, mut record) in folders {
        let path = relocation.path(text(&record, "path").unwrap_or_default());
        record.insert("path".to_owned(), Json::from(path));
        tx.put_folder(&relocation.key(&key), &record)?;
    }
    let rows = rows::places().map(|(kind, prefix)| (List::of(kind.kind()), prefix));
    let own = [(&kinds::GRANT, grants::PREFIX), (&kinds::BEHAVIOR, behaviors::PREFIX)];
    let own = own.map(|(kind, prefix)| (List::of(kind), prefix.to_owned()));
    for (list, prefix) in own.into_iter().chain(rows) {
        let uniques = standing(tx, &prefix, from)?;
        for (unique, _) in &uniques {
            tx.remove_unique(unique)?;
        }
        for (unique, id) in uniques {
            let key = unique.get(prefix.len()..).unwrap_or_default();
            tx.set_unique(&format!("{prefix}{}", relocation.key(key)), id)?;
            let Some(mut record) = tx.get(list, id)? else { continue };
            let path = relocation.path(text(&record, "path").unwrap_or_default());
            record.insert("path".to_owned(), Json::from(path));
            tx.put(list, id, &record)?;
        }
    }
    Ok(())
}

/// The unique keys of what stands on a folder or below it.
fn standing(tx: &Tx<'_>, prefix: &str, folder: &str) -> Try<Vec<(String, i64)>> {
    let mut all = tx.uniques(&format!("{prefix}{folder}\0"))?;
    all.extend(tx.uniques(&format!("{prefix}{folder}/"))?);
    Ok(all)
}

/// Settings and grants on the folder go with it; so does all below, where that is asked for.
pub fn delete(edit: &Edit<'_>, folder: &str, recursive: bool) -> Try<()> {
    let tx = edit.tx;
    let key = path::key(folder);
    if path::is_root(&key) {
        return Err(root("deleted").into());
    }
    if tx.folder(&key)?.is_none() {
        return Err(missing(folder).into());
    }
    let below = tx.folders_below(&key)?;
    if !below.is_empty() && !recursive {
        let message = format!("folder `{folder}` is not empty");
        return Err(Refusal::new("processing-failure/folder-not-empty", message).into());
    }
    for (key, _) in below {
        tx.remove_folder(&key)?;
    }
    tx.remove_folder(&key)?;
    for (_, id) in standing(tx, grants::PREFIX, &key)? {
        grants::remove(tx, id)?;
    }
    for (unique, id) in standing(tx, behaviors::PREFIX, &key)? {
        tx.remove_unique(&unique)?;
        tx.remove(List::of(&kinds::BEHAVIOR), id)?;
    }
    for (kind, prefix) in rows::places() {
        for (_, id) in standing(tx, &prefix, &key)? {
            rows::remove(tx, kind, id)?;
        }
    }
    Ok(())
}
