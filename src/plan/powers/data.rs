//! Powers as data.

use crate::access::Sign;
use crate::diff::{Origin, Subject};
use crate::model::{ChildLevel, Value};
use crate::plan::held::{AccessGrant, AccessVia};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who becomes or ceases to be an administrator, who gets a key, and which settings open the
/// site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Powers {
    /// How many people become administrators of anything that they did not administer, by
    /// themselves or through a group.
    pub new_administrators: usize,
    /// The first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<String>,
    /// The gravest first, what is gained before what is lost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<PowerChange>,
}

/// A line: somebody gets a power, or has it no longer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct PowerChange {
    pub change: Sign,
    #[serde(flatten)]
    pub power: Power,
    /// Whose it is: a user or a group; nobody's where a setting opens the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Subject>,
    /// How many people are in the group that holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<usize>,
    /// The group that a user joins or leaves, and thereby gets or loses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Subject>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<Origin>,
}

/// The gravest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(tag = "power", rename_all = "snake_case")]
pub enum Power {
    /// Whoever has no account, or any, gets in by these.
    Open {
        whom: String,
        by: Vec<AccessGrant>,
    },
    /// Folders come to lie where these got in before.
    OpenByMove {
        whom: String,
        folders: Vec<String>,
        by: Vec<AccessGrant>,
    },
    SiteAdmin,
    ReadOnlyAdmin,
    BillingAdmin,
    /// Of the files, people and integrations of a workspace.
    WorkspaceAdmin,
    /// Lets others in on what the partner is granted, as far as the partner may.
    PartnerAdmin,
    ChildSite {
        site: i64,
        level: ChildLevel,
    },
    /// An attribute of the site, by the API's name, whose change opens it.
    Setting {
        /// The way in that asks for less by it, where it is no attribute of the site.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<AccessVia>,
        /// The folder on which that stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<String>,
        setting: String,
        before: Value,
        after: Value,
    },
    FolderAdmin {
        folders: Vec<String>,
    },
    GroupAdmin {
        groups: Vec<String>,
    },
    /// Keys of the site itself: who has one needs no account.
    SiteKey {
        keys: Vec<String>,
    },
    /// Keys that had expired, of the site itself or of somebody, and work again.
    KeyAgain {
        keys: Vec<String>,
    },
    ApiKey {
        keys: Vec<String>,
    },
    SshKey {
        keys: Vec<String>,
    },
}

impl Power {
    /// By which the gravest comes first.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Power::Open { .. } => 0,
            Power::OpenByMove { .. } => 1,
            Power::SiteAdmin => 2,
            Power::ReadOnlyAdmin => 3,
            Power::BillingAdmin => 4,
            Power::WorkspaceAdmin => 5,
            Power::SiteKey { .. } => 6,
            Power::ChildSite { .. } => 7,
            Power::Setting { .. } => 8,
            Power::FolderAdmin { .. } => 9,
            Power::PartnerAdmin => 10,
            Power::GroupAdmin { .. } => 11,
            Power::KeyAgain { .. } => 12,
            Power::ApiKey { .. } => 13,
            Power::SshKey { .. } => 14,
        }
    }

    /// Whether its loss is told: who administers no longer. A key that goes is a removal, and a
    /// setting that closes the site gives nobody anything.
    pub(super) fn is_held(&self) -> bool {
        match self {
            Power::SiteAdmin
            | Power::ReadOnlyAdmin
            | Power::BillingAdmin
            | Power::WorkspaceAdmin
            | Power::PartnerAdmin
            | Power::ChildSite { .. }
            | Power::FolderAdmin { .. }
            | Power::GroupAdmin { .. } => true,
            Power::Open { .. }
            | Power::OpenByMove { .. }
            | Power::Setting { .. }
            | Power::SiteKey { .. }
            | Power::KeyAgain { .. }
            | Power::ApiKey { .. }
            | Power::SshKey { .. } => false,
        }
    }
}

impl Powers {
    /// Nothing is worth a line.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

impl PowerChange {
    /// Whether somebody to whom this was shown knows of the other one.
    pub fn includes(&self, other: &PowerChange) -> bool {
        let all = |of: &[String], known: &[String]| of.iter().all(|one| known.contains(one));
        let power = match (&other.power, &self.power) {
            (Power::FolderAdmin { folders }, Power::FolderAdmin { folders: known }) => {
                all(folders, known)
            }
            (Power::GroupAdmin { groups }, Power::GroupAdmin { groups: known }) => {
                all(groups, known)
            }
            (Power::Open { whom, by }, Power::Open { whom: known, by: shown }) => {
                whom == known && by.iter().all(|one| shown.contains(one))
            }
            (
                Power::OpenByMove { whom, folders, by },
                Power::OpenByMove { whom: known, folders: there, by: shown },
            ) => whom == known && all(folders, there) && by.iter().all(|one| shown.contains(one)),
            (Power::SiteKey { keys }, Power::SiteKey { keys: known })
            | (Power::KeyAgain { keys }, Power::KeyAgain { keys: known })
            | (Power::ApiKey { keys }, Power::ApiKey { keys: known })
            | (Power::SshKey { keys }, Power::SshKey { keys: known }) => all(keys, known),
            (
                Power::Setting { of, on, setting, after, .. },
                Power::Setting { of: whose, on: there, setting: name, after: value, .. },
            ) => (of, on, setting, after) == (whose, there, name, value),
            (power, known) => power == known,
        };
        power
            && (self.change, &self.holder, &self.through)
                == (other.change, &other.holder, &other.through)
            && other.people <= self.people
    }
}

impl fmt::Display for PowerChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let power = match &self.power {
            Power::Open { whom, .. } => return write!(f, "{whom} get in"),
            Power::OpenByMove { whom, folders, .. } => {
                return write!(f, "{whom} get in to {}", folders.join(", "));
            }
            Power::KeyAgain { keys } => return write!(f, "working again: {}", keys.join(", ")),
            Power::SiteAdmin => "site administrator".to_owned(),
            Power::ReadOnlyAdmin => "read-only administrator".to_owned(),
            Power::BillingAdmin => "billing administrator".to_owned(),
            Power::WorkspaceAdmin => "workspace administrator".to_owned(),
            Power::PartnerAdmin => "partner administrator".to_owned(),
            Power::ChildSite { site, level } => format!("{} of child site {site}", level.word()),
            Power::Setting { of: Some(AccessVia::Link(link)), setting, .. } => {
                return write!(f, "share link `{link}` asks for less: `{setting}`");
            }
            Power::Setting { of: Some(_), on, setting, .. } => {
                let on = on.as_deref().unwrap_or_default();
                return write!(f, "`{on}` asks for less: `{setting}`");
            }
            Power::Setting { of: None, setting, .. } => {
                return write!(f, "setting `{setting}` opens the site");
            }
            Power::FolderAdmin { folders } => format!("folder admin of {}", folders.join(", ")),
            Power::GroupAdmin { groups } => format!("group admin of {}", groups.join(", ")),
            Power::SiteKey { keys } => {
                return write!(f, "API key of the site: {}", keys.join(", "));
            }
            Power::ApiKey { keys } => format!("owner of API key {}", keys.join(", ")),
            Power::SshKey { keys } => format!("owner of SSH key {}", keys.join(", ")),
        };
        let verb = match self.change {
            Sign::Gained => "becomes",
            Sign::Lost => "ceases to be",
        };
        match (&self.holder, self.people) {
            (Some(holder), Some(people)) => write!(f, "{holder} of {people} {verb} {power}"),
            (Some(holder), None) => write!(f, "{holder} {verb} {power}"),
            (None, _) => write!(f, "somebody {verb} {power}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_shown_one_link_was_not_shown_another() {
        let asks_for_less = |link: &str| PowerChange {
            change: Sign::Gained,
            power: Power::Setting {
                of: Some(AccessVia::Link(link.to_owned())),
                on: None,
                setting: "password".to_owned(),
                before: Value::Null,
                after: Value::Null,
            },
            holder: None,
            people: None,
            through: None,
            declared: None,
        };
        assert!(asks_for_less("a").includes(&asks_for_less("a")));
        assert!(!asks_for_less("a").includes(&asks_for_less("b")));
    }
}
