//! What is asserted before and after is so at every moment. Where it speaks of the same people
//! all along, that nobody gains or loses in between is enough; here are those whom it comes to
//! speak of, or ceases to, in the course of the plan.

use super::clause_places::{ClausePlaces, Moves};
use super::constraint::{Cause, Constraints, ExpectationIndex, Invariant};
use super::facts::Facts;
use super::person::{Person, Profile};
use super::term::Terms;
use crate::access::{Atoms, Folder, Folders, Held, Place, State, Tree, View, broken, wanted_atoms};
use crate::model::expect::{Clause, Verb, Whom};
use crate::model::{Key, Strangers};
use crate::plan::Basis;
use crate::plan::transition::Transition;
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// The clauses that hold before and after.
pub(in crate::plan) struct Assertions<'a>(Vec<Asserted<'a>>);

struct Asserted<'a> {
    /// Of the definition's assertions.
    at: ExpectationIndex,
    clause: &'a Clause,
    places: Vec<ClausePlaces>,
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
        let broken_by_path = if facts.moves_folders() {
            let (tree, before) = as_it_lies(basis);
            broken_in(&tree, &before)
        } else {
            broken_before.clone()
        };
        let former = facts.former_paths();
        let clauses = ExpectationIndex::all(basis.site);
        let clauses = clauses.flat_map(|(at, one)| one.clauses.iter().map(move |c| (at, c)));
        let asserted = clauses.filter_map(|(at, clause)| {
            let is_in = |broken: &FxHashSet<Span>| broken.contains(&clause.span);
            let moves = match (is_in(&broken_before), is_in(&broken_by_path)) {
                _ if is_in(&broken_after) => return None,
                (false, _) => Moves::Throughout,
                (true, false) => Moves::ByPath,
                (true, true) => return None,
            };
            Some(Asserted { at, clause, places: ClausePlaces::of(facts, &former, clause, moves) })
        });
        Assertions(asserted.collect())
    }

    pub(super) fn constrain(&self, facts: &Facts<'_>, constraints: &mut Constraints) {
        let mut concern: FxHashMap<Key, Vec<&Asserted<'_>>> = FxHashMap::default();
        let role_changes: Vec<Key> =
            facts.accounts.keys().copied().filter(|user| facts.has_role(*user).changes()).collect();
        for asserted in &self.0 {
            for user in asserted.concerned(facts, &role_changes) {
                concern.entry(user).or_default().push(asserted);
            }
        }
        let Transition { touched, .. } = facts.transition;
        // A folder that just gets another name touches nobody, and may be shown to all accounts.
        let accounts = Strangers::Accounts.key();
        let accounts = (!touched.contains(&accounts)).then_some(accounts);
        for user in touched.iter().chain(&accounts) {
            let Some(concerning) = concern.get(user) else { continue };
            let profile = Profile::of(*user, facts);
            let person = Person::new(facts, &profile);
            let marks = person.all_marks();
            for asserted in concerning {
                let clause = asserted.clause;
                let spoken_of = spoken_of(facts, clause, *user);
                let places = asserted.places.iter();
                let places =
                    places.filter(|places| spoken_of.changes() || places.pass(clause.verb));
                if spoken_of.is_never() {
                    continue;
                }
                for places in places {
                    let soft = clause.verb == Verb::Allow && places.are_new;
                    for asked in asked(&person, &marks, clause, &spoken_of, places) {
                        let Asked { terms, place, atoms } = asked;
                        let (at, user) = (asserted.at, *user);
                        constraints.add(terms, Cause::Assertion { at, user, place, atoms, soft });
                    }
                }
            }
        }
    }

    /// Those that do not hold as long as some people go without something, or have too much of
    /// it: those that speak of them all along.
    pub(in crate::plan) fn broken_with(
        &self,
        facts: &Facts<'_>,
        invariant: &Invariant,
        people: &[Key],
    ) -> Vec<Cause> {
        let mut broken = Vec::new();
        for user in people.iter().filter(|_| !self.0.is_empty()) {
            let profile = Profile::of(*user, facts);
            let person = Person::new(facts, &profile);
            let marks = person.all_marks();
            for Asserted { at, clause, places } in &self.0 {
                let spoken_of = spoken_of(facts, clause, *user);
                if !spoken_of.is_always() {
                    continue;
                }
                let asked =
                    places.iter().flat_map(|s| asked(&person, &marks, clause, &spoken_of, s));
                for Asked { terms, place, atoms } in asked {
                    if terms == invariant.terms()
                        || terms.iter().any(|term| *invariant == Invariant::Never(term.clone()))
                    {
                        let (at, user, soft) = (*at, *user, false);
                        broken.push(Cause::Assertion { at, user, place, atoms, soft });
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
        forbid.any(|Asserted { clause, places, .. }| {
            let gives = |held: &&Held| !held.atoms().and(wanted_atoms(clause)).is_none();
            let reaches =
                |held: &Held| places.iter().any(|places| places.are_within(tree, held.folder));
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

impl Asserted<'_> {
    /// The people whom it concerns, of those whose access may differ: those whom it comes to speak
    /// of, or ceases to; all where it comes to speak of places.
    fn concerned(&self, facts: &Facts<'_>, role_changes: &[Key]) -> Vec<Key> {
        let Transition { before, after, touched, .. } = facts.transition;
        let mut people: Vec<Key> = Vec::new();
        if self.places.iter().any(|places| places.pass(self.clause.verb)) {
            people.extend(touched);
        }
        for (whom, _) in &self.clause.whom {
            match whom {
                Whom::User(user) | Whom::SiteKey(user) => people.push(*user),
                Whom::Group(group) => {
                    people.extend(before.members(*group).chain(after.members(*group)));
                }
                Whom::Partner(partner) => {
                    let users = before.partner_users(*partner);
                    people.extend(users.chain(after.partner_users(*partner)));
                }
                Whom::Outsiders => people.push(Strangers::Outsiders.key()),
            }
        }
        match self.clause.verb {
            Verb::Only => people.extend(role_changes),
            // What all accounts have, whoever is named has.
            Verb::Deny => people.push(Strangers::Accounts.key()),
            Verb::Allow => {}
        }
        people.sort_unstable();
        people.dedup();
        people
    }
}

/// What a clause asks at a place: terms under which it holds for `allow`, under which it is
/// broken otherwise.
struct Asked {
    terms: Terms,
    place: Place,
    atoms: Atoms,
}

fn asked(
    person: &Person<'_>,
    marks: &[Folder],
    clause: &Clause,
    spoken_of: &Terms,
    places: &ClausePlaces,
) -> Vec<Asked> {
    let atoms = wanted_atoms(clause);
    let ClausePlaces { while_, gone, .. } = places;
    if clause.verb != Verb::Allow && !person.may_have(atoms) {
        return Vec::new();
    }
    let mut asked = Vec::new();
    for place in places.enough(person.tree(), marks) {
        let access = person.access(place);
        let having = |wanted: Atoms| {
            let some = access.iter().filter(|(atoms, _)| !atoms.and(wanted).is_none());
            Terms::of(some.map(|(_, term)| term.clone()).collect())
        };
        match clause.verb {
            Verb::Only | Verb::Deny => {
                let terms = spoken_of.and(while_).and(&having(atoms));
                asked.push(Asked { terms, place, atoms });
            }
            Verb::Allow => {
                let each = Atoms::NAMED.iter().filter(|(_, atom)| atoms.has(*atom));
                let excused = spoken_of.not().or(gone.clone()).or(while_.not());
                asked.extend(each.map(|(_, atom)| {
                    let terms = excused.clone().or(having(*atom));
                    Asked { terms, place, atoms: *atom }
                }));
            }
        }
    }
    asked
}

/// While all accounts have what one that is named must not have.
fn stand_for_one(facts: &Facts<'_>, clause: &Clause) -> Terms {
    let Transition { before, after, .. } = facts.transition;
    let mut terms = Vec::new();
    let mut is_one = |user: Key, named: Terms| {
        let lives_by_grants = facts.signs_in(user).and(&facts.has_role(user).not());
        terms.extend(named.and(&lives_by_grants).iter().cloned());
    };
    for (whom, _) in &clause.whom {
        match whom {
            Whom::User(user) => is_one(*user, Terms::always()),
            Whom::Group(group) => {
                let members: FxHashSet<Key> =
                    before.members(*group).chain(after.members(*group)).collect();
                members.into_iter().for_each(|user| is_one(user, facts.is_member(user, *group)));
            }
            Whom::Partner(partner) => {
                let users = before.partner_users(*partner).chain(after.partner_users(*partner));
                let users: FxHashSet<Key> = users.collect();
                users.into_iter().for_each(|user| is_one(user, facts.is_user_of(user, *partner)));
            }
            Whom::SiteKey(_) | Whom::Outsiders => {}
        }
    }
    Terms::of(terms)
}

/// While a clause asks something of a user.
fn spoken_of(facts: &Facts<'_>, clause: &Clause, user: Key) -> Terms {
    if clause.verb == Verb::Deny && user == Strangers::Accounts.key() {
        return stand_for_one(facts, clause);
    }
    let named = clause.whom.iter().fold(Terms::never(), |named, (whom, _)| match whom {
        Whom::User(one) | Whom::SiteKey(one) if *one == user => Terms::always(),
        Whom::User(_) | Whom::SiteKey(_) => named,
        Whom::Group(group) => named.or(facts.is_member(user, *group)),
        Whom::Partner(partner) => named.or(facts.is_user_of(user, *partner)),
        Whom::Outsiders if user == Strangers::Outsiders.key() => Terms::always(),
        Whom::Outsiders => named,
    });
    match clause.verb {
        // Who comes with this plan is promised nothing before its end.
        Verb::Allow if facts.transition.before.account(user).is_none() => Terms::never(),
        Verb::Allow => named.and(&facts.exists(user)),
        // Whoever is not there has nothing anyway.
        Verb::Deny => named,
        // Nothing can be kept from a site administrator.
        Verb::Only => named.not().and(&facts.has_role(user).not()),
    }
}
