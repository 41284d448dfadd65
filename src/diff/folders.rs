//! Folders and their settings.

use super::{Address, Assignment, Change, Diff, Field, Operation, compare};
use crate::live::{Attributes, LiveBehavior, is_mounted, typed};
use crate::model::behavior::{ALL, fence_stops};
use crate::model::kinds::{FENCE, MOUNT, ValueRoot};
use crate::model::{Behavior, Folder, Key, Told, Undeclared, Value, kinds, path, workspace};
use rustc_hash::{FxHashMap, FxHashSet};

/// The line of `manage`.
const FOLDERS: &str = "folders";

impl Diff<'_> {
    pub(super) fn folders(&mut self) {
        let granted: FxHashSet<Key> = self.site.grants.iter().map(|grant| grant.folder).collect();
        let mounts = self.mounts();
        let mut shown: FxHashMap<Key, &Attributes> = FxHashMap::default();
        for (key, attributes) in &self.live.folder_attributes {
            shown.insert(self.matching.folder_key(*key), attributes);
        }
        let moved_into: FxHashSet<Key> = self
            .matching
            .moves()
            .iter()
            .filter_map(|(_, to)| self.names.find_path_key(path::parent(to)?))
            .collect();
        for folder in &self.site.folders {
            let path = self.names.text(folder.name).to_owned();
            let declared = self.origin(folder.span);
            let moved = self.matching.moves().iter().find(|(_, to)| *to == path);
            if let Some((from, to)) = moved.cloned() {
                let (was, is) = (Value::text(from.as_str()), Value::text(to.as_str()));
                let mut set = vec![Assignment::new(Field::Path, was, is)];
                set.extend(self.described(folder, &shown));
                let address = Address::Folder { path: to };
                self.change(
                    Change::new(Operation::Move, address)
                        .was(Some(from))
                        .set(set)
                        .declared(declared),
                );
            } else if !self.matching.has_folder(folder.key)
                && !workspace::is_beside(self.names.key_text(folder.key))
                && !is_mounted(&mounts, folder.key, self.names)
            {
                // A folder that only lies above others is made along with them, but no move makes
                // any.
                let is_made = |key| granted.contains(key) || moved_into.contains(key);
                if folder.declared || is_made(&folder.key) {
                    let address = Address::Folder { path };
                    let set = compare::initial(&folder.attributes, &self.matching, self.names);
                    self.change(
                        Change::new(Operation::Create, address).set(set).declared(declared),
                    );
                }
            } else {
                let set = self.described(folder, &shown);
                if !set.is_empty() {
                    let address = Address::Folder { path };
                    self.change(
                        Change::new(Operation::Update, address).set(set).declared(declared),
                    );
                }
            }
        }
        self.folders_left();
    }

    /// What a folder that is there comes to show of itself.
    fn described(&self, folder: &Folder, shown: &FxHashMap<Key, &Attributes>) -> Vec<Assignment> {
        let nothing = Attributes::default();
        let live = shown.get(&folder.key).copied().unwrap_or(&nothing);
        compare::settings(&folder.attributes, live, &self.matching, self.names)
    }

    /// The folders in which remote servers are or come to be mounted.
    pub(super) fn mounts(&self) -> FxHashSet<Key> {
        let said = self.site.behaviors.iter().filter(|behavior| behavior.kind.name == MOUNT);
        let live = self.live.mounts().into_iter().map(|key| self.matching.folder_key(key));
        said.map(|behavior| behavior.folder).chain(live).collect()
    }

    /// Live folders that no file mentions.
    pub(super) fn undeclared_folders(&self) -> impl Iterator<Item = Key> {
        let keys = self.live.folders.iter().map(|folder| self.matching.folder_key(folder.key));
        keys.filter(|key| {
            self.site.folder(*key).is_none() && !workspace::is_beside(self.names.key_text(*key))
        })
    }

    fn folders_left(&mut self) {
        let undeclared: FxHashSet<Key> = self.undeclared_folders().collect();
        let mut keys: Vec<Key> = undeclared.iter().copied().collect();
        keys.sort_by_key(|key| self.names.key_text(*key));
        for key in keys {
            let parent =
                path::parent(self.names.key_text(key)).and_then(|up| self.names.find_path_key(up));
            let topmost = parent.is_none_or(|parent| !undeclared.contains(&parent));
            let policy = self.fate_of_folder(key);
            // What is removed whole, or only reported, is named once; empty folders go one by one.
            let parent_policy =
                parent.filter(|_| !topmost).map(|parent| self.fate_of_folder(parent));
            if policy == Undeclared::Remove || parent_policy != Some(policy) {
                let address = Address::Folder { path: self.path(key) };
                self.unsaid(FOLDERS, policy, Change::new(Operation::Delete, address));
            }
        }
    }

    /// The folder, or one that holds it, is deleted in this plan; what stands on it goes along.
    pub(super) fn folder_goes(&self, key: Key) -> bool {
        let mut at = Some(self.names.key_text(key));
        while let Some(place) = at {
            let Some(key) = self.names.find_path_key(place) else { break };
            if self.fate_of_folder(key) >= Undeclared::Remove
                && !place.is_empty()
                && self.site.folder(key).is_none()
                && self.matching.has_folder(key)
            {
                return true;
            }
            at = path::parent(place);
        }
        false
    }

    pub(super) fn behaviors(&mut self) {
        let mut live: FxHashMap<(Key, &'static str), Vec<&LiveBehavior>> = FxHashMap::default();
        for behavior in &self.live.behaviors {
            let folder = self.matching.folder_key(behavior.folder);
            live.entry((folder, behavior.kind.name)).or_default().push(behavior);
        }
        let mut declared_of: FxHashMap<(Key, &'static str), usize> = FxHashMap::default();
        for behavior in &self.site.behaviors {
            *declared_of.entry((behavior.folder, behavior.kind.name)).or_default() += 1;
        }
        let none: FxHashSet<(Key, &str)> =
            self.site.no_behaviors.iter().map(|(key, kind, _)| (*key, kind.name)).collect();
        let mut known: FxHashSet<i64> = FxHashSet::default();
        for behavior in &self.site.behaviors {
            let key = (behavior.folder, behavior.kind.name);
            let there = live.get(&key).map_or(&[][..], Vec::as_slice);
            let by_name = there.iter().find(|live| live.name == behavior.name);
            let single = there.len() == 1 && declared_of.get(&key) == Some(&1);
            let found = by_name.or(there.first().filter(|_| single)).copied();
            if let Some(live) = found {
                known.insert(live.id);
            }
            self.behavior(behavior, found);
        }
        for behavior in &self.live.behaviors {
            let folder = self.matching.folder_key(behavior.folder);
            if known.contains(&behavior.id) || behavior.managed || self.folder_goes(folder) {
                continue;
            }
            let address = Address::Behavior {
                path: self.path(folder),
                behavior: behavior.kind.name.to_owned(),
                name: behavior.name.as_deref().map(str::to_owned),
            };
            let mut undoing = Change::new(Operation::Delete, address).id(Some(behavior.id));
            // Whoever keeps it has to say what it stops.
            let stops = fence_stops(&behavior.value).filter(|stops| *stops != ALL);
            if behavior.kind.name == FENCE && stops.is_some() {
                let set = Assignment::new(Field::Value, behavior.value.clone(), Value::Null);
                undoing = undoing.set(vec![set]);
            }
            if none.contains(&(folder, behavior.kind.name)) {
                self.take_away(undoing);
                continue;
            }
            let is_it = (folder, behavior.kind.name, behavior.name.clone());
            let in_base = self.in_base(|base| base.behaviors.contains_key(&is_it));
            self.undeclared_object(&kinds::BEHAVIOR, Told::Folder(folder), in_base, undoing);
        }
    }

    fn behavior(&mut self, behavior: &Behavior, live: Option<&LiveBehavior>) {
        let name = match live {
            Some(live) => live.name.as_deref(),
            None => behavior.name.as_deref(),
        };
        let address = Address::Behavior {
            path: self.path(behavior.folder),
            behavior: behavior.kind.name.to_owned(),
            name: name.map(str::to_owned),
        };
        let declared = self.origin(behavior.span);
        let set = self.behavior_assignments(behavior, live);
        if let Some(live) = live {
            let is_it = (behavior.folder, behavior.kind.name, behavior.name.clone());
            let base = self.base.and_then(|base| base.behaviors.get(&is_it));
            self.keys_no_longer_said(&address, (behavior, base), live);
        }
        self.secrets_of(behavior, live, &set);
        let (operation, id) = match live {
            Some(_) if set.is_empty() => return,
            Some(live) => (Operation::Update, Some(live.id)),
            None => (Operation::Create, None),
        };
        self.change(Change::new(operation, address).id(id).set(set).declared(declared));
    }

    fn behavior_assignments(
        &self,
        behavior: &Behavior,
        live: Option<&LiveBehavior>,
    ) -> Vec<Assignment> {
        let said = self.by_names(behavior);
        let live_value = live.map_or(Value::Null, |live| {
            if behavior.is_fence() && fence_stops(&live.value) == fence_stops(&said) {
                return said.clone();
            }
            self.matching.as_said(&said, &live.value, self.names).into_owned()
        });
        behavior_assignments(behavior, said, live, live_value)
    }

    /// What is said by numbers, by the names that the site has for them.
    fn by_names(&self, behavior: &Behavior) -> Value {
        let Value::Object(entries) = &behavior.value else { return behavior.value.clone() };
        let entries = entries.iter().map(|(name, value)| {
            let key = behavior.kind.key(name);
            let named = key.map(|key| self.matching.named(key, value, self.names).into_owned());
            (name.clone(), named.unwrap_or_else(|| value.clone()))
        });
        Value::Object(entries.collect())
    }
}

fn behavior_assignments(
    behavior: &Behavior,
    said: Value,
    live: Option<&LiveBehavior>,
    before: Value,
) -> Vec<Assignment> {
    let mut set = Vec::new();
    let mut add = |field: Field, before: Value, after: Value| {
        let same = match field {
            Field::Value => typed::behavior_means(behavior.kind, &before, &after),
            _ => before.means(&after),
        };
        if !same || (live.is_none() && !after.is_unset()) {
            set.push(Assignment::new(field, before, after));
        }
    };
    let text =
        |text: &Option<Box<str>>| text.as_ref().map_or(Value::Null, |text| Value::text(&**text));
    let flag = |flag: Option<bool>| flag.map_or(Value::Null, Value::Bool);
    let after = match (live, behavior.kind.root) {
        (Some(_), ValueRoot::Object) => merged(said, &before),
        _ => said,
    };
    add(Field::Value, before, after);
    if behavior.name.is_some() {
        add(Field::Name, live.map_or(Value::Null, |live| text(&live.name)), text(&behavior.name));
    }
    if behavior.description.is_some() {
        let before = live.map_or(Value::Null, |live| text(&live.description));
        add(Field::Description, before, text(&behavior.description));
    }
    if behavior.recursive.is_some() {
        add(
            Field::Recursive,
            live.map_or(Value::Null, |live| flag(live.recursive)),
            flag(behavior.recursive),
        );
    }
    if behavior.disable_parent_folder_behavior.is_some() {
        let before = live.map_or(Value::Null, |live| flag(live.disable_parent_folder_behavior));
        add(
            Field::DisableParentFolderBehavior,
            before,
            flag(behavior.disable_parent_folder_behavior),
        );
    }
    set
}

/// The live value with the declared keys put in; what is not said stays. Values are replaced whole,
/// so what the API never shows goes along with every edit.
fn merged(said: Value, live: &Value) -> Value {
    let (Value::Object(declared), Value::Object(live)) = (&said, live) else { return said };
    let mut entries = live.to_vec();
    for (key, value) in declared {
        match entries.iter_mut().find(|(known, _)| known == key) {
            Some((_, known)) => *known = value.clone(),
            None => entries.push((key.clone(), value.clone())),
        }
    }
    Value::Object(entries.into())
}
