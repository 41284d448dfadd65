//! JSON Schemas of the machine formats, made from the types that are written.

use super::diagnostics_json::Report;
use crate::plan::Plan;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

pub fn plan() -> Value {
    schema::<Plan>("siteplan plan")
}

pub fn access() -> Value {
    schema::<crate::query::Report>("siteplan access")
}

pub fn drift() -> Value {
    schema::<crate::drift::Drift>("siteplan drift")
}

pub fn diagnostics() -> Value {
    schema::<Report<'static>>("siteplan diagnostics")
}

/// The schema of a type under a title.
pub fn schema<T: JsonSchema>(title: &str) -> Value {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), Value::from(title));
    schema.to_value()
}
