//! Automations, and what is little but attributes, of which all that is said holds of an old one.

use super::{Suspicion, is_of, names, only, the_one};
use crate::diff::{Address, Diff};
use crate::live::{Attributes, typed};
use crate::model::leads::leads;
use crate::model::{NamedKind, Setting, Settings, Value, ValueKind, kinds};
use rustc_hash::{FxHashMap, FxHashSet};

impl Diff<'_> {
    /// All that is said of the new one holds of the old one, its paths among it.
    pub(super) fn like_automations<'s>(&'s self, old: &[&'s Address]) -> Vec<Suspicion<'s>> {
        let old = names(old, Address::automation);
        let gone = self.live.automations.iter().filter_map(|live| {
            let name = live.name.as_deref().filter(|name| old.contains(name))?;
            Some((name, &live.attributes))
        });
        let new = self.site.automations.iter().zip(&self.matching.automations);
        let new =
            new.filter(|(new, live)| live.is_nothing() && new.id.is_none() && new.was.is_none());
        let new: Vec<_> = new.map(|(automation, _)| automation).collect();
        let telling = |settings: &Settings| {
            settings.get("definition").is_some()
                || !leads(|name| settings.value(name)).known.is_empty()
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

    pub(super) fn like_named<'s>(&'s self, old: &[&'s Address]) -> Vec<Suspicion<'s>> {
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
            let new = new
                .filter(|(new, live)| new.kind == kind && live.is_nothing() && new.was.is_none());
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
