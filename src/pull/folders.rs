//! Folders: a block in a block, with their fences, grants and settings.

use super::left_out::Said;
use super::page::{Line, Statement};
use super::secrets;
use super::source::{Source, left_out, shown};
use super::tree::Tree;
use crate::live::{Attributes, LiveBehavior, LiveGrant, is_mounted};
use crate::model::behavior::{ALL, fence_stops};
use crate::model::kinds::{self, FENCE, MOUNT, ValueRoot};
use crate::model::written::scalar;
use crate::model::{Grantee, Key, Level, Name, NamedKind, Value, ValueKind, child_site, path};
use crate::syntax::quoted;
use rustc_hash::{FxHashMap, FxHashSet};

/// The folders of the site: what stands on the root, and what is said of each folder in it.
pub(super) struct Folders {
    pub(super) root: Vec<Line>,
    /// With the path of the folder in the root.
    pub(super) top: Vec<(String, Vec<Line>)>,
}

#[derive(Default)]
struct Own<'a> {
    grants: Vec<&'a LiveGrant>,
    behaviors: Vec<&'a LiveBehavior>,
    notified: bool,
    shows: Option<&'a Attributes>,
}

impl Own<'_> {
    /// Of the folder, as the site spells it.
    fn path(&self) -> Option<Name> {
        let path = self.grants.first().map(|grant| grant.path);
        path.or(self.behaviors.first().map(|behavior| behavior.path))
    }
}

impl<'a> Source<'a> {
    pub(super) fn folders(&self, bare_folders: bool) -> Folders {
        let mut own: FxHashMap<Key, Own<'a>> = FxHashMap::default();
        for grant in &self.live.grants {
            own.entry(grant.folder).or_default().grants.push(grant);
        }
        for behavior in &self.live.behaviors {
            own.entry(behavior.folder).or_default().behaviors.push(behavior);
        }
        for (folder, attributes) in &self.live.folder_attributes {
            own.entry(*folder).or_default().shows = Some(attributes);
        }
        let mut nowhere: Vec<&str> = Vec::new();
        for (_, place) in self.rows.keys().filter(|(kind, _)| *kind == NamedKind::NOTIFICATION) {
            match self.names.find_path_key(place) {
                Some(folder) => own.entry(folder).or_default().notified = true,
                None => nowhere.push(place),
            }
        }
        let there: FxHashSet<Key> = self.live.folders.iter().map(|folder| folder.key).collect();
        let mounts = self.live.mounts();
        let mut root = Vec::new();
        let is_root = |key: &Key| {
            let place = self.names.key_text(*key);
            let is_beside = path::is_root(place) || child_site::of_path(place).is_some();
            is_beside && !there.contains(key)
        };
        let mut roots: Vec<Key> = own.keys().copied().filter(is_root).collect();
        roots.sort_by_key(|key| self.names.key_text(*key));
        for key in roots {
            let Some(own) = own.remove(&key) else { continue };
            let path = own.path().map_or("", |path| self.names.text(path));
            let head = Statement::new(format!("folder {}", quoted(path::display(path))));
            let lines = self.own_lines(key, &own);
            root.push(head.block(lines).said(Said::Folder(key)).into());
        }
        let mut astray = nowhere;
        own.retain(|key, own| {
            let known = there.contains(key) || is_mounted(&mounts, *key, self.names);
            let path =
                || own.path().map_or(self.names.key_text(*key), |path| self.names.text(path));
            astray.extend((!known).then(path));
            known
        });
        astray.sort_unstable();
        let reason = "the site shows no such folder";
        root.extend(
            astray.iter().map(|path| left_out(&format!("what stands on {}", shown(path)), reason)),
        );
        let lines =
            |key: Key| own.get(&key).map(|own| self.own_lines(key, own)).unwrap_or_default();
        let keeps = |key: Key| bare_folders || own.contains_key(&key);
        let top = Tree::new(self.live, self.names).write(self.left_out, &lines, &keeps);
        Folders { root, top }
    }

    fn own_lines(&self, folder: Key, own: &Own<'_>) -> Vec<Line> {
        let mut behaviors = own.behaviors.clone();
        behaviors.sort_by_key(|b| (b.kind.name != FENCE, b.kind.name, b.name.as_deref()));
        let (fences, others): (Vec<&LiveBehavior>, Vec<&LiveBehavior>) =
            behaviors.into_iter().partition(|behavior| behavior.kind.name == FENCE);
        let said = |word: &'static str| Said::FolderPart(folder, word);
        let shows = own.shows.into_iter();
        let mut lines: Vec<Line> =
            shows.flat_map(|it| self.attributes(it, &kinds::FOLDER, said, |_| true)).collect();
        lines.extend(self.behavior_lines(&fences));
        lines.extend(self.grant_lines(folder, &own.grants));
        lines.extend(self.behavior_lines(&others));
        let place = self.names.key_text(folder);
        lines.extend(self.rows_in(NamedKind::NOTIFICATION, place));
        lines
    }

    /// Groups first, then those in all of several groups, then users; each by name.
    fn grant_lines(&self, folder: Key, grants: &[&LiveGrant]) -> Vec<Line> {
        let mut by_grantee: FxHashMap<&Grantee, Vec<(Level, bool)>> = FxHashMap::default();
        for grant in grants {
            by_grantee.entry(&grant.grantee).or_default().push((grant.level, grant.recursive));
        }
        let mut all: Vec<_> = by_grantee.into_iter().collect();
        all.sort_by_cached_key(|(grantee, _)| self.grantee_order(grantee));
        all.into_iter().flat_map(|(grantee, rows)| self.grants_to(folder, grantee, &rows)).collect()
    }

    fn grantee_order(&self, grantee: &Grantee) -> (u8, Vec<&'a str>) {
        match grantee {
            Grantee::Group(key) => (0, vec![self.group_name(*key)]),
            Grantee::AllOf(keys) => (1, self.sorted_groups(keys)),
            Grantee::User(key) => (2, vec![self.username(*key)]),
            Grantee::Partner(key) => (3, vec![self.partner_name(*key)]),
        }
    }

    fn sorted_groups(&self, keys: &[Key]) -> Vec<&'a str> {
        let mut names: Vec<&str> = keys.iter().map(|key| self.group_name(*key)).collect();
        names.sort_unstable();
        names
    }

    fn grants_to(&self, folder: Key, grantee: &Grantee, rows: &[(Level, bool)]) -> Vec<Line> {
        let said = Said::Grants(folder, grantee.clone());
        let (order, names) = self.grantee_order(grantee);
        let who = names.iter().map(|name| shown(name)).collect::<Vec<_>>().join(" and ");
        let of = ["group", "group", "user", "partner"];
        let of = of.get(usize::from(order)).copied().unwrap_or_default();
        let what = format!("grant to {of} {who}");
        let is_known = match grantee {
            Grantee::User(key) => self.user(*key).is_some(),
            Grantee::Group(key) => self.group(*key).is_some(),
            Grantee::AllOf(keys) => keys.iter().all(|key| self.group(*key).is_some()),
            Grantee::Partner(key) => {
                self.declared_name(NamedKind::PARTNER, self.partner_name(*key)).is_some()
            }
        };
        if let Some(reason) = self.left_out.reason(&said) {
            return vec![left_out(&what, reason)];
        }
        if !is_known {
            return vec![left_out(&what, "who holds it is not declared")];
        }
        if matches!(grantee, Grantee::AllOf(keys) if keys.len() < 2) {
            return vec![left_out(&what, "the site holds it as a set of one group")];
        }
        let mut lines = Vec::new();
        for recursive in [true, false] {
            let has = |level: &Level| rows.contains(&(*level, recursive));
            let mut head = "grant".to_owned();
            for word in levels(has) {
                head.push_str(&format!(" {}", quoted(word)));
            }
            if head == "grant" {
                continue;
            }
            let mut block = Vec::new();
            match (grantee, &names[..]) {
                (Grantee::AllOf(_), names) => {
                    let all = names
                        .iter()
                        .fold("all-of".to_owned(), |head, name| format!("{head} {}", quoted(name)));
                    block.push(Statement::new(all).into());
                }
                (Grantee::User(_), names) => {
                    head.push_str(&format!(" user={}", quoted(names.first().unwrap_or(&""))))
                }
                (Grantee::Group(_), names) => {
                    head.push_str(&format!(" group={}", quoted(names.first().unwrap_or(&""))))
                }
                (Grantee::Partner(_), names) => {
                    head.push_str(&format!(" partner={}", quoted(names.first().unwrap_or(&""))))
                }
            }
            head.push_str(if recursive { "" } else { " recursive=#false" });
            lines.push(Statement::new(head).block(block).said(said.clone()).into());
        }
        lines
    }

    /// Of several with one type and name, the definition can speak of the first only.
    fn behavior_lines(&self, behaviors: &[&LiveBehavior]) -> Vec<Line> {
        let mut seen: FxHashSet<(&str, Option<&str>)> = FxHashSet::default();
        let mut lines = Vec::new();
        for behavior in behaviors {
            let what = format!("behavior {}", quoted(behavior.kind.name));
            let is_first = seen.insert((behavior.kind.name, behavior.name.as_deref()));
            lines.push(if behavior.managed {
                left_out(&what, "the parent site sets it")
            } else if is_first {
                self.part(Said::Behavior(behavior.id), &what, || self.behavior(behavior))
            } else {
                left_out(&what, "the folder has another one of this type and name")
            });
            if behavior.kind.name == MOUNT {
                lines.push(Line::Comment(
                    "what the remote server shows here is not looked at".into(),
                ));
            }
        }
        lines
    }

    fn behavior(&self, behavior: &LiveBehavior) -> Option<Statement> {
        if behavior.kind.name == FENCE {
            return fence_stops(&behavior.value).map(|stops| match stops {
                ALL => Statement::new("fence"),
                word => Statement::new(format!("fence stops={}", quoted(word))),
            });
        }
        let mut head = format!("behavior {}", quoted(behavior.kind.name));
        let mut block = Vec::new();
        match (behavior.kind.root, &behavior.value) {
            (ValueRoot::Object, Value::Object(_)) => block = self.behavior_keys(behavior),
            (ValueRoot::Object, Value::Null) => {}
            (ValueRoot::Object, _) | (ValueRoot::Text, Value::Null) => return None,
            (ValueRoot::Text, value) => {
                head.push_str(&format!(" {}", scalar(ValueKind::Text, value)?))
            }
            (ValueRoot::List, value) => {
                for item in value.as_list() {
                    head.push_str(&format!(" {}", scalar(ValueKind::Text, item)?));
                }
            }
        }
        for (word, text) in [("name", &behavior.name), ("description", &behavior.description)] {
            if let Some(text) = text {
                head.push_str(&format!(" {word}={}", quoted(text)));
            }
        }
        if behavior.recursive == Some(false) {
            head.push_str(" recursive=#false");
        }
        if behavior.disable_parent_folder_behavior == Some(true) {
            head.push_str(" disable-parent-folder-behavior=#true");
        }
        Some(Statement::new(head).block(block))
    }

    fn behavior_keys(&self, behavior: &LiveBehavior) -> Vec<Line> {
        let Value::Object(entries) = &behavior.value else { return Vec::new() };
        let mut entries: Vec<_> = entries.iter().filter(|(_, value)| !value.is_unset()).collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        let folder = self.names.text(behavior.path);
        let mut lines = Vec::new();
        for (name, value) in entries {
            match behavior.kind.key(name) {
                Some(key) if key.write_only => {}
                Some(key) => {
                    let value = self.with_references(&[folder, behavior.kind.name], key, value);
                    if value.has_secret() {
                        lines.push(secrets::note(&key.word()));
                    }
                    let said = Said::BehaviorPart(behavior.id, key.name);
                    lines.push(self.attribute(key, &value, said));
                }
                None => lines.push(left_out(&shown(name), "siteplan does not know this key")),
            }
        }
        lines
    }
}

/// The language's words for a grantee's levels on a folder.
fn levels(has: impl Fn(&Level) -> bool) -> Vec<&'static str> {
    let both = has(&Level::ReadOnly) && has(&Level::WriteOnly);
    let is_said = |levels: &[Level]| match levels {
        [Level::ReadOnly | Level::WriteOnly] if both => false,
        levels => levels.iter().all(&has),
    };
    Level::WORDS.iter().filter(|(_, levels)| is_said(levels)).map(|(word, _)| *word).collect()
}
