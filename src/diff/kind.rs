//! Kinds of address: what holds of every object of a kind, and what addresses are taken apart
//! into for code that does something else for each kind. `address.rs` makes these; whoever takes
//! one matches on all of it.

use super::field::Field;
use super::subject::Subject;
use crate::live::Part;
use crate::model::{ChildLevel, Kind, Level, NamedKind, Referent, kinds};

/// A kind of object, without saying which one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressKind {
    Site,
    Group,
    User,
    SshKey,
    ApiKey,
    Membership,
    Folder,
    Grant,
    Behavior,
    Named(NamedKind),
    Automation,
    ChildSiteGrant,
}

impl AddressKind {
    /// What is known of the kind, where a change may set its attributes.
    pub fn resource(self) -> Option<&'static Kind> {
        match self {
            AddressKind::Site => Some(&kinds::SITE),
            AddressKind::User => Some(&kinds::USER),
            AddressKind::Group => Some(&kinds::GROUP),
            AddressKind::Automation => Some(&kinds::AUTOMATION),
            AddressKind::ApiKey => Some(&kinds::API_KEY),
            AddressKind::Named(kind) => Some(kind.kind()),
            AddressKind::SshKey
            | AddressKind::Membership
            | AddressKind::Folder
            | AddressKind::Grant
            | AddressKind::Behavior
            | AddressKind::ChildSiteGrant => None,
        }
    }

    /// What people count an object as.
    pub fn counted_as(self) -> &'static Kind {
        match self {
            AddressKind::Site => &kinds::SITE,
            AddressKind::User => &kinds::USER,
            AddressKind::Group => &kinds::GROUP,
            AddressKind::Membership => &kinds::MEMBERSHIP,
            AddressKind::SshKey => &kinds::SSH_KEY,
            AddressKind::ApiKey => &kinds::API_KEY,
            AddressKind::Folder => &kinds::FOLDER,
            AddressKind::Grant => &kinds::GRANT,
            AddressKind::Behavior => &kinds::BEHAVIOR,
            AddressKind::Automation => &kinds::AUTOMATION,
            AddressKind::Named(kind) => kind.kind(),
            AddressKind::ChildSiteGrant => &kinds::CHILD_SITE,
        }
    }

    /// Whether one that goes is missed for itself: it is told before all else that a plan does.
    pub fn is_missed(self) -> bool {
        match self {
            AddressKind::User
            | AddressKind::Group
            | AddressKind::SshKey
            | AddressKind::ApiKey
            | AddressKind::Folder
            | AddressKind::Automation
            | AddressKind::Named(_) => true,
            AddressKind::Site
            | AddressKind::Membership
            | AddressKind::Grant
            | AddressKind::Behavior
            | AddressKind::ChildSiteGrant => false,
        }
    }

    /// Whether it is little but attributes.
    pub fn is_by_name_alone(self) -> bool {
        match self {
            AddressKind::Named(_) => true,
            AddressKind::Site
            | AddressKind::User
            | AddressKind::Group
            | AddressKind::SshKey
            | AddressKind::ApiKey
            | AddressKind::Membership
            | AddressKind::Folder
            | AddressKind::Grant
            | AddressKind::Behavior
            | AddressKind::Automation
            | AddressKind::ChildSiteGrant => false,
        }
    }

    /// What an assignment may set besides attributes.
    pub fn fields(self) -> &'static [Field] {
        match self {
            AddressKind::Site | AddressKind::Grant | AddressKind::ChildSiteGrant => &[],
            AddressKind::Group => &[Field::Name],
            AddressKind::User => &[Field::Username, Field::Groups, Field::NewOwner],
            AddressKind::SshKey => &[Field::Fingerprint, Field::PublicKey],
            AddressKind::ApiKey => &[Field::Name, Field::SaveTo],
            AddressKind::Membership => &[Field::Admin],
            AddressKind::Folder => &[Field::Path, Field::Recursive],
            AddressKind::Behavior => &[
                Field::Name,
                Field::Value,
                Field::Description,
                Field::Recursive,
                Field::DisableParentFolderBehavior,
            ],
            AddressKind::Named(_) => &[Field::Name],
            AddressKind::Automation => &[Field::Name, Field::Owner, Field::Schedule],
        }
    }

    /// The field of the name that plans write, or none where the kind has no such field.
    pub fn field(self, name: &str) -> Option<Field> {
        let own = self.fields().iter().find(|field| field.name() == name).copied();
        own.or_else(|| Some(Field::Attribute(self.resource()?.attribute(name)?)))
    }

    /// The field that renames or moves an object.
    pub fn naming(self) -> Option<Field> {
        match self {
            AddressKind::User => Some(Field::Username),
            AddressKind::Folder => Some(Field::Path),
            AddressKind::Group
            | AddressKind::Behavior
            | AddressKind::Named(_)
            | AddressKind::Automation => Some(Field::Name),
            AddressKind::Site
            | AddressKind::SshKey
            | AddressKind::ApiKey
            | AddressKind::Membership
            | AddressKind::Grant
            | AddressKind::ChildSiteGrant => None,
        }
    }

    pub(super) fn referent(self) -> Option<Referent> {
        match self {
            AddressKind::User => Some(Referent::USER),
            AddressKind::Group => Some(Referent::GROUP),
            AddressKind::Named(kind) => kind.referent(),
            AddressKind::Site
            | AddressKind::SshKey
            | AddressKind::ApiKey
            | AddressKind::Membership
            | AddressKind::Folder
            | AddressKind::Grant
            | AddressKind::Behavior
            | AddressKind::ChildSiteGrant => None,
            AddressKind::Automation => Some(Referent::AUTOMATION),
        }
    }

    /// The lists of the site that show an object and what it refers to. Folders have none.
    pub fn parts(self) -> Vec<Part> {
        let of = |all: &[&'static Kind]| -> Vec<Part> {
            all.iter().map(|kind| Part::Of(kind)).collect()
        };
        match self {
            AddressKind::Site => vec![Part::Site],
            AddressKind::User | AddressKind::Group | AddressKind::Membership => {
                of(&[&kinds::USER, &kinds::GROUP])
            }
            AddressKind::SshKey => of(&[&kinds::USER, &kinds::SSH_KEY]),
            AddressKind::ApiKey => of(&[&kinds::USER, &kinds::API_KEY]),
            AddressKind::Folder => Vec::new(),
            AddressKind::Grant | AddressKind::ChildSiteGrant => {
                let mut parts = of(&[&kinds::USER, &kinds::GROUP, &kinds::GRANT]);
                parts.push(Part::Site);
                parts
            }
            AddressKind::Behavior => of(&[&kinds::BEHAVIOR]),
            // Owners are users, and it runs by a schedule.
            AddressKind::Automation => of(&[&kinds::USER, &kinds::AUTOMATION, &kinds::SCHEDULE]),
            AddressKind::Named(kind) => {
                let refers = kind.attributes.iter().filter_map(|attribute| attribute.refers);
                of(&refers
                    .map(|refers| kinds::referred(refers.to))
                    .chain([kind.kind()])
                    .collect::<Vec<_>>())
            }
        }
    }

    /// Where an object stands in an order when nothing else decides: what others build on is
    /// made first, what others may still use goes last.
    pub fn rank(self, removal: bool) -> u8 {
        let (made, removed) = match self {
            AddressKind::Site => (0, 0),
            AddressKind::Group => (1, 17),
            AddressKind::Folder => (2, 18),
            AddressKind::User => (3, 16),
            AddressKind::SshKey | AddressKind::ApiKey => (4, 15),
            AddressKind::Membership => (5, 14),
            AddressKind::Grant | AddressKind::ChildSiteGrant => (6, 13),
            AddressKind::Behavior => (7, 12),
            AddressKind::Named(_) => (8, 11),
            AddressKind::Automation => (9, 10),
        };
        if removal { removed } else { made }
    }

    /// What several objects are called together.
    pub fn plural(self) -> &'static str {
        match self {
            AddressKind::Site => "site settings",
            AddressKind::Group => "groups",
            AddressKind::User => "users",
            AddressKind::SshKey => "ssh-keys",
            AddressKind::ApiKey => "api-keys",
            AddressKind::Membership => "memberships",
            AddressKind::Folder => "folders",
            AddressKind::Grant => "grants",
            AddressKind::Behavior => "folder settings",
            AddressKind::Named(_) => "schedules and lifecycle rules",
            AddressKind::Automation => "automations",
            AddressKind::ChildSiteGrant => "child-site grants",
        }
    }
}

/// An object that stands by itself: people look under it for all that belongs to it. Ordered as
/// plans are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whole<'a> {
    Site,
    Group(&'a str),
    User(&'a str),
    Folder(&'a str),
    Named(NamedKind, &'a str),
    Automation(&'a str),
    /// No object of a plan: only roles on it are.
    ChildSite(i64),
}

/// An object that belongs to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belonging<'a> {
    SshKey {
        user: &'a str,
        title: &'a str,
    },
    /// Of a user, or of the site itself.
    ApiKey {
        user: Option<&'a str>,
        name: &'a str,
    },
    Membership {
        group: &'a str,
        user: &'a str,
    },
    Grant(FolderGrant<'a>),
    Behavior {
        path: &'a str,
        behavior: &'a str,
        name: Option<&'a str>,
    },
    ChildSiteGrant(ChildSiteGrant<'a>),
}

/// A grant on a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FolderGrant<'a> {
    pub path: &'a str,
    pub grantee: &'a Subject,
    pub level: Level,
    pub recursive: bool,
}

/// A role on a child site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChildSiteGrant<'a> {
    pub site: i64,
    pub grantee: &'a Subject,
    pub level: ChildLevel,
}

/// A key that a user, or the site itself, signs in with, over SSH or the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldKey<'a> {
    pub user: Option<&'a str>,
    pub name: &'a str,
    pub is_ssh: bool,
}

/// What an object has to do with people's access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessPart<'a> {
    /// Settings of the site decide whose protocols count.
    Settings,
    User(&'a str),
    Group(&'a str),
    Membership {
        group: &'a str,
        user: &'a str,
    },
    Folder(&'a str),
    Grant(FolderGrant<'a>),
    /// On this folder.
    Fence(&'a str),
    Partner(&'a str),
    /// A role on a child site.
    ChildRole(ChildSiteGrant<'a>),
    /// A share link.
    Link(&'a str),
    /// An API key of the whole site.
    SiteKey(&'a str),
    /// A setting of a folder that is no fence.
    Setting {
        path: &'a str,
        behavior: &'a str,
    },
    Nothing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kinds;

    #[test]
    fn names_lead_back_to_their_fields() {
        let kinds = [
            AddressKind::Group,
            AddressKind::User,
            AddressKind::SshKey,
            AddressKind::ApiKey,
            AddressKind::Membership,
            AddressKind::Folder,
            AddressKind::Behavior,
            AddressKind::Automation,
        ];
        for kind in kinds {
            for field in kind.fields() {
                assert_eq!(kind.field(field.name()), Some(*field), "{kind:?}");
            }
        }
        let disabled = Field::attribute(&kinds::USER, "disabled");
        assert_eq!(AddressKind::User.field("disabled"), Some(disabled));
        assert_eq!(AddressKind::User.field("name").map(Field::word).as_deref(), Some("name"));
        assert_eq!(AddressKind::User.field("owner"), None);
        assert_eq!(AddressKind::Grant.field("name"), None);
    }
}
