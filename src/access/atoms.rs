//! The atoms of access to a folder, and what each permission level gives.

use crate::model::Level;
use std::fmt;
use std::ops::{BitAnd, BitOr, BitOrAssign};

/// A set of atoms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Atoms(u8);

impl Atoms {
    pub const NONE: Atoms = Atoms(0);
    pub const LIST: Atoms = Atoms(1);
    pub const PREVIEW: Atoms = Atoms(1 << 1);
    pub const READ: Atoms = Atoms(1 << 2);
    pub const WRITE: Atoms = Atoms(1 << 3);
    /// Delete, move and rename.
    pub const DELETE: Atoms = Atoms(1 << 4);
    pub const SHARE: Atoms = Atoms(1 << 5);
    pub const HISTORY: Atoms = Atoms(1 << 6);
    /// Settings and grants of the folder.
    pub const MANAGE: Atoms = Atoms(1 << 7);
    pub const ALL: Atoms = Atoms(u8::MAX);

    pub const NAMED: &[(&str, Atoms)] = &[
        ("list", Atoms::LIST),
        ("preview", Atoms::PREVIEW),
        ("read", Atoms::READ),
        ("write", Atoms::WRITE),
        ("delete", Atoms::DELETE),
        ("share", Atoms::SHARE),
        ("history", Atoms::HISTORY),
        ("manage", Atoms::MANAGE),
    ];

    /// What a level gives (api.md §6). That `readonly` lets one preview, and `previewonly`
    /// list, is the assumption `levels-include-preview`.
    pub fn of(level: Level) -> Atoms {
        let read = Atoms::READ | Atoms::LIST | Atoms::PREVIEW;
        match level {
            Level::List => Atoms::LIST,
            Level::PreviewOnly => Atoms::PREVIEW | Atoms::LIST,
            Level::History => Atoms::HISTORY | Atoms::LIST,
            Level::WriteOnly => Atoms::WRITE,
            Level::ReadOnly => read,
            Level::Bundle => read | Atoms::SHARE,
            Level::Full => read | Atoms::WRITE | Atoms::DELETE,
            Level::Admin => Atoms::ALL,
        }
    }

    pub fn has(self, other: Atoms) -> bool {
        self.0 & other.0 == other.0
    }

    pub fn without(self, other: Atoms) -> Atoms {
        Atoms(self.0 & !other.0)
    }

    /// What is in both.
    pub fn and(self, other: Atoms) -> Atoms {
        Atoms(self.0 & other.0)
    }

    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// The bits of the set, each atom's as in [`Atoms::NAMED`].
    pub fn bits(self) -> u8 {
        self.0
    }

    pub fn named(name: &str) -> Option<Atoms> {
        Atoms::NAMED.iter().find(|(known, _)| *known == name).map(|(_, atom)| *atom)
    }

    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Atoms::NAMED.iter().filter(move |(_, atom)| self.has(*atom)).map(|(name, _)| *name)
    }
}

impl BitAnd for Atoms {
    type Output = Atoms;

    fn bitand(self, other: Atoms) -> Atoms {
        Atoms(self.0 & other.0)
    }
}

impl BitOr for Atoms {
    type Output = Atoms;

    fn bitor(self, other: Atoms) -> Atoms {
        Atoms(self.0 | other.0)
    }
}

impl BitOrAssign for Atoms {
    fn bitor_assign(&mut self, other: Atoms) {
        self.0 |= other.0;
    }
}

impl fmt::Display for Atoms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Atoms::ALL {
            return f.write_str("everything");
        }
        for (index, name) in self.names().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}
