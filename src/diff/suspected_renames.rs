//! New objects that are much like one that goes, or that nothing declares: perhaps renames
//! without `was=`. Likeness is found by what both have in common, never one by one.

use super::was::said;
use super::{Address, Diff, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{Attributes, LiveFolder, typed};
use crate::model::automation::patterns;
use crate::model::{
    Folder, Grantee, Group, Key, Kind, Level, NamedKind, Setting, Settings, User, Value, ValueKind,
    kinds, path,
};
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::Hash;

/// A new object that may be an old one.
struct Suspicion<'a> {
    kind: &'static Kind,
    name: &'a str,
    span: Span,
    old: &'a str,
    same: &'static str,
}

/// What a group is for others: who is in it, and what it holds.
#[derive(Default)]
struct Team {
    members: Vec<Key>,
    grants: Vec<(Key, Level, bool)>,
}

/// What stands on a folder, and the names of the folders in it.
#[derive(Default)]
struct Stand {
    facts: Vec<String>,
    children: Vec<String>,
}

impl Diff<'_> {
    pub(super) fn suspected_renames(&mut self) {
        let changes = self.result.changes.iter();
        let deleted = changes.filter(|change| change.operation == Operation::Delete);
        let going: FxHashSet<&Address> = deleted.map(|change| &change.address).collect();
        let mut old: Vec<&Address> = going.iter().copied().collect();
        old.extend(&self.result.undeclared);
        old.sort();
        if old.is_empty() {
            return;
        }
        let mut suspicions = self.like_users(&old);
        suspicions.extend(self.like_groups(&old));
        suspicions.extend(self.like_folders(&old));
        suspicions.extend(self.like_automations(&old));
        suspicions.extend(self.like_named(&old));
        let mut times: FxHashMap<(&str, &str), usize> = FxHashMap::default();
        for suspicion in &suspicions {
            *times.entry((suspicion.kind.tag, suspicion.old)).or_default() += 1;
        }
        // One object becomes one: where two come into question, nobody is asked about either.
        suspicions.retain(|suspicion| times.get(&(suspicion.kind.tag, suspicion.old)) == Some(&1));
        let kinds = suspicions.iter().map(|suspicion| (suspicion.kind.tag, suspicion.kind));
        let kinds: FxHashMap<&str, &'static Kind> = kinds.collect();
        let mut gone: FxHashSet<(&str, &str)> = FxHashSet::default();
        for (tag, kind) in kinds {
            let of_kind = going.iter().filter(|address| is_of(address, kind));
            gone.extend(of_kind.filter_map(|address| Some((tag, address.name()?))));
        }
        let goes = |suspicion: &Suspicion<'_>| gone.contains(&(suspicion.kind.tag, suspicion.old));
        let findings: Vec<Diagnostic> = suspicions.iter().map(|s| asked(s, goes(s))).collect();
        self.result.findings.extend(findings);
    }

    /// The same e-mail address, or the same SSH key.
    fn like_users<'s>(&'s self, old: &[&'s Address]) -> Vec<Suspicion<'s>> {
        let old = names(old, Address::user);
        let mut by_email = FxHashMap::default();
        let mut by_key = FxHashMap::default();
        for live in &self.live.users {
            let name = self.names.text(live.name);
            if !old.contains(name) {
                continue;
            }
            if let Some(email) = live.attributes.get("email").as_text() {
                only(&mut by_email, email, name);
            }
            for key in &live.ssh_keys {
                only(&mut by_key, &*key.fingerprint, name);
            }
        }
        let new = self
            .site
            .users
            .iter()
            .filter(|user| user.was.is_none() && self.matching.live_user(user.key).is_none());
        let suspicion = |user: &'s User| {
            let User { name, name_span, attributes, ssh_keys, .. } = user;
            let email = attributes.text("email").and_then(|email| the_one(&by_email, &email));
            let key = || ssh_keys.iter().find_map(|key| the_one(&by_key, &&*key.fingerprint));
            let (old, same) = match email {
                Some(old) => (old, "same e-mail address as"),
                None => (key()?, "same SSH key as"),
            };
            let name = self.names.text(*name);
            Some(Suspicion { kind: &kinds::USER, name, span: *name_span, old, same })
        };
        new.filter_map(suspicion).collect()
    }

    /// The same members, the same grants, or both.
    fn like_groups<'s>(&'s self, old: &[&'s Address]) -> Vec<Suspicion<'s>> {
        let old = names(old, Address::group);
        let is_new = |key: Key| {
            let group = self.site.group(key).filter(|group| group.was.is_none());
            group.is_some() && self.matching.live_group(key).is_none()
        };
        let mut new: FxHashMap<Key, Team> = FxHashMap::default();
        for group in self.site.groups.iter().filter(|group| is_new(group.key)) {
            new.insert(group.key, Team::default());
        }
        if new.is_empty() || old.is_empty() {
            return Vec::new();
        }
        let mut teams: FxHashMap<Key, Team> = FxHashMap::default();
        for group in &self.live.groups {
            if old.contains(self.names.text(group.name)) {
                teams.insert(self.matching.group_key(group.key), Team::default());
            }
        }
        for membership in &self.site.memberships {
            if let Some(team) = new.get_mut(&membership.group) {
                team.members.push(membership.user);
            }
        }
        for membership in &self.live.memberships {
            if let Some(team) = teams.get_mut(&self.matching.group_key(membership.group)) {
                team.members.push(self.matching.user_key(membership.user));
            }
        }
        for grant in &self.site.grants {
            if let Grantee::Group(group) = &grant.grantee
                && let Some(team) = new.get_mut(group)
            {
                team.grants.push((grant.folder, grant.level, grant.recursive));
            }
        }
        for grant in &self.live.grants {
            if let Grantee::Group(group) = self.matching.grantee(&grant.grantee)
                && let Some(team) = teams.get_mut(&group)
            {
                let folder = self.matching.folder_key(grant.folder);
                team.grants.push((folder, grant.level, grant.recursive));
            }
        }
        for team in new.values_mut().chain(teams.values_mut()) {
            team.members.sort_unstable();
            team.members.dedup();
            team.grants.sort_unstable();
            team.grants.dedup();
        }
        let (mut by_members, mut by_grants) = (FxHashMap::default(), FxHashMap::default());
        for (key, team) in &teams {
            only(&mut by_members, team.members.as_slice(), *key);
            only(&mut by_grants, team.grants.as_slice(), *key);
        }
        let mut by_both = FxHashMap::default();
        for (key, team) in &teams {
            only(&mut by_both, (team.members.as_slice(), team.grants.as_slice()), *key);
        }
        let suspicion = |group: &'s Group| {
            let team = new.get(&group.key)?;
            let (members, grants) = (team.members.as_slice(), team.grants.as_slice());
            let shares = |old: &Key| {
                let others = teams.get(old).map_or(&[][..], |team| &team.members);
                members.is_empty() || members.iter().any(|m| others.binary_search(m).is_ok())
            };
            let both = || the_one(&by_both, &(members, grants));
            let (old, same) = if !members.is_empty() && !grants.is_empty() && both().is_some() {
                (both()?, "same members and grants as")
            } else if members.len() > 1 && the_one(&by_members, &members).is_some() {
                (the_one(&by_members, &members)?, "same members as")
            } else {
                let old = the_one(&by_grants, &grants).filter(|_| !grants.is_empty())?;
                (Some(old).filter(shares)?, "same grants as")
            };
            let old = self.names.text(self.matching.live_group(old)?.name);
            let (name, span) = (self.names.text(group.name), group.name_span);
            Some(Suspicion { kind: &kinds::GROUP, name, span, old, same })
        };
        self.site.groups.iter().filter_map(suspicion).collect()
    }

    /// The same grants and settings, the same folders inside, or the same name elsewhere.
    fn like_folders<'s>(&'s self, old: &[&'s Address]) -> Vec<Suspicion<'s>> {
        let old = names(old, Address::folder);
        let is_new = |key: Key| !self.matching.has_folder(key);
        let parent_is_new = |key: Key| {
            let parent = path::parent(self.names.key_text(key)).filter(|up| !up.is_empty());
            let parent = parent.and_then(|up| self.names.find_path_key(up));
            parent.is_some_and(|parent| is_new(parent) && self.site.folder(parent).is_some())
        };
        let declared = self.site.folders.iter().filter(|folder| folder.declared);
        let new = declared.filter(|folder| folder.was.is_none() && is_new(folder.key));
        let new: Vec<_> = new.filter(|folder| !parent_is_new(folder.key)).collect();
        let gone = |folder: &&LiveFolder| old.contains(self.names.text(folder.name));
        let gone: Vec<&LiveFolder> = self.live.folders.iter().filter(gone).collect();
        if new.is_empty() || gone.is_empty() {
            return Vec::new();
        }
        let mut new_stands: FxHashMap<Key, Stand> =
            new.iter().map(|folder| (folder.key, Stand::default())).collect();
        let mut old_stands: FxHashMap<Key, Stand> =
            gone.iter().map(|folder| (folder.key, Stand::default())).collect();
        self.stand(&mut new_stands, &mut old_stands);
        let (mut by_facts, mut by_children) = (FxHashMap::default(), FxHashMap::default());
        let mut by_name = FxHashMap::default();
        for folder in &gone {
            let Some(stand) = old_stands.get(&folder.key) else { continue };
            only(&mut by_facts, stand.facts.as_slice(), folder.key);
            only(&mut by_children, stand.children.as_slice(), folder.key);
            only(&mut by_name, path::file_name(self.names.key_text(folder.key)), folder.key);
        }
        let suspicion = |folder: &&'s Folder| {
            let stand = new_stands.get(&folder.key)?;
            let own = self.names.key_text(folder.key);
            let like = |old: &Key| {
                let place = self.names.key_text(*old);
                let other = old_stands.get(old);
                let children = other.is_some_and(|other| other.children == stand.children);
                path::parent(place) == path::parent(own)
                    || path::file_name(place) == path::file_name(own)
                    || stand.facts.len() > 1
                    || (children && !stand.children.is_empty())
            };
            let by_facts = the_one(&by_facts, &stand.facts.as_slice());
            let by_children = the_one(&by_children, &stand.children.as_slice());
            let found = by_facts.filter(like).filter(|_| !stand.facts.is_empty());
            let found = found.map(|old| (old, "same grants and settings as"));
            let found = found.or_else(|| {
                let old = by_children.filter(|_| stand.children.len() > 1)?;
                Some((old, "same folders in it as in"))
            });
            let (old, same) = match found {
                Some(found) => found,
                None => (the_one(&by_name, &path::file_name(own))?, "same name as"),
            };
            let old = self.matching.folder_as_it_is(old)?;
            let (name, old) = (self.names.text(folder.name), self.names.text(old));
            Some(Suspicion { kind: &kinds::FOLDER, name, span: folder.span, old, same })
        };
        new.iter().filter_map(suspicion).collect()
    }

    /// Fills in what stands on these folders, and what lies in them.
    fn stand(&self, new: &mut FxHashMap<Key, Stand>, old: &mut FxHashMap<Key, Stand>) {
        let fact = |grantee: &Grantee, level: Level, recursive: bool| {
            format!("{} {} {recursive}", level.as_str(), self.subject(grantee))
        };
        for grant in &self.site.grants {
            if let Some(stand) = new.get_mut(&grant.folder) {
                stand.facts.push(fact(&grant.grantee, grant.level, grant.recursive));
            }
        }
        for grant in &self.live.grants {
            if let Some(stand) = old.get_mut(&grant.folder) {
                let grantee = self.matching.grantee(&grant.grantee);
                stand.facts.push(fact(&grantee, grant.level, grant.recursive));
            }
        }
        for behavior in &self.site.behaviors {
            if let Some(stand) = new.get_mut(&behavior.folder) {
                stand.facts.push(behavior.kind.name.to_owned());
            }
        }
        for behavior in &self.live.behaviors {
            if let Some(stand) = old.get_mut(&behavior.folder) {
                stand.facts.push(behavior.kind.name.to_owned());
            }
        }
        let inside = |key: Key, stands: &mut FxHashMap<Key, Stand>| {
            let place = self.names.key_text(key);
            let parent = path::parent(place).and_then(|parent| self.names.find_path_key(parent));
            if let Some(stand) = parent.and_then(|parent| stands.get_mut(&parent)) {
                stand.children.push(path::file_name(place).to_owned());
            }
        };
        self.site.folders.iter().for_each(|folder| inside(folder.key, new));
        self.live.folders.iter().for_each(|folder| inside(folder.key, old));
        for stand in new.values_mut().chain(old.values_mut()) {
            stand.facts.sort_unstable();
            stand.facts.dedup();
            stand.children.sort_unstable();
            stand.children.dedup();
        }
    }

    /// All that is said of the new one holds of the old one, its paths among it.
    fn like_automations<'s>(&'s self, old: &[&'s Address]) -> Vec<Suspicion<'s>> {
        let old = names(old, Address::automation);
        let gone = self.live.automations.iter().filter_map(|live| {
            let name = live.name.as_deref().filter(|name| old.contains(name))?;
            Some((name, &live.attributes))
        });
        let new = self.site.automations.iter().zip(&self.matching.automations);
        let new = new.filter(|(new, live)| live.is_none() && new.id.is_none() && new.was.is_none());
        let new: Vec<_> = new.map(|(automation, _)| automation).collect();
        let telling = |settings: &Settings| {
            settings.get("definition").is_some()
                || !patterns(|name| settings.value(name)).is_empty()
        };
        let said = new.iter().map(|automation| &automation.attributes);
        let alike = alike(&said.collect::<Vec<_>>(), &gone.collect::<Vec<_>>());
        let found = alike.into_iter().filter_map(|(at, old)| {
            let automation = new.get(at).filter(|new| telling(&new.attributes))?;
            Some(Suspicion {
                kind: &kinds::AUTOMATION,
                name: &automation.name,
                span: automation.name_span,
                old,
                same: "all that is said here holds of",
            })
        });
        found.collect()
    }

    fn like_named<'s>(&'s self, old: &[&'s Address]) -> Vec<Suspicion<'s>> {
        let mut found = Vec::new();
        for kind in NamedKind::all() {
            let of_kind = |address: &&Address| is_of(address, kind.kind());
            let old: FxHashSet<&str> =
                old.iter().copied().filter(of_kind).filter_map(Address::name).collect();
            if old.is_empty() {
                continue;
            }
            let live = self.live.named.iter().filter(|live| live.kind == kind);
            let gone: Vec<(&str, &Attributes)> = live
                .filter_map(|live| Some((live.name.as_deref()?, &live.attributes)))
                .filter(|(name, _)| old.contains(name))
                .collect();
            let new = self.site.named.iter().zip(&self.matching.named);
            let new =
                new.filter(|(new, live)| new.kind == kind && live.is_none() && new.was.is_none());
            let new: Vec<_> = new.map(|(named, _)| named).collect();
            let said: Vec<_> = new.iter().map(|named| &named.attributes).collect();
            found.extend(alike(&said, &gone).into_iter().filter_map(|(at, old)| {
                let named = new.get(at)?;
                let (name, span) = (&*named.name, named.name_span);
                let same = "all that is said here holds of";
                Some(Suspicion { kind: kind.kind(), name, span, old, same })
            }));
        }
        found
    }
}

fn is_of(address: &Address, kind: &'static Kind) -> bool {
    match kind {
        _ if *kind == kinds::USER => address.user().is_some(),
        _ if *kind == kinds::GROUP => address.group().is_some(),
        _ if *kind == kinds::FOLDER => address.folder().is_some(),
        _ if *kind == kinds::AUTOMATION => address.automation().is_some(),
        _ => address.kind().resource() == Some(kind),
    }
}

/// The names of what is of one kind.
fn names<'s>(
    all: &[&'s Address],
    of: impl Fn(&'s Address) -> Option<&'s str>,
) -> FxHashSet<&'s str> {
    all.iter().copied().filter_map(of).collect()
}

/// Notes what has something; none where several have it.
fn only<K: Hash + Eq, V: PartialEq>(index: &mut FxHashMap<K, Option<V>>, key: K, value: V) {
    match index.get_mut(&key) {
        Some(known) if known.as_ref() == Some(&value) => {}
        Some(known) => *known = None,
        None => drop(index.insert(key, Some(value))),
    }
}

fn the_one<K: Hash + Eq, V: Copy>(index: &FxHashMap<K, Option<V>>, key: &K) -> Option<V> {
    index.get(key).copied().flatten()
}

/// How many combinations of attributes are looked for: each is looked up in all old objects.
const COMBINATIONS: usize = 64;
/// How many attributes at least must agree.
const TELLING: usize = 2;

/// The new objects, by their places, of which all that is said holds of just one old object.
fn alike<'s>(new: &[&Settings], old: &[(&'s str, &Attributes)]) -> Vec<(usize, &'s str)> {
    type Index<'s> = FxHashMap<Vec<String>, Option<&'s str>>;
    let mut indexes: FxHashMap<Vec<&'static str>, Index<'_>> = FxHashMap::default();
    let mut found = Vec::new();
    for (at, settings) in new.iter().enumerate() {
        let said = settings.iter().filter(|setting| !setting.attribute.write_only);
        let mut said: Vec<_> = said.filter(|setting| !setting.value.is_unset()).collect();
        said.sort_unstable_by_key(|setting| setting.attribute.name);
        let shape: Vec<&'static str> = said.iter().map(|s| s.attribute.name).collect();
        if shape.len() < TELLING || (indexes.len() >= COMBINATIONS && !indexes.contains_key(&shape))
        {
            continue;
        }
        let index = indexes.entry(shape).or_insert_with(|| {
            let mut index = Index::default();
            for (name, attributes) in old {
                let value = |setting: &&&Setting| {
                    let attribute = setting.attribute;
                    canonical(attribute.kind, attributes.get(attribute.name))
                };
                only(&mut index, said.iter().map(|setting| value(&setting)).collect(), *name);
            }
            index
        });
        let values = said.iter().map(|s| canonical(s.attribute.kind, &s.value)).collect();
        found.extend(the_one(index, &values).map(|old| (at, old)));
    }
    found
}

fn canonical(kind: ValueKind, value: &Value) -> String {
    typed::canonical(kind, value.clone()).to_string()
}

fn asked(suspicion: &Suspicion<'_>, goes: bool) -> Diagnostic {
    let Suspicion { kind, name, span, old, same } = suspicion;
    let fate = match (goes, **kind == kinds::USER) {
        (true, true) => "who would be removed",
        (true, false) => "which would be removed",
        (false, true) => "whom nothing declares",
        (false, false) => "which nothing declares",
    };
    let (word, said) = (kind.word, said(kind, old));
    Diagnostic::warning(codes::RENAME_SUSPECTED, format!("`{name}` looks like `{old}`, {fate}"))
        .at(*span, format!("{same} `{old}`"))
        .help(format!("for a rename write: {word} {name:?} was={said:?}"))
}
