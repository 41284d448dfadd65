//! `remove user="maja"`: what the definition says is to go.

use super::Diff;
use super::change::with_id;
use crate::codes::difference as codes;
use crate::diagnostic::{Diagnostic, Edit};
use crate::live::LiveAutomation;
use crate::model::automation::by_id;
use crate::model::{Definition, Key, Kind, Names, Owner, Protected, kinds, path};
use rustc_hash::{FxHashMap, FxHashSet};

/// The statements, to be looked up.
#[derive(Default)]
pub(super) struct Removals<'a> {
    /// With whose their automations are to be.
    users: FxHashMap<Key, Option<Owner>>,
    groups: FxHashSet<Key>,
    /// With whether their content goes, too.
    folders: FxHashMap<Key, bool>,
    named: FxHashSet<(&'static str, &'a str)>,
}

impl<'a> Removals<'a> {
    pub fn new(site: &'a Definition) -> Self {
        let mut removals = Removals::default();
        for removal in &site.removals {
            match &removal.target {
                Protected::User(key) => {
                    removals.users.insert(*key, removal.heir.map(|(heir, _)| heir));
                }
                Protected::Group(key) => drop(removals.groups.insert(*key)),
                Protected::Folder { key, .. } => {
                    removals.folders.insert(*key, removal.with_content);
                }
                Protected::Named(kind, name) => drop(removals.named.insert((kind.tag, name))),
            }
        }
        removals
    }

    pub fn user(&self, key: Key) -> bool {
        self.users.contains_key(&key)
    }

    /// Whose the automations of a user who goes are to be.
    pub fn heir(&self, user: Key) -> Option<Owner> {
        self.users.get(&user).copied().flatten()
    }

    pub fn group(&self, key: Key) -> bool {
        self.groups.contains(&key)
    }

    /// Whether the folder goes, and if so, whether with its content. Empty folders go with the
    /// one that holds them.
    pub fn folder(&self, key: Key, names: &Names) -> Option<bool> {
        if self.folders.is_empty() {
            return None;
        }
        let mut at = Some(names.key_text(key));
        while let Some(place) = at {
            let known = names.find_path_key(place).and_then(|key| self.folders.get(&key));
            if let Some(with_content) = known {
                return Some(*with_content);
            }
            at = path::parent(place);
        }
        None
    }

    pub fn named(&self, kind: &Kind, name: &str) -> bool {
        self.named.contains(&(kind.tag, name))
    }
}

impl Diff<'_> {
    /// A statement whose object is not there has done its work, or names something else.
    pub(super) fn done_removals(&mut self) {
        let mut findings = Vec::new();
        for removal in &self.site.removals {
            let there = match &removal.target {
                Protected::User(key) => self.matching.live_user(*key).is_some(),
                Protected::Group(key) => self.matching.live_group(*key).is_some(),
                Protected::Folder { key, .. } => self.matching.has_folder(*key),
                Protected::Named(kind, name) if **kind == kinds::AUTOMATION => {
                    let named = |live: &&LiveAutomation| live.name.as_deref() == Some(&**name);
                    let all: Vec<_> = self.live.automations.iter().filter(named).collect();
                    if all.len() > 1 && self.matching.shared_names.contains(&**name) {
                        findings.push(self.shared_removal(name, &all, removal.span));
                    }
                    let by_id = |live: &LiveAutomation| {
                        let own = live.name.clone().unwrap_or_else(|| by_id(live.id));
                        *own == **name || *with_id(&own, live.id) == **name
                    };
                    self.live.automations.iter().any(by_id)
                }
                Protected::Named(kind, name) => self.live.has_named(kind, name),
            };
            if !there {
                let written = self.sources.text(removal.span);
                findings.push(
                    Diagnostic::warning(
                        codes::REMOVAL_DONE,
                        format!("the site has nothing to remove for `{written}`"),
                    )
                    .at(removal.span, "not on the site")
                    .help("delete the statement, unless the name is wrong")
                    .fix("delete it", vec![self.without(removal.node, removal.span)]),
                );
            }
        }
        self.result.findings.extend(findings);
    }

    /// The statement goes whole where it names nothing else.
    fn without(&self, node: crate::source::Span, property: crate::source::Span) -> Edit {
        let alone = self.site.removals.iter().filter(|other| other.node == node).count() == 1;
        Edit { span: if alone { node } else { property }, text: String::new() }
    }
}
