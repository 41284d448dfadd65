//! Patterns over paths as small automata.
//!
//! In: globs in the syntax of the `globset` crate, where `*` and `?` keep within a folder's
//! name, and what automations write: their globs and templates, as [`Route`]s. Out: whether a path matches; the places of a tree that a pattern meets
//! are for `access` to find. Paths of a site are compared as the site does, in their key form;
//! those of files on a disk scalar by scalar.

mod parse;
mod pattern;
mod route;
mod token;
mod tokens;

pub use parse::PatternError;
pub(crate) use pattern::Edge;
pub use pattern::Pattern;
pub use route::{Astray, Form, Route, is_relative};
