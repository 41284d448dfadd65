//! The schemas of the machine formats and of the language.
//!
//! In: the files of the top-level `schema/`, which the program holds and prints. Out: the same
//! texts, by name. Each is also made anew from the types and tables that it describes; a test
//! compares. All but the language's need the feature `schemas` for that, which only tests have.

#[cfg(feature = "schemas")]
mod formats;
mod language;
#[cfg(feature = "schemas")]
mod snapshot;

#[cfg(feature = "schemas")]
use crate::render::json;

pub use language::language;

/// A schema that the program prints.
pub struct Schema {
    /// What `siteplan schema` calls it.
    pub name: &'static str,
    /// Its file in `schema/`.
    pub file: &'static str,
    /// What the file holds.
    pub text: &'static str,
    /// What it must hold.
    #[cfg(feature = "schemas")]
    pub generate: fn() -> String,
}

/// A schema by its name, its file, and the expression that makes the text anew.
macro_rules! schema {
    ($name:literal, $file:literal, $text:expr) => {
        Schema {
            name: $name,
            file: $file,
            text: include_str!(concat!("../../schema/", $file)),
            #[cfg(feature = "schemas")]
            generate: || $text,
        }
    };
}

pub static SNAPSHOT: Schema =
    schema!("snapshot", "snapshot.schema.json", json::text(&snapshot::snapshot()));
pub static PLAN: Schema = schema!("plan", "plan.schema.json", json::text(&formats::plan()));
pub static APPLY: Schema = schema!("apply", "apply.schema.json", json::text(&formats::apply()));
pub static APPLY_STEP: Schema =
    schema!("apply-step", "apply-step.schema.json", json::text(&formats::apply_step()));
pub static DIAGNOSTICS: Schema =
    schema!("diagnostics", "diagnostics.schema.json", json::text(&formats::diagnostics()));
pub static ACCESS: Schema = schema!("access", "access.schema.json", json::text(&formats::access()));
pub static DRIFT: Schema = schema!("drift", "drift.schema.json", json::text(&formats::drift()));
pub static SITE: Schema = schema!("site", "site.kdl-schema", language());

/// Every schema, as `siteplan schema` lists them.
pub static ALL: [&Schema; 8] =
    [&SNAPSHOT, &PLAN, &APPLY, &APPLY_STEP, &DIAGNOSTICS, &SITE, &ACCESS, &DRIFT];
