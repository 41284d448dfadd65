//! People and machines: users, bots, groups, and who is in which.

use super::automation::Owner;
use super::names::{Key, Name};
use super::settings::Settings;
use super::was::Was;
use crate::source::Span;

/// A person's account or, with `bot`, one that a workload uses.
#[derive(Debug, Clone)]
pub struct User {
    pub name: Name,
    pub key: Key,
    pub bot: bool,
    pub was: Option<Was>,
    pub attributes: Settings,
    /// The workloads that a bot is said to serve.
    pub systems: Vec<(Box<str>, Span)>,
    pub ssh_keys: Vec<SshKey>,
    /// Where `ssh-key` stands first; then the account's SSH keys are exactly those declared.
    pub ssh_keys_said: Option<Span>,
    pub api_keys: Vec<ApiKey>,
    /// Where `api-key` stands first; then the account's API keys are exactly those declared.
    pub api_keys_said: Option<Span>,
    /// Where `groups` stands; then the account's groups are exactly those declared.
    pub groups_said: Option<Span>,
    /// Whose the user's automations are once the account is removed.
    pub heir: Option<(Owner, Span)>,
    /// The whole node.
    pub span: Span,
    /// The name in the node.
    pub name_span: Span,
}

impl User {
    pub fn is_site_admin(&self) -> bool {
        self.attributes.on("site_admin").is_some()
    }

    pub fn is_read_only_admin(&self) -> bool {
        self.attributes.on("readonly_site_admin").is_some()
    }

    pub fn is_disabled(&self) -> bool {
        self.attributes.on("disabled").is_some()
    }

    pub fn authentication_method(&self) -> Option<&str> {
        self.attributes.text("authentication_method")
    }

    /// Whether the protocols are said, and none is left.
    pub fn has_no_protocol(&self) -> bool {
        PROTOCOLS.iter().all(|(_, flag)| {
            self.attributes.value(flag).is_some_and(|value| value.as_bool() == Some(false))
        })
    }
}

/// The language's protocols and the flags they set.
pub static PROTOCOLS: &[(&str, &str)] = &[
    ("web", "restapi_permission"),
    ("ftp", "ftp_permission"),
    ("sftp", "sftp_permission"),
    ("webdav", "dav_permission"),
    ("s3", "s3_compatible_endpoint_permission"),
];

/// The language's roles and the flags they set.
pub static ROLES: &[(&str, &str)] = &[
    ("site-admin", "site_admin"),
    ("read-only-admin", "readonly_site_admin"),
    ("billing-admin", "billing_permission"),
];

/// Roles that bear on a part of the site only: who is not said to have one may have it.
pub static LOCAL_ROLES: &[(&str, &str)] =
    &[("partner-admin", "partner_admin"), ("workspace-admin", "workspace_admin")];

/// An SSH public key; compared by fingerprint, since the site never shows the key again.
#[derive(Debug, Clone)]
pub struct SshKey {
    pub title: Box<str>,
    /// None where only the fingerprint is said, of a key that the site has.
    pub public_key: Option<Box<str>>,
    pub fingerprint: Box<str>,
    pub span: Span,
}

/// An API key; known by its name among the user's.
#[derive(Debug, Clone)]
pub struct ApiKey {
    pub name: Box<str>,
    pub attributes: Settings,
    /// The file to which the secret is written when the key is made.
    pub save_to: Option<(Box<str>, Span)>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Group {
    pub name: Name,
    pub key: Key,
    pub was: Option<Was>,
    pub attributes: Settings,
    /// Where `member` or `admin` stands; then the group's members are exactly those declared.
    pub members_said: Option<Span>,
    /// What the site calls it by, where that is said: the bulk import knows groups by it.
    pub id: Option<(i64, Span)>,
    pub name_span: Span,
}

/// A user in a group.
#[derive(Debug, Clone)]
pub struct Membership {
    pub group: Key,
    pub user: Key,
    /// Group admin or not, where the group says so; a user's `groups` does not say.
    pub admin: Option<bool>,
    pub span: Span,
}
