//! `expect` decided in one state: for each clause that does not hold, somebody who shows it.

use super::atoms::Atoms;
use super::coverage::{Found, who_has_any, who_lacks_any};
use super::view::View;
use crate::model::expect::{Clause, Expectation, Verb, Wanted, Whom};
use crate::model::glob::Pattern;
use crate::model::{Key, Strangers};
use rustc_hash::FxHashSet;

/// A clause that does not hold.
#[derive(Debug)]
pub struct Broken<'d> {
    pub expectation: &'d Expectation,
    pub clause: &'d Clause,
    /// Somebody who has what they must not have, or lacks what they must have, and where.
    pub witness: Found,
    /// How many others there are.
    pub others: usize,
}

/// The clauses that do not hold, in the order of the definition.
pub fn broken<'d>(view: &View<'_>, expectations: &'d [Expectation]) -> Vec<Broken<'d>> {
    let mut everybody: Vec<Key> = view.state.everybody().collect();
    everybody.sort_unstable();
    let clauses = expectations.iter().flat_map(|e| e.clauses.iter().map(move |clause| (e, clause)));
    clauses
        .filter_map(|(expectation, clause)| {
            let mut found = exceptions(view, clause, &everybody);
            let others = found.len().checked_sub(1)?;
            Some(Broken { expectation, clause, witness: found.swap_remove(0), others })
        })
        .collect()
}

/// Who breaks a clause, each with the first place that shows it.
fn exceptions(view: &View<'_>, clause: &Clause, everybody: &[Key]) -> Vec<Found> {
    let atoms = wanted_atoms(clause);
    let named = named(view, clause);
    let users: Vec<Key> = match clause.verb {
        Verb::Allow => everybody.iter().copied().filter(|user| named.contains(user)).collect(),
        Verb::Deny => {
            let is_meant = |user: &Key| named.contains(user) || stands_for_one(view, &named, *user);
            everybody.iter().copied().filter(is_meant).collect()
        }
        // Nothing can be kept from a site administrator.
        Verb::Only => {
            let admin = |user: &Key| view.state.account(*user).is_some_and(|a| a.site_admin);
            let others = everybody.iter().copied().filter(|user| !named.contains(user));
            others.filter(|user| !admin(user)).collect()
        }
    };
    let mut found: Vec<Found> = Vec::new();
    for text in globs(&clause.to) {
        let Ok(pattern) = Pattern::glob(text) else { continue };
        let more = match clause.verb {
            Verb::Allow => who_lacks_any(view, &pattern, atoms, users.iter().copied()),
            Verb::Only | Verb::Deny => who_has_any(view, &pattern, atoms, users.iter().copied()),
        };
        let known: FxHashSet<Key> = found.iter().map(|found| found.user).collect();
        found.extend(more.into_iter().filter(|more| !known.contains(&more.user)));
    }
    found
}

/// Whether these are all accounts, and one of them is spoken of: what all have, that one has.
fn stands_for_one(view: &View<'_>, named: &FxHashSet<Key>, whom: Key) -> bool {
    whom == Strangers::Accounts.key()
        && named.iter().any(|user| {
            !view.state.is_no_account(*user) && view.state.standing(*user).is_by_grants()
        })
}

/// Everything that a clause speaks of.
pub fn wanted_atoms(clause: &Clause) -> Atoms {
    clause.wanted.iter().fold(Atoms::NONE, |sum, (wanted, _)| sum | atoms(*wanted))
}

/// `A/**` speaks of what lies in `A` as well, so of `A` itself.
pub fn globs(text: &str) -> impl Iterator<Item = &str> {
    let folder =
        text.strip_suffix("/**").or(text.strip_suffix("**").filter(|rest| rest.is_empty()));
    folder.into_iter().chain([text])
}

fn named(view: &View<'_>, clause: &Clause) -> FxHashSet<Key> {
    let mut named = FxHashSet::default();
    for (whom, _) in &clause.whom {
        match whom {
            Whom::User(user) | Whom::SiteKey(user) => named.extend([*user]),
            Whom::Group(group) => named.extend(view.state.members(*group)),
            Whom::Partner(partner) => named.extend(view.state.partner_users(*partner)),
            Whom::Outsiders => named.extend([Strangers::Outsiders.key()]),
        }
    }
    named
}

fn atoms(wanted: Wanted) -> Atoms {
    match wanted {
        Wanted::Level(level) => Atoms::of(level),
        Wanted::Atom(word) => {
            let atom = Atoms::NAMED.iter().find(|(name, _)| *name == word);
            atom.map_or(Atoms::NONE, |(_, atom)| *atom)
        }
    }
}
