//! Diagnostics and plans for people and for machines.
//!
//! In: data of the earlier stages. Out: text. It decides nothing: what is not in the data is
//! not shown, and the same data gives the same text.

pub mod access;
pub mod access_text;
pub mod assertions;
pub mod diagnostics_json;
pub mod diagnostics_text;
pub mod drift_github;
pub mod drift_text;
pub mod escape;
pub mod findings;
pub mod github;
pub mod gitlab;
pub mod graph;
pub mod html;
pub mod junit;
pub mod language;
pub mod markdown;
pub mod objects;
pub mod plan_text;
pub mod reasons;
pub mod repository;
pub mod sarif;
pub mod schema;
pub mod style;
mod transient_text;
mod words;

pub use style::Style;
