//! Work that the site does by itself.

use super::names::Key;
use super::settings::Settings;
use super::value::Value;
use super::was::Was;
use crate::source::Span;

/// With whose permissions an automation runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Site,
    User(Key),
}

/// An automation; known by its name, or by its id where that is said.
#[derive(Debug, Clone)]
pub struct Automation {
    /// What stands for the name where it has none.
    pub name: Box<str>,
    /// It is said to have no name.
    pub nameless: bool,
    pub was: Option<Was>,
    /// Binds a live automation that has no name, or shares one.
    pub id: Option<i64>,
    pub owner: Option<(Owner, Span)>,
    /// The schedule by which it runs; none: it has its own times, or needs none.
    pub schedule: Option<(Box<str>, Span)>,
    pub attributes: Settings,
    pub name_span: Span,
}

/// The language's actions: the value of `automation` at the API in kebab-case.
pub static ACTIONS: &[(&str, &str)] = &[
    ("create-folder", "create_folder"),
    ("delete-file", "delete_file"),
    ("copy-file", "copy_file"),
    ("move-file", "move_file"),
    ("as2-send", "as2_send"),
    ("run-sync", "run_sync"),
    ("import-file", "import_file"),
];

pub static TRIGGERS: &[(&str, &str)] = &[
    ("manual", "manual"),
    ("daily", "daily"),
    ("custom-schedule", "custom_schedule"),
    ("webhook", "webhook"),
    ("email", "email"),
    ("action", "action"),
];

/// What a path pattern of an automation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The files it works on.
    Source,
    /// The folders it works in; then its source is only a filter.
    Folder,
    Destination,
}

/// The path patterns of an automation, each with the attribute that holds it. `get` gives an
/// attribute's value. Patterns that are relative to the file at hand are left out.
pub fn patterns<'v>(
    get: impl Fn(&'static str) -> Option<&'v Value>,
) -> Vec<(Role, &'static str, &'v str)> {
    let text = |name: &'static str| get(name).and_then(Value::as_text);
    let from = match text("path").filter(|path| !path.is_empty()) {
        Some(path) => Some((Role::Folder, "path", path)),
        None => text("source").map(|source| (Role::Source, "source", source)),
    };
    let destinations = get("destinations").map_or(&[][..], Value::as_list).iter();
    let to = destinations.filter_map(Value::as_text);
    from.into_iter()
        .chain(to.map(|to| (Role::Destination, "destinations", to)))
        .filter(|(_, _, pattern)| !pattern.is_empty() && !pattern.starts_with('.'))
        .collect()
}

/// The language's days of the week, as the API counts them.
pub static DAYS: &[&str] =
    &["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/// What stands for the name of an object that has none.
pub fn by_id(id: i64) -> Box<str> {
    format!("id {id}").into()
}

/// Whether a name is one that [`by_id`] gives.
pub fn is_by_id(name: &str) -> bool {
    name.strip_prefix("id ").is_some_and(|id| id.parse::<i64>().is_ok())
}
