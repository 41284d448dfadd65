//! When somebody has which access to a place, over the steps of a plan.

use super::facts::Facts;
use super::term::{Term, Terms};
use crate::access::{Atoms, Folder, Held, Place, Tree};
use crate::model::Key;
use crate::plan::Transition;
use crate::plan::index_vec::idx;
use rustc_hash::FxHashMap;

idx! {
    /// The place of a profile among all of a plan.
    ProfileId
}

/// What a person's access follows from; whoever is alike in this is alike at every step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::plan) struct Profile {
    /// While the person is a site administrator who can sign in.
    everything: Terms,
    /// While the person can sign in at all.
    pub(super) signs_in: Terms,
    /// Every grant that the person may come to hold, and while it gives anything. Sorted.
    ways: Vec<(Held, Terms)>,
    /// The folder to which the person is confined all along.
    root: Option<Folder>,
}

impl Profile {
    pub(super) fn of(user: Key, facts: &Facts<'_>) -> Self {
        let signs_in = facts.signs_in(user);
        let ways = if signs_in.is_never() {
            Vec::new()
        } else {
            let ways = facts.ways(user).into_iter();
            let ways = ways.map(|(held, terms)| (held, terms.and(&signs_in)));
            ways.filter(|(_, terms)| !terms.is_never()).collect()
        };
        let Transition { before, after, .. } = facts.transition;
        let root = before.confined_to(user).filter(|root| after.confined_to(user) == Some(*root));
        Profile { everything: facts.everything(user), signs_in, ways, root }
    }

    /// A folder, and all below it at which the person's access may be another one at any moment.
    pub(super) fn marks_within(&self, facts: &Facts<'_>, zone: Folder) -> Vec<Folder> {
        let tree = &facts.transition.tree;
        let within = |folder: &Folder| tree.is_within(*folder, zone);
        let mut marks = vec![zone];
        marks.extend(self.root.filter(within));
        marks.extend(self.ways.iter().map(|(held, _)| held.folder).filter(within));
        marks.extend(
            facts
                .moved_or_removed
                .within(tree, zone)
                .map(|(_, moved_or_removed)| *moved_or_removed)
                .filter(within),
        );
        marks.extend(facts.fences.within(tree, zone).map(|(fence, _)| fence));
        marks
    }
}

/// A profile, ready to be asked about places.
pub(super) struct Person<'a> {
    facts: &'a Facts<'a>,
    profile: &'a Profile,
    standing_on: FxHashMap<Folder, Vec<&'a (Held, Terms)>>,
}

impl<'a> Person<'a> {
    pub(super) fn new(facts: &'a Facts<'a>, profile: &'a Profile) -> Self {
        let mut standing_on: FxHashMap<Folder, Vec<&(Held, Terms)>> = FxHashMap::default();
        for way in &profile.ways {
            standing_on.entry(way.0.folder).or_default().push(way);
        }
        Person { facts, profile, standing_on }
    }

    /// The folders at which anything of this person's access can differ from step to step, and
    /// all below them at which it can be another difference. In the order of folders.
    pub(super) fn marks(&self) -> Vec<Folder> {
        let tree = &self.facts.transition.tree;
        let mut zones: Vec<Folder> = Vec::new();
        if self.profile.everything.changes() {
            zones.extend(tree.roots());
        }
        let changing = self.profile.ways.iter().filter(|(_, terms)| terms.changes());
        zones.extend(changing.map(|(held, _)| held.folder));
        for (held, _) in self.profile.ways.iter().filter(|(held, _)| held.recursive) {
            let Facts { fences_change, moved_or_removed, .. } = self.facts;
            zones.extend(fences_change.within(tree, held.folder).map(|(fence, _)| fence));
            zones.extend(moved_or_removed.within(tree, held.folder).map(|(_, folder)| *folder));
        }
        zones.sort_unstable_by_key(|folder| tree.span(*folder).start);
        let mut marks = Vec::new();
        let mut end = 0;
        for zone in zones {
            let span = tree.span(zone);
            // Subtrees lie within each other or apart.
            if span.end <= end {
                continue;
            }
            end = span.end;
            marks.extend(self.profile.marks_within(self.facts, zone));
        }
        marks.sort_unstable_by_key(|folder| tree.span(*folder).start);
        marks.dedup();
        marks
    }

    /// All folders at which the person's access may be another one than above them, with all
    /// roots. In the order of folders.
    pub(super) fn all_marks(&self) -> Vec<Folder> {
        let Facts { fences, moved_or_removed, .. } = self.facts;
        let tree = self.tree();
        let mut marks: Vec<Folder> = tree.roots().collect();
        marks.extend(self.profile.root);
        if moved_or_removed.is_empty() {
            for (held, _) in &self.profile.ways {
                marks.push(held.folder);
                if held.recursive && !held.passes_fences() {
                    marks.extend(fences.within(tree, held.folder).map(|(fence, _)| fence));
                }
            }
        } else {
            let within = tree.roots().flat_map(|root| self.profile.marks_within(self.facts, root));
            marks.extend(within);
        }
        marks.sort_unstable_by_key(|folder| tree.span(*folder).start);
        marks.dedup();
        marks
    }

    pub(super) fn tree(&self) -> &'a Tree {
        &self.facts.transition.tree
    }

    /// Whether the person comes to have any of some atoms anywhere.
    pub(super) fn may_have(&self, atoms: Atoms) -> bool {
        let Profile { everything, ways, .. } = self.profile;
        let mut given = ways.iter().map(|(held, _)| held.atoms());
        !everything.is_never() || given.any(|given| !given.and(atoms).is_none())
    }

    /// What the person may do at a place, and while what holds.
    pub(super) fn access(&self, place: Place) -> Vec<(Atoms, Term)> {
        let mut found: Vec<(Atoms, Term)> = Vec::new();
        found.extend(self.profile.everything.iter().map(|term| (Atoms::ALL, term.clone())));
        let shown = |root: &Folder| self.tree().is_within(place.folder, *root);
        if self.profile.root.as_ref().is_some_and(|root| !shown(root)) {
            return found;
        }
        let open = Inherited { passes_fences: Some(Term::default()), plain: Some(Term::default()) };
        self.climb(place, &mut vec![place.folder], open, &mut found);
        let stays = self.facts.goes_with(place.folder);
        if !stays.is_always() {
            found = found
                .into_iter()
                .filter_map(|(atoms, term)| Some((atoms, term.and(&stays)?)))
                .collect();
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What the person may do at a place both before the plan and after it.
    pub(super) fn before_and_after(&self, place: Place) -> Atoms {
        let access = self.access(place);
        let all = |counts: &dyn Fn(&Term) -> bool| {
            let having = access.iter().filter(|(_, term)| counts(term));
            having.fold(Atoms::NONE, |all, (atoms, _)| all | *atoms)
        };
        all(&|term| term.up.is_empty()).and(all(&|term| term.down.is_empty()))
    }

    /// While a grant on `from`, a folder at or above `to`, is not stopped on its way there.
    pub(super) fn open_from(&self, from: Folder, to: Folder, passes_fences: bool) -> Terms {
        let folders = self.facts.transition.tree.folders();
        let between = folders.upwards(to).take_while(|folder| *folder != from);
        between.fold(Terms::always(), |open, folder| {
            let open = if passes_fences { open } else { open.and(&self.facts.unfenced_at(folder)) };
            match self.facts.moved.get(&folder) {
                Some(moved) => open.and(&Term::once(moved.step).into()),
                None => open,
            }
        })
    }

    /// Collects the grants that reach the place from the last of some folders, or from above it.
    /// The others are those that moved, on the way there.
    fn climb(
        &self,
        place: Place,
        trail: &mut Vec<Folder>,
        mut inherited: Inherited,
        found: &mut Vec<(Atoms, Term)>,
    ) {
        let Some(mut at) = trail.last().copied() else { return };
        loop {
            for (held, terms) in self.standing_on.get(&at).into_iter().flatten().copied() {
                if !held.recursive && Place::at(held.folder) != place {
                    continue;
                }
                if let Some(inherited) = inherited.of(*held) {
                    let reach = terms.iter().filter_map(|term| term.and(inherited));
                    found.extend(reach.map(|term| (held.atoms(), term)));
                }
            }
            inherited = inherited.through(self.facts.unfenced_at(at));
            if let Some(moved) = self.facts.moved.get(&at) {
                // Folders that change places lie in each other by turns, never at a time.
                if let Some(inherited) = inherited.and(&Term::until(moved.step))
                    && !trail.contains(&moved.from)
                {
                    trail.push(moved.from);
                    self.climb(place, trail, inherited, found);
                    trail.pop();
                }
                match inherited.and(&Term::once(moved.step)) {
                    Some(after) => inherited = after,
                    None => return,
                }
            }
            match self.facts.transition.tree.folders().parent(at) {
                Some(parent) if !inherited.is_closed() => at = parent,
                _ => return,
            }
        }
    }
}

/// While a grant from above gets through to a place: one that fences do not stop, any other.
#[derive(Clone)]
struct Inherited {
    passes_fences: Option<Term>,
    plain: Option<Term>,
}

impl Inherited {
    fn of(&self, held: Held) -> Option<&Term> {
        if held.passes_fences() { self.passes_fences.as_ref() } else { self.plain.as_ref() }
    }

    fn through(self, unfenced: Terms) -> Inherited {
        let term = unfenced.iter().next();
        Inherited { plain: self.plain.and_then(|plain| plain.and(term?)), ..self }
    }

    fn and(&self, term: &Term) -> Option<Inherited> {
        let both = |one: &Option<Term>| one.as_ref().and_then(|one| one.and(term));
        let inherited =
            Inherited { passes_fences: both(&self.passes_fences), plain: both(&self.plain) };
        (!inherited.is_closed()).then_some(inherited)
    }

    fn is_closed(&self) -> bool {
        self.passes_fences.is_none() && self.plain.is_none()
    }
}
