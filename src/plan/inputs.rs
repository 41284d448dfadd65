//! What a saved plan was made from, so that it can be judged again where it is applied.

use super::limits::Limits;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The texts and what was accepted of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Inputs {
    pub definition: Texts,
    /// The definition as it was, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Texts>,
    pub limits: Limits,
    /// Temporary groups may be built.
    pub bridge: bool,
    /// What no order of the steps avoids is accepted.
    pub allow_transient: bool,
}

/// The files of a definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Texts {
    /// The one that was named.
    pub root: String,
    /// By path. Secrets never stand in these.
    pub files: BTreeMap<String, String>,
}
