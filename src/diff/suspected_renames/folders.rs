//! Folders that are much like an old one.

use super::{Suspicion, names, only, the_one};
use crate::diff::{Address, Diff};
use crate::live::LiveFolder;
use crate::model::{Folder, Grantee, Key, Level, kinds, path};
use rustc_hash::FxHashMap;

/// What stands on a folder, and the names of the folders in it.
#[derive(Default)]
struct Stand {
    facts: Vec<String>,
    children: Vec<String>,
}

impl Diff<'_> {
    /// The same grants and settings, the same folders inside, or the same name elsewhere.
    pub(super) fn like_folders<'s>(&'s self, old: &[&'s Address]) -> Vec<Suspicion<'s>> {
        let old = names(old, Address::folder);
        let is_new = |key: Key| !self.matching.has_folder(key);
        let parent_is_new = |key: Key| {
            let parent = path::parent(self.names.key_text(key)).filter(|up| !up.is_empty());
            let parent = parent.and_then(|up| self.names.find_path_key(up));
            parent.is_some_and(|parent| is_new(parent) && self.site.folder(parent).is_some())
        };
        let declared = self.site.folders.iter().filter(|folder| folder.declared);
        let new = declared.filter(|folder| folder.was.is_none() && is_new(folder.key));
        let new: Vec<_> = new.filter(|folder| !parent_is_new(folder.key)).collect();
        let gone = |folder: &&LiveFolder| old.contains(self.names.text(folder.name));
        let gone: Vec<&LiveFolder> = self.live.folders.iter().filter(gone).collect();
        if new.is_empty() || gone.is_empty() {
            return Vec::new();
        }
        let mut new_stands: FxHashMap<Key, Stand> =
            new.iter().map(|folder| (folder.key, Stand::default())).collect();
        let mut old_stands: FxHashMap<Key, Stand> =
            gone.iter().map(|folder| (folder.key, Stand::default())).collect();
        self.stand(&mut new_stands, &mut old_stands);
        let (mut by_facts, mut by_children) = (FxHashMap::default(), FxHashMap::default());
        let mut by_name = FxHashMap::default();
        for folder in &gone {
            let Some(stand) = old_stands.get(&folder.key) else { continue };
            only(&mut by_facts, stand.facts.as_slice(), folder.key);
            only(&mut by_children, stand.children.as_slice(), folder.key);
            only(&mut by_name, path::file_name(self.names.key_text(folder.key)), folder.key);
        }
        let suspicion = |folder: &&'s Folder| {
            let stand = new_stands.get(&folder.key)?;
            let own = self.names.key_text(folder.key);
            let like = |old: &Key| {
                let place = self.names.key_text(*old);
                let other = old_stands.get(old);
                let children = other.is_some_and(|other| other.children == stand.children);
                path::parent(place) == path::parent(own)
                    || path::file_name(place) == path::file_name(own)
                    || stand.facts.len() > 1
                    || (children && !stand.children.is_empty())
            };
            let by_facts = the_one(&by_facts, &stand.facts.as_slice());
            let by_children = the_one(&by_children, &stand.children.as_slice());
            let found = by_facts.filter(like).filter(|_| !stand.facts.is_empty());
            let found = found.map(|old| (old, "same grants and settings as"));
            let found = found.or_else(|| {
                let old = by_children.filter(|_| stand.children.len() > 1)?;
                Some((old, "same folders in it as in"))
            });
            let (old, same) = match found {
                Some(found) => found,
                None => (the_one(&by_name, &path::file_name(own))?, "same name as"),
            };
            let old = self.matching.folder_as_it_is(old)?;
            let (name, old) = (self.names.text(folder.name), self.names.text(old));
            Some(Suspicion { kind: &kinds::FOLDER, name, span: folder.span, old, same })
        };
        new.iter().filter_map(suspicion).collect()
    }

    /// Fills in what stands on these folders, and what lies in them.
    fn stand(&self, new: &mut FxHashMap<Key, Stand>, old: &mut FxHashMap<Key, Stand>) {
        let fact = |grantee: &Grantee, level: Level, recursive: bool| {
            format!("{} {} {recursive}", level.as_str(), self.subject(grantee))
        };
        for grant in &self.site.grants {
            if let Some(stand) = new.get_mut(&grant.folder) {
                stand.facts.push(fact(&grant.grantee, grant.level, grant.recursive));
            }
        }
        for grant in &self.live.grants {
            if let Some(stand) = old.get_mut(&grant.folder) {
                let grantee = self.matching.grantee(&grant.grantee);
                stand.facts.push(fact(&grantee, grant.level, grant.recursive));
            }
        }
        for behavior in &self.site.behaviors {
            if let Some(stand) = new.get_mut(&behavior.folder) {
                stand.facts.push(behavior.kind.name.to_owned());
            }
        }
        for behavior in &self.live.behaviors {
            if let Some(stand) = old.get_mut(&behavior.folder) {
                stand.facts.push(behavior.kind.name.to_owned());
            }
        }
        let inside = |key: Key, stands: &mut FxHashMap<Key, Stand>| {
            let place = self.names.key_text(key);
            let parent = path::parent(place).and_then(|parent| self.names.find_path_key(parent));
            if let Some(stand) = parent.and_then(|parent| stands.get_mut(&parent)) {
                stand.children.push(path::file_name(place).to_owned());
            }
        };
        self.site.folders.iter().for_each(|folder| inside(folder.key, new));
        self.live.folders.iter().for_each(|folder| inside(folder.key, old));
        for stand in new.values_mut().chain(old.values_mut()) {
            stand.facts.sort_unstable();
            stand.facts.dedup();
            stand.children.sort_unstable();
            stand.children.dedup();
        }
    }
}
