//! What is asserted before and after is so at every moment. Where it speaks of the same people
//! all along, that nobody gains or loses in between is enough; here are those whom it comes to
//! speak of, or ceases to, in the course of the plan.

use super::demand::{Claim, Demands, Rule};
use super::facts::Facts;
use super::person::{Person, Profile};
use super::term::{Term, Terms};
use crate::access::{Atoms, Held, Pattern, Place, View, What, broken, globs, wanted_atoms};
use crate::model::Key;
use crate::model::expect::{Clause, Expectation, Verb, Whom};
use crate::source::Span;
use rustc_hash::FxHashSet;

pub(super) fn demand(facts: &Facts<'_>, expectations: &[Expectation], demands: &mut Demands) {
    if expectations.is_empty() {
        return;
    }
    let unsound = unsound(facts, expectations);
    for (at, expectation) in expectations.iter().enumerate() {
        for clause in expectation.clauses.iter().filter(|c| !unsound.contains(&c.span)) {
            let places = places(facts, clause);
            let comes_or_goes = |spot: &&Spot| {
                let folder = spot.place.folder;
                facts.is_new(folder) || !facts.goes_with(folder).is_always()
            };
            let all: Vec<&Spot> = places.iter().collect();
            let passing = |spot: &&Spot| match clause.verb {
                Verb::Allow => comes_or_goes(spot) || spot.while_.changes(),
                Verb::Only | Verb::Deny => spot.while_.changes(),
            };
            let passing: Vec<&Spot> = places.iter().filter(passing).collect();
            for user in &facts.transition.touched {
                let spoken_of = spoken_of(facts, clause, *user);
                // Of folders that come or go nobody keeps anything, but it may be promised.
                let spots = if spoken_of.changes() { &all } else { &passing };
                if spots.is_empty() || spoken_of.is_never() {
                    continue;
                }
                for (terms, place) in asked(facts, clause, *user, &spoken_of, spots) {
                    let courtesy = clause.verb == Verb::Allow && facts.is_new(place.folder);
                    demands.add(terms, Claim::Assertion { at, user: *user, place, courtesy });
                }
            }
        }
    }
}

/// The clauses that do not hold before, or do not hold after.
fn unsound(facts: &Facts<'_>, expectations: &[Expectation]) -> FxHashSet<Span> {
    let transition = facts.transition;
    let states = [&transition.before, &transition.after];
    let broken = states.into_iter().flat_map(|state| {
        let view = View::new(&transition.tree, state);
        let broken = broken(&view, expectations);
        broken.iter().map(|broken| broken.clause.span).collect::<Vec<Span>>()
    });
    broken.collect()
}

/// The assertions that do not hold as long as some people go without something, or have too
/// much of it: those that speak of them all along.
pub(in crate::plan) fn broken_with(
    facts: &Facts<'_>,
    expectations: &[Expectation],
    rule: &Rule,
    people: &[Key],
) -> Vec<Claim> {
    let mut broken = Vec::new();
    let unsound = unsound(facts, expectations);
    for (at, expectation) in expectations.iter().enumerate() {
        for clause in expectation.clauses.iter().filter(|c| !unsound.contains(&c.span)) {
            for user in people {
                let spoken_of = spoken_of(facts, clause, *user);
                if !spoken_of.is_always() {
                    continue;
                }
                let spots = places(facts, clause);
                let spots: Vec<&Spot> = spots.iter().collect();
                for (terms, place) in asked(facts, clause, *user, &spoken_of, &spots) {
                    if terms == rule.terms()
                        || terms.iter().any(|term| *rule == Rule::Never(term.clone()))
                    {
                        let courtesy = false;
                        broken.push(Claim::Assertion { at, user: *user, place, courtesy });
                    }
                }
            }
        }
    }
    broken
}

/// Whether grants that somebody is to hold for a while could break what is asserted of them:
/// where a clause speaks of them for a part of the plan only.
pub(in crate::plan) fn endangers(
    facts: &Facts<'_>,
    expectations: &[Expectation],
    user: Key,
    grants: &[Held],
) -> bool {
    let tree = &facts.transition.tree;
    let clauses = expectations.iter().flat_map(|one| &one.clauses);
    let mut forbid = clauses.filter(|clause| clause.verb != Verb::Allow);
    forbid.any(|clause| {
        let gives = |held: &&Held| !held.atoms().and(wanted_atoms(clause)).is_none();
        let reaches = |held: &Held| {
            let spots = places(facts, clause);
            spots.iter().any(|spot| tree.is_within(spot.place.folder, held.folder))
        };
        spoken_of(facts, clause, user).changes() && grants.iter().filter(gives).any(reaches)
    })
}

/// A place that a clause speaks of, and while it bears a path of which the clause speaks.
struct Spot {
    place: Place,
    while_: Terms,
}

/// The places that a clause speaks of. A folder that moves is spoken of by its path.
fn places(facts: &Facts<'_>, clause: &Clause) -> Vec<Spot> {
    let tree = &facts.transition.tree;
    let mut spots = Vec::new();
    for pattern in globs(&clause.to).filter_map(|text| Pattern::glob(text).ok()) {
        for found in pattern.places(tree, What::Folders) {
            let while_ = facts
                .settles(found.place.folder)
                .map_or(Terms::always(), |step| Term::once(step).into());
            spots.push(Spot { place: found.place, while_ });
        }
        for (folder, old, step) in facts.former_paths() {
            if pattern.is_match(&old) {
                spots.push(Spot { place: Place::at(folder), while_: Term::until(step).into() });
            }
        }
    }
    // Folders to come promise nobody anything.
    spots.retain(|spot| clause.verb != Verb::Allow || !spot.place.below);
    spots
}

/// What a clause asks, by place: terms under which it holds for `allow`, under which it is
/// broken otherwise.
fn asked(
    facts: &Facts<'_>,
    clause: &Clause,
    user: Key,
    spoken_of: &Terms,
    spots: &[&Spot],
) -> Vec<(Terms, Place)> {
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
                asked.push((spoken_of.and(while_).and(&having(atoms)), *place));
            }
            Verb::Allow => {
                let each = Atoms::NAMED.iter().filter(|(_, atom)| atoms.has(*atom));
                let gone = Terms::from(facts.goes_with(place.folder)).not();
                let excused = spoken_of.not().or(gone).or(while_.not());
                let holds = each.map(|(_, atom)| excused.clone().or(having(*atom)));
                asked.extend(holds.map(|terms| (terms, *place)));
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
