//! What changes for people at places, as a difference tells it.

use super::account::ShutOut;
use super::atoms::Atoms;
use super::folders::Folder;
use super::state::Way;
use serde::{Deserialize, Serialize};

/// A folder by itself, all below it, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    Whole,
    FolderOnly,
    BelowOnly,
}

/// Whether somebody gets something or is deprived of it. Losses come first everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    Lost,
    Gained,
}

impl Sign {
    /// The same, looked at from the other side.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Sign::Lost => Sign::Gained,
            Sign::Gained => Sign::Lost,
        }
    }
}

/// What changes for a person at a place, as far as no other entry begins below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PlaceChange<'a> {
    pub folder: Folder,
    pub scope: Scope,
    pub sign: Sign,
    pub atoms: Atoms,
    /// Places below at which not all of this holds.
    pub except: Vec<(Folder, Scope)>,
    pub through: Vec<Through<'a>>,
}

/// A grant that is gained or lost, and why; a role or an account has no grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Through<'a> {
    pub cause: Cause,
    pub way: Option<Way<'a>>,
}

/// What makes the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The grant comes or goes.
    Grant,
    /// The person joins or leaves the grant's group.
    Membership,
    /// A fence goes that stopped the grant, or comes.
    Fence(Folder),
    /// The folder moves into the grant's reach, or out of it.
    Move(Folder),
    /// The person becomes site administrator, or is one no longer.
    Role,
    /// The person becomes a partner's user, or is one no longer.
    Partner,
    /// The account goes, or can sign in or reach something again or no longer.
    Account(Barred),
}

/// Why an account has nothing, or not all that its grants give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Barred {
    ShutOut(ShutOut),
    /// There is no such account.
    Absent,
    /// It reaches what lies in one folder only.
    Confined,
}
