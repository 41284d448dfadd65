//! Users, bots, groups, memberships.

use super::compare;
use super::unsaid::Valued;
use super::{Address, Assignment, Change, Diff, Field, Operation, Origin};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{LiveGroup, LiveMembership, LiveOwner, LiveUser};
use crate::model::{Group, Key, Membership, Owner, Told, Undeclared, User, Value, kinds};
use rustc_hash::FxHashMap;

/// Declared memberships, by group and user, and whether they are said to be admins.
type Declared = FxHashMap<(Key, Key), Option<bool>>;

/// Lines of `manage`.
const USERS: &str = "users";
const GROUPS: &str = "groups";

impl<'a> Diff<'a> {
    pub(super) fn groups(&mut self) {
        for group in &self.site.groups {
            self.group(group);
        }
        for live in &self.live.groups {
            let key = self.matching.group_key(live.key);
            if self.site.group(key).is_none() {
                let address = Address::Group { group: self.names.text(live.name).to_owned() };
                let undoing = Change::new(Operation::Delete, address).id(Some(live.id));
                self.unsaid(GROUPS, self.fate_of_group(key), undoing);
            }
        }
    }

    fn group(&mut self, group: &Group) {
        let name = self.names.text(group.name).to_owned();
        let declared = self.origin(group.name_span);
        let address = Address::Group { group: name.clone() };
        let Some(live) = self.matching.live_group(group.key) else {
            let set = compare::initial(&group.attributes, &self.matching, self.names);
            self.change(Change::new(Operation::Create, address).set(set).declared(declared));
            return;
        };
        self.known_group(group, live, address, declared);
    }

    fn known_group(
        &mut self,
        group: &Group,
        live: &LiveGroup,
        address: Address,
        declared: Option<Origin>,
    ) {
        let name = self.names.text(group.name);
        let mut set =
            compare::settings(&group.attributes, &live.attributes, &self.matching, self.names);
        self.fixed(&format!("group `{name}`"), &kinds::GROUP, &group.attributes, &live.attributes);
        let was = self.renamed((live.key, live.name), (group.key, group.name), &group.was);
        if let Some(old) = &was {
            set.insert(
                0,
                Assignment::new(Field::Name, Value::text(old.as_str()), Value::text(name)),
            );
        }
        if !set.is_empty() {
            self.change(
                Change::new(Operation::Update, address.clone())
                    .id(Some(live.id))
                    .was(was)
                    .set(set)
                    .declared(declared.clone()),
            );
        }
        let (base, key) = (self.base, group.key);
        self.unsaid_values(Valued {
            kind: &kinds::GROUP,
            address,
            id: Some(live.id),
            said: &group.attributes,
            live: &live.attributes,
            declared,
            in_base: &|name| base?.group_values.get(&(key, name)),
        });
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
            if self.site.user(key).is_none() {
                let address = Address::User { user: self.names.text(live.name).to_owned() };
                let heir = self.heir_of(key).map(|heir| {
                    Assignment::new(Field::NewOwner, Value::Null, self.owner_name(heir))
                });
                let undoing = Change::new(Operation::Delete, address)
                    .id(Some(live.id))
                    .set(heir.into_iter().collect());
                let fate = match (self.fate_of_user(key), live.externally_managed) {
                    (Undeclared::Keep, _) => Undeclared::Keep,
                    // Only the identity provider removes its own.
                    (_, true) => Undeclared::Report,
                    (fate, false) => fate,
                };
                self.unsaid(USERS, fate, undoing);
            }
        }
    }

    /// Whose the automations of a user who goes are said to be.
    fn heir_of(&self, user: Key) -> Option<LiveOwner> {
        let in_base = || self.base?.heirs.get(&user).copied();
        Some(match self.removals.heir(user).or_else(in_base)? {
            Owner::Site => LiveOwner::Site,
            Owner::User(heir) => LiveOwner::User(heir),
        })
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
        set.extend(compare::initial(&user.attributes, &self.matching, self.names));
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
        let mut set =
            compare::settings(&user.attributes, &live.attributes, &self.matching, self.names);
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
        let declared = self.origin(user.name_span);
        let address = Address::User { user: name };
        if !set.is_empty() {
            self.change(
                Change::new(Operation::Update, address.clone())
                    .id(Some(live.id))
                    .was(was)
                    .set(set)
                    .declared(declared.clone()),
            );
        }
        let (base, key) = (self.base, user.key);
        self.unsaid_values(Valued {
            kind: &kinds::USER,
            address,
            id: Some(live.id),
            said: &user.attributes,
            live: &live.attributes,
            declared,
            in_base: &|name| base?.user_values.get(&(key, name)),
        });
        self.ssh_keys(user, Some(live));
        self.api_keys(user, Some(live));
    }

    /// Exact where a side lists its members or groups; otherwise only what is declared.
    pub(super) fn memberships(&mut self) {
        let live: FxHashMap<(Key, Key), bool> = self
            .live
            .memberships
            .iter()
            .map(|m| ((self.matching.group_key(m.group), self.matching.user_key(m.user)), m.admin))
            .collect();
        let mut declared = Declared::default();
        for membership in &self.site.memberships {
            let pair = (membership.group, membership.user);
            declared.insert(pair, membership.admin);
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

    fn undeclared_membership(&mut self, live: &LiveMembership, declared: &Declared) {
        let (group, user) =
            (self.matching.group_key(live.group), self.matching.user_key(live.user));
        let admin =
            |after: Value| vec![Assignment::new(Field::Admin, Value::Bool(live.admin), after)];
        let address = || self.membership_address(group, user);
        if let Some(said) = declared.get(&(group, user)) {
            if live.admin && said.is_none() {
                let undoing = Change::new(Operation::Update, address());
                let undoing = undoing.set(admin(Value::Bool(false)));
                let undoing = undoing.declared(self.group_origin(group));
                let in_base = self.in_base(|base| base.admins.contains(&(group, user)));
                self.undeclared_object(&kinds::MEMBERSHIP, Told::Nothing, in_base, undoing);
            }
            return;
        }
        if self.is_going(group, user) {
            return;
        }
        let said_of_group = self.site.group(group).map(|group| group.members_said);
        let said_of_user = self.site.user(user).map(|user| user.groups_said);
        let undoing = Change::new(Operation::Delete, address()).set(admin(Value::Null));
        let place = said_of_group.flatten().or(said_of_user.flatten());
        if let Some(place) = place {
            let declared = self.origin(place);
            return self.change(undoing.declared(declared));
        }
        let user_is_kept = said_of_user.is_none() && self.fate_of_user(user) == Undeclared::Keep;
        // What nobody mentions is told as a whole, with all that belongs to it.
        if said_of_group.is_none() || (said_of_user.is_none() && !user_is_kept) {
            return;
        }
        let in_base = self.in_base(|base| base.memberships.contains(&(group, user)));
        let undoing = undoing.declared(self.group_origin(group));
        self.undeclared_object(&kinds::MEMBERSHIP, Told::Nothing, in_base, undoing);
    }

    fn group_origin(&self, group: Key) -> Option<Origin> {
        self.site.group(group).and_then(|group| self.origin(group.name_span))
    }

    /// The group or the user goes in this plan; memberships and grants go with them.
    fn is_going(&self, group: Key, user: Key) -> bool {
        self.group_goes(group) || self.user_goes(user)
    }

    fn membership_address(&self, group: Key, user: Key) -> Address {
        Address::Membership { group: self.group_name(group), user: self.username(user) }
    }
}
