//! What a step does to its object: the calls that there are, and no others.
//!
//! In: an address and an operation. Out: an [`Action`], or why there is no such call. Both homes
//! of a site perform these and nothing else.

use super::kind::{ChildSiteGrant, FolderGrant};
use super::operation::Operation;
use crate::model::NamedKind;

/// One call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action<'a> {
    UpdateSettings,
    User(Edit, &'a str),
    Group(Edit, &'a str),
    SshKey {
        presence: Presence,
        user: &'a str,
        title: &'a str,
    },
    ApiKey {
        edit: Edit,
        user: Option<&'a str>,
        name: &'a str,
    },
    /// Creating and updating one are the same call.
    Membership {
        presence: Presence,
        group: &'a str,
        user: &'a str,
    },
    Folder(FolderEdit, &'a str),
    Permission(Presence, Permission<'a>),
    Behavior {
        edit: Edit,
        path: &'a str,
        behavior: &'a str,
        name: Option<&'a str>,
    },
    Named(Edit, NamedKind, &'a str),
    Automation(Edit, &'a str),
}

/// Of what can be changed where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Create,
    Update,
    Delete,
}

/// Of what is there or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Create,
    Delete,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderEdit {
    Create,
    /// What it shows of itself.
    Describe,
    Move,
    Delete,
}

/// A row of the API's permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission<'a> {
    Folder(FolderGrant<'a>),
    ChildSite(ChildSiteGrant<'a>),
}

impl Operation {
    /// Of what can be changed where it is.
    pub(super) fn edit(self) -> Option<Edit> {
        match self {
            Operation::Create => Some(Edit::Create),
            Operation::Update => Some(Edit::Update),
            Operation::Delete => Some(Edit::Delete),
            Operation::Move => None,
        }
    }

    /// Of what is there or is not.
    pub(super) fn presence(self) -> Option<Presence> {
        match self {
            Operation::Create => Some(Presence::Create),
            Operation::Delete => Some(Presence::Delete),
            Operation::Update | Operation::Move => None,
        }
    }

    pub(super) fn folder_edit(self) -> FolderEdit {
        match self {
            Operation::Create => FolderEdit::Create,
            Operation::Update => FolderEdit::Describe,
            Operation::Move => FolderEdit::Move,
            Operation::Delete => FolderEdit::Delete,
        }
    }
}
