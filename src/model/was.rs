//! Earlier names, as `was=` says them, and which live object is meant.

use super::names::Key;
use crate::source::Span;

/// An earlier name, said by `was=`.
#[derive(Debug, Clone)]
pub struct Was {
    pub text: Box<str>,
    pub key: Key,
    pub span: Span,
    /// A folder's bare name may have been that of a folder elsewhere, too: where its parent was,
    /// and at the top. In the order in which they are looked for.
    pub elsewhere: Box<[Former]>,
}

/// A name that an object may have had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    pub text: Box<str>,
    pub key: Key,
}

/// What of the site an earlier name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Nothing,
    One(Former),
    /// The definition does not tell which.
    Several(Vec<Former>),
}

impl Was {
    /// A name that can be one thing only.
    pub fn new(text: &str, key: Key, span: Span) -> Self {
        Was { text: text.into(), key, span, elsewhere: Box::default() }
    }

    /// All that it may stand for, the nearest first.
    pub fn names(&self) -> impl Iterator<Item = Former> {
        let nearest = Former { text: self.text.clone(), key: self.key };
        std::iter::once(nearest).chain(self.elsewhere.iter().cloned())
    }

    /// Another spelling of the object's own name.
    pub fn respells(&self, own: Key) -> bool {
        self.names().any(|former| former.key == own)
    }

    /// What it stands for beside the object itself. Of several that are there, the one that is
    /// meant is the only one that the definition does not name by itself.
    pub fn found(
        &self,
        own: Key,
        is_there: impl Fn(Key) -> bool,
        is_declared: impl Fn(Key) -> bool,
    ) -> Found {
        let there: Vec<Former> =
            self.names().filter(|former| former.key != own && is_there(former.key)).collect();
        let mut left = there.iter().filter(|former| !is_declared(former.key));
        match (there.as_slice(), left.next(), left.next()) {
            ([], ..) => Found::Nothing,
            ([one], ..) | (_, Some(one), None) => Found::One(one.clone()),
            _ => Found::Several(there),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Names;
    use crate::source::{Sources, Span};

    #[test]
    fn a_bare_name_is_the_one_folder_that_is_there_and_not_declared() {
        let mut names = Names::default();
        let mut sources = Sources::default();
        let span = Span::new(sources.add("site.kdl", String::new()), 0, 0);
        let own = names.path_key("Other/New");
        let (near, top) = (names.path_key("Other/Scans"), names.path_key("Scans"));
        let mut was = Was::new("Other/Scans", near, span);
        was.elsewhere = Box::new([Former { text: "Scans".into(), key: top }]);
        let found = |there: &[Key], declared: &[Key]| {
            was.found(own, |key| there.contains(&key), |key| declared.contains(&key))
        };
        let one = |found: Found| match found {
            Found::One(former) => Some(former.key),
            Found::Nothing | Found::Several(_) => None,
        };
        assert_eq!(found(&[], &[]), Found::Nothing);
        assert_eq!(found(&[own], &[]), Found::Nothing);
        assert_eq!(one(found(&[top], &[])), Some(top));
        assert_eq!(one(found(&[near], &[near])), Some(near));
        assert_eq!(one(found(&[near, top], &[top])), Some(near));
        assert!(matches!(found(&[near, top], &[]), Found::Several(both) if both.len() == 2));
        assert!(matches!(found(&[near, top], &[near, top]), Found::Several(_)));
        assert!(was.respells(near) && !was.respells(own));
    }
}
