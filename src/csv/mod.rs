//! The bulk-import format of Files.com: a CSV of users, one a row.
//!
//! In: a text, or the users of a definition. Out: rows of cells that know their places
//! ([`reader`]), what each column means ([`columns`]), the mini-language of one of them
//! ([`permissions`]), a text in the format ([`export`]) or in the language ([`import`]). What a
//! cell's value is worth is judged by `lower`.

pub mod columns;
pub mod encoding;
pub mod export;
mod formula;
pub mod import;
pub mod permissions;
pub mod reader;

use rustc_hash::FxHashMap;

/// The names of the groups that a site has, by their ids.
pub type GroupIds = FxHashMap<i64, String>;

pub use formula::{guard, is_formula, unguard};
