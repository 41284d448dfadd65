//! What somebody would lose if some of what gives it to them went.

use super::account::Standing;
use super::atoms::Atoms;
use super::change::{PlaceChange, Sign};
use super::entries::Writer;
use super::folders::{Folder, Place};
use super::state::Way;
use super::view::{Person, View};
use crate::model::Key;

/// What the user has now and would not have as somebody of that standing with these of the grants.
pub fn losses<'v>(
    view: &'v View<'v>,
    user: Key,
    standing: Standing,
    keeps: impl Fn(&Way<'v>) -> bool,
) -> Vec<PlaceChange<'v>> {
    let now = Person::new(view, user);
    let ways = now.ways.iter().copied().filter(keeps).collect();
    let then = Person { view, user, standing, ways };
    let tree = view.tree;
    let mut marks = vec![tree.rank(Folder::ROOT)];
    now.marks(0, tree.end_of_all(), &mut marks);
    marks.sort_unstable();
    marks.dedup();
    let lost = |place| [now.access(place).without(then.access(place)), Atoms::NONE];
    let mut writer = Writer::new(tree);
    for folder in marks.into_iter().map(|rank| tree.at(rank)) {
        let own = lost(Place { folder, below: false });
        writer.mark(folder, own, lost(Place { folder, below: true }));
    }
    let mut changes = writer.into_entries();
    changes.retain(|change| change.sign == Sign::Lost);
    changes
}
