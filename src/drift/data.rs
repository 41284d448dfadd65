//! Drift as data: what `drift --format json` prints, and every other format is made of.

use crate::diff::{Address, Field, Origin, OwnerName};
use crate::live::Unread;
use crate::model::Value;
use crate::plan::{AccessMove, Advice, Powers};
use jiff::Timestamp;
use serde::Serialize;

pub const FORMAT: &str = "siteplan-drift";
pub const VERSION: u32 = 1;

/// What the live site has, or lacks, against its definition; the gravest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Drift {
    pub format: String,
    pub version: u32,
    pub target: String,
    /// SHA-256 of the definition's files.
    pub definition: String,
    /// SHA-256 of the live site as it was read.
    pub live: String,
    /// Who became or ceased to be an administrator, and what else opened the site.
    #[serde(default, skip_serializing_if = "Powers::is_empty")]
    pub powers: Powers,
    /// Access that people have on the site and the definition does not give.
    pub gained: AccessSide,
    /// Access that the definition gives and people do not have on the site.
    pub lost: AccessSide,
    /// Automations that do not belong to whom the definition says.
    pub owners: Vec<OwnerDrift>,
    /// Declared objects that are missing, or otherwise than declared.
    pub differences: Vec<ObjectDrift>,
    /// What the site has and no file says, as far as `manage` does not keep it; the gravest first.
    pub undeclared: Vec<UndeclaredDrift>,
    /// How many facts `manage` keeps on purpose.
    pub kept: usize,
    /// What the site shows and siteplan does not understand, or could not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_understood: Vec<String>,
    /// Lists that the site did not show: what they hold counts in nothing of this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
    /// Accounts and keys that nobody used of late: for information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unused: Option<Unused>,
    /// The lines of `manage` of kinds that nothing asks for, so that they were not looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_looked_at: Vec<String>,
}

impl Drift {
    pub fn is_empty(&self) -> bool {
        self.gained.moves.is_empty()
            && self.lost.moves.is_empty()
            && self.owners.is_empty()
            && self.differences.is_empty()
            && self.undeclared.is_empty()
            && self.not_understood.is_empty()
    }
}

/// What nobody used since a moment, of what was looked at and as far as the site shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Unused {
    #[cfg_attr(feature = "schemas", schemars(with = "String"))]
    pub since: Timestamp,
    /// Those that are not disabled.
    pub accounts: Vec<Idle>,
    /// SSH keys, and API keys.
    pub keys: Vec<Idle>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Idle {
    /// Of a key: whose it is; empty for one of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    pub name: String,
    /// Null: never.
    #[cfg_attr(feature = "schemas", schemars(with = "Option<String>"))]
    pub last: Option<Timestamp>,
    pub declared: Option<Origin>,
}

/// One direction in which access has moved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AccessSide {
    /// How many people it concerns.
    pub people: usize,
    pub moves: Vec<AccessDrift>,
}

/// People with the same drift in access, through the same grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AccessDrift {
    #[serde(flatten)]
    pub access: AccessMove,
    /// Who may have brought it about, and when, by the site's own log: entries that name the
    /// grant's holder and folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remembered: Vec<Remembered>,
}

/// An entry of the site's log of settings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Remembered {
    #[cfg_attr(feature = "schemas", schemars(with = "String"))]
    pub at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct OwnerDrift {
    pub automation: String,
    pub definition: OwnerName,
    pub live: OwnerName,
    pub declared: Origin,
    /// Who may have brought it about, and when: the newest entries of the site's own log that
    /// name it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remembered: Vec<Remembered>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ObjectDrift {
    pub address: Address,
    pub standing: Standing,
    /// What the site calls it, or where it has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_name: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueDrift>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<Origin>,
    /// Who may have brought it about, and when: the newest entries of the site's own log that
    /// name it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remembered: Vec<Remembered>,
}

/// How a declared object is found on the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Missing,
    Different,
    /// A folder at its earlier path.
    Elsewhere,
}

/// An attribute under the API's name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ValueDrift {
    #[serde(rename = "name")]
    #[cfg_attr(feature = "schemas", schemars(with = "String"))]
    pub field: Field,
    pub live: Value,
    pub definition: Value,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct UndeclaredDrift {
    pub address: Address,
    pub on_apply: Fate,
    /// Of a declared object: the values that nobody says, and what a new object has instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueDrift>,
    /// Where the object is declared that it belongs to; of what is over, where and until when it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<Origin>,
    #[serde(flatten)]
    pub advice: Advice,
    /// Who may have brought it about, and when: the newest entries of the site's own log that
    /// name it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remembered: Vec<Remembered>,
}

/// What `apply` does with an undeclared object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Removed,
    LeftAlone,
}
