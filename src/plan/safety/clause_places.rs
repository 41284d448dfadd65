//! The places that an assertion's clause speaks of, and as few of them as show all.

use super::facts::Facts;
use super::term::{Term, Terms};
use crate::access::{Folder, Match, Pattern, Place, Tree, What, globs};
use crate::model::expect::{Clause, Verb};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::ops::Range;

/// How a clause speaks of a folder that moves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Moves {
    /// By the path that it comes to bear throughout, and by its old one until it moves.
    Throughout,
    /// By the path that it bears at each moment: where it lies today, it may have to mend first.
    ByPath,
}

/// Places of a clause that are spoken of, come and go at the same times.
pub(super) struct ClausePlaces {
    /// While the clause speaks of them.
    pub(super) while_: Terms,
    /// While they are gone.
    pub(super) gone: Terms,
    /// They come with the plan.
    pub(super) are_new: bool,
    /// By their folders' places in the order of all.
    places: Vec<(u32, Place)>,
}

/// While they are spoken of, while they are gone, and whether they are new.
type Times = (Terms, Terms, bool);
type ByTimes = IndexMap<Times, Vec<(u32, Place)>, FxBuildHasher>;

impl ClausePlaces {
    /// Everything that a clause speaks of. `former` are the paths that folders bear before moves.
    pub(super) fn of(
        facts: &Facts<'_>,
        former: &[(Folder, String, Term)],
        clause: &Clause,
        moves: Moves,
    ) -> Vec<ClausePlaces> {
        let tree = &facts.transition.tree;
        let mut found = ByTimes::default();
        let mut add = |place: Place, while_: Terms| {
            // Folders to come promise nobody anything.
            if clause.verb == Verb::Allow && place.below {
                return;
            }
            let gone = Terms::from(facts.goes_with(place.folder)).not();
            let same = found.entry((while_, gone, facts.is_new(place.folder))).or_default();
            same.push((tree.span(place.folder).start, place));
        };
        for pattern in globs(&clause.to).filter_map(|text| Pattern::glob(text).ok()) {
            for Match { place, .. } in pattern.places(tree, What::Folders) {
                if clause.verb == Verb::Allow && !pattern.promises(tree, place.folder) {
                    continue;
                }
                let brought = match moves {
                    Moves::Throughout => None,
                    Moves::ByPath => facts.step_that_brings(place.folder),
                };
                let while_ = brought.map_or(Terms::always(), |step| Term::once(step).into());
                add(place, while_);
            }
            let matching = former.iter().filter(|(_, path, _)| pattern.is_match(path));
            for (folder, _, while_) in matching {
                add(Place::at(*folder), while_.clone().into());
            }
        }
        let places = found.into_iter().map(|((while_, gone, are_new), mut places)| {
            places.sort_unstable();
            places.dedup();
            ClausePlaces { while_, gone, are_new, places }
        });
        places.collect()
    }

    /// Whether somebody whom the clause speaks of all along may see it broken.
    pub(super) fn pass(&self, verb: Verb) -> bool {
        // Of folders that come or go nobody keeps anything, but it may be promised.
        let promised = verb == Verb::Allow && (self.are_new || !self.gone.is_never());
        promised || self.while_.changes()
    }

    /// Whether any of them is a folder or lies below it.
    pub(super) fn are_within(&self, tree: &Tree, folder: Folder) -> bool {
        let span = tree.span(folder);
        self.first_from(span.start).is_some_and(|(rank, _)| rank < span.end)
    }

    /// So many of them that somebody's access to all is known, where it can differ at some
    /// folders only: those, in the order of folders, with the root.
    pub(super) fn enough(&self, tree: &Tree, marks: &[Folder]) -> Vec<Place> {
        let mut enough = Vec::new();
        for (at, mark) in marks.iter().enumerate() {
            let span = tree.span(*mark);
            let from = self.places.partition_point(|(rank, _)| *rank < span.start);
            let here = self.places.iter().skip(from).take_while(|(rank, _)| *rank == span.start);
            enough.extend(here.map(|(_, place)| *place));
            enough.extend(self.between(tree, span.start + 1..span.end, marks.get(at + 1..)));
        }
        enough
    }

    /// One that lies in a stretch of folders, and at or below none of some marks in there.
    fn between(&self, tree: &Tree, stretch: Range<u32>, marks: Option<&[Folder]>) -> Option<Place> {
        let mut marks = marks.into_iter().flatten().map(|mark| tree.span(*mark)).peekable();
        let mut from = stretch.start;
        loop {
            let (rank, place) = self.first_from(from).filter(|(rank, _)| *rank < stretch.end)?;
            while marks.next_if(|mark| mark.end <= rank).is_some() {}
            match marks.next_if(|mark| mark.start <= rank) {
                Some(mark) => from = mark.end,
                None => return Some(place),
            }
        }
    }

    fn first_from(&self, rank: u32) -> Option<(u32, Place)> {
        self.places.get(self.places.partition_point(|(at, _)| *at < rank)).copied()
    }
}
