//! Child sites: who of this site administers them. Their files and settings are their own.

use super::grant::Grantee;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// What somebody is on a child site; the serialized words are the API's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChildLevel {
    SiteAdmin,
    ReadonlySiteAdmin,
}

impl ChildLevel {
    /// The language's words.
    pub const WORDS: &[(&str, ChildLevel)] = &[
        ("site-admin", ChildLevel::SiteAdmin),
        ("read-only-admin", ChildLevel::ReadonlySiteAdmin),
    ];

    pub const ALL: [ChildLevel; 2] = [ChildLevel::SiteAdmin, ChildLevel::ReadonlySiteAdmin];

    /// Whether it gives the files of the child site. Those of a read-only administrator it does
    /// not: assumption `child-readers-read-nothing`.
    pub fn gives_files(self) -> bool {
        self == ChildLevel::SiteAdmin
    }

    /// The API's word.
    pub fn as_str(self) -> &'static str {
        match self {
            ChildLevel::SiteAdmin => "site_admin",
            ChildLevel::ReadonlySiteAdmin => "readonly_site_admin",
        }
    }

    /// The language's word.
    pub fn word(self) -> &'static str {
        match self {
            ChildLevel::SiteAdmin => "site-admin",
            ChildLevel::ReadonlySiteAdmin => "read-only-admin",
        }
    }

    pub fn parse(word: &str) -> Option<ChildLevel> {
        ChildLevel::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

/// Where the files of a child site lie, as this site has paths.
pub fn files(site: i64) -> String {
    format!("_/Sites/{site}")
}

/// The child site that a path lies in, and the path there. Assumption `child-folders-take-grants`.
pub fn of_path(path: &str) -> Option<(i64, &str)> {
    const ROOT: &str = "_/Sites/";
    let (root, rest) = path.split_at_checked(ROOT.len())?;
    let (site, rest) = rest.split_once('/').unwrap_or((rest, ""));
    root.eq_ignore_ascii_case(ROOT).then_some((site.parse().ok()?, rest))
}

/// A declared child site: exactly these administer it from here. Its name is for whoever reads
/// the definition; Files.com knows the id.
#[derive(Debug, Clone)]
pub struct ChildSite {
    pub name: Box<str>,
    pub id: i64,
    pub grants: Vec<ChildGrant>,
    pub id_span: Span,
}

/// One row at the API. The grantee is a user or a group.
#[derive(Debug, Clone)]
pub struct ChildGrant {
    pub grantee: Grantee,
    pub level: ChildLevel,
    pub span: Span,
    pub grantee_span: Span,
}
