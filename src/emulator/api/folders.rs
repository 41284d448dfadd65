//! `/folders/{path}`: one level of the tree, and new folders.

use crate::emulator::answer::Answer;
use crate::emulator::cursor::Position;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::Query;
use crate::emulator::shapes;
use crate::model::kinds::Listing;
use crate::model::{kinds, path};
use crate::site::Refusal;
use crate::site::local::edit::{is_on, text};
use crate::site::local::folders;
use crate::site::local::store::{Record, Try};
use serde_json::Value as Json;

const SPEC: Listing = Listing {
    sort: &["path", "size", "modified_at_datetime", "provided_modified_at"],
    ..Listing::NONE
};

pub fn show(mut record: Record) -> Json {
    let folder = text(&record, "path").unwrap_or_default().to_owned();
    record.insert("display_name".to_owned(), Json::from(path::file_name(&folder)));
    if !record.contains_key("mtime") {
        let created = record.get("created_at").cloned().unwrap_or(Json::Null);
        record.insert("mtime".to_owned(), created);
    }
    Json::Object(shapes::of(&kinds::FOLDER).show(&record))
}

/// As an answer that shows colours only where they are asked for.
pub fn look(x: &Exchange<'_>, mut record: Record) -> Try<Json> {
    if !x.request.flag("with_priority_color")? {
        record.remove("priority_color");
    }
    Ok(show(record))
}

/// One level, by path; sizes and times are no order that folders have.
pub fn list(x: &Exchange<'_>) -> Try<Answer> {
    let query = Query::read(x.request, "folders", &SPEC)?;
    let folder = &x.request.path;
    if !folders::exists(x.tx(), folder)? {
        return Err(missing(folder).into());
    }
    let files_only = x.request.text("type").as_deref() == Some("file");
    let mut all = if files_only { Vec::new() } else { x.tx().children(&path::key(folder))? };
    if let Some(search) = x.request.text("search").filter(|search| !search.is_empty()) {
        let search = path::fold(&search).into_owned();
        all.retain(|(key, _)| path::file_name(key).contains(&search));
    }
    let after = query.after().and_then(Json::as_str).map(str::to_owned);
    if query.downwards() {
        all.reverse();
    }
    let later = |key: &str| match &after {
        None => true,
        Some(after) if query.downwards() => key < after.as_str(),
        Some(after) => key > after.as_str(),
    };
    let rest = all
        .into_iter()
        .filter(|(key, _)| later(key))
        .map(|(key, record)| Ok((Position { sort: Json::Null, key: Json::from(key) }, record)));
    query.page(x, rest, |record| look(x, record))
}

/// A folder's record; roots have none of their own.
pub fn record(x: &Exchange<'_>, folder: &str) -> Try<Record> {
    let key = path::key(folder);
    if path::is_root(&key) {
        let path = path::normalize(folder);
        return Ok(Record::from_iter([("path".to_owned(), Json::from(path))]));
    }
    Ok(x.tx().folder(&key)?.ok_or_else(|| missing(folder))?)
}

fn missing(folder: &str) -> Refusal {
    Refusal::not_found(format!("there is no folder `{folder}`"))
}

pub fn create(x: &Exchange<'_>) -> Try<Answer> {
    let folder = &x.request.path;
    x.need_folder_admin(path::parent(&path::normalize(folder)).unwrap_or_default())?;
    let parents =
        x.request.flag("mkdir_parents")? || is_on(&x.tx().site()?, "always_mkdir_parents");
    folders::create(&x.edit, folder, parents)?;
    folders::describe(&x.edit, folder, &x.request.given(None), &["provided_mtime"])?;
    Ok(Answer::created(show(record(x, folder)?)))
}

/// What a client says about a folder beside its path.
pub fn update(x: &Exchange<'_>) -> Try<Answer> {
    let folder = &x.request.path;
    record(x, folder)?;
    x.need_folder_admin(folder)?;
    let given = x.request.given(None);
    folders::describe(&x.edit, folder, &given, folders::DESCRIPTION)?;
    Ok(Answer::ok(show(record(x, folder)?)))
}
