//! What one user can do where.

use super::{Asked, Of, PlaceAccess, Unknown};
use crate::access::{Atoms, Person, Place, Region, Scope};
use crate::plan::AccessPlace;

impl Asked<'_> {
    pub fn of(&self, source: &str, name: &str) -> Result<Of, Unknown> {
        let user = self.user(name)?;
        let person = Person::new(&self.view, user);
        let places = person.regions().into_iter().flat_map(|region| self.region(&person, region));
        Ok(Of {
            source: source.to_owned(),
            user: self.username(user),
            standing: person.standing.into(),
            places: places.collect(),
        })
    }

    fn region(&self, person: &Person<'_>, region: Region) -> Vec<PlaceAccess> {
        let Region { folder, own, below } = region;
        let entry = |scope, atoms: Atoms| PlaceAccess {
            place: AccessPlace {
                path: self.spelling.of_path(self.tree().folders().path(folder)),
                scope,
            },
            atoms: atoms.names().map(str::to_owned).collect(),
            grants: match person.standing {
                standing if standing.is_by_grants() => {
                    self.grants(person, Place { folder, below: scope == Scope::BelowOnly })
                }
                _ => Vec::new(),
            },
        };
        if own == below {
            return vec![entry(Scope::Whole, own)];
        }
        vec![entry(Scope::FolderOnly, own), entry(Scope::BelowOnly, below)]
    }
}
