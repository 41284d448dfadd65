//! API keys: of users and bots, and of the site itself.

use super::compare;
use super::{Address, Assignment, Change, Diff, Field, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{LiveApiKey, LiveUser};
use crate::model::{ApiKey, Told, Undeclared, User, Value, kinds};

impl Diff<'_> {
    /// Keys are known by their names. Where any is declared, the declared ones are all.
    pub(super) fn api_keys(&mut self, user: &User, live: Option<&LiveUser>) {
        let there = live.map_or(&[][..], |live| &live.api_keys);
        let owner = self.names.text(user.name).to_owned();
        for live in self.unmatched_keys(Some(&owner), &user.api_keys, there) {
            let undoing = undoing_key(Some(&owner), live);
            if user.api_keys_said.is_some() {
                self.take_away(undoing);
                continue;
            }
            let undoing = undoing.declared(self.origin(user.name_span));
            let is_it = (Some(user.key), live.name.clone());
            let in_base = self.in_base(|base| base.api_keys.contains_key(&is_it));
            self.undeclared_object(&kinds::API_KEY, Told::Nothing, in_base, undoing);
        }
    }

    /// Those of the site itself: what no file says is as `manage` has it, and the key at work is
    /// never taken away for that.
    pub(super) fn site_api_keys(&mut self) {
        let own = self.live.key.as_ref().and_then(|key| key.id);
        for live in self.unmatched_keys(None, &self.site.api_keys, &self.live.api_keys) {
            let undoing = undoing_key(None, live);
            // One that is declared otherwise is replaced.
            if self.site.api_keys.iter().any(|key| key.name == live.name) {
                self.take_away(undoing);
                continue;
            }
            let is_it = (None, live.name.clone());
            let in_base = self.in_base(|base| base.api_keys.contains_key(&is_it));
            let managed = || self.managed(&kinds::API_KEY, Told::Nothing);
            let fate = if in_base { Undeclared::Remove } else { managed() };
            let fate = self.spared_nameless(&kinds::API_KEY, &live.attributes, fate);
            let fate = if own == Some(live.id) { fate.min(Undeclared::Report) } else { fate };
            let said = self.removals.named(&kinds::API_KEY, &live.name);
            let fate = if said { Undeclared::Remove } else { fate };
            self.unsaid(kinds::API_KEY.manage.unwrap_or_default(), fate, undoing);
        }
    }

    /// Plans what is declared, and gives back what of the site is not.
    fn unmatched_keys<'l>(
        &mut self,
        owner: Option<&str>,
        declared: &[ApiKey],
        there: &'l [LiveApiKey],
    ) -> Vec<&'l LiveApiKey> {
        let mut kept: Vec<i64> = Vec::new();
        for key in declared {
            let named = || there.iter().filter(|live| live.name == key.name);
            let alike: Vec<_> = named().filter(|live| self.can_become(key, live)).collect();
            kept.extend(alike.iter().map(|live| live.id));
            if owner.is_none() && named().any(|live| !left_by_replacing(live, &alike, named())) {
                kept.extend(named().map(|live| live.id));
                self.shared_api_key(owner, key, &named().collect::<Vec<_>>());
                continue;
            }
            match alike.as_slice() {
                [live] => self.known_api_key(owner, key, live),
                // A new secret takes the place of the old one, if there is one.
                [] => self.new_api_key(owner, key, named().max_by_key(|live| live.id)),
                alike => self.shared_api_key(owner, key, alike),
            }
        }
        there.iter().filter(|live| !kept.contains(&live.id)).collect()
    }

    /// Whether the live key differs only in what the API lets one change. What the site does not
    /// show is no reason for a new secret.
    fn can_become(&self, key: &ApiKey, live: &LiveApiKey) -> bool {
        compare::fixed(&key.attributes, &live.attributes, &self.matching, self.names).is_empty()
    }

    fn known_api_key(&mut self, user: Option<&str>, key: &ApiKey, live: &LiveApiKey) {
        let set = compare::settings(&key.attributes, &live.attributes, &self.matching, self.names);
        let address = address(user, &key.name);
        let whose = user.and_then(|user| self.names.find_key(user));
        let base = self.base.and_then(|base| base.api_keys.get(&(whose, key.name.clone())));
        let said = (&key.attributes, base);
        self.values_no_longer_said(&address, &kinds::API_KEY, said, &live.attributes);
        if !set.is_empty() {
            let (operation, id, was) = (Operation::Update, Some(live.id), None);
            let declared = self.origin(key.span);
            self.change(
                Change::new(operation, address).id(id).was(was).set(set).declared(declared),
            );
        }
    }

    fn new_api_key(&mut self, user: Option<&str>, key: &ApiKey, replaces: Option<&LiveApiKey>) {
        if key.save_to.is_none() {
            let message = format!("the secret of API key `{}` would be lost", key.name);
            self.result.findings.push(
                Diagnostic::error(codes::API_KEY_NOT_SAVED, message)
                    .at(key.span, "shown only once, when the key is made")
                    .help("say where it is written: `save-to=\"keys/exporter.key\"`"),
            );
        }
        let mut set = compare::initial(&key.attributes, &self.matching, self.names);
        // What is not said stays as it is: a new key is not wider than the old one by silence.
        let unsaid = |name: &str| key.attributes.get(name).is_none();
        let kept = replaces.into_iter().flat_map(|live| live.attributes.iter());
        let is_new = |attribute, value: &Value| *value == kinds::API_KEY.default(attribute);
        let kept =
            kept.filter(|(attribute, value)| unsaid(attribute.name) && !is_new(attribute, value));
        set.extend(
            kept.map(|(a, value)| Assignment::new(Field::Attribute(a), Value::Null, value.clone())),
        );
        if let Some((file, _)) = &key.save_to {
            set.push(Assignment::new(Field::SaveTo, Value::Null, Value::text(&**file)));
        }
        let (operation, id, was) = (Operation::Create, replaces.map(|live| live.id), None);
        let address = address(user, &key.name);
        let declared = self.origin(key.span);
        self.change(Change::new(operation, address).id(id).was(was).set(set).declared(declared));
    }
}

fn address(user: Option<&str>, name: &str) -> Address {
    Address::ApiKey { user: user.map(str::to_owned), name: name.to_owned() }
}

fn undoing_key(user: Option<&str>, live: &LiveApiKey) -> Change {
    Change::new(Operation::Delete, address(user, &live.name)).id(Some(live.id))
}

/// Whether a key of the site is the one that is meant, or one of its name that gave way to it: of
/// those that were made later, nobody knows what they are for.
fn left_by_replacing<'l>(
    live: &LiveApiKey,
    alike: &[&LiveApiKey],
    mut named: impl Iterator<Item = &'l LiveApiKey>,
) -> bool {
    match alike {
        [meant] => live.id <= meant.id,
        // One that differs is replaced.
        [] => named.all(|other| other.id == live.id),
        _ => false,
    }
}
