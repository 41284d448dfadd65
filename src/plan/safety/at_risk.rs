//! Grantees at risk: those from whom some step takes something. Whoever holds access through
//! others alone, and is not shut out, needs no closer look: no step can take it from them, and
//! they never have too much once each new fence stands before the new grants that it is to stop.

use super::constraint::{Cause, Constraints};
use super::facts::Facts;
use super::term::{Term, Terms};
use crate::access::{Account, Folder, Held, Partnership, State};
use crate::model::{Grantee, Key};
use crate::plan::expand::UnplacedId;
use crate::plan::transition::Transition;
use rustc_hash::FxHashSet;

/// Users and groups from whom some step takes something.
pub(super) struct AtRisk {
    /// Everybody, as the site's settings shut people out.
    all: bool,
    users: FxHashSet<Key>,
    groups: FxHashSet<Key>,
    partners: FxHashSet<Key>,
}

impl AtRisk {
    /// Nobody is taken for safe.
    pub(super) fn everybody() -> Self {
        AtRisk {
            all: true,
            users: FxHashSet::default(),
            groups: FxHashSet::default(),
            partners: FxHashSet::default(),
        }
    }

    /// Those whom steps take something from. That the others never have too much is a constraint.
    pub(super) fn find(facts: &Facts<'_>, constraints: &mut Constraints) -> Self {
        let Transition { before, after, .. } = facts.transition;
        let mut at_risk = AtRisk {
            all: takes(&facts.own_protocols_count),
            users: facts.leaves.keys().map(|(user, _)| *user).collect(),
            groups: facts.group_goes.keys().copied().collect(),
            partners: FxHashSet::default(),
        };
        let shut = facts.lets_in.iter().filter(|(_, steps)| steps.iter().any(|(_, lets)| !lets));
        at_risk.groups.extend(shut.map(|(group, _)| *group));
        // A site administrator reaches all that moves or goes.
        let reaches_all =
            |user: Key| !facts.moved_or_removed.is_empty() && facts.everything(user).changes();
        let changed = facts.accounts.keys().copied();
        let poorer = changed.filter(|user| loses_account(facts, *user) || reaches_all(*user));
        at_risk.users.extend(poorer);
        for (grantee, held) in before.grants() {
            let stops = !after.has_grant(grantee, held) || reaches_moved_or_removed(facts, held);
            if stops || new_fences_below(facts, held).next().is_some() {
                at_risk.grantee(grantee);
            }
        }
        let is_new = |(grantee, held): &(&Grantee, Held)| !before.has_grant(grantee, *held);
        let made = |grantee: &Grantee, held| {
            let step = facts.made.get(&(grantee.clone(), held)).copied();
            step.filter(|_| !reaches_moved_or_removed(facts, held))
        };
        let new = || after.grants().filter(is_new).map(|(g, held)| (g, held, made(g, held)));
        for (grantee, _, _) in new().filter(|(_, _, made)| made.is_none()) {
            at_risk.grantee(grantee);
        }
        for (grantee, held, made) in new() {
            let (Some(grant), false) = (made, at_risk.has_grantee(grantee)) else { continue };
            for (folder, fence) in new_fences_below(facts, held) {
                let terms = Terms::from(Term { up: vec![grant], down: vec![fence] });
                constraints.add(terms, Cause::Grant { folder });
            }
        }
        at_risk
    }

    /// Whether everybody who holds through a grantee is looked at anyway.
    fn has_grantee(&self, grantee: &Grantee) -> bool {
        let among = match grantee {
            Grantee::User(user) => self.users.contains(user),
            Grantee::Group(group) => self.groups.contains(group),
            Grantee::AllOf(groups) => groups.iter().any(|group| self.groups.contains(group)),
            Grantee::Partner(partner) => self.partners.contains(partner),
        };
        self.all || among
    }

    fn grantee(&mut self, grantee: &Grantee) {
        match grantee {
            Grantee::User(user) => self.users.insert(*user),
            Grantee::Group(group) => self.groups.insert(*group),
            Grantee::Partner(partner) => self.partners.insert(*partner),
            // Whoever is in all of them is in the first.
            Grantee::AllOf(groups) => {
                groups.first().is_some_and(|group| self.groups.insert(*group))
            }
        };
    }

    /// Whether a step takes anything from somebody, or from a group that they ever are in.
    pub(super) fn has(&self, user: Key, states: [&State; 2]) -> bool {
        let through_group = || {
            let mut groups = states.into_iter().flat_map(|state| state.groups(user));
            groups.any(|group| self.groups.contains(&group))
        };
        let through_partner = || {
            let mut partners = states.into_iter().map(|state| state.partnership(user));
            partners.any(|partner| match partner {
                Partnership::Of(partner) => self.partners.contains(&partner),
                Partnership::None | Partnership::Unknown => false,
            })
        };
        self.all
            || self.users.contains(&user)
            || (!self.groups.is_empty() && through_group())
            || (!self.partners.is_empty() && through_partner())
    }
}

fn takes(terms: &Terms) -> bool {
    terms.iter().any(|term| !term.down.is_empty())
}

/// Whether any step makes an account less than it was.
fn loses_account(facts: &Facts<'_>, user: Key) -> bool {
    let now = facts.transition.before.now();
    let closed = facts.closed();
    let can = |account: Option<Account>| {
        let open = account.filter(|account| account.is_open(now));
        [
            account.is_some(),
            open.is_some(),
            open.is_some_and(|account| account.site_admin),
            open.is_some_and(|account| !account.protocols.without(closed).is_none()),
        ]
    };
    let partner = |account: Option<Account>| account.map(|account| account.partner);
    let first = facts.transition.before.account(user);
    let mut last = (can(first), partner(first));
    facts.accounts.get(&user).into_iter().flatten().any(|(_, account)| {
        let was = std::mem::replace(&mut last, (can(*account), partner(*account)));
        // Whoever becomes a partner's user, or is one no longer, holds other grants.
        let moves = was.1.is_some() && was.1 != last.1;
        moves || was.0.iter().zip(&last.0).any(|(was, is)| *was && !is)
    })
}

/// Whether a folder moves or is removed where a grant reaches.
fn reaches_moved_or_removed(facts: &Facts<'_>, held: Held) -> bool {
    facts.moved_or_removed.within(&facts.transition.tree, held.folder).next().is_some()
}

/// The new fences that stop a grant, with the steps that build them.
fn new_fences_below(facts: &Facts<'_>, held: Held) -> impl Iterator<Item = (Folder, UnplacedId)> {
    let stops = held.recursive && !held.passes_fences();
    let below = facts.fences_change.within(&facts.transition.tree, held.folder);
    let built = |folder| Some((folder, *facts.unfenced.get(&folder)?.down.first()?));
    let below = below.map(|(folder, _)| folder).filter(move |folder| *folder != held.folder);
    below.filter(move |_| stops).filter_map(built)
}
