//! What opens folders by itself: share links to whoever has the address, and API keys of the site
//! itself to those who have the key.

use super::atoms::Atoms;
use super::folders::Folder;
use crate::model::{Key, Level, Strangers, Value, path, workspace};
use jiff::Timestamp;

/// What a share link or a key gives. Assumptions `links-read-at-first` and `site-key-sets`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum LinkGives {
    Nothing,
    Preview,
    #[default]
    Read,
    Write,
    ReadWrite,
    Full,
    /// What an administrator of a workspace has.
    Workspace,
    /// What a site administrator has.
    Everything,
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

    /// The permission set of a key.
    fn of_set(set: &Value) -> Self {
        match set.as_text() {
            Some("none") => LinkGives::Nothing,
            None | Some("" | "full") => LinkGives::Everything,
            Some(_) => LinkGives::Full,
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
            LinkGives::Workspace | LinkGives::Everything => Level::Admin,
        }
    }
}

/// A link or a key as far as access goes. Assumption `links-follow-their-folder`.
#[derive(Debug, Clone, Default)]
pub struct Link {
    /// Where the site has it already: several may bear one name.
    pub(super) id: Option<i64>,
    /// The key, under the name by which it is told; none: whoever has the address.
    key: Option<Key>,
    folders: Vec<Folder>,
    gives: LinkGives,
    until: Option<Timestamp>,
}

impl Link {
    pub(super) fn with_id(id: Option<i64>) -> Self {
        Link { id, ..Link::default() }
    }

    /// A key, by its attributes as the API names them. One that is confined to a path has files
    /// there, whatever its set; one of a workspace has nothing outside: assumption
    /// `workspace-keys-stay`.
    pub(super) fn of_key<'v>(
        key: Key,
        id: Option<i64>,
        attributes: impl Iterator<Item = (&'v str, &'v Value)>,
        root_of: impl Fn(&Value) -> Option<String>,
        mut folder: impl FnMut(&str) -> Folder,
    ) -> Self {
        let mut link = Link { key: Some(key), id, gives: LinkGives::Everything, ..Link::default() };
        let (mut confined, mut root) = (None, None);
        for (name, value) in attributes {
            match name {
                "permission_set" => link.gives = LinkGives::of_set(value),
                "path" => confined = value.as_text().filter(|path| !path.is_empty()).map(path::key),
                "workspace_id" => root = root_of(value),
                name => link.set(name, value, &mut folder),
            }
        }
        link.gives = match link.gives {
            LinkGives::Everything if confined.is_some() => LinkGives::Full,
            LinkGives::Everything if root.is_some() => LinkGives::Workspace,
            gives => gives,
        };
        let place = match (root, confined) {
            (Some(root), Some(path)) if !workspace::holds(&path) => Some(path::join(&root, &path)),
            (root, None) => root,
            (_, Some(path)) => Some(path.into_owned()),
        };
        link.folders = vec![place.map_or(Folder::ROOT, |path| folder(&path))];
        link
    }

    /// Who has what it opens.
    pub(super) fn holder(&self) -> Key {
        self.key.unwrap_or(Strangers::Outsiders.key())
    }

    pub(super) fn is_key(&self) -> bool {
        self.key.is_some()
    }

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
