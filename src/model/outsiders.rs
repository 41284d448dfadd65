//! Those who get in and are no account of the site. Where access is told, they stand beside
//! people, under names that no account can have.

use super::path;
use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strangers {
    /// Whoever has an address, and its password where it has one.
    Outsiders,
    /// Everybody with an account, whatever they are granted.
    Accounts,
}

impl Strangers {
    pub const ALL: [Strangers; 2] = [Strangers::Outsiders, Strangers::Accounts];

    /// Who is meant by a name in a list of people.
    pub fn listed_as(name: &str) -> Option<Self> {
        Strangers::ALL.into_iter().find(|one| one.name() == name)
    }

    /// In the middle of a sentence.
    pub const fn in_words(self) -> &'static str {
        match self {
            Strangers::Outsiders => "outsiders",
            Strangers::Accounts => "everybody with an account",
        }
    }

    /// As [`Self::name`], with the brackets that a shell would take for its own, or without.
    pub fn named(name: &str) -> Option<Self> {
        let bare = |one: &Strangers| one.name().trim_matches(['(', ')']) == name;
        Strangers::ALL.into_iter().find(|one| one.name() == name || bare(one))
    }

    /// Their name where people are listed.
    pub const fn name(self) -> &'static str {
        match self {
            Strangers::Outsiders => "(outsiders)",
            Strangers::Accounts => "(every account)",
        }
    }
}

/// An API key of the site itself, which gets in without an account.
pub struct SiteKey<'a>(pub &'a str);

impl fmt::Display for SiteKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(key {})", self.0)
    }
}

impl SiteKey<'_> {
    /// The key's name, of a name in a list of people.
    pub fn listed_as(name: &str) -> Option<&str> {
        name.strip_prefix("(key ")?.strip_suffix(')')
    }
}

/// Whether somebody without an account is told under this name: no account may bear it.
pub fn is_taken(name: &str) -> bool {
    let name = path::fold(name);
    Strangers::listed_as(&name).is_some() || SiteKey::listed_as(&name).is_some()
}
