//! JSON Schemas of the machine formats, made from the types that are written.

use crate::apply::report_json::{self, ApplyReport, StepLine};
use crate::drift::{self, Drift};
use crate::plan::{Plan, step};
use crate::render::{HOME, json};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

pub fn plan() -> Value {
    of::<Plan>("plan", step::VERSION)
}

pub fn apply() -> Value {
    of::<ApplyReport<'static>>("apply", report_json::VERSION)
}

pub fn apply_step() -> Value {
    of::<StepLine<'static>>("apply-step", report_json::VERSION)
}

pub fn diagnostics() -> Value {
    of::<json::diagnostics::Report<'static>>("diagnostics", json::diagnostics::VERSION)
}

pub fn access() -> Value {
    of::<json::answer::Report>("access", json::answer::VERSION)
}

pub fn drift() -> Value {
    of::<Drift>("drift", drift::VERSION)
}

/// The schema of a type, under the name and the version of what it describes.
fn of<T: JsonSchema>(name: &str, version: u32) -> Value {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), Value::from(format!("siteplan {name}")));
    schema.insert("$id".to_owned(), Value::from(id(name, version.into())));
    let mut schema = schema.to_value();
    open(&mut schema);
    schema
}

/// What a schema is called by others.
pub fn id(name: &str, version: u64) -> String {
    format!("{HOME}/schema/{name}-{version}.json")
}

/// Lets every object have fields that are not known yet.
fn open(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.retain(|name, value| {
                !matches!(name.as_str(), "additionalProperties" | "unevaluatedProperties")
                    || *value != Value::Bool(false)
            });
            fields.values_mut().for_each(open);
        }
        Value::Array(items) => items.iter_mut().for_each(open),
        _ => {}
    }
}
