//! What has no name of its own, to be found by what it is of.

use crate::live::{LiveNamed, LiveSite};
use crate::model::{NamedKind, Value, path};
use rustc_hash::FxHashMap;

/// Live objects without names, by kind and what they are of.
pub(super) type Rows<'a> = FxHashMap<(NamedKind, String), Vec<&'a LiveNamed>>;

/// Each in the order of what else tells it from others.
pub(super) fn rows(live: &LiveSite) -> Rows<'_> {
    let mut rows = Rows::default();
    for one in live.named.iter().filter(|one| one.kind.is_row()) {
        let of = one.kind.table().row.first().copied().unwrap_or_default();
        rows.entry((one.kind, key(one.attributes.get(of)))).or_default().push(one);
    }
    rows.values_mut().for_each(|of| of.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id))));
    rows
}

fn key(of: &Value) -> String {
    match of {
        Value::Reference(reference) => reference.to.name_key(&reference.name).into_owned(),
        of => path::key(of.as_text().unwrap_or_default()).into_owned(),
    }
}
