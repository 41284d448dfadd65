//! Who holds a grant: under other names, in one form.

use super::renames::Renames;
use crate::model::{Grantee, Key};

/// A grantee under the names of a later state.
pub fn renamed(grantee: &Grantee, renames: &Renames) -> Grantee {
    match grantee {
        Grantee::User(user) => Grantee::User(renames.of_user(*user)),
        Grantee::Group(group) => Grantee::Group(renames.of_group(*group)),
        Grantee::Partner(partner) => Grantee::Partner(renames.of_partner(*partner)),
        Grantee::AllOf(groups) => all_of(groups.iter().map(|group| renames.of_group(*group))),
    }
}

/// A set of groups as grantee, in its one form.
pub fn all_of(groups: impl Iterator<Item = Key>) -> Grantee {
    let mut groups: Vec<Key> = groups.collect();
    groups.sort_unstable();
    groups.dedup();
    Grantee::AllOf(groups.into())
}
