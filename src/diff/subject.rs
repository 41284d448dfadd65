//! Who holds a grant, in the words of plans.

use crate::model::Referent;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who holds a grant, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    User(String),
    Group(String),
    AllOf(Vec<String>),
    Partner(String),
}

impl Subject {
    /// The user, or the groups.
    pub fn names(&self) -> &[String] {
        match self {
            Subject::User(name) | Subject::Group(name) | Subject::Partner(name) => {
                std::slice::from_ref(name)
            }
            Subject::AllOf(names) => names,
        }
    }

    pub(super) fn refers(&self) -> Vec<(Referent, &str)> {
        let of = match self {
            Subject::User(_) => Referent::USER,
            Subject::Group(_) | Subject::AllOf(_) => Referent::GROUP,
            Subject::Partner(_) => Referent::PARTNER,
        };
        self.names().iter().map(|name| (of, name.as_str())).collect()
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::User(name) => write!(f, "user {name:?}"),
            Subject::Group(name) => write!(f, "group {name:?}"),
            Subject::Partner(name) => write!(f, "partner {name:?}"),
            Subject::AllOf(names) => {
                f.write_str("all of")?;
                for (index, name) in names.iter().enumerate() {
                    write!(f, "{} {name:?}", if index > 0 { "," } else { "" })?;
                }
                Ok(())
            }
        }
    }
}
