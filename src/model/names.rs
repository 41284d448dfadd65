//! Names of a run, each kept once: usernames, group names, folder paths and their comparison
//! keys. Both the definition and the live site intern into one table, so that equal names are
//! equal numbers.

use super::outsiders::Strangers;
use super::path;
use rustc_hash::FxBuildHasher;

/// A name as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(u32);

/// A name in the form in which the site compares it. Two names with one key are one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u32);

#[derive(Debug)]
pub struct Names {
    texts: indexmap::IndexSet<Box<str>, FxBuildHasher>,
    /// Room for a folded form, so that looking a name up allocates nothing.
    folded: String,
}

impl Default for Names {
    fn default() -> Self {
        let reserved = Strangers::ALL.map(|one| Box::from(one.name()));
        Names { texts: reserved.into_iter().collect(), folded: String::new() }
    }
}

impl Strangers {
    /// The key under which every table has them, from the first.
    pub const fn key(self) -> Key {
        Key(self as u32)
    }

    pub fn of(key: Key) -> Option<Self> {
        Strangers::ALL.into_iter().find(|one| one.key() == key)
    }
}

impl Names {
    pub fn name(&mut self, text: &str) -> Name {
        Name(self.intern(text))
    }

    /// The key of a username or group name.
    pub fn key(&mut self, text: &str) -> Key {
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        path::fold_into(text, &mut folded);
        let key = Key(self.intern(&folded));
        self.folded = folded;
        key
    }

    /// The key of a folder path.
    pub fn path_key(&mut self, text: &str) -> Key {
        Key(self.intern(&path::key(text)))
    }

    /// The key of a username or group name, if anything bears it.
    pub fn find_key(&self, text: &str) -> Option<Key> {
        self.texts.get_index_of(&*path::fold(text)).map(|at| Key(at as u32))
    }

    /// The key of a path, if anything bears it.
    pub fn find_path_key(&self, text: &str) -> Option<Key> {
        self.texts.get_index_of(&*path::key(text)).map(|at| Key(at as u32))
    }

    pub fn text(&self, name: Name) -> &str {
        self.get(name.0)
    }

    pub fn key_text(&self, key: Key) -> &str {
        self.get(key.0)
    }

    /// The place of each of these keys among them, by text: what is compared often is compared
    /// as numbers.
    pub fn ranks(&self, keys: impl Iterator<Item = Key>) -> KeyIndex {
        let mut ranks = KeyIndex::default();
        let mut each: Vec<Key> = Vec::new();
        for key in keys {
            if ranks.get(key).is_none() {
                ranks.insert(key, 0);
                each.push(key);
            }
        }
        each.sort_unstable_by_key(|key| self.key_text(*key));
        for (rank, key) in each.into_iter().enumerate() {
            ranks.insert(key, rank);
        }
        ranks
    }

    fn intern(&mut self, text: &str) -> u32 {
        if let Some(at) = self.texts.get_index_of(text) {
            return at as u32;
        }
        self.texts.insert_full(text.into()).0 as u32
    }

    fn get(&self, index: u32) -> &str {
        match self.texts.get_index(index as usize) {
            Some(text) => text,
            None => panic!("a name is read from the table that made it"),
        }
    }
}

/// Numbers by key. Keys are small numbers themselves, so this is a list with holes.
#[derive(Debug, Default)]
pub struct KeyIndex(Vec<u32>);

impl KeyIndex {
    const NONE: u32 = u32::MAX;

    pub fn get(&self, key: Key) -> Option<usize> {
        let at = self.0.get(key.0 as usize).copied().filter(|at| *at != Self::NONE)?;
        Some(at as usize)
    }

    pub fn insert(&mut self, key: Key, at: usize) {
        let place = key.0 as usize;
        if place >= self.0.len() {
            self.0.resize(place + 1, Self::NONE);
        }
        self.0[place] = at as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        let mut names = Names::default();
        assert_ne!(names.name("Carter"), names.name("carter"));
        assert_eq!(names.key("Carter"), names.key("carter"));
        assert_eq!(names.path_key("A/b/"), names.path_key("a/B"));
        assert_eq!(names.find_key("nobody"), None);
    }
}
