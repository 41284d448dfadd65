//! What is asserted before and after is so at every moment. Where it speaks of the same people
//! all along, that nobody gains or loses in between is enough; here are those whom it comes to
//! speak of, or ceases to, in the course of the plan.

use super::demand::{Claim, Demands, Rule};
use super::facts::Facts;
use super::person::{Person, Profile};
use super::term::Terms;
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
            let comes_or_goes = |place: &Place| {
                facts.is_new(place.folder) || !facts.goes_with(place.folder).is_always()
            };
            let passing: Vec<Place> = places.iter().copied().filter(comes_or_goes).collect();
            for user in &facts.transition.touched {
                let spoken_of = spoken_of(facts, clause, *user);
                // Of folders that come or go nobody keeps anything, but it may be promised.
                let places = match spoken_of.changes() {
                    true => &places,
                    false if clause.verb == Verb::Allow && !spoken_of.is_never() => &passing,
                    false => continue,
                };
                for (terms, place) in asked(facts, clause, *user, &spoken_of, places) {
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
                let places = places(facts, clause);
                for (terms, place) in asked(facts, clause, *user, &spoken_of, &places) {
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
            places(facts, clause).iter().any(|place| tree.is_within(place.folder, held.folder))
        };
        spoken_of(facts, clause, user).changes() && grants.iter().filter(gives).any(reaches)
    })
}

/// The places that a clause speaks of.
fn places(facts: &Facts<'_>, clause: &Clause) -> Vec<Place> {
    let patterns = globs(&clause.to).filter_map(|text| Pattern::glob(text).ok());
    let tree = &facts.transition.tree;
    let places = patterns.flat_map(|pattern| pattern.places(tree, What::Folders));
    // Folders to come promise nobody anything.
    let counts = |place: &Place| clause.verb != Verb::Allow || !place.below;
    places.map(|found| found.place).filter(counts).collect()
}

/// What a clause asks, by place: terms under which it holds for `allow`, under which it is
/// broken otherwise.
fn asked(
    facts: &Facts<'_>,
    clause: &Clause,
    user: Key,
    spoken_of: &Terms,
    places: &[Place],
) -> Vec<(Terms, Place)> {
    let atoms = wanted_atoms(clause);
    let profile = Profile::of(user, facts);
    let person = Person::new(facts, &profile);
    let mut asked = Vec::new();
    for place in places {
        let access = person.access(*place);
        let having = |wanted: Atoms| {
            let some = access.iter().filter(|(atoms, _)| !atoms.and(wanted).is_none());
            Terms::of(some.map(|(_, term)| term.clone()).collect())
        };
        match clause.verb {
            Verb::Only | Verb::Deny => asked.push((spoken_of.and(&having(atoms)), *place)),
            Verb::Allow => {
                let each = Atoms::NAMED.iter().filter(|(_, atom)| atoms.has(*atom));
                let gone = Terms::from(facts.goes_with(place.folder)).not();
                let excused = spoken_of.not().or(gone);
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
