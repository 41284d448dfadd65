//! What the site has and no file says: kept, reported or taken away, as the definition and its
//! base have it and `manage` says; never removed where `protect` stands against it.

use super::change::{is_bridge, known_by_name};
use super::{AccessPart, Address, Assignment, Change, Diff, Field, Operation, Origin, Whole};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{Attributes, typed};
use crate::model::{Key, Kind, Protected, Settings, Told, Undeclared, Value, kinds, path};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What the site has and no file says, and the plan leaves as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsaid {
    /// What would take it away; where it would be said, if its object is declared.
    pub undoing: Change,
    /// The account that it is, or is of.
    pub account: Holder,
    /// The line of `manage` that decides on it.
    pub of: &'static str,
}

/// What is to be known of an account to write it down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holder {
    pub bot: bool,
    /// Of an account that no file mentions.
    pub groups: Vec<String>,
}

impl Diff<'_> {
    /// Follows `manage` for one object that no file mentions.
    pub(super) fn undeclared_object(
        &mut self,
        kind: &'static Kind,
        told: Told<'_>,
        in_base: bool,
        undoing: Change,
    ) {
        self.undeclared_by(kind.manage.unwrap_or(kind.many), told, in_base, undoing);
    }

    /// The same, by a line of `manage`.
    pub(super) fn undeclared_by(
        &mut self,
        of: &'static str,
        told: Told<'_>,
        in_base: bool,
        undoing: Change,
    ) {
        let fate = if in_base {
            Undeclared::Remove
        } else {
            self.site.manage.undeclared(of, told, self.names)
        };
        let fate = match told {
            Told::Folder(folder) => self.spared_in_folder(folder, fate),
            Told::Nothing | Told::Name(_) => fate,
        };
        self.unsaid(of, fate, undoing);
    }

    /// Something that no file mentions meets its fate.
    pub(super) fn unsaid(&mut self, of: &'static str, fate: Undeclared, mut undoing: Change) {
        match fate {
            Undeclared::Keep => self.result.kept += 1,
            Undeclared::Report => {
                let account = self.holder(&undoing.address);
                self.result.unsaid.push(Unsaid { undoing, account, of });
            }
            Undeclared::Remove => self.take_away(undoing),
            Undeclared::RemoveWithContent => {
                undoing.set.push(with_content());
                self.take_away(undoing);
            }
        }
    }

    /// Values of a declared object that give or take access, that no file says, and that are not
    /// those of a new object.
    pub(super) fn unsaid_values(&mut self, of: Valued<'_>) {
        // The object's own change, if there is one, was made just before.
        let own = self.result.changes.last().filter(|change| change.address == of.address);
        let set: Vec<Field> =
            own.into_iter().flat_map(|own| &own.set).map(|set| set.field).collect();
        // What the base said of it and the site has, and all else.
        let mut by_line: BTreeMap<(&'static str, bool), Vec<Assignment>> = BTreeMap::new();
        for (attribute, value) in of.live.iter() {
            if attribute.bears.is_none() && self.base.is_none() {
                continue;
            }
            let new = of.kind.default(attribute);
            let is_new = || typed::means(attribute.kind, &new, value);
            let is_set = || set.contains(&Field::Attribute(attribute));
            if of.said.get(attribute.name).is_some() || is_new() || is_set() {
                continue;
            }
            let in_base = (of.in_base)(attribute.name);
            let Some(line) = attribute.bears else {
                if in_base.is_some() {
                    self.unsaid_since_base(Field::Attribute(attribute), &of.address);
                }
                continue;
            };
            let was_said = in_base.is_some_and(|said| typed::means(attribute.kind, said, value));
            let undoing = Assignment::new(Field::Attribute(attribute), value.clone(), new);
            by_line.entry((line, was_said)).or_default().push(undoing);
        }
        for ((line, was_said), set) in by_line {
            let fate = if was_said {
                Undeclared::Remove
            } else {
                self.site.manage.undeclared(line, Told::Nothing, self.names)
            };
            let undoing = Change::new(Operation::Update, of.address.clone());
            let undoing = undoing.id(of.id).set(set).declared(of.declared.clone());
            self.unsaid(line, fate, undoing);
        }
    }

    /// Makes a change that takes something away; what is protected stays.
    pub(super) fn take_away(&mut self, undoing: Change) {
        let address = &undoing.address;
        let protects = |target: &Protected| self.protects(target, &undoing);
        let protect = self.site.protect.iter().find(|protect| protects(&protect.target));
        if let Some(protect) = protect.filter(|_| undoing.operation == Operation::Delete) {
            self.result.findings.push(
                Diagnostic::error(
                    codes::REMOVES_PROTECTED,
                    format!("this would remove {address}, which is protected"),
                )
                .at(protect.span, "protected here")
                .help("declare the object, or drop the protection"),
            );
        }
        self.merge(undoing);
    }

    /// One change of an object says all that is set of it.
    fn merge(&mut self, undoing: Change) {
        let same = |change: &&mut Change| {
            undoing.operation == Operation::Update
                && change.operation == Operation::Update
                && change.address == undoing.address
        };
        // The object's own change, if there is one, was made just before.
        match self.result.changes.last_mut().filter(same) {
            Some(change) => change.set.extend(undoing.set),
            None => self.change(undoing),
        }
    }

    fn protects(&self, target: &Protected, undoing: &Change) -> bool {
        let address = &undoing.address;
        let is = |key: &Key, name: &str| self.names.key_text(*key) == &*path::fold(name);
        match target {
            Protected::User(key) => address.user().is_some_and(|user| is(key, user)),
            Protected::Group(key) => address.group().is_some_and(|group| is(key, group)),
            Protected::Named(kind, name) if **kind == kinds::API_KEY => {
                matches!(address.access_part(), AccessPart::SiteKey(key) if *key == **name)
            }
            Protected::Named(kind, name) => {
                let is_name = || address.name().map(|known| known_by_name(known, undoing.id));
                address.kind().resource() == Some(*kind) && is_name() == Some(&**name)
            }
            Protected::Folder { key, below } => {
                let Some(place) = address.place() else { return false };
                let (place, key) = (path::key(place), self.names.key_text(*key));
                if *below {
                    path::is_within(&place, key)
                } else {
                    // A folder is lost with any folder that holds it.
                    address.folder().is_some() && path::is_within(key, &place)
                }
            }
        }
    }

    fn holder(&self, address: &Address) -> Holder {
        let Whole::User(name) = address.whole() else { return Holder::default() };
        let Some(key) = self.names.find_key(name) else { return Holder::default() };
        if let Some(user) = self.site.user(key) {
            return Holder { bot: user.bot, groups: Vec::new() };
        }
        let live = self.matching.live_user(key);
        let bot =
            live.is_some_and(|user| *user.attributes.get("self_managed") == Value::Bool(false));
        let groups = self.groups_of_strangers.get(&key).into_iter().flatten();
        let mut groups: Vec<String> = groups.map(|group| self.group_name(*group)).collect();
        groups.sort();
        Holder { bot, groups }
    }

    /// The groups of users whom no file mentions, as far as they stay in them.
    pub(super) fn groups_of_strangers(&self) -> FxHashMap<Key, Vec<Key>> {
        let mut groups: FxHashMap<Key, Vec<Key>> = FxHashMap::default();
        for membership in &self.live.memberships {
            let user = self.matching.user_key(membership.user);
            let group = self.matching.group_key(membership.group);
            let exact = self.site.group(group).is_some_and(|group| group.members_said.is_some());
            if self.site.user(user).is_none() && !exact && !self.group_goes(group) {
                groups.entry(user).or_default().push(group);
            }
        }
        groups
    }

    /// What becomes of a user whom no file mentions.
    pub(super) fn fate_of_user(&self, key: Key) -> Undeclared {
        if self.removals.user(key) {
            return Undeclared::Remove;
        }
        let in_base = self.in_base(|base| base.users.contains(&key));
        let managed = || self.managed(&kinds::USER, Told::Name(self.names.key_text(key)));
        let fate = if in_base { Undeclared::Remove } else { managed() };
        let live = self.matching.live_user(key);
        live.map_or(fate, |live| self.spared(&live.attributes, fate))
    }

    pub(super) fn fate_of_group(&self, key: Key) -> Undeclared {
        let live = self.matching.live_group(key);
        let bridge = live.is_some_and(|live| is_bridge(self.names.text(live.name)));
        if bridge || self.removals.group(key) {
            return Undeclared::Remove;
        }
        let in_base = self.in_base(|base| base.groups.contains(&key));
        let managed = || self.managed(&kinds::GROUP, Told::Name(self.names.key_text(key)));
        let fate = if in_base { Undeclared::Remove } else { managed() };
        live.map_or(fate, |live| self.spared(&live.attributes, fate))
    }

    /// A folder goes no further than what lies in it.
    pub(super) fn fate_of_folder(&self, key: Key) -> Undeclared {
        self.folder_fates.get(&key).copied().unwrap_or_else(|| self.own_fate_of_folder(key))
    }

    /// Of every live folder that no file mentions.
    pub(super) fn fates_of_folders(&self) -> FxHashMap<Key, Undeclared> {
        let mut fates: FxHashMap<Key, Undeclared> =
            self.undeclared_folders().map(|key| (key, self.own_fate_of_folder(key))).collect();
        let mut keys: Vec<Key> = fates.keys().copied().collect();
        keys.sort_by_key(|key| std::cmp::Reverse(self.names.key_text(*key).len()));
        for key in keys {
            let parent = path::parent(self.names.key_text(key));
            let parent = parent.and_then(|parent| self.names.find_path_key(parent));
            let inside = fates.get(&key).copied();
            if let Some((fate, inside)) = parent.and_then(|up| fates.get_mut(&up)).zip(inside) {
                *fate = inside.min(*fate);
            }
        }
        fates
    }

    fn own_fate_of_folder(&self, key: Key) -> Undeclared {
        if let Some(with_content) = self.removals.folder(key, self.names) {
            return if with_content { Undeclared::RemoveWithContent } else { Undeclared::Remove };
        }
        let in_base = self.in_base(|base| base.folders.contains(&key));
        let managed = || self.managed(&kinds::FOLDER, Told::Folder(key));
        let fate = if in_base { Undeclared::Remove } else { managed() };
        if self.is_of_workspace(key) { fate.min(Undeclared::Report) } else { fate }
    }

    pub(super) fn managed(&self, kind: &'static Kind, told: Told<'_>) -> Undeclared {
        self.site.manage.undeclared(kind.manage.unwrap_or(kind.many), told, self.names)
    }

    pub(super) fn user_goes(&self, key: Key) -> bool {
        self.site.user(key).is_none()
            && self.matching.live_user(key).is_some_and(|user| !user.externally_managed)
            && self.fate_of_user(key) >= Undeclared::Remove
    }

    pub(super) fn group_goes(&self, key: Key) -> bool {
        self.site.group(key).is_none()
            && self.matching.live_group(key).is_some()
            && self.fate_of_group(key) >= Undeclared::Remove
    }
}

/// A declared object with values.
pub(super) struct Valued<'a> {
    pub kind: &'static Kind,
    pub address: Address,
    pub id: Option<i64>,
    pub said: &'a Settings,
    pub live: &'a Attributes,
    pub declared: Option<Origin>,
    /// What the base says of an attribute.
    pub in_base: &'a dyn Fn(&'static str) -> Option<&'a Value>,
}

pub(super) fn with_content() -> Assignment {
    Assignment::new(Field::Recursive, Value::Null, Value::Bool(true))
}
