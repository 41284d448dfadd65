//! What an answer about unused access holds.

use crate::diff::Origin;
use crate::live::Unread;
use crate::model::kinds;
use crate::plan::AccessPlace;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// What nobody needed since a moment, as far as the site shows it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Unused {
    pub source: String,
    #[cfg_attr(feature = "schemas", schemars(with = "String"))]
    pub since: Timestamp,
    /// When the site was read; null where a snapshot does not say it.
    #[cfg_attr(feature = "schemas", schemars(with = "Option<String>"))]
    pub as_of: Option<Timestamp>,
    /// The newest moment that the site shows: it was read after it.
    #[cfg_attr(feature = "schemas", schemars(with = "Option<String>"))]
    pub newest: Option<Timestamp>,
    /// Over what people sign in is said by their groups alone, so that no protocol is judged.
    pub protocols_by_groups: bool,
    pub items: Vec<UnusedItem>,
    /// Of what nothing can be said, and why.
    pub undecided: Vec<Undecided>,
    /// Lists that the site did not show.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
}

/// The kinds of what can be unused, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Person,
    Role,
    SshKey,
    ApiKey,
    Protocol,
    Group,
}

impl Kind {
    pub const ALL: [Kind; 6] =
        [Kind::Person, Kind::Role, Kind::SshKey, Kind::ApiKey, Kind::Protocol, Kind::Group];
}

/// Something that nobody needed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct UnusedItem {
    pub kind: Kind,
    /// Whose it is; none: a group, or a key of the site itself.
    pub user: Option<String>,
    /// The username, the group, the key, the protocol or the role.
    pub name: String,
    /// What a role is of: a folder, a group, a child site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// When it was used last; none: never. Of a group: by any of its members.
    pub last: Last,
    /// What it would take from whom, if it went.
    pub loses: Vec<LostBy>,
    /// Of a group: who is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<usize>,
    /// Where the definition beside the site says it.
    pub declared: Option<Origin>,
    /// What became of that line, where it was asked to be dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped: Option<Dropped>,
}

/// A moment, or never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Last(
    #[cfg_attr(feature = "schemas", schemars(with = "Option<String>"))] pub Option<Timestamp>,
);

/// People who would lose the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct LostBy {
    pub people: Vec<String>,
    /// Empty where they would lose nothing: they have it otherwise, or have nothing now.
    pub places: Vec<Lost>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Lost {
    #[serde(flatten)]
    pub place: AccessPlace,
    pub atoms: Vec<String>,
    /// Places below at which not all of this would be lost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<AccessPlace>,
}

/// What became of a line that was to be dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Dropped {
    Done,
    /// It was only asked whether it can be.
    Possible,
    /// Nothing is changed for it, and why.
    Kept(String),
}

/// Why nothing can be said of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The site does not show the column.
    NotShown,
    /// Never used, and when it was made is not shown.
    Undated,
    /// Never used, and made since.
    New,
    /// It was at work, and no column shows over what.
    ByNothingShown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Undecided {
    pub kind: Kind,
    pub why: Why,
    pub names: Vec<String>,
}

impl Undecided {
    pub(super) fn of(found: Vec<(Kind, Why, String)>) -> Vec<Self> {
        let mut all: BTreeMap<(Kind, Why), Vec<String>> = BTreeMap::new();
        for (kind, why, name) in found {
            all.entry((kind, why)).or_default().push(name);
        }
        let sorted = all.into_iter().map(|((kind, why), mut names)| {
            names.sort();
            Undecided { kind, why, names }
        });
        sorted.collect()
    }
}

/// Whether anything of this answer is in a list that was not shown.
pub(super) fn matters(unread: &Unread) -> bool {
    let lists = [
        kinds::USER.list,
        kinds::GROUP.list,
        kinds::MEMBERSHIP.list,
        kinds::SSH_KEY.list,
        kinds::API_KEY.list,
    ];
    lists.contains(&unread.list.as_str())
}
