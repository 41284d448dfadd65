//! Names for the ids by which the records of a site refer to each other.

use super::{Attributes, LiveBehavior, LiveSite, typed};
use crate::model::kinds::HOSTING;
use crate::model::{Attribute, Names, Reference, Referent, Value};
use rustc_hash::FxHashMap;

/// What objects are called, by kind and id. Those that share a name have none here.
#[derive(Debug, Default)]
pub struct Called(FxHashMap<(Referent, i64), Box<str>>);

impl Called {
    pub fn of(live: &LiveSite, names: &Names) -> Self {
        let mut called = FxHashMap::default();
        for user in &live.users {
            called.insert((Referent::USER, user.id), names.text(user.name).into());
        }
        for group in &live.groups {
            called.insert((Referent::GROUP, group.id), names.text(group.name).into());
        }
        for hosting in live.behaviors.iter().filter(|one| one.kind.name == HOSTING) {
            called.insert((Referent::BEHAVIOR, hosting.id), names.text(hosting.path).into());
        }
        let automations = live.automations.iter();
        let automations =
            automations.map(|one| (Some(Referent::AUTOMATION), one.id, one.name.as_deref()));
        let named = live.named.iter().map(|one| (one.kind.referent(), one.id, one.name.as_deref()));
        let mut bearers: FxHashMap<(Referent, &str), usize> = FxHashMap::default();
        let all: Vec<_> = automations
            .chain(named)
            .filter_map(|(to, id, name)| Some((to?, id, name.filter(|name| !name.is_empty())?)))
            .collect();
        for (to, _, name) in &all {
            *bearers.entry((*to, *name)).or_default() += 1;
        }
        let own = all.iter().filter(|(to, _, name)| bearers.get(&(*to, *name)) == Some(&1));
        called.extend(own.map(|(to, id, name)| ((*to, *id), (*name).into())));
        Called(called)
    }

    fn named(&self, to: Referent, id: i64) -> Option<Value> {
        let name = self.0.get(&(to, id))?.clone();
        Some(Value::Reference(Box::new(Reference { to, name })))
    }

    /// An attribute's value with names for its ids, as far as these are known.
    pub fn value(&self, attribute: &Attribute, value: &Value) -> Option<Value> {
        let refers = attribute.refers?;
        let named = |value: &Value| refers.id(value).and_then(|id| self.named(refers.to, id));
        match value {
            Value::List(items) => {
                let items = items.iter().map(|item| named(item).unwrap_or_else(|| item.clone()));
                Some(typed::canonical(attribute.kind, Value::List(items.collect())))
            }
            value => named(value),
        }
    }

    /// A value of a site with a name for each id where the other one says a name.
    #[must_use]
    pub fn as_said(&self, said: &Value, live: Value) -> Value {
        match (said, live) {
            (Value::Reference(reference), Value::Int(id)) => {
                self.named(reference.to, id).unwrap_or(Value::Int(id))
            }
            (Value::List(said), Value::List(live)) => {
                let live = live.into_iter().enumerate();
                let each = |(at, live): (usize, Value)| match said.get(at) {
                    Some(said) => self.as_said(said, live),
                    None => live,
                };
                Value::List(live.map(each).collect())
            }
            (Value::Object(said), Value::Object(live)) => {
                let live = live.into_iter().map(|(key, live)| {
                    let said = said.iter().find(|(known, _)| *known == key);
                    let live = match said {
                        Some((_, said)) => self.as_said(said, live),
                        None => live,
                    };
                    (key, live)
                });
                Value::Object(live.collect())
            }
            (_, live) => live,
        }
    }
}

impl LiveSite {
    /// Puts names in the place of the ids of which it is known what they are of.
    /// Partners have their names from other records, too.
    pub fn name_references(&mut self, partners: Vec<(i64, Box<str>)>, names: &Names) {
        if !self.has_ids() {
            return;
        }
        let mut called = Called::of(self, names);
        for (id, name) in partners {
            called.0.entry((Referent::PARTNER, id)).or_insert(name);
        }
        let of_users = self.users.iter_mut().flat_map(|user| {
            let keys = user.api_keys.iter_mut().map(|key| &mut key.attributes);
            std::iter::once(&mut user.attributes).chain(keys)
        });
        let of_users = of_users.chain(self.api_keys.iter_mut().map(|key| &mut key.attributes));
        let of_groups = self.groups.iter_mut().map(|group| &mut group.attributes);
        let of_automations = self.automations.iter_mut().map(|one| &mut one.attributes);
        let of_named = self.named.iter_mut().map(|one| &mut one.attributes);
        let all = of_users.chain(of_groups).chain(of_automations).chain(of_named);
        for attributes in all.chain([&mut self.settings]) {
            for (attribute, value) in &mut attributes.values {
                if let Some(named) = called.value(attribute, value) {
                    *value = named;
                }
            }
        }
        for behavior in &mut self.behaviors {
            let keys = refers(behavior);
            let Value::Object(entries) = &mut behavior.value else { continue };
            for (name, value) in entries {
                let key = keys.iter().find(|key| key.name == &**name);
                if let Some(named) = key.and_then(|key| called.value(key, value)) {
                    *value = named;
                }
            }
        }
    }
}

impl LiveSite {
    /// What has no name is called by what it is of, once that has its name.
    pub fn name_rows(&mut self, names: &mut Names) {
        for one in self.named.iter_mut().filter(|one| one.kind.is_row()) {
            one.name = one.kind.row_name(|attribute| one.attributes.get(attribute));
            one.add_to(names);
        }
    }

    /// Whether any of its values may be an id of something.
    fn has_ids(&self) -> bool {
        let of_users = self.users.iter().map(|user| &user.attributes);
        let of_groups = self.groups.iter().map(|group| &group.attributes);
        let of_automations = self.automations.iter().map(|one| &one.attributes);
        let of_named = self.named.iter().map(|one| &one.attributes);
        let all = of_users.chain(of_groups).chain(of_automations).chain(of_named);
        let mut all = all.chain([&self.settings]).flat_map(Attributes::iter);
        all.any(|(attribute, _)| attribute.refers.is_some())
            || self.behaviors.iter().any(|behavior| !refers(behavior).is_empty())
    }
}

/// The keys of a folder setting's value that refer to something.
fn refers(behavior: &LiveBehavior) -> Vec<&'static Attribute> {
    behavior.kind.keys.iter().filter(|key| key.refers.is_some()).collect()
}
