//! Where a folder may have been whose `was=` is a bare name: where its parent was as well.

use super::Lowering;
use crate::model::{Former, Key, Was, path};
use rustc_hash::FxHashSet;

impl Lowering<'_> {
    /// Adds the former paths of a folder's parents to where its bare `was=` is looked for.
    pub(super) fn former_parents(&mut self) {
        let bare = |was: &Was| !was.elsewhere.is_empty();
        let folders = self.site.folders.iter().enumerate();
        let bare = folders.filter(|(_, folder)| folder.was.as_ref().is_some_and(bare));
        let mut bare: Vec<(usize, String)> =
            bare.map(|(at, folder)| (at, self.names.text(folder.name).to_owned())).collect();
        // What a parent may have been is known before its content.
        bare.sort_by_key(|(_, place)| place.matches('/').count());
        for (at, place) in bare {
            let parents = self.former_paths(path::parent(&place).unwrap_or_default());
            let Some(was) = &mut self.site.folders[at].was else { continue };
            let name = path::file_name(&was.text);
            let mut known: FxHashSet<Key> = FxHashSet::from_iter([was.key]);
            let mut elsewhere: Vec<Former> = Vec::new();
            for text in parents.iter().map(|parent| path::join(parent, name)) {
                elsewhere.push(Former { key: self.names.path_key(&text), text: text.into() });
            }
            elsewhere.extend(was.elsewhere.iter().cloned());
            elsewhere.retain(|former| known.insert(former.key));
            was.elsewhere = elsewhere.into();
        }
    }

    /// What a path may have been before the folder at it, or the nearest one above, is moved.
    fn former_paths(&self, place: &str) -> Vec<String> {
        let mut at = Some(place);
        while let Some(around) = at.filter(|around| !around.is_empty()) {
            let key = self.names.find_path_key(around);
            let folder = key.and_then(|key| self.site.folder(key));
            if let Some(was) = folder.and_then(|folder| folder.was.as_ref()) {
                return was.names().map(|old| path::moved(place, around, &old.text)).collect();
            }
            at = path::parent(around);
        }
        Vec::new()
    }
}
