//! Operations, by themselves.

use serde::{Deserialize, Serialize};

/// What a change does to its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    Create,
    Update,
    /// A folder goes elsewhere, with all it holds.
    Move,
    Delete,
}
