//! What an answer holds. The JSON of `siteplan access` is this in its envelope.

use super::standing::StandingWord;
use crate::diff::Origin;
use crate::plan::{AccessGrant, AccessImpact, AccessPlace};
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(tag = "query", rename_all = "snake_case")]
pub enum Answer {
    Of(Of),
    OfGroup(OfGroup),
    On(On),
    Why(Why),
    Diff(Difference),
    Unused(super::unused::answer::Unused),
    Review(super::review::answer::Review),
}

/// Where a user has what.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Of {
    /// What was asked: a definition, a snapshot, a target.
    pub source: String,
    pub user: String,
    pub standing: StandingWord,
    /// Each place where access changes, from the root down; it reaches as far as no other
    /// place below begins.
    pub places: Vec<PlaceAccess>,
}

/// What being a member of a group gives, or being a user of a partner.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct OfGroup {
    pub source: String,
    /// `group` or `partner`.
    pub kind: &'static str,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who is in it, by name.
    pub members: Vec<String>,
    /// As with a user's, for somebody who is in it and has nothing else.
    pub places: Vec<PlaceAccess>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct PlaceAccess {
    #[serde(flatten)]
    pub place: AccessPlace,
    /// Empty where what holds above ends.
    pub atoms: Vec<String>,
    pub grants: Vec<DeclaredGrant>,
}

/// A grant, and where it is declared; nowhere, where only the live site has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct DeclaredGrant {
    #[serde(flatten)]
    pub grant: AccessGrant,
    pub declared: Option<Origin>,
    /// Until when somebody is in the group through which it comes, where that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_until: Option<String>,
}

/// Who has what at a path.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct On {
    pub source: String,
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Outsiders first, then who may do most; only who has something.
    pub people: Vec<PersonAccess>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct PersonAccess {
    pub user: String,
    pub standing: StandingWord,
    /// Until when somebody has the role that gives everything, where that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_until: Option<String>,
    pub atoms: Vec<String>,
    pub grants: Vec<DeclaredGrant>,
}

/// Why a user has what they have at a path.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Why {
    pub source: String,
    pub user: String,
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub standing: StandingWord,
    pub atoms: Vec<String>,
    /// Each atom with every grant that gives it.
    pub reasons: Vec<Reason>,
    /// Grants of the user's at or above the path that do not reach it.
    pub missing: Vec<Missing>,
    /// The fewest changes that leave nothing.
    pub taken_away_by: Vec<CutStep>,
    /// How many others would lose something by these changes.
    pub others_lose: usize,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Reason {
    pub atom: String,
    pub grants: Vec<DeclaredGrant>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Missing {
    #[serde(flatten)]
    pub grant: DeclaredGrant,
    pub because: WhyMissing,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhyMissing {
    /// A fence on this folder stops it.
    Fence { on: String, declared: Option<Origin> },
    /// It is for its own folder only.
    NotRecursive,
    /// The account sees nothing outside of its root folder.
    OutsideRoot,
}

/// One change that takes access away.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum CutStep {
    /// The user is site administrator no longer.
    DropRole {
        declared: Option<Origin>,
    },
    Revoke(DeclaredGrant),
    LeaveGroup {
        group: String,
        declared: Option<Origin>,
    },
    AddFence {
        on: String,
    },
}

/// Who gains or loses what from one state to another.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Difference {
    pub before: String,
    pub after: String,
    #[serde(flatten)]
    pub impact: AccessImpact,
}
