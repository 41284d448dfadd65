//! Lists that a site does not let one read.

use crate::model::kinds;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A list that was asked for and not shown: nothing is known of what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Unread {
    /// As the API calls it.
    pub list: String,
    pub why: String,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = kinds::listed().find(|kind| kind.list == self.list);
        let what = kind.map_or(self.list.as_str(), |kind| kind.many);
        write!(f, "the {what} of the site are not known: {}", self.why)
    }
}
