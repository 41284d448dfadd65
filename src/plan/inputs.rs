//! What a saved plan was made from, so that it can be judged again where it is applied.

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

/// At most so many people may gain, or lose, access to anything, or become administrators, and so
/// many objects may be removed; none: no limit, but for removals that of a share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Limits {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gain: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removals: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_admins: Option<usize>,
}

impl Limits {
    /// These, and where they say nothing, others.
    #[must_use]
    pub fn or(self, other: Limits) -> Limits {
        Limits {
            gain: self.gain.or(other.gain),
            loss: self.loss.or(other.loss),
            removals: self.removals.or(other.removals),
            new_admins: self.new_admins.or(other.new_admins),
        }
    }
}
