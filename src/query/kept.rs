//! What people have before and after a plan, where something changes for them.

use crate::access::{Atoms, Folder, Person, Place, Tree, View};
use crate::model::{Names, path};
use crate::plan::{AccessImpact, AccessMove, AccessPlace, Scope, Transition};
use rustc_hash::FxHashMap;

/// Of the people of one [`AccessMove`]. Many keep the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// What one keeps at each of [`places`].
    pub patterns: Vec<Vec<Atoms>>,
    /// Of each person the pattern.
    pub of: Vec<usize>,
}

/// The places at which something changes for the people of a move, each once.
pub fn places(one: &AccessMove) -> Vec<&AccessPlace> {
    let mut places: Vec<&AccessPlace> = Vec::with_capacity(one.changes.len());
    for change in &one.changes {
        if !places.contains(&&change.place) {
            places.push(&change.place);
        }
    }
    places
}

/// What the people of each move have both before and after.
pub fn kept(transition: &Transition, impact: &AccessImpact, names: &Names) -> Vec<Kept> {
    let Transition { tree, before, after, .. } = transition;
    let views = [View::new(tree, before), View::new(tree, after)];
    impact.moves.iter().map(|one| of_move(&views, tree, one, names)).collect()
}

fn of_move(views: &[View<'_>; 2], tree: &Tree, one: &AccessMove, names: &Names) -> Kept {
    // A child site is no folder of this one.
    let places: Vec<(Option<Folder>, Scope)> = places(one)
        .into_iter()
        .map(|place| (tree.folders().find(&path::key(&place.path)), place.scope))
        .collect();
    let mut known: FxHashMap<Vec<Atoms>, usize> = FxHashMap::default();
    let mut kept = Kept::default();
    for name in &one.people {
        let both =
            names.find_key(name).map(|user| views.each_ref().map(|view| Person::new(view, user)));
        let pattern: Vec<Atoms> = places
            .iter()
            .map(|(folder, scope)| {
                both.as_ref()
                    .zip(*folder)
                    .map_or(Atoms::NONE, |(both, at)| kept_at(both, at, *scope))
            })
            .collect();
        let next = known.len();
        let index = *known.entry(pattern).or_insert_with_key(|pattern| {
            kept.patterns.push(pattern.clone());
            next
        });
        kept.of.push(index);
    }
    kept
}

/// Where a folder and all below it change alike, what one keeps on both.
fn kept_at(both: &[Person<'_>; 2], folder: Folder, scope: Scope) -> Atoms {
    let parts: &[bool] = match scope {
        Scope::Whole => &[false, true],
        Scope::FolderOnly => &[false],
        Scope::BelowOnly => &[true],
    };
    let places = parts.iter().map(|below| Place { folder, below: *below });
    places
        .flat_map(|place| both.iter().map(move |person| person.access(place)))
        .fold(Atoms::ALL, |kept, atoms| kept & atoms)
}
