//! Diagnostics, plans, drift and answers for people and for machines: one module a format.
//!
//! In: data of the earlier stages. Out: text. It decides nothing: what is not in the data is
//! not shown, and the same data gives the same text. Within a format a file is called after its
//! subject. What several formats say stands in [`words`], how each takes foreign text in
//! [`escape`].

mod excerpt;
pub mod groups;
pub mod assertions;
pub mod escape;
pub mod findings;
pub mod repository;
pub mod style;
pub mod words;

pub mod csv;
pub mod github;
pub mod graph;
pub mod html;
pub mod json;
pub mod markdown;
pub mod reports;
pub mod text;

pub use style::Style;

/// What the addresses of pages and schemas begin with: they are names, and the reserved domain
/// answers nobody.
pub const HOME: &str = "https://siteplan.example";
