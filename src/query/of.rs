//! What a user, a group or a partner can do where.

use super::{Answer, Asked, Of, OfGroup, PlaceAccess, Unknown};
use crate::access::{Atoms, Person, Place, Region, Scope, Via};
use crate::lower::suggest;
use crate::model::{Grantee, Key, path};
use crate::plan::AccessPlace;
use crate::wording::counted;

impl Asked<'_> {
    /// A user's, else a group's, else a partner's; `group:` or `partner:` before the name says
    /// which is meant.
    pub fn of(&self, source: &str, name: &str) -> Result<Answer, Unknown> {
        let user = match self.user(name) {
            Ok(user) => return Ok(Answer::Of(self.of_user(source, user))),
            Err(unknown) => unknown,
        };
        let (group, partner) = match (name.strip_prefix("group:"), name.strip_prefix("partner:")) {
            (Some(name), _) => (Some(name), None),
            (None, Some(name)) => (None, Some(name)),
            (None, None) => (Some(name), Some(name)),
        };
        let key = |name: Option<&str>| name.and_then(|name| self.names.find_key(name));
        if let Some(group) = key(group).filter(|key| self.spelling.has_group(self.text(*key))) {
            return Ok(Answer::OfGroup(self.of_group(source, group)));
        }
        let has_partner = |key: &Key| self.spelling.has_partner(self.text(*key));
        if let Some(partner) = key(partner).filter(has_partner) {
            return Ok(Answer::OfGroup(self.of_partner(source, partner)));
        }
        Err(self.nobody(name, user))
    }

    fn of_user(&self, source: &str, user: Key) -> Of {
        let person = Person::new(&self.view, user);
        Of {
            source: source.to_owned(),
            user: self.username(user),
            standing: person.standing.into(),
            places: self.places(&person),
        }
    }

    fn of_group(&self, source: &str, group: Key) -> OfGroup {
        OfGroup {
            source: source.to_owned(),
            kind: "group",
            name: self.spelling.of_group(self.text(group)),
            note: self.with_others(group),
            members: self.usernames(self.view.state.members(group)),
            places: self.places(&Person::by_way_of(&self.view, group, Via::Group(group))),
        }
    }

    fn of_partner(&self, source: &str, partner: Key) -> OfGroup {
        OfGroup {
            source: source.to_owned(),
            kind: "partner",
            name: self.spelling.of_partner(self.text(partner)),
            note: None,
            members: self.usernames(self.view.state.partner_users(partner)),
            places: self.places(&Person::by_way_of(&self.view, partner, Via::Partner(partner))),
        }
    }

    /// What membership gives only together with others is not counted, but said.
    fn with_others(&self, group: Key) -> Option<String> {
        let asks = |grantee: &Grantee| matches!(grantee, Grantee::AllOf(groups) if groups.contains(&group));
        let grants = self.view.state.grants().filter(|(grantee, _)| asks(grantee)).count();
        let what = counted(grants, "more grant asks", "more grants ask");
        (grants > 0).then(|| format!("{what} for membership in other groups, too"))
    }

    fn text(&self, key: Key) -> &str {
        self.names.key_text(key)
    }

    fn usernames(&self, users: impl Iterator<Item = Key>) -> Vec<String> {
        let mut names: Vec<String> = users.map(|user| self.username(user)).collect();
        names.sort();
        names
    }

    /// What is like the name, of all that can be asked about.
    fn nobody(&self, name: &str, unknown: Unknown) -> Unknown {
        let what = match name.split_once(':') {
            Some(("group", _)) => "group",
            Some(("partner", _)) => "partner",
            _ => "user, group or partner",
        };
        let bare = name.strip_prefix("group:").unwrap_or(name);
        let groups = self.spelling.group_names();
        let near =
            unknown.near.or_else(|| suggest(path::fold(bare).as_ref(), groups).map(str::to_owned));
        Unknown { what, name: bare.strip_prefix("partner:").unwrap_or(bare).to_owned(), near }
    }

    fn places(&self, person: &Person<'_>) -> Vec<PlaceAccess> {
        person.regions().into_iter().flat_map(|region| self.region(person, region)).collect()
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
