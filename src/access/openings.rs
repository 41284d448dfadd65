//! Folder settings that let in whom no grant names.

use super::atoms::Atoms;
use crate::model::{Level, Strangers, Value};

/// Who has the address of a page, and its password where it has one, or of an inbox. No fence
/// stops them: assumption `fences-stop-no-outsider`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opening {
    /// `serve_publicly`, with a list of what is there or without.
    Hosting { listed: bool },
    /// Files can be handed in, and nothing be seen.
    Inbox,
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

    /// The setting that it is.
    pub fn behavior(self) -> &'static str {
        match self {
            Opening::Hosting { .. } => "serve_publicly",
            Opening::Inbox => "inbox",
        }
    }

    pub fn atoms(self) -> Atoms {
        match self {
            Opening::Hosting { listed: true } => Atoms::LIST | Atoms::PREVIEW | Atoms::READ,
            Opening::Hosting { listed: false } => Atoms::PREVIEW | Atoms::READ,
            Opening::Inbox => Atoms::WRITE,
        }
    }

    /// The level that comes nearest.
    pub fn level(self) -> Level {
        match self {
            Opening::Hosting { .. } => Level::ReadOnly,
            Opening::Inbox => Level::WriteOnly,
        }
    }
}
