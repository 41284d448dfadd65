//! Share links: what whoever has the address may do, and where.

use super::atoms::Atoms;
use super::folders::Folder;
use crate::model::{Level, Value, path};
use jiff::Timestamp;

/// What a share link gives. Assumption `links-read-at-first`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum LinkGives {
    Nothing,
    Preview,
    #[default]
    Read,
    Write,
    ReadWrite,
    Full,
}

impl LinkGives {
    fn of(permissions: &Value) -> Self {
        match permissions.as_text() {
            Some("none") => LinkGives::Nothing,
            Some("preview_only") => LinkGives::Preview,
            Some("write") => LinkGives::Write,
            Some("read_write") => LinkGives::ReadWrite,
            Some("full") => LinkGives::Full,
            _ => LinkGives::default(),
        }
    }

    pub(super) fn atoms(self) -> Atoms {
        match self {
            LinkGives::Nothing => Atoms::NONE,
            LinkGives::ReadWrite => Atoms::of(Level::ReadOnly) | Atoms::of(Level::WriteOnly),
            _ => Atoms::of(self.level()),
        }
    }

    /// The level that comes nearest.
    pub(super) fn level(self) -> Level {
        match self {
            LinkGives::Nothing => Level::List,
            LinkGives::Preview => Level::PreviewOnly,
            LinkGives::Read => Level::ReadOnly,
            LinkGives::Write => Level::WriteOnly,
            LinkGives::ReadWrite | LinkGives::Full => Level::Full,
        }
    }
}

/// A link as far as access goes.
#[derive(Debug, Clone, Default)]
pub struct Link {
    folders: Vec<Folder>,
    gives: LinkGives,
    until: Option<Timestamp>,
}

impl Link {
    /// Takes over an attribute, named as the API does; others do not matter. One that opens
    /// later counts already.
    pub(super) fn set(&mut self, name: &str, value: &Value, folder: impl FnMut(&str) -> Folder) {
        match name {
            "permissions" => self.gives = LinkGives::of(value),
            "paths" => {
                let paths = value.as_list().iter().filter_map(Value::as_text);
                let keys: Vec<_> = paths.map(path::key).collect();
                self.folders = keys.iter().map(|key| &**key).map(folder).collect();
            }
            "expires_at" => {
                self.until = match value {
                    Value::Instant(until) => Some(*until),
                    Value::Text(until) => until.parse().ok(),
                    _ => None,
                };
            }
            _ => {}
        }
    }

    /// Where it opens what at this moment.
    pub(super) fn opens(&self, now: Timestamp) -> impl Iterator<Item = (Folder, LinkGives)> {
        let is_open = self.gives != LinkGives::Nothing && self.until.is_none_or(|end| end > now);
        self.folders.iter().filter(move |_| is_open).map(|folder| (*folder, self.gives))
    }
}
