//! What is asserted before and after is so at every moment. Where it speaks of the same people
//! all along, that nobody gains or loses in between is enough; here are those whom it comes to
//! speak of, or ceases to, in the course of the plan.

use super::demand::{Claim, Demands};
use super::facts::Facts;
use super::person::{Person, Profile};
use super::term::Terms;
use crate::access::{Atoms, Match, Pattern, View, What, broken, globs, wanted_atoms};
use crate::model::Key;
use crate::model::expect::{Clause, Expectation, Verb, Whom};
use crate::source::Span;
use rustc_hash::FxHashSet;

pub(super) fn demand(facts: &Facts<'_>, expectations: &[Expectation], demands: &mut Demands) {
    if expectations.is_empty() {
        return;
    }
    let transition = facts.transition;
    let broken_in = |state| {
        let view = View::new(&transition.tree, state);
        broken(&view, expectations).iter().map(|broken| broken.clause.span).collect::<Vec<Span>>()
    };
    let mut unsound: FxHashSet<Span> = broken_in(&transition.before).into_iter().collect();
    unsound.extend(broken_in(&transition.after));
    for (at, expectation) in expectations.iter().enumerate() {
        for clause in expectation.clauses.iter().filter(|c| !unsound.contains(&c.span)) {
            clause_demand(facts, at, clause, demands);
        }
    }
}

fn clause_demand(facts: &Facts<'_>, at: usize, clause: &Clause, demands: &mut Demands) {
    let tree = &facts.transition.tree;
    let mut places: Vec<Match> = globs(&clause.to)
        .filter_map(|text| Pattern::glob(text).ok())
        .flat_map(|pattern| pattern.places(tree, What::Folders))
        .collect();
    if clause.verb == Verb::Allow {
        // Folders to come promise nobody anything.
        places.retain(|found| !found.place.below);
    }
    let atoms = wanted_atoms(clause);
    for user in &facts.transition.touched {
        let Some(spoken_of) = spoken_of(facts, clause, *user) else { continue };
        let profile = Profile::of(*user, facts);
        let person = Person::new(facts, &profile);
        for found in &places {
            let claim = Claim::Assertion { at, user: *user, place: found.place };
            let access = person.access(found.place);
            let having = |wanted: Atoms| {
                let some = access.iter().filter(|(atoms, _)| !atoms.and(wanted).is_none());
                Terms::of(some.map(|(_, term)| term.clone()).collect())
            };
            match clause.verb {
                Verb::Only | Verb::Deny => demands.add(spoken_of.and(&having(atoms)), claim),
                Verb::Allow => {
                    let each = Atoms::NAMED.iter().filter(|(_, atom)| atoms.has(*atom));
                    for (_, atom) in each {
                        demands.add(spoken_of.not().or(having(*atom)), claim);
                    }
                }
            }
        }
    }
}

/// While a clause asks something of a user; nothing where that never changes.
fn spoken_of(facts: &Facts<'_>, clause: &Clause, user: Key) -> Option<Terms> {
    let named = clause.whom.iter().fold(Terms::never(), |named, (whom, _)| match whom {
        Whom::User(one) if *one == user => Terms::always(),
        Whom::User(_) => named,
        Whom::Group(group) => named.or(facts.is_member(user, *group)),
    });
    let asked = match clause.verb {
        Verb::Allow => named.and(&facts.exists(user)),
        // Whoever is not there has nothing anyway.
        Verb::Deny => named,
        // Nothing can be kept from a site administrator.
        Verb::Only => named.not().and(&facts.has_role(user).not()),
    };
    asked.changes().then_some(asked)
}
