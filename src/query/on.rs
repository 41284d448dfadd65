//! Who can do what at one path.

use super::{Asked, On, PersonAccess, Unknown};
use crate::access::Person;

impl Asked<'_> {
    pub fn on(&self, source: &str, written: &str) -> Result<On, Unknown> {
        let (place, note) = self.place(written)?;
        let mut people: Vec<PersonAccess> = Vec::new();
        for user in self.view.state.everybody() {
            let person = Person::new(&self.view, user);
            let atoms = person.access(place);
            if atoms.is_none() {
                continue;
            }
            people.push(PersonAccess {
                user: self.username(user),
                standing: person.standing.into(),
                atoms: atoms.names().map(str::to_owned).collect(),
                grants: match person.standing {
                    standing if standing.is_by_grants() => self.grants(&person, place),
                    _ => Vec::new(),
                },
            });
        }
        people.sort_by(|a, b| a.user.cmp(&b.user));
        Ok(On { source: source.to_owned(), path: self.spelled(written), note, people })
    }
}
