//! Folder settings ("behaviors" at the API), permission fences among them.

use super::kinds::{BehaviorType, FENCE};
use super::names::Key;
use super::value::Value;
use crate::source::Span;

/// A setting of a folder. It is known by folder and type, and by its name where a folder has
/// several of a type.
#[derive(Debug, Clone)]
pub struct Behavior {
    pub folder: Key,
    pub kind: &'static BehaviorType,
    pub name: Option<Box<str>>,
    pub description: Option<Box<str>>,
    pub recursive: Option<bool>,
    pub disable_parent_folder_behavior: Option<bool>,
    /// Only the keys that are said; an object for most types.
    pub value: Value,
    pub span: Span,
}

impl Behavior {
    pub fn is_fence(&self) -> bool {
        self.kind.name == FENCE
    }
}

/// What a fence stops, unless it says something else.
pub const ALL: &str = "all";

const STOPS: &str = "fenced_permissions";

/// The value of a fence, as the API has it.
pub fn fence_value(stops: &str) -> Value {
    Value::Object(Box::new([(STOPS.into(), Value::text(stops))]))
}

/// What a fence of this value stops; none if nothing tells.
pub fn fence_stops(value: &Value) -> Option<&str> {
    match value {
        Value::Null | Value::Object(_) => match value.entry(STOPS) {
            Some(stops) if !stops.is_unset() => stops.as_text(),
            _ => Some(ALL),
        },
        _ => None,
    }
}
