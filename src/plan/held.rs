//! A grant as data, and how it comes to somebody.

use crate::model::Level;
use serde::{Deserialize, Serialize};

/// How a grant comes to a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schemas", schemars(rename = "Holder"))]
pub enum AccessVia {
    /// It names the person.
    Own,
    Group(String),
    /// It asks for membership in every one of these groups.
    AllOf(Vec<String>),
    /// It is for all users of the partner.
    Partner(String),
    /// It is no grant, but a setting of the folder, by its type: it lets in whom no grant names.
    Setting(String),
    /// It is no grant, but the share link of that name.
    Link(String),
    /// It is no grant, but what the site's own API key of that name may do.
    SiteKey(String),
    /// It is no grant, but a role: all of a child site or workspace, to who administers that.
    Role,
}

/// A grant that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AccessGrant {
    pub holder: AccessVia,
    pub level: Level,
    /// The folder that the grant stands on.
    pub on: String,
    pub recursive: bool,
}
