//! While people are members, hold grants, can sign in, or administer the site.

use super::Facts;
use crate::access::{Account, Held, Partnership, Protocols, State};
use crate::model::{Grantee, Key, Level};
use crate::plan::expand::UnplacedId;
use crate::plan::safety::term::{Term, Terms};
use crate::plan::transition::Transition;

impl<'a> Facts<'a> {
    pub(in crate::plan::safety) fn is_member(&self, user: Key, group: Key) -> Terms {
        let Transition { before, after, .. } = self.transition;
        let pair = (user, group);
        match (before.is_member(user, group), after.is_member(user, group)) {
            (false, false) => Terms::never(),
            (true, true) => Terms::always(),
            (false, true) => {
                self.joins.get(&pair).map_or(Terms::always(), |s| Term::once(*s).into())
            }
            (true, false) => {
                let steps = self.leaves.get(&pair).into_iter().chain(self.group_goes.get(&group));
                until_any(steps.copied())
            }
        }
    }

    fn is_granted(&self, grantee: &Grantee, held: Held) -> Terms {
        let Transition { before, after, .. } = self.transition;
        match (before.has_grant(grantee, held), after.has_grant(grantee, held)) {
            (false, false) => Terms::never(),
            (true, true) => Terms::always(),
            (false, true) => {
                let made = self.made.get(&(grantee.clone(), held));
                made.map_or(Terms::always(), |step| Term::once(*step).into())
            }
            (true, false) => {
                let groups = match grantee {
                    Grantee::User(_) | Grantee::Partner(_) => &[][..],
                    Grantee::Group(group) => std::slice::from_ref(group),
                    Grantee::AllOf(groups) => groups,
                };
                let gone = groups.iter().filter_map(|group| self.group_goes.get(group));
                let revoked = self.revoked.get(&(grantee.clone(), held));
                until_any(revoked.into_iter().chain(gone).copied())
            }
        }
    }

    /// While something is so of an account.
    fn account(&self, user: Key, is: impl Fn(&Account) -> bool) -> Terms {
        let so = |account: Option<Account>| account.is_some_and(|account| is(&account));
        let steps = self.accounts.get(&user).into_iter().flatten();
        let first = so(self.transition.before.account(user));
        Terms::over(first, steps.map(|(step, account)| (*step, so(*account))))
    }

    /// Before or after.
    fn is_no_account(&self, user: Key) -> bool {
        let Transition { before, after, .. } = self.transition;
        before.is_no_account(user) || after.is_no_account(user)
    }

    pub(in crate::plan::safety) fn exists(&self, user: Key) -> Terms {
        self.account(user, |_| true)
    }

    /// While the user has the role of site administrator, able to sign in or not.
    pub(in crate::plan::safety) fn has_role(&self, user: Key) -> Terms {
        self.account(user, |account| account.site_admin)
    }

    /// While the user is a site administrator who can sign in.
    pub(in crate::plan::safety) fn everything(&self, user: Key) -> Terms {
        let now = self.transition.before.now();
        self.account(user, |account| account.site_admin && account.is_open(now))
    }

    /// While the user can sign in at all.
    pub(in crate::plan::safety) fn signs_in(&self, user: Key) -> Terms {
        if self.is_no_account(user) {
            return Terms::always();
        }
        let now = self.transition.before.now();
        let closed = self.closed();
        let own = self.account(user, |a| a.is_open(now) && !a.protocols.without(closed).is_none());
        let own = own.and(&self.own_protocols_count);
        if own.is_always() {
            return own;
        }
        let open = self.account(user, |account| account.is_open(now));
        if open.is_never() {
            return open;
        }
        self.groups(user).into_iter().fold(own, |terms, group| {
            let lets_in = self.lets_in(group);
            if lets_in.is_never() {
                terms
            } else {
                terms.or(open.and(&self.is_member(user, group)).and(&lets_in))
            }
        })
    }

    /// The protocols that are switched off all along. One that is switched on or off on the
    /// way counts as open: people have no more than that.
    pub(in crate::plan::safety) fn closed(&self) -> Protocols {
        let Transition { before, after, .. } = self.transition;
        before.closed_protocols().and(after.closed_protocols())
    }

    fn lets_in(&self, group: Key) -> Terms {
        let protocols = self.transition.before.group_protocols(group);
        let first = !protocols.without(self.closed()).is_none();
        let steps = self.lets_in.get(&group).into_iter().flatten().copied();
        Terms::over(first, steps)
    }

    /// While what somebody holds themselves, or by groups, counts.
    fn own_grants_count(&self, user: Key, partners: &[Key]) -> Terms {
        // Of no partner at all, all along.
        if partners.is_empty() && self.is_never_unknown(user) {
            Terms::always()
        } else {
            self.account(user, |account| account.partner.is_none())
        }
    }

    /// Whether a group gives somebody at every moment what it is granted.
    pub(in crate::plan::safety) fn can_hold_by_groups(&self, user: Key) -> bool {
        !self.is_no_account(user) && self.own_grants_count(user, &self.partners(user)).is_always()
    }

    /// While somebody is a user of the partner.
    pub(in crate::plan::safety) fn is_user_of(&self, user: Key, partner: Key) -> Terms {
        self.account(user, |account| account.partner == Partnership::Of(partner))
    }

    /// The groups that a user is in at any time.
    fn groups(&self, user: Key) -> Vec<Key> {
        let Transition { before, after, .. } = self.transition;
        let mut groups: Vec<Key> = before.groups(user).chain(after.groups(user)).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// Every grant that a user may come to hold while the plan runs, and when.
    pub(in crate::plan::safety) fn ways(&self, user: Key) -> Vec<(Held, Terms)> {
        let mut ways: Vec<(Held, Terms)> = Vec::new();
        let mut add = |grantee: &Grantee, member: &Terms| {
            for held in self.ever_granted(grantee) {
                let terms = self.is_granted(grantee, held).and(member);
                if !terms.is_never() {
                    ways.push((held, terms));
                }
            }
        };
        let partners = self.partners(user);
        for partner in &partners {
            let theirs = self.is_user_of(user, *partner);
            add(&Grantee::Partner(*partner), &theirs);
        }
        let own = self.own_grants_count(user, &partners);
        add(&Grantee::User(user), &own);
        let groups = self.groups(user);
        for group in &groups {
            let member = self.is_member(user, *group).and(&own);
            add(&Grantee::Group(*group), &member);
            for grantee in self.together(*group) {
                let Grantee::AllOf(all) = grantee else { continue };
                if all.iter().all(|group| groups.binary_search(group).is_ok()) {
                    let member = all
                        .iter()
                        .fold(own.clone(), |terms, group| terms.and(&self.is_member(user, *group)));
                    add(grantee, &member);
                }
            }
        }
        merge(ways)
    }

    /// The partners of which somebody is a user at any time.
    fn partners(&self, user: Key) -> Vec<Key> {
        let mut partners: Vec<Key> = self
            .partnerships(user)
            .filter_map(|partner| match partner {
                Partnership::Of(partner) => Some(partner),
                Partnership::None | Partnership::Unknown => None,
            })
            .collect();
        partners.sort_unstable();
        partners.dedup();
        partners
    }

    fn is_never_unknown(&self, user: Key) -> bool {
        self.partnerships(user).all(|partner| partner != Partnership::Unknown)
    }

    fn partnerships(&self, user: Key) -> impl Iterator<Item = Partnership> {
        let steps = self.accounts.get(&user).into_iter().flatten();
        let accounts = steps.filter_map(|(_, account)| *account);
        let first = self.transition.before.account(user);
        first.into_iter().chain(accounts).map(|account| account.partner)
    }

    /// While the user is Folder Admin of anything.
    pub(in crate::plan::safety) fn administers_any(&self, user: Key) -> Terms {
        let admin = |(held, _): &(Held, Terms)| held.level == Level::Admin;
        let ways = self.ways(user).into_iter().filter(admin);
        ways.fold(self.everything(user), |all, (_, terms)| all.or(terms))
    }

    fn ever_granted(&self, grantee: &Grantee) -> Vec<Held> {
        let states: [&State; 2] = [&self.transition.before, &self.transition.after];
        let mut held: Vec<Held> = states.iter().flat_map(|state| state.granted(grantee)).collect();
        held.sort_unstable();
        held.dedup();
        held
    }

    /// The sets of groups, beginning with one, that grants ask for together.
    fn together(&self, first: Key) -> Vec<&'a Grantee> {
        let Transition { before, after, .. } = self.transition;
        let mut sets: Vec<&Grantee> = before.together(first).chain(after.together(first)).collect();
        sets.sort_unstable();
        sets.dedup();
        sets
    }
}

fn until_any(steps: impl Iterator<Item = UnplacedId>) -> Terms {
    let mut down: Vec<UnplacedId> = steps.collect();
    down.sort_unstable();
    Term { up: Vec::new(), down }.into()
}

/// Each grant once, whoever it comes through.
fn merge(mut ways: Vec<(Held, Terms)>) -> Vec<(Held, Terms)> {
    ways.sort_unstable();
    let mut merged: Vec<(Held, Terms)> = Vec::with_capacity(ways.len());
    for (held, terms) in ways {
        match merged.last_mut().filter(|(last, _)| *last == held) {
            Some((_, known)) => *known = std::mem::take(known).or(terms),
            None => merged.push((held, terms)),
        }
    }
    merged
}
