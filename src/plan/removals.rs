//! What goes, by kind: what a plan is told by first.

use crate::diff::{Address, AddressKind, Change, Field, Operation};
use crate::live::LiveSite;
use crate::model::{Names, kinds, path};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// Objects of a kind that go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Removal {
    /// As machine formats call the kind.
    pub kind: String,
    /// How many the site has fewer afterwards; of what stands alone, however many are new. With
    /// a folder, those in it that are known.
    pub count: usize,
    /// How many there are before.
    pub live: usize,
    /// Each of those that are missed for themselves: not grants, memberships, folder settings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<RemovedObject>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct RemovedObject {
    pub address: Address,
    /// A folder goes with everything in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_content: bool,
}

impl Removal {
    /// How many of the objects go with everything in them.
    pub fn with_content(&self) -> usize {
        self.objects.iter().filter(|object| object.with_content).count()
    }
}

/// Whether a folder goes with everything in it.
pub fn takes_content(change: &Change) -> bool {
    change.operation == Operation::Delete
        && change.address.folder().is_some()
        && change.assignment(Field::Recursive).is_some()
}

/// What goes for good, in the order in which kinds are listed.
pub fn removals(live: &LiveSite, changes: &[Change], names: &Names) -> Vec<Removal> {
    let lasting = || changes.iter().filter(|change| !change.temporary);
    let mut by_kind: FxHashMap<AddressKind, Vec<&Change>> = FxHashMap::default();
    for change in lasting().filter(|change| change.operation == Operation::Delete) {
        by_kind.entry(change.address.kind()).or_default().push(change);
    }
    if by_kind.is_empty() {
        return Vec::new();
    }
    let mut new: FxHashMap<AddressKind, usize> = FxHashMap::default();
    let mut succeeded = FxHashSet::default();
    for change in lasting().filter(|change| change.operation == Operation::Create) {
        *new.entry(change.address.kind()).or_default() += 1;
        succeeded.extend(change.address.succession());
    }
    let mut all: Vec<(usize, Removal)> = Vec::new();
    for (kind, removed) in by_kind {
        let counted_as = kind.counted_as();
        let is_part = removed.iter().any(|change| change.address.belonging().is_some());
        let count = if kind == AddressKind::Folder {
            folders(live, &removed, names)
        } else if is_part {
            removed.len().saturating_sub(new.get(&kind).copied().unwrap_or(0))
        } else {
            removed.len()
        };
        let replaced =
            |change: &Change| change.address.succession().is_some_and(|of| succeeded.contains(&of));
        let missed = removed.iter().filter(|change| kind.is_missed() && !replaced(change));
        let objects = missed.map(|change| RemovedObject {
            address: change.address.clone(),
            with_content: takes_content(change),
        });
        let objects: Vec<RemovedObject> = objects.collect();
        if count == 0 && objects.is_empty() {
            continue;
        }
        let at = kinds::KINDS.iter().position(|known| *known == counted_as).unwrap_or_default();
        let live = live.count(counted_as);
        all.push((at, Removal { kind: counted_as.tag.to_owned(), count, live, objects }));
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, removal)| removal).collect()
}

/// The folders that go, and those that are known to lie in them.
fn folders(live: &LiveSite, removed: &[&Change], names: &Names) -> usize {
    let gone: FxHashSet<String> = removed
        .iter()
        .filter_map(|change| Some(path::key(change.address.folder()?).into_owned()))
        .collect();
    let goes = |folder: &str| {
        std::iter::successors(Some(folder), |at| path::parent(at)).any(|at| gone.contains(at))
    };
    let known = live.folders.iter().filter(|folder| goes(names.key_text(folder.key))).count();
    known.max(removed.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Assignment, Subject};
    use crate::live::LiveFolder;
    use crate::model::{Level, Value};

    fn removes(address: Address) -> Change {
        Change::new(Operation::Delete, address)
    }

    fn grant(path: &str, level: Level) -> Address {
        let (path, grantee) = (path.to_owned(), Subject::Group("G".to_owned()));
        Address::Grant { path, grantee, level, recursive: true }
    }

    #[test]
    fn what_lies_in_a_folder_goes_with_it() {
        let mut names = Names::default();
        let folders = ["A", "A/b", "A/b/c", "B"]
            .map(|path| LiveFolder { name: names.name(path), key: names.path_key(path) });
        let live = LiveSite { folders: folders.into(), ..LiveSite::default() };
        let recursive = Assignment::new(Field::Recursive, Value::Null, Value::Bool(true));
        let change = removes(Address::Folder { path: "a".to_owned() }).set(vec![recursive]);
        let found = removals(&live, &[change], &names);
        let [folders] = &found[..] else { panic!("{found:?}") };
        assert_eq!((folders.count, folders.live, folders.with_content()), (3, 4, 1));
    }

    #[test]
    fn a_replaced_grant_or_key_is_not_missed() {
        let key = |title: &str| Address::SshKey { user: "ana".to_owned(), title: title.to_owned() };
        let changes = [
            removes(grant("A", Level::Full)),
            Change::new(Operation::Create, grant("A", Level::ReadOnly)),
            removes(key("old")),
            Change::new(Operation::Create, key("new")),
        ];
        let (live, names) = (LiveSite::default(), Names::default());
        assert_eq!(removals(&live, &changes, &names), []);
        let found = removals(&live, &changes[..1], &names);
        assert_eq!((found[0].kind.as_str(), found[0].count), ("grant", 1));
        assert!(found[0].objects.is_empty());
        let found = removals(&live, &changes[2..3], &names);
        assert_eq!(found[0].objects.len(), 1);
    }
}
