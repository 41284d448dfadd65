//! Who owns an automation, as plans and drift name it.

use crate::model::Value;
use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OwnerName {
    Site,
    User(String),
    /// The user with this id, who was deleted: the automation does not run.
    DeletedUser(i64),
}

impl OwnerName {
    /// Reads what a plan writes.
    pub fn of(value: &Value) -> Option<Self> {
        let text = value.as_text()?;
        if let Some(name) = text.strip_prefix("user ") {
            return Some(OwnerName::User(name.to_owned()));
        }
        match text.strip_prefix("deleted user ") {
            Some(id) => id.parse().ok().map(OwnerName::DeletedUser),
            None => (text == "site").then_some(OwnerName::Site),
        }
    }
}

/// Why an automation gets the owner that a plan gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OwnerReason {
    /// Its own `owner` line says so.
    Declared,
    /// It belongs to whoever edits it, and nothing else is said.
    Editor,
}

/// As a plan writes it.
impl fmt::Display for OwnerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OwnerName::Site => f.write_str("site"),
            OwnerName::User(name) => write!(f, "user {name}"),
            OwnerName::DeletedUser(id) => write!(f, "deleted user {id}"),
        }
    }
}

impl From<OwnerName> for Value {
    fn from(owner: OwnerName) -> Self {
        Value::text(owner.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_plan_writes_is_read_back() {
        let user = |name: &str| OwnerName::User(name.to_owned());
        for owner in [OwnerName::Site, user("rosa"), user("site"), OwnerName::DeletedUser(7)] {
            assert_eq!(OwnerName::of(&Value::from(owner.clone())), Some(owner));
        }
        assert_eq!(OwnerName::of(&Value::text("nobody")), None);
        assert_eq!(OwnerName::of(&Value::Null), None);
    }
}
