//! Users, bots, groups, memberships, SSH keys.

use super::compare;
use super::{Address, Assignment, Change, Diff, Field, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{LiveMembership, LiveUser};
use crate::model::{Group, Key, Membership, User, Value, kinds};
use rustc_hash::{FxHashMap, FxHashSet};

impl<'a> Diff<'a> {
    pub(super) fn groups(&mut self) {
        for group in &self.site.groups {
            self.group(group);
        }
        for live in &self.live.groups {
            let key = self.matching.group_key(live.key);
            if self.site.group(key).is_none() {
                let address = Address::Group { group: self.names.text(live.name).to_owned() };
                match self.group_goes(live.key) {
                    true => self.remove(address, Some(live.id), Vec::new()),
                    false => self.undeclared_object(&kinds::GROUP, None, address, Some(live.id)),
                }
            }
        }
    }

    fn group(&mut self, group: &Group) {
        let name = self.names.text(group.name).to_owned();
        let declared = self.origin(group.name_span);
        let address = Address::Group { group: name.clone() };
        let Some(live) = self.matching.live_group(group.key) else {
            let set = compare::initial(&group.attributes);
            self.change(Change::new(Operation::Create, address).set(set).declared(declared));
            return;
        };
        let mut set = compare::settings(&group.attributes, &live.attributes);
        let was = self.renamed((live.key, live.name), (group.key, group.name), &group.was);
        if let Some(old) = &was {
            set.insert(
                0,
                Assignment::new(Field::Name, Value::text(old.as_str()), Value::text(name)),
            );
        }
        if !set.is_empty() {
            self.change(
                Change::new(Operation::Update, address)
                    .id(Some(live.id))
                    .was(was)
                    .set(set)
                    .declared(declared),
            );
        }
    }

    pub(super) fn users(&mut self) {
        let mut groups_of: FxHashMap<Key, Vec<&Membership>> = FxHashMap::default();
        for membership in &self.site.memberships {
            if membership.admin != Some(true) && self.matching.live_user(membership.user).is_none()
            {
                groups_of.entry(membership.user).or_default().push(membership);
            }
        }
        for user in &self.site.users {
            match self.matching.live_user(user.key) {
                Some(live) => self.known_user(user, live),
                None => self.new_user(user, groups_of.get(&user.key).map_or(&[], Vec::as_slice)),
            }
        }
        for live in &self.live.users {
            let key = self.matching.user_key(live.key);
            if self.site.user(key).is_none() && !live.externally_managed {
                let address = Address::User { user: self.names.text(live.name).to_owned() };
                self.undeclared_object(&kinds::USER, None, address, Some(live.id));
            }
        }
    }

    fn new_user(&mut self, user: &User, memberships: &[&Membership]) {
        let name = self.names.text(user.name).to_owned();
        let mut set = Vec::new();
        if user.bot {
            set.push(Assignment::new(
                Field::attribute(&kinds::USER, "self_managed"),
                Value::Null,
                Value::Bool(false),
            ));
        }
        set.extend(compare::initial(&user.attributes));
        if !memberships.is_empty() {
            let mut groups: Vec<String> =
                memberships.iter().map(|m| self.group_name(m.group)).collect();
            groups.sort();
            let groups = groups.into_iter().map(Value::text).collect();
            set.push(Assignment::new(Field::Groups, Value::Null, Value::List(groups)));
        }
        let declared = self.origin(user.name_span);
        let address = Address::User { user: name };
        self.change(Change::new(Operation::Create, address).set(set).declared(declared));
        self.ssh_keys(user, None);
        self.api_keys(user, None);
    }

    fn known_user(&mut self, user: &User, live: &LiveUser) {
        let mut set = compare::settings(&user.attributes, &live.attributes);
        let live_bot = *live.attributes.get("self_managed") == Value::Bool(false);
        if live_bot != user.bot {
            set.insert(
                0,
                Assignment::new(
                    Field::attribute(&kinds::USER, "self_managed"),
                    Value::Bool(!live_bot),
                    Value::Bool(!user.bot),
                ),
            );
        }
        // A bot is never an administrator: declaring one takes the role away.
        if user.bot
            && live.attributes.is_on("site_admin")
            && user.attributes.get("site_admin").is_none()
        {
            set.push(Assignment::new(
                Field::attribute(&kinds::USER, "site_admin"),
                Value::Bool(true),
                Value::Bool(false),
            ));
        }
        self.contradictions(user, live);
        let was = self.renamed((live.key, live.name), (user.key, user.name), &user.was);
        let name = self.names.text(user.name).to_owned();
        if let Some(old) = &was {
            set.insert(
                0,
                Assignment::new(
                    Field::Username,
                    Value::text(old.as_str()),
                    Value::text(name.as_str()),
                ),
            );
        }
        if live.externally_managed && !set.is_empty() {
            self.result.findings.push(
                Diagnostic::warning(
                    codes::EXTERNALLY_MANAGED,
                    format!("user `{name}` is managed by an identity provider"),
                )
                .at(user.name_span, "its attributes are left alone")
                .help("change them at the identity provider, or do not declare them"),
            );
            return;
        }
        if !set.is_empty() {
            let declared = self.origin(user.name_span);
            let address = Address::User { user: name };
            self.change(
                Change::new(Operation::Update, address)
                    .id(Some(live.id))
                    .was(was)
                    .set(set)
                    .declared(declared),
            );
        }
        self.ssh_keys(user, Some(live));
        self.api_keys(user, Some(live));
    }

    /// Keys are compared by fingerprint. Where any is declared, the declared ones are all.
    fn ssh_keys(&mut self, user: &User, live: Option<&LiveUser>) {
        if user.ssh_keys.is_empty() {
            return;
        }
        let there = live.map_or(&[][..], |live| &live.ssh_keys);
        let name = self.names.text(user.name).to_owned();
        for key in &user.ssh_keys {
            if there.iter().any(|live| live.fingerprint == key.fingerprint) {
                continue;
            }
            let set = vec![
                Assignment::new(Field::Fingerprint, Value::Null, Value::text(&*key.fingerprint)),
                Assignment::new(Field::PublicKey, Value::Null, Value::text(&*key.public_key)),
            ];
            let address = Address::SshKey { user: name.clone(), title: key.title.to_string() };
            let declared = self.origin(key.span);
            self.change(Change::new(Operation::Create, address).set(set).declared(declared));
        }
        for key in there {
            if user.ssh_keys.iter().any(|declared| declared.fingerprint == key.fingerprint) {
                continue;
            }
            let address = Address::SshKey { user: name.clone(), title: key.title.to_string() };
            let set = vec![Assignment::new(
                Field::Fingerprint,
                Value::text(&*key.fingerprint),
                Value::Null,
            )];
            self.change(Change::new(Operation::Delete, address).id(Some(key.id)).set(set));
        }
    }

    /// Exact where a side lists its members or groups; otherwise only what is declared.
    pub(super) fn memberships(&mut self) {
        let live: FxHashMap<(Key, Key), bool> = self
            .live
            .memberships
            .iter()
            .map(|m| ((self.matching.group_key(m.group), self.matching.user_key(m.user)), m.admin))
            .collect();
        let mut declared: FxHashSet<(Key, Key)> = FxHashSet::default();
        for membership in &self.site.memberships {
            let pair = (membership.group, membership.user);
            declared.insert(pair);
            self.membership(membership, live.get(&pair).copied());
        }
        for membership in &self.live.memberships {
            self.undeclared_membership(membership, &declared);
        }
    }

    fn membership(&mut self, membership: &Membership, live_admin: Option<bool>) {
        let admin = membership.admin.unwrap_or(live_admin.unwrap_or(false));
        let folded_into_create = !admin && self.matching.live_user(membership.user).is_none();
        if live_admin == Some(admin) || folded_into_create {
            return;
        }
        let before = live_admin.map_or(Value::Null, Value::Bool);
        let operation = if live_admin.is_some() { Operation::Update } else { Operation::Create };
        let address = self.membership_address(membership.group, membership.user);
        let set = vec![Assignment::new(Field::Admin, before, Value::Bool(admin))];
        let declared = self.origin(membership.span);
        self.change(Change::new(operation, address).set(set).declared(declared));
    }

    fn undeclared_membership(&mut self, live: &LiveMembership, declared: &FxHashSet<(Key, Key)>) {
        let (group, user) =
            (self.matching.group_key(live.group), self.matching.user_key(live.user));
        if declared.contains(&(group, user)) {
            return;
        }
        let exact = self.site.group(group).is_some_and(|group| group.members_said.is_some())
            || self.site.user(user).is_some_and(|user| user.groups_said.is_some());
        if exact && !self.is_going(group, user) {
            let address = self.membership_address(group, user);
            let set: Vec<Assignment> =
                vec![Assignment::new(Field::Admin, Value::Bool(live.admin), Value::Null)];
            let declared = self
                .site
                .group(group)
                .and_then(|group| group.members_said)
                .or_else(|| self.site.user(user).and_then(|user| user.groups_said))
                .and_then(|span| self.origin(span));
            self.change(Change::new(Operation::Delete, address).set(set).declared(declared));
        }
    }

    /// The group or the user goes in this plan; memberships and grants go with them.
    fn is_going(&self, group: Key, user: Key) -> bool {
        self.group_goes(group) || self.user_goes(user)
    }

    fn membership_address(&self, group: Key, user: Key) -> Address {
        Address::Membership { group: self.group_name(group), user: self.username(user) }
    }
}
