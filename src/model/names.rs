//! Names of a run, each kept once: usernames, group names, folder paths and their comparison
//! keys. Both the definition and the live site intern into one table, so that equal names are
//! equal numbers.

use super::path;
use rustc_hash::FxBuildHasher;

/// A name as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(u32);

/// A name in the form in which the site compares it. Two names with one key are one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u32);

#[derive(Debug, Default)]
pub struct Names {
    texts: indexmap::IndexSet<Box<str>, FxBuildHasher>,
}

impl Names {
    pub fn name(&mut self, text: &str) -> Name {
        Name(self.intern(text))
    }

    /// The key of a username or group name.
    pub fn key(&mut self, text: &str) -> Key {
        Key(self.intern(&path::fold(text)))
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
