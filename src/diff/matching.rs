//! Which live object is which declared one, renames and moves by `was=` included.
//!
//! Everything behind this step speaks the new names: a live membership in a group that is
//! being renamed is a membership in the group of the new name.

use crate::live::{LiveAutomation, LiveGroup, LiveNamed, LiveSite, LiveUser};
use crate::model::{Definition, Found, Grantee, Key, Name, NamedKind, Names, Was, path};
use rustc_hash::{FxHashMap, FxHashSet};

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
    folder_keys: FxHashMap<Key, Key>,
    /// Folder moves that will happen: where from, where to, as written.
    moves: Vec<(String, String)>,
    pub(super) automations: Vec<Bound<'a, LiveAutomation>>,
    /// Live automations that something declares.
    pub(super) known_automations: FxHashSet<i64>,
    /// Names that several live automations bear.
    pub(super) shared_names: FxHashSet<&'a str>,
    pub(super) named: Vec<Bound<'a, LiveNamed>>,
    pub(super) known_named: FxHashSet<(NamedKind, i64)>,
    /// Schedules that are renamed: old name to new.
    schedules: FxHashMap<&'a str, String>,
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
            folder_keys: FxHashMap::default(),
            moves: Vec::new(),
            automations: Vec::new(),
            known_automations: FxHashSet::default(),
            shared_names: FxHashSet::default(),
            named: Vec::new(),
            known_named: FxHashSet::default(),
            schedules: FxHashMap::default(),
        };
        matching.folders(site, live, names);
        matching.automations(site, live);
        matching.named(site, live);
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
    fn moved(&self, old: &str) -> Option<String> {
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

    fn named(&mut self, site: &Definition, live: &'a LiveSite) {
        let by_name: FxHashMap<NamedKind, ByName<'_, LiveNamed>> = NamedKind::all()
            .map(|kind| {
                let of_kind = live.named.iter().filter(|live| live.kind == kind);
                (kind, ByName::of(of_kind.map(|live| (live.name.as_deref(), live))))
            })
            .collect();
        for named in &site.named {
            let of_kind = by_name.get(&named.kind);
            let found =
                of_kind.map_or(Bound::Nothing, |all| all.bound(&named.name, named.was.as_ref()));
            let found = match found {
                Bound::One(live) if !self.known_named.insert((live.kind, live.id)) => {
                    Bound::Nothing
                }
                found => found,
            };
            if let Some(old) = found.one().and_then(|live| live.name.as_deref())
                && named.kind == NamedKind::SCHEDULE
            {
                self.schedules.insert(old, named.name.to_string());
            }
            self.named.push(found);
        }
        let undecided = self.named.iter().flat_map(Bound::undecided);
        self.known_named.extend(undecided.map(|live| (live.kind, live.id)));
    }

    /// What a live schedule will be called.
    pub(super) fn schedule_name<'s>(&'s self, live: &'s str) -> &'s str {
        self.schedules.get(live).map_or(live, String::as_str)
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

    pub(super) fn folder_key(&self, live: Key) -> Key {
        self.folder_keys.get(&live).copied().unwrap_or(live)
    }

    pub(super) fn grantee(&self, live: &Grantee) -> Grantee {
        match live {
            Grantee::User(key) => Grantee::User(self.user_key(*key)),
            Grantee::Group(key) => Grantee::Group(self.group_key(*key)),
            Grantee::AllOf(keys) => {
                let mut keys: Vec<Key> = keys.iter().map(|key| self.group_key(*key)).collect();
                keys.sort_unstable();
                Grantee::AllOf(keys.into())
            }
        }
    }
}

/// Live objects by name.
struct ByName<'a, T> {
    only: FxHashMap<&'a str, &'a T>,
    shared: FxHashMap<&'a str, Vec<&'a T>>,
}

impl<'a, T> ByName<'a, T> {
    fn of(live: impl Iterator<Item = (Option<&'a str>, &'a T)>) -> Self {
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
