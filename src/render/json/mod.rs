//! Formats of our own for machines: the envelopes of what has none yet, and the printing of all.
//!
//! Plans, drift and the report of a run name their own format and version, since the stages that
//! make them own what they hold. Every format has a schema in `schema/`.

pub mod answer;
pub mod diagnostics;

use serde::Serialize;

/// A value as one of many, in a line of its own.
pub fn line(value: &impl Serialize) -> String {
    match serde_json::to_string(value) {
        Ok(text) => text + "\n",
        Err(error) => panic!("our own data is JSON: {error}"),
    }
}

/// A value with the line break that ends it.
pub fn text(value: &impl Serialize) -> String {
    match serde_json::to_string_pretty(value) {
        Ok(mut text) => {
            text.push('\n');
            text
        }
        Err(error) => panic!("our own data is JSON: {error}"),
    }
}
