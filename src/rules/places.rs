//! Where automations work: what is certain of their paths.

use super::Context;
use crate::model::automation::NodePlace;
use crate::model::kinds::MOUNT;
use crate::model::leads::{Lead, Leads, Said, leads};
use crate::model::{Automation, path};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// Where an automation leads, by what its definition says. Where it does not say what it does, the
/// site has the rest of it, and a plan judges it.
pub fn leads_of(automation: &Automation) -> Leads<'_> {
    if automation.attributes.get("automation").is_none() {
        return Leads::default();
    }
    leads(|name| automation.attributes.value(name))
}

/// Where a file says it: the attribute, or the node of the graph.
pub fn span_of(automation: &Automation, said: Said<'_>) -> Span {
    let node = said.node.and_then(|id| automation.nodes.iter().find(|node| *node.id == *id));
    let in_node = |node: &NodePlace| {
        let config = node.config.iter().find(|(name, _)| **name == *said.attribute);
        config.map_or(node.span, |(_, span)| *span)
    };
    let attribute = || automation.attributes.get(said.attribute).map(|setting| setting.span);
    node.map(in_node).or_else(attribute).unwrap_or(automation.name_span)
}

/// What is certain of a path: the folder before its first wildcard or token, and whether it goes
/// on below that.
pub struct Place {
    pub path: String,
    pub key: String,
    pub open: bool,
    /// Where the automation says it.
    pub span: Span,
}

impl Place {
    pub fn of(lead: &Lead<'_>, automation: &Automation) -> Self {
        let (mut path, open) = lead.route.fixed();
        // A file lies in a folder, and a folder is what one administers.
        if !open && !lead.is_of_folders() && !lead.text.ends_with('/') {
            path.truncate(path.rfind('/').unwrap_or(0));
        }
        let key = path::key(&path).into_owned();
        Place { path, key, open, span: span_of(automation, lead.said) }
    }
}

/// The folders that the automation works on.
pub fn places(automation: &Automation) -> Vec<Place> {
    leads_of(automation).known.iter().map(|lead| Place::of(lead, automation)).collect()
}

/// What lies outside the site's own storage.
pub struct Remotes<'a> {
    mounts: FxHashSet<&'a str>,
}

impl<'a> Remotes<'a> {
    pub fn of(cx: &Context<'a>) -> Self {
        let mounts = cx.site.behaviors.iter().filter(|b| b.kind.name == MOUNT);
        Remotes { mounts: mounts.map(|behavior| cx.names.key_text(behavior.folder)).collect() }
    }

    /// What a folder (a key) belongs to, if not to this site.
    pub fn owner_of(&self, folder: &str) -> Option<&'static str> {
        let roots = [
            ("_/sites/", "a child site"),
            ("_/remoteservers/", "a remote server"),
            ("_/workspaces/", "another workspace"),
        ];
        let root = roots.iter().find(|(root, _)| folder.starts_with(root));
        let root = root.map(|(_, what)| *what);
        root.or_else(|| self.is_mounted(folder).then_some("a remote server"))
    }

    /// Whether a folder (a key) is a remote server's, so that no wildcard works there.
    pub fn knows_no_globs(&self, folder: &str) -> bool {
        let of_another_site = ["_/sites/", "_/remoteservers/"];
        of_another_site.iter().any(|root| folder.starts_with(root)) || self.is_mounted(folder)
    }

    fn is_mounted(&self, folder: &str) -> bool {
        std::iter::successors(Some(folder), |at| path::parent(at))
            .any(|at| self.mounts.contains(at))
    }
}
