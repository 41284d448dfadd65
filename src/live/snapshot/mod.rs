//! A live site as one JSON text in the model's words, and back.
//!
//! In: a live site, or a text with its place among the sources. Out: a text that is the same,
//! byte for byte, for the same site, with one record a line; or a live site and what is wrong
//! with the text. It holds no secrets: the live site has none.

mod read;
mod records;
mod write;

pub use read::read;
pub use write::{digest, write};

use crate::diagnostic::Code;

pub const FORMAT: &str = "siteplan-snapshot";
pub const VERSION: u64 = 1;

/// The attributes that the site does not show of an object.
const UNSHOWN: &str = "unshown";

/// The codes of what can be wrong with a snapshot.
pub mod codes {
    use super::Code;

    pub const SNAPSHOT_INVALID: Code = Code("snapshot-invalid");
    pub const SNAPSHOT_VERSION: Code = Code("snapshot-version");
}

#[cfg(test)]
mod tests;
