//! What is asserted before and after is so at every moment. Where it speaks of the same people
//! all along, that nobody gains or loses in between is enough; here are those whom it comes to
//! speak of, or ceases to, in the course of the plan.

use super::demand::{Claim, Demands, Rule};
use super::facts::Facts;
use super::person::{Person, Profile};
use super::term::{Term, Terms};
use crate::access::{
    Atoms, Folder, Folders, Held, Pattern, Place, State, Tree, View, What, broken, globs,
    wanted_atoms,
};
use crate::model::Key;
use crate::model::expect::{Clause, Verb, Whom};
use crate::plan::Basis;
use crate::plan::transition::Transition;
use crate::source::Span;
use rustc_hash::FxHashSet;

/// The clauses that hold before and after.
pub(in crate::plan) struct Assertions<'a>(Vec<Asserted<'a>>);

struct Asserted<'a> {
    /// Of the definition's assertions.
    at: usize,
    clause: &'a Clause,
    spots: Vec<Spot>,
}

/// A place that a clause speaks of, and while it does.
struct Spot {
    place: Place,
    while_: Terms,
}

impl<'a> Assertions<'a> {
    pub(super) fn new(basis: Basis<'a>, facts: &Facts<'_>) -> Self {
        let expectations = &basis.site.expectations;
        if expectations.is_empty() {
            return Assertions(Vec::new());
        }
        let Transition { tree, before, after, .. } = basis.transition;
        let broken_in = |tree: &Tree, state: &State| -> FxHashSet<Span> {
            let broken = broken(&View::new(tree, state), expectations);
            broken.into_iter().map(|broken| broken.clause.span).collect()
        };
        let broken_after = broken_in(tree, after);
        let broken_before = broken_in(tree, before);
        let broken_by_path = match facts.moves_folders() {
            false => broken_before.clone(),
            true => {
                let (tree, before) = as_it_lies(basis);
                broken_in(&tree, &before)
            }
        };
        let former = facts.former_paths();
        let clauses = expectations.iter().enumerate();
        let clauses = clauses.flat_map(|(at, one)| one.clauses.iter().map(move |c| (at, c)));
        let asserted = clauses.filter_map(|(at, clause)| {
            let is_in = |broken: &FxHashSet<Span>| broken.contains(&clause.span);
            let moves = match (is_in(&broken_before), is_in(&broken_by_path)) {
                _ if is_in(&broken_after) => return None,
                (false, _) => Moves::Throughout,
                (true, false) => Moves::ByPath,
                (true, true) => return None,
            };
            Some(Asserted { at, clause, spots: spots(facts, &former, clause, moves) })
        });
        Assertions(asserted.collect())
    }

    pub(super) fn demand(&self, facts: &Facts<'_>, demands: &mut Demands) {
        for Asserted { at, clause, spots } in &self.0 {
            let comes_or_goes = |spot: &&Spot| {
                let folder = spot.place.folder;
                facts.is_new(folder) || !facts.goes_with(folder).is_always()
            };
            let passing = |spot: &&Spot| match clause.verb {
                Verb::Allow => comes_or_goes(spot) || spot.while_.changes(),
                Verb::Only | Verb::Deny => spot.while_.changes(),
            };
            let all: Vec<&Spot> = spots.iter().collect();
            let passing: Vec<&Spot> = spots.iter().filter(passing).collect();
            for user in &facts.transition.touched {
                let spoken_of = spoken_of(facts, clause, *user);
                // Of folders that come or go nobody keeps anything, but it may be promised.
                let spots = if spoken_of.changes() { &all } else { &passing };
                if spots.is_empty() || spoken_of.is_never() {
                    continue;
                }
                for Asked { terms, place, atoms } in asked(facts, clause, *user, &spoken_of, spots)
                {
                    let courtesy = clause.verb == Verb::Allow && facts.is_new(place.folder);
                    let (at, user) = (*at, *user);
                    demands.add(terms, Claim::Assertion { at, user, place, atoms, courtesy });
                }
            }
        }
    }

    /// Those that do not hold as long as some people go without something, or have too much of
    /// it: those that speak of them all along.
    pub(in crate::plan) fn broken_with(
        &self,
        facts: &Facts<'_>,
        rule: &Rule,
        people: &[Key],
    ) -> Vec<Claim> {
        let mut broken = Vec::new();
        for Asserted { at, clause, spots } in &self.0 {
            let spots: Vec<&Spot> = spots.iter().collect();
            for user in people {
                let spoken_of = spoken_of(facts, clause, *user);
                if !spoken_of.is_always() {
                    continue;
                }
                for Asked { terms, place, atoms } in asked(facts, clause, *user, &spoken_of, &spots)
                {
                    if terms == rule.terms()
                        || terms.iter().any(|term| *rule == Rule::Never(term.clone()))
                    {
                        let (at, user, courtesy) = (*at, *user, false);
                        broken.push(Claim::Assertion { at, user, place, atoms, courtesy });
                    }
                }
            }
        }
        broken
    }

    /// Whether grants that somebody is to hold for a while could break what is asserted of
    /// them: where a clause speaks of them for a part of the plan only.
    pub(in crate::plan) fn endangers(&self, facts: &Facts<'_>, user: Key, grants: &[Held]) -> bool {
        let tree = &facts.transition.tree;
        let mut forbid = self.0.iter().filter(|one| one.clause.verb != Verb::Allow);
        forbid.any(|Asserted { clause, spots, .. }| {
            let gives = |held: &&Held| !held.atoms().and(wanted_atoms(clause)).is_none();
            let reaches = |held: &Held| {
                spots.iter().any(|spot| tree.is_within(spot.place.folder, held.folder))
            };
            spoken_of(facts, clause, user).changes() && grants.iter().filter(gives).any(reaches)
        })
    }
}

/// The live site with its folders where they lie today.
fn as_it_lies(basis: Basis<'_>) -> (Tree, State) {
    let Transition { before, renames, .. } = basis.transition;
    let mut folders = Folders::default();
    let renames = renames.of_people();
    let state = basis.live.access(basis.names, before.now(), &mut folders, &renames);
    (Tree::new(folders), state)
}

/// How a clause speaks of a folder that moves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moves {
    /// By the path that it comes to bear throughout, and by its old one until it moves.
    Throughout,
    /// By the path that it bears at each moment: where it lies today, it may have to mend first.
    ByPath,
}

/// The places that a clause speaks of.
fn spots(
    facts: &Facts<'_>,
    former: &[(Folder, String, Term)],
    clause: &Clause,
    moves: Moves,
) -> Vec<Spot> {
    let tree = &facts.transition.tree;
    let mut spots = Vec::new();
    for pattern in globs(&clause.to).filter_map(|text| Pattern::glob(text).ok()) {
        for found in pattern.places(tree, What::Folders) {
            let settles = match moves {
                Moves::Throughout => None,
                Moves::ByPath => facts.settles(found.place.folder),
            };
            let while_ = settles.map_or(Terms::always(), |step| Term::once(step).into());
            spots.push(Spot { place: found.place, while_ });
        }
        let matching = former.iter().filter(|(_, path, _)| pattern.is_match(path));
        for (folder, _, while_) in matching {
            spots.push(Spot { place: Place::at(*folder), while_: while_.clone().into() });
        }
    }
    // Folders to come promise nobody anything.
    spots.retain(|spot| clause.verb != Verb::Allow || !spot.place.below);
    spots
}

/// What a clause asks at a place: terms under which it holds for `allow`, under which it is
/// broken otherwise.
struct Asked {
    terms: Terms,
    place: Place,
    atoms: Atoms,
}

fn asked(
    facts: &Facts<'_>,
    clause: &Clause,
    user: Key,
    spoken_of: &Terms,
    spots: &[&Spot],
) -> Vec<Asked> {
    let atoms = wanted_atoms(clause);
    let profile = Profile::of(user, facts);
    let person = Person::new(facts, &profile);
    let mut asked = Vec::new();
    for Spot { place, while_ } in spots {
        let access = person.access(*place);
        let having = |wanted: Atoms| {
            let some = access.iter().filter(|(atoms, _)| !atoms.and(wanted).is_none());
            Terms::of(some.map(|(_, term)| term.clone()).collect())
        };
        match clause.verb {
            Verb::Only | Verb::Deny => {
                let terms = spoken_of.and(while_).and(&having(atoms));
                asked.push(Asked { terms, place: *place, atoms });
            }
            Verb::Allow => {
                let each = Atoms::NAMED.iter().filter(|(_, atom)| atoms.has(*atom));
                let gone = Terms::from(facts.goes_with(place.folder)).not();
                let excused = spoken_of.not().or(gone).or(while_.not());
                asked.extend(each.map(|(_, atom)| {
                    let terms = excused.clone().or(having(*atom));
                    Asked { terms, place: *place, atoms: *atom }
                }));
            }
        }
    }
    asked
}

/// While a clause asks something of a user.
fn spoken_of(facts: &Facts<'_>, clause: &Clause, user: Key) -> Terms {
    let named = clause.whom.iter().fold(Terms::never(), |named, (whom, _)| match whom {
        Whom::User(one) if *one == user => Terms::always(),
        Whom::User(_) => named,
        Whom::Group(group) => named.or(facts.is_member(user, *group)),
    });
    match clause.verb {
        Verb::Allow => named.and(&facts.exists(user)),
        // Whoever is not there has nothing anyway.
        Verb::Deny => named,
        // Nothing can be kept from a site administrator.
        Verb::Only => named.not().and(&facts.has_role(user).not()),
    }
}
