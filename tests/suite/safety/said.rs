//! How much of what is to be a definition says.

use super::world::{Grant, Holder, Id};
use std::collections::BTreeSet;

/// What a definition can leave out of an object that it declares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    ProtocolsByGroupsOnly,
    GrantsToGroupsOnly,
    /// Of users.
    Role(Id),
    Disabled(Id),
    Until(Id),
    Protocols(Id),
    Groups(Id),
    /// Of groups.
    Members(Id),
    GroupProtocols(Id),
    /// The folder's own node: it is only named by what lies in it.
    Folder(Id),
    Fence(Id),
    /// What somebody holds on the folder.
    Grants(Id, Holder),
}

impl Grant {
    /// What of a definition it belongs to.
    pub fn part(&self) -> Part {
        Part::Grants(self.folder, self.holder.clone())
    }
}

#[derive(Debug, Clone, Default)]
pub struct Said {
    pub left_out: BTreeSet<Part>,
    /// That there is to be nothing is said in words, too: of members, fences and grants.
    pub nones: bool,
}

impl Said {
    pub fn has(&self, part: &Part) -> bool {
        let of_folder = match part {
            Part::Fence(folder) | Part::Grants(folder, _) => Some(Part::Folder(*folder)),
            _ => None,
        };
        !self.left_out.contains(part) && of_folder.is_none_or(|whole| self.has(&whole))
    }
}
