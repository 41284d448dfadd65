//! What goes, in words.

use crate::diff::Address;
use crate::model::kinds;
use crate::plan::{Removal, RemovedObject};
use crate::wording::counted;

/// How a folder goes that need not be empty.
pub const WITH_CONTENT: &str = "with everything in it";

/// `31 users, 1 folder with everything in it`; nothing where nothing is missed.
pub fn summary(removals: &[Removal]) -> String {
    let parts = removals.iter().flat_map(|removal| {
        let whole = removal.with_content();
        let bare = removal.objects.len() - whole;
        let words = |count: usize| match kinds::by_tag(&removal.kind) {
            Some(kind) => counted(count, kind.one, kind.many),
            None => format!("{count} {}", removal.kind),
        };
        let bare = (bare > 0).then(|| words(bare));
        let with = if whole == 1 { WITH_CONTENT } else { "with everything in them" };
        bare.into_iter().chain((whole > 0).then(|| format!("{} {with}", words(whole))))
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// `folder "Shared/Reports" with everything in it`.
pub fn object(object: &RemovedObject) -> String {
    let address: &Address = &object.address;
    if object.with_content { format!("{address} {WITH_CONTENT}") } else { address.to_string() }
}

/// Every object that is missed, those that go with everything in them first.
pub fn objects(removals: &[Removal]) -> Vec<&RemovedObject> {
    let mut all: Vec<&RemovedObject> =
        removals.iter().flat_map(|removal| &removal.objects).collect();
    all.sort_by_key(|object| !object.with_content);
    all
}
