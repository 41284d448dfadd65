//! A difference between definition and live site, as data: no text for people, no closures.

use super::address::Address;
use crate::model::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the names of groups begin that a plan makes for a while. One that nobody declares is what
/// an interrupted run left behind: the next plan removes it.
pub const BRIDGE: &str = "siteplan-bridge-";

/// Whether a plan gives such a name to a group.
pub fn is_bridge(name: &str) -> bool {
    let number = name.strip_prefix(BRIDGE).filter(|number| !number.is_empty());
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What a change does to its object.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    Create,
    Update,
    /// A folder goes elsewhere, with all it holds.
    Move,
    Delete,
}

/// One attribute, before and after. Names are the API's; memberships of a new user are `groups`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assignment {
    pub name: String,
    pub before: Value,
    pub after: Value,
}

/// Where a change was declared.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Origin {
    pub file: String,
    pub line: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    pub operation: Operation,
    pub address: Address,
    /// The site's own id, where the object is there already; of a new API key, the id of the one
    /// that it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// The earlier name or path, where `was=` renames or moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// The user whose key must make the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_user: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<Assignment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<Origin>,
    /// It makes or removes what is there for a while only: a bridge.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub temporary: bool,
}

impl Change {
    /// A change that sets nothing yet, of an object that nobody declares or knows the id of.
    pub fn new(operation: Operation, address: Address) -> Self {
        Change {
            operation,
            address,
            id: None,
            was: None,
            as_user: None,
            set: Vec::new(),
            declared: None,
            temporary: false,
        }
    }

    pub fn id(self, id: Option<i64>) -> Self {
        Change { id, ..self }
    }

    pub fn was(self, was: Option<String>) -> Self {
        Change { was, ..self }
    }

    pub fn as_user(self, as_user: Option<String>) -> Self {
        Change { as_user, ..self }
    }

    pub fn set(self, set: Vec<Assignment>) -> Self {
        Change { set, ..self }
    }

    pub fn declared(self, declared: Option<Origin>) -> Self {
        Change { declared, ..self }
    }

    pub fn temporary(self) -> Self {
        Change { temporary: true, ..self }
    }

    pub fn assignment(&self, name: &str) -> Option<&Assignment> {
        self.set.iter().find(|assignment| assignment.name == name)
    }
}
