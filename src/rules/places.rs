//! Where an automation works: what is certain of its patterns.

use super::Context;
use crate::model::automation::patterns;
use crate::model::glob::fixed;
use crate::model::{Automation, path};
use crate::source::Span;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// What is certain of a pattern: the folder before its first wildcard or token, and whether
/// the pattern goes on below it.
pub struct Place<'p> {
    pub path: &'p str,
    pub key: Cow<'p, str>,
    pub open: bool,
    /// Where the automation says it.
    pub span: Span,
}

/// The folders that the automation works on. With a `path`, the source is only a filter in it.
pub fn places(automation: &Automation) -> Vec<Place<'_>> {
    let attributes = &automation.attributes;
    let found = patterns(|name| attributes.value(name)).into_iter();
    found.filter_map(|(_, name, text)| place(text, attributes.get(name)?.span)).collect()
}

/// None where the folder depends on the file at hand.
fn place(pattern: &str, span: Span) -> Option<Place<'_>> {
    if pattern.is_empty() || pattern.starts_with('.') {
        return None;
    }
    let (path, open) = fixed(pattern);
    Some(Place { path, key: path::key(path), open, span })
}

/// What lies outside the site's own storage.
pub struct Remotes<'a> {
    mounts: FxHashSet<&'a str>,
}

impl<'a> Remotes<'a> {
    pub fn of(cx: &Context<'a>) -> Self {
        let mounts = cx.site.behaviors.iter().filter(|b| b.kind.name == "remote_server_mount");
        Remotes { mounts: mounts.map(|behavior| cx.names.key_text(behavior.folder)).collect() }
    }

    /// What a folder (a key) belongs to, if not to this site.
    pub fn owner_of(&self, folder: &str) -> Option<&'static str> {
        let roots = [("_/sites/", "a child site"), ("_/remoteservers/", "a remote server")];
        let root = roots.iter().find(|(root, _)| folder.starts_with(root));
        let mount = || {
            std::iter::successors(Some(folder), |at| path::parent(at))
                .any(|at| self.mounts.contains(at))
        };
        root.map(|(_, what)| *what).or_else(|| mount().then_some("a remote server"))
    }
}
