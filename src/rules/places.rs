//! Where an automation works: what is certain of its patterns.

use super::Context;
use crate::model::{Automation, Value, path};
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
    let from = attributes
        .get("path")
        .filter(|path| !path.value.is_unset())
        .or_else(|| attributes.get("source"));
    let from = from.and_then(|setting| place(setting.value.as_text()?, setting.span));
    let destinations = attributes.get("destinations").into_iter().flat_map(|setting| {
        let patterns = setting.value.as_list().iter().filter_map(Value::as_text);
        patterns.filter_map(|pattern| place(pattern, setting.span))
    });
    from.into_iter().chain(destinations).collect()
}

/// None where the folder depends on the file at hand.
fn place(pattern: &str, span: Span) -> Option<Place<'_>> {
    if pattern.is_empty() || pattern.starts_with('.') {
        return None;
    }
    let pattern = pattern.trim_start_matches('/');
    let (path, open) = match pattern.find(['*', '?', '[', '{', '%']) {
        Some(at) => (&pattern[..pattern[..at].rfind('/').unwrap_or(0)], true),
        None => (pattern.trim_end_matches('/'), false),
    };
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
