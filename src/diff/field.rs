//! Fields: what an assignment sets of an object.
//!
//! Attributes of the API are fields; `kind.rs` says which of the others what has, and finds a field
//! by the name that plans write.

use crate::model::attribute::Attribute;
use crate::model::{Kind, kebab_case, kinds};
use serde::{Serialize, Serializer};
use std::hash::{Hash, Hasher};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What the API lists as such.
    Attribute(&'static Attribute),
    /// The name of a user; to assign one renames.
    Username,
    /// The name of anything else that has one; to assign one renames.
    Name,
    /// Where a folder goes.
    Path,
    /// The first groups of a new user; the groups that a rule is for.
    Groups,
    /// By which an automation runs.
    Schedule,
    /// Whose an automation is. No call sets it: it is the last editor's.
    Owner,
    /// Who gets the automations of a user that goes.
    NewOwner,
    /// Whether a member administers the group.
    Admin,
    Fingerprint,
    PublicKey,
    /// The file for the secret of a new key.
    SaveTo,
    /// With all that is below.
    Recursive,
    /// Of a folder setting.
    Value,
    Description,
    DisableParentFolderBehavior,
}

impl Field {
    /// An attribute that the code itself names.
    pub fn attribute(kind: &Kind, name: &'static str) -> Field {
        Field::Attribute(kind.known(name))
    }

    /// As plans write it. An attribute's is the API's.
    pub fn name(self) -> &'static str {
        match self {
            Field::Attribute(attribute) => attribute.name,
            Field::Username => "username",
            Field::Name => "name",
            Field::Path => "path",
            Field::Groups => "groups",
            Field::Schedule => "schedule",
            Field::Owner => "owner",
            Field::NewOwner => "new_owner",
            Field::Admin => "admin",
            Field::Fingerprint => "fingerprint",
            Field::PublicKey => "public_key",
            Field::SaveTo => "save_to",
            Field::Recursive => "recursive",
            Field::Value => "value",
            Field::Description => "description",
            Field::DisableParentFolderBehavior => "disable_parent_folder_behavior",
        }
    }

    /// Whether a setting of the site is written by itself, so that it can be placed.
    pub fn stands_alone(self) -> bool {
        DECIDING.contains(&self.name())
    }

    /// The word that says it by a name, where its own is for other texts.
    pub fn name_word(self) -> Option<&'static str> {
        match self {
            Field::Attribute(attribute) => kinds::name_word(attribute),
            _ => None,
        }
    }

    /// As the language writes it.
    pub fn word(self) -> String {
        match self {
            Field::Attribute(attribute) => match kinds::of_attribute(attribute) {
                Some(kind) => kind.word_of(attribute.name),
                None => attribute.word(),
            },
            _ => kebab_case(self.name()),
        }
    }
}

/// Settings of the site that decide what other steps may do, or who has access.
const DECIDING: &[&str] = &[
    "allow_user_level_2fa_override",
    "allow_user_level_allowed_ip_override",
    "allow_user_level_ssl_override",
    "custom_namespace",
    "folder_permissions_groups_only",
    "non_sso_groups_allowed",
    "non_sso_users_allowed",
    "prevent_root_permissions_for_non_site_admins",
    "protocol_access_groups_only",
];

/// Equal fields have one name.
impl Hash for Field {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
