//! How much of a site a command needs to see. Every list costs requests, and folders have no
//! list of all: they are seen one parent at a time.

use crate::model::{Definition, Names, path};
use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    Everything,
    /// What a definition mentions or manages.
    Declared(Declared),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The folders whose content must be seen, by comparison key; the root is empty.
    pub parents: BTreeSet<Box<str>>,
}

impl Look {
    pub fn of(site: &Definition, names: &Names) -> Self {
        let mut parents = BTreeSet::new();
        for folder in &site.folders {
            let mut at = path::parent(names.key_text(folder.key));
            while let Some(parent) = at {
                if !parents.insert(parent.into()) {
                    break;
                }
                at = path::parent(parent);
            }
        }
        Look::Declared(Declared { parents })
    }
}
