//! JSON Schemas of the machine formats, made from the types that are written.

use crate::apply::report_json::ApplyReport;
use crate::drift::Drift;
use crate::plan::Plan;
use crate::render::json;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

pub fn plan() -> Value {
    of::<Plan>("siteplan plan")
}

pub fn apply() -> Value {
    of::<ApplyReport<'static>>("siteplan apply")
}

pub fn diagnostics() -> Value {
    of::<json::diagnostics::Report<'static>>("siteplan diagnostics")
}

pub fn access() -> Value {
    of::<json::answer::Report>("siteplan access")
}

pub fn drift() -> Value {
    of::<Drift>("siteplan drift")
}

/// The schema of a type under a title.
fn of<T: JsonSchema>(title: &str) -> Value {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), Value::from(title));
    schema.to_value()
}
