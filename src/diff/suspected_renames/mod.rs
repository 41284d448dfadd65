//! New objects that are much like one that goes, or that nothing declares: perhaps renames
//! without `was=`. Likeness is found by what both have in common, never one by one.

mod accounts;
mod attributes;
mod folders;

use super::was::said;
use super::{Address, Diff, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::model::{Kind, kinds};
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

impl Diff<'_> {
    pub(super) fn suspected_renames(&mut self) {
        let changes = self.result.changes.iter();
        let deleted = changes.filter(|change| change.operation == Operation::Delete);
        let going: Vec<&Address> = deleted.map(|change| &change.address).collect();
        let unsaid = self.result.unsaid.iter().map(|one| &one.undoing);
        let unsaid = unsaid.filter(|undoing| undoing.operation == Operation::Delete);
        let unsaid = unsaid.map(|undoing| &undoing.address);
        let old: Vec<&Address> = going.iter().copied().chain(unsaid).collect();
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
