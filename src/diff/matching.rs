//! Which live object is which declared one, renames and moves by `was=` included.
//!
//! Everything behind this step speaks the new names: a live membership in a group that is
//! being renamed is a membership in the group of the new name.

use crate::live::{Called, LiveAutomation, LiveGroup, LiveNamed, LiveSite, LiveUser};
use crate::model::{
    Attribute, Definition, Found, Grantee, Key, Name, NamedKind, Names, Reference, Referent, Value,
    Was, path,
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::convert::Infallible;

/// What the site has of a declared object that is known by its name.
pub(super) enum Bound<'a, T> {
    Nothing,
    One(&'a T),
    /// All of these bear the name, and nothing says which is meant.
    Several(Vec<&'a T>),
    /// The same, of the name that `was=` gives.
    SeveralFormer(Vec<&'a T>),
}

impl<'a, T> Bound<'a, T> {
    pub fn one(&self) -> Option<&'a T> {
        match self {
            Bound::One(live) => Some(live),
            Bound::Nothing | Bound::Several(_) | Bound::SeveralFormer(_) => None,
        }
    }

    pub fn is_nothing(&self) -> bool {
        matches!(self, Bound::Nothing)
    }

    /// Those of which nothing says which is meant.
    fn undecided(&self) -> &[&'a T] {
        match self {
            Bound::Several(all) | Bound::SeveralFormer(all) => all,
            Bound::Nothing | Bound::One(_) => &[],
        }
    }
}

pub(super) struct Matching<'a> {
    /// Live users by the key they will have.
    users: FxHashMap<Key, &'a LiveUser>,
    groups: FxHashMap<Key, &'a LiveGroup>,
    /// Live folders by the key they will have, with the path they will have.
    folders: FxHashMap<Key, String>,
    /// Live folders by the key that they have, with the path that they have.
    spelled: FxHashMap<Key, Name>,
    /// Paths of folders that the site does not list, though something stands on them.
    unlisted: FxHashMap<Key, String>,
    user_keys: FxHashMap<Key, Key>,
    group_keys: FxHashMap<Key, Key>,
    partner_keys: FxHashMap<Key, Key>,
    folder_keys: FxHashMap<Key, Key>,
    /// By the key that it has, what a renamed account will be called.
    new_usernames: FxHashMap<Key, Name>,
    new_group_names: FxHashMap<Key, Name>,
    /// Folder moves that will happen: where from, where to, as written.
    moves: Vec<(String, String)>,
    pub(super) automations: Vec<Bound<'a, LiveAutomation>>,
    /// Live automations that something declares.
    pub(super) known_automations: FxHashSet<i64>,
    /// Names that several live automations bear.
    pub(super) shared_names: FxHashSet<&'a str>,
    pub(super) named: Vec<Bound<'a, LiveNamed>>,
    pub(super) known_named: FxHashSet<(NamedKind, i64)>,
    /// Of what is known by its name, what is renamed: old name to new.
    renamed: FxHashMap<(Referent, &'a str), String>,
    live: &'a LiveSite,
    /// Made where a value says a name, or a number, in another way than the site.
    called: OnceCell<Called>,
}

impl<'a> Matching<'a> {
    pub(super) fn new(site: &Definition, live: &'a LiveSite, names: &mut Names) -> Self {
        let live_users: FxHashMap<Key, &LiveUser> = live.users.iter().map(|u| (u.key, u)).collect();
        let live_groups: FxHashMap<Key, &LiveGroup> =
            live.groups.iter().map(|g| (g.key, g)).collect();
        let user_keys =
            renames(site.users.iter().map(|u| (u.key, u.was.as_ref().map(|w| w.key))), |key| {
                live_users.contains_key(&key)
            });
        let group_keys =
            renames(site.groups.iter().map(|g| (g.key, g.was.as_ref().map(|w| w.key))), |key| {
                live_groups.contains_key(&key)
            });
        let new_usernames = site.users.iter().filter(|user| user.was.is_some());
        let new_usernames = new_usernames.map(|user| (user.key, user.name));
        let new_usernames = called_anew(&user_keys, new_usernames);
        let new_group_names = site.groups.iter().filter(|group| group.was.is_some());
        let new_group_names = new_group_names.map(|group| (group.key, group.name));
        let new_group_names = called_anew(&group_keys, new_group_names);
        let new = |keys: &FxHashMap<Key, Key>, key: Key| keys.get(&key).copied().unwrap_or(key);
        let users = live.users.iter().map(|user| (new(&user_keys, user.key), user)).collect();
        let groups = live.groups.iter().map(|group| (new(&group_keys, group.key), group)).collect();
        let mut matching = Matching {
            users,
            groups,
            folders: FxHashMap::default(),
            spelled: FxHashMap::default(),
            unlisted: FxHashMap::default(),
            user_keys,
            group_keys,
            partner_keys: FxHashMap::default(),
            folder_keys: FxHashMap::default(),
            new_usernames,
            new_group_names,
            moves: Vec::new(),
            automations: Vec::new(),
            known_automations: FxHashSet::default(),
            shared_names: FxHashSet::default(),
            named: Vec::new(),
            known_named: FxHashSet::default(),
            renamed: FxHashMap::default(),
            live,
            called: OnceCell::new(),
        };
        matching.folders(site, live, names);
        matching.automations(site, live);
        matching.known_by_name(site, live);
        matching.rows(site, live, names);
        matching.partner_keys = matching.renamed_partners(names);
        matching
    }

    fn folders(&mut self, site: &Definition, live: &LiveSite, names: &mut Names) {
        self.spelled = live.folders.iter().map(|folder| (folder.key, folder.name)).collect();
        let mut taken: FxHashSet<Key> = FxHashSet::default();
        for folder in &site.folders {
            let Some(was) = &folder.was else { continue };
            let to = names.text(folder.name).to_owned();
            match self.spelled.get(&folder.key) {
                Some(live) if was.respells(folder.key) => {
                    let from = names.text(*live);
                    // What lies above it keeps its spelling.
                    if path::file_name(from) != path::file_name(&to) {
                        self.moves.push((from.to_owned(), to));
                    }
                }
                Some(_) => {}
                None => {
                    let declared = |key| site.folder(key).is_some();
                    let found =
                        was.found(folder.key, |key| self.spelled.contains_key(&key), declared);
                    // One folder becomes one.
                    if let Found::One(former) = found
                        && taken.insert(former.key)
                    {
                        self.moves.push((former.text.into(), to));
                    }
                }
            }
        }
        // The deepest old path first: a folder may move out of one that moves itself.
        self.moves.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        let places = live.grants.iter().map(|g| (g.folder, g.path));
        let places = places.chain(live.behaviors.iter().map(|b| (b.folder, b.path)));
        for (key, name) in live.folders.iter().map(|f| (f.key, f.name)).chain(places) {
            if self.folder_keys.contains_key(&key) {
                continue;
            }
            let old = names.text(name);
            let new = self.moved(old).unwrap_or_else(|| old.to_owned());
            let new_key = names.path_key(&new);
            self.folder_keys.insert(key, new_key);
            let paths = if self.spelled.contains_key(&key) {
                &mut self.folders
            } else {
                &mut self.unlisted
            };
            paths.insert(new_key, new);
        }
    }

    /// The path of a live folder after the moves, if one concerns it.
    pub(super) fn moved(&self, old: &str) -> Option<String> {
        let old_key = path::key(old);
        let (from, to) =
            self.moves.iter().find(|(from, _)| path::is_within(&old_key, &path::key(from)))?;
        let depth = from.split('/').count();
        let rest: Vec<&str> = old.split('/').skip(depth).collect();
        Some(path::join(to, &rest.join("/")))
    }

    /// What is bound by its id is bound by no name.
    fn automations(&mut self, site: &Definition, live: &'a LiveSite) {
        let ids: FxHashMap<i64, &LiveAutomation> =
            live.automations.iter().map(|automation| (automation.id, automation)).collect();
        let by_id = site.automations.iter().filter_map(|automation| ids.get(&automation.id?));
        self.known_automations = by_id.map(|live| live.id).collect();
        let named = |live: &'a LiveAutomation| (live.name.as_deref(), live);
        let is_left = |live: &&LiveAutomation| !self.known_automations.contains(&live.id);
        let by_name = ByName::of(live.automations.iter().filter(is_left).map(named));
        for automation in &site.automations {
            let bound = match automation.id {
                Some(id) => ids.get(&id).copied().map_or(Bound::Nothing, Bound::One),
                None => match by_name.bound(&automation.name, automation.was.as_ref()) {
                    Bound::One(live) if !self.known_automations.insert(live.id) => Bound::Nothing,
                    bound => bound,
                },
            };
            self.automations.push(bound);
        }
        let undecided = self.automations.iter().flat_map(Bound::undecided);
        self.known_automations.extend(undecided.map(|live| live.id));
        self.shared_names =
            ByName::of(live.automations.iter().map(named)).shared.into_keys().collect();
    }

    fn known_by_name(&mut self, site: &Definition, live: &'a LiveSite) {
        let by_name: FxHashMap<NamedKind, ByName<'_, '_, LiveNamed>> = NamedKind::all()
            .map(|kind| {
                let of_kind = live.named.iter().filter(|live| live.kind == kind);
                (kind, ByName::of(of_kind.map(|live| (live.name.as_deref(), live))))
            })
            .collect();
        for named in &site.named {
            let of_kind = by_name.get(&named.kind).filter(|_| !named.kind.is_row());
            let found =
                of_kind.map_or(Bound::Nothing, |all| all.bound(&named.name, named.was.as_ref()));
            let found = match found {
                Bound::One(live) if !self.known_named.insert((live.kind, live.id)) => {
                    Bound::Nothing
                }
                found => found,
            };
            if let Some(old) = found.one().and_then(|live| live.name.as_deref())
                && *old != *named.name
                && let Some(to) = named.kind.referent()
            {
                self.renamed.insert((to, old), named.name.to_string());
            }
            self.named.push(found);
        }
        let undecided = self.named.iter().flat_map(Bound::undecided);
        self.known_named.extend(undecided.map(|live| (live.kind, live.id)));
    }

    /// What has no name is known by what it is of, as that will be called.
    fn rows(&mut self, site: &Definition, live: &'a LiveSite, names: &Names) {
        let rows = live.named.iter().filter(|live| live.kind.is_row());
        let called: Vec<(NamedKind, String, &LiveNamed)> = rows
            .filter_map(|live| {
                let name = self.row_name(live, names)?;
                Some((live.kind, live.kind.name_key(&name).into_owned(), live))
            })
            .collect();
        if called.is_empty() {
            return;
        }
        let of = |kind: NamedKind| {
            let of_kind = called.iter().filter(move |(of, ..)| *of == kind);
            ByName::of(of_kind.map(|(_, name, live)| (Some(name.as_str()), *live)))
        };
        let by_name: FxHashMap<NamedKind, ByName<'_, '_, LiveNamed>> =
            NamedKind::all().filter(|kind| kind.is_row()).map(|kind| (kind, of(kind))).collect();
        for (at, named) in site.named.iter().enumerate() {
            let Some(of_kind) = by_name.get(&named.kind) else { continue };
            let was = named
                .was
                .as_ref()
                .map(|was| Was { text: named.kind.name_key(&was.text).into(), ..was.clone() });
            let found = of_kind.bound(&named.kind.name_key(&named.name), was.as_ref());
            let live: Vec<_> = found
                .one()
                .into_iter()
                .chain(found.undecided().iter().copied())
                .map(|live| (live.kind, live.id))
                .collect();
            self.known_named.extend(live);
            self.named[at] = found;
        }
    }

    /// An attribute by which a live object without a name is known, by the names that there will be.
    pub(super) fn row_value(&self, live: &LiveNamed, attribute: &str, names: &Names) -> Value {
        let value = live.attributes.get(attribute);
        let moved = value.as_text().and_then(|path| self.moved(path));
        moved.map_or_else(|| self.renamed(value, names), Value::text)
    }

    /// What a live object without a name will be called.
    pub(super) fn row_name(&self, live: &LiveNamed, names: &Names) -> Option<Box<str>> {
        let row = live.kind.table().row.iter();
        let values: Vec<(&str, Value)> =
            row.map(|attribute| (*attribute, self.row_value(live, attribute, names))).collect();
        let null = Value::Null;
        live.kind.row_name(|name| {
            values.iter().find(|(of, _)| *of == name).map_or(&null, |(_, value)| value)
        })
    }

    /// What a live schedule will be called.
    pub(super) fn schedule_name<'s>(&'s self, live: &'s str) -> &'s str {
        self.renamed.get(&(Referent::SCHEDULE, live)).map_or(live, String::as_str)
    }

    fn called(&self, names: &Names) -> &Called {
        self.called.get_or_init(|| Called::of(self.live, names))
    }

    /// A declared value by names, where it says numbers that the site has names for.
    pub(super) fn named<'v>(
        &self,
        attribute: &Attribute,
        said: &'v Value,
        names: &Names,
    ) -> Cow<'v, Value> {
        let by_number = attribute.refers.is_some_and(|refers| {
            let is_id = |value: &Value| refers.id(value).is_some();
            is_id(said) || said.as_list().iter().any(is_id)
        });
        let named = || self.called(names).value(attribute, said);
        match by_number.then(named).flatten() {
            Some(named) => Cow::Owned(self.renamed(&named, names)),
            None => Cow::Borrowed(said),
        }
    }

    /// A live value by the names that its objects will have, where the declared one says names.
    pub(super) fn as_said<'v>(
        &self,
        said: &Value,
        live: &'v Value,
        names: &Names,
    ) -> Cow<'v, Value> {
        if live.has_reference() {
            return Cow::Owned(self.renamed(live, names));
        }
        if !said.has_reference() {
            return Cow::Borrowed(live);
        }
        Cow::Owned(self.renamed(&self.called(names).as_said(said, live.clone()), names))
    }

    fn renamed_partners(&self, names: &mut Names) -> FxHashMap<Key, Key> {
        let renamed = self.renamed.iter().filter(|((to, _), _)| *to == Referent::PARTNER);
        renamed.map(|((_, old), new)| (names.key(old), names.key(new))).collect()
    }

    fn renamed(&self, value: &Value, names: &Names) -> Value {
        let new = |reference: &Reference| {
            let Reference { to, name } = reference;
            let key = || names.find_key(name);
            let moved = if *to == Referent::BEHAVIOR { self.moved(name) } else { None };
            let anew = |names_anew: &FxHashMap<Key, Name>| {
                key().and_then(|key| names_anew.get(&key)).map(|name| names.text(*name))
            };
            let name = match *to {
                Referent::USER => anew(&self.new_usernames),
                Referent::GROUP => anew(&self.new_group_names),
                Referent::BEHAVIOR => moved.as_deref(),
                to => self.renamed.get(&(to, &**name)).map(String::as_str),
            };
            let same = || Value::Reference(Box::new(reference.clone()));
            Ok::<_, Infallible>(name.map_or_else(same, |name| Value::reference(*to, name)))
        };
        match value.with_references(&new) {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    pub(super) fn live_user(&self, key: Key) -> Option<&'a LiveUser> {
        self.users.get(&key).copied()
    }

    pub(super) fn live_group(&self, key: Key) -> Option<&'a LiveGroup> {
        self.groups.get(&key).copied()
    }

    pub(super) fn live_path(&self, key: Key) -> Option<String> {
        self.folders.get(&key).or_else(|| self.unlisted.get(&key)).cloned()
    }

    /// The site's spelling of a folder that stays where it is.
    pub(super) fn folder_as_it_is(&self, key: Key) -> Option<Name> {
        self.spelled.get(&key).copied().filter(|_| self.folder_key(key) == key)
    }

    pub(super) fn has_folder(&self, key: Key) -> bool {
        self.folders.contains_key(&key)
    }

    pub(super) fn moves(&self) -> &[(String, String)] {
        &self.moves
    }

    pub(super) fn user_key(&self, live: Key) -> Key {
        self.user_keys.get(&live).copied().unwrap_or(live)
    }

    pub(super) fn group_key(&self, live: Key) -> Key {
        self.group_keys.get(&live).copied().unwrap_or(live)
    }

    /// The key that a live partner will have.
    pub(super) fn partner_key(&self, live: Key) -> Key {
        self.partner_keys.get(&live).copied().unwrap_or(live)
    }

    pub(super) fn folder_key(&self, live: Key) -> Key {
        self.folder_keys.get(&live).copied().unwrap_or(live)
    }

    pub(super) fn grantee(&self, live: &Grantee) -> Grantee {
        match live {
            Grantee::User(key) => Grantee::User(self.user_key(*key)),
            Grantee::Group(key) => Grantee::Group(self.group_key(*key)),
            Grantee::Partner(key) => Grantee::Partner(self.partner_key(*key)),
            Grantee::AllOf(keys) => {
                let mut keys: Vec<Key> = keys.iter().map(|key| self.group_key(*key)).collect();
                keys.sort_unstable();
                Grantee::AllOf(keys.into())
            }
        }
    }
}

/// Live objects by name.
struct ByName<'n, 'a, T> {
    only: FxHashMap<&'n str, &'a T>,
    shared: FxHashMap<&'n str, Vec<&'a T>>,
}

impl<'n, 'a, T> ByName<'n, 'a, T> {
    fn of(live: impl Iterator<Item = (Option<&'n str>, &'a T)>) -> Self {
        let mut only: FxHashMap<&str, &T> = FxHashMap::default();
        let mut shared: FxHashMap<&str, Vec<&T>> = FxHashMap::default();
        for (name, object) in live.filter_map(|(name, object)| Some((name?, object))) {
            if let Some(other) = only.insert(name, object) {
                shared.entry(name).or_default().push(other);
            }
        }
        for (name, others) in &mut shared {
            others.extend(only.remove(name));
        }
        ByName { only, shared }
    }

    /// By its own name, or else by the earlier one.
    fn bound(&self, name: &str, was: Option<&Was>) -> Bound<'a, T> {
        let find = |name: &str| self.only.get(name).map(|live| Bound::One(*live));
        if let Some(all) = self.shared.get(name) {
            return Bound::Several(all.clone());
        }
        if let Some(one) = find(name) {
            return one;
        }
        let Some(was) = was else { return Bound::Nothing };
        match self.shared.get(&*was.text) {
            Some(all) => Bound::SeveralFormer(all.clone()),
            None => find(&was.text).unwrap_or(Bound::Nothing),
        }
    }
}

/// The new names by the old keys.
fn called_anew(
    renames: &FxHashMap<Key, Key>,
    declared: impl Iterator<Item = (Key, Name)>,
) -> FxHashMap<Key, Name> {
    let names: FxHashMap<Key, Name> = declared.collect();
    renames.iter().filter_map(|(old, new)| Some((*old, *names.get(new)?))).collect()
}

/// Old key to new key, for every `was=` that is still to be applied.
fn renames(
    declared: impl Iterator<Item = (Key, Option<Key>)>,
    is_live: impl Fn(Key) -> bool,
) -> FxHashMap<Key, Key> {
    declared
        .filter_map(|(key, was)| was.map(|was| (was, key)))
        .filter(|(was, key)| was != key && is_live(*was) && !is_live(*key))
        .collect()
}
