//! What gives access and is no grant on a folder: settings and share links that let in whom no
//! grant names, and roles on child sites.

use super::atoms::Atoms;
use super::links::LinkGives;
use crate::model::{Key, Level, Strangers, Value};

/// Whoever has the address of a page, of an inbox or of a share, and its password where it has
/// one. No fence stops them: assumption `fences-stop-no-outsider`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opening {
    /// `serve_publicly`, with a list of what is there or without.
    Hosting { listed: bool },
    /// Files can be handed in, and nothing be seen.
    Inbox,
    /// By the share link, or with the API key of the site, of that name.
    Link { link: Key, gives: LinkGives },
    /// Everything of a child site, to its administrators.
    ChildSite,
    /// Everything of a workspace, to those who administer it by their role.
    Workspace,
}

/// The settings that may be an [`Opening`].
pub const OPENINGS: &[&str] = &["serve_publicly", "inbox"];

impl Opening {
    /// Whom a folder setting lets in, and to what.
    pub fn of(behavior: &str, value: &Value) -> Option<(Strangers, Opening)> {
        let on = |key: &str| value.entry(key).and_then(Value::as_bool) == Some(true);
        match behavior {
            "serve_publicly" => {
                let with_account = on("require_site_authentication");
                let whom = if with_account { Strangers::Accounts } else { Strangers::Outsiders };
                Some((whom, Opening::Hosting { listed: on("show_index") }))
            }
            "inbox" => Some((Strangers::Outsiders, Opening::Inbox)),
            _ => None,
        }
    }

    /// The folder setting that it is, if it is one.
    pub fn setting(self) -> Option<&'static str> {
        match self {
            Opening::Hosting { .. } => Some("serve_publicly"),
            Opening::Inbox => Some("inbox"),
            Opening::Link { .. } | Opening::ChildSite | Opening::Workspace => None,
        }
    }

    /// Whether it opens what lies beside the site, too.
    pub fn is_everywhere(self) -> bool {
        matches!(self, Opening::Link { gives: LinkGives::Everything, .. })
    }

    /// The share link or the key that it is, if it is one.
    pub fn link(self) -> Option<Key> {
        match self {
            Opening::Link { link, .. } => Some(link),
            Opening::Hosting { .. } | Opening::Inbox | Opening::ChildSite | Opening::Workspace => {
                None
            }
        }
    }

    pub fn atoms(self) -> Atoms {
        match self {
            Opening::Hosting { listed: false } => Atoms::of(self.level()).without(Atoms::LIST),
            Opening::Link { gives, .. } => gives.atoms(),
            Opening::Hosting { .. } | Opening::Inbox | Opening::ChildSite | Opening::Workspace => {
                Atoms::of(self.level())
            }
        }
    }

    /// The level that comes nearest.
    pub fn level(self) -> Level {
        match self {
            Opening::Hosting { .. } => Level::ReadOnly,
            Opening::Inbox => Level::WriteOnly,
            Opening::Link { gives, .. } => gives.level(),
            Opening::ChildSite | Opening::Workspace => Level::Admin,
        }
    }
}
