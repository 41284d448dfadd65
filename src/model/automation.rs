//! Work that the site does by itself.

use super::attribute::ValueKind;
use super::kinds::Kind;
use super::names::Key;
use super::settings::Settings;
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
    pub nodes: Vec<NodePlace>,
    pub name_span: Span,
    /// Something in it was refused: what it lacks may have been meant there.
    pub misread: bool,
}

/// Where a node of a graph is said, and each part of its configuration.
#[derive(Debug, Clone)]
pub struct NodePlace {
    pub id: Box<str>,
    pub span: Span,
    pub config: Vec<(Box<str>, Span)>,
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
    ("upload", "upload"),
];

/// What may start an object of a kind, by the language's words.
pub fn triggers(kind: &Kind) -> Vec<(&'static str, &'static str)> {
    let ValueKind::Choice(choices) = kind.known("trigger").kind else { return Vec::new() };
    TRIGGERS.iter().filter(|(_, api)| choices.contains(api)).copied().collect()
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
