//! Who can do what at one path.

use super::{Asked, On, PersonAccess, Unknown};
use crate::access::Person;
use crate::model::Strangers;
use std::cmp::Reverse;

/// Who needs no account comes first, then who may do more: the atoms are in order of what they let
/// one do.
type Gravity = (bool, Reverse<u8>);

impl Asked<'_> {
    pub fn on(&self, source: &str, written: &str) -> Result<On, Unknown> {
        let (place, note) = self.place(written)?;
        let mut people: Vec<(Gravity, PersonAccess)> = Vec::new();
        for user in self.view.state.everybody() {
            let person = Person::new(&self.view, user);
            let atoms = person.access(place);
            if atoms.is_none() {
                continue;
            }
            let gravity = (Strangers::of(user).is_none(), Reverse(atoms.bits()));
            let access = PersonAccess {
                user: self.username(user),
                standing: person.standing.into(),
                role_until: match person.standing {
                    standing if standing.is_by_grants() => None,
                    _ => self.origins.role(user, "site-admin").and_then(|role| role.until),
                },
                atoms: atoms.names().map(str::to_owned).collect(),
                grants: match person.standing {
                    standing if standing.is_by_grants() => self.grants(&person, place),
                    _ => Vec::new(),
                },
            };
            people.push((gravity, access));
        }
        people.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.user.cmp(&other.user)));
        let people = people.into_iter().map(|(_, access)| access).collect();
        Ok(On { source: source.to_owned(), path: self.spelled(written), note, people })
    }
}
