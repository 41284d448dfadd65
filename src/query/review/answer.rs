//! What a review holds.

use crate::diff::Origin;
use crate::drift::Remembered;
use crate::live::Last;
use crate::plan::AccessGrant;
use crate::query::standing::StandingWord;
use jiff::Timestamp;
use serde::Serialize;

/// By what the rows stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    Folder,
    Group,
    Person,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Review {
    pub source: String,
    pub by: By,
    /// When the site was read; null where a snapshot does not say it, and of a definition.
    #[cfg_attr(feature = "schemas", schemars(with = "Option<String>"))]
    pub as_of: Option<Timestamp>,
    pub rows: Vec<ReviewRow>,
}

/// One thing that somebody has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ReviewRow {
    /// Who answers for it: the group's admins, the folder's, or whoever is responsible for the
    /// account.
    pub owners: Vec<String>,
    /// None: a role, or a membership.
    pub folder: Option<String>,
    /// Of a grant: whether it is for what lies below the folder, too.
    pub recursive: Option<bool>,
    /// Through which group it comes.
    pub group: Option<String>,
    pub user: String,
    /// The person's own name.
    pub name: Option<String>,
    pub account: AccountKind,
    pub standing: StandingWord,
    /// What it gives.
    pub atoms: Vec<String>,
    pub by: GrantedBy,
    pub declared: Option<Origin>,
    /// Until when somebody is in the group, where that is said.
    pub member_until: Option<String>,
    /// When it was made, where that is known: an API key of the site.
    #[cfg_attr(feature = "schemas", schemars(with = "Option<String>"))]
    pub since: Option<Timestamp>,
    /// Of a grant: the newest entry of the site's log that names its holder and its folder. The log is
    /// text, so this is a hint.
    pub logged: Option<Remembered>,
    #[cfg_attr(feature = "schemas", schemars(with = "Option<String>"))]
    pub account_since: Option<Timestamp>,
    pub last_active: LastActive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    Person,
    Bot,
    /// Outsiders, every account, or an API key of the site.
    None,
}

/// By what somebody has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GrantedBy {
    Grant(AccessGrant),
    Role(String),
    /// Being in a group that is granted nothing by itself.
    Membership,
}

/// When somebody was active last, as far as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LastActive {
    NotShown,
    Never,
    At(#[cfg_attr(feature = "schemas", schemars(with = "String"))] Timestamp),
}

impl From<Last> for LastActive {
    fn from(last: Last) -> Self {
        match last {
            Last::NotShown => LastActive::NotShown,
            Last::Never => LastActive::Never,
            Last::At(at) => LastActive::At(at),
        }
    }
}
