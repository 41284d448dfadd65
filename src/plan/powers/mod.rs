//! What is opened to outsiders, who becomes or ceases to be an administrator, who gets a key, and
//! which settings open the site: what a reviewer must see first.
//!
//! In: the site before and after, and the changes between. Out: [`Powers`], as data. A plan
//! takes [`powers`]; drift reads what would undo it as what was done, by [`powers_undone`].

mod child_sites;
pub(super) mod data;
mod folders;
mod keys;
mod openings;
mod roles;

pub use data::{Power, PowerChange, Powers};

use super::fold::Spelling;
use super::impact::{Declared, spelling};
use super::transition::Transition;
use crate::access::{Offices, Sign, State, Tree};
use crate::diff::{Change, Origin, Subject};
use crate::live::LiveSite;
use crate::model::{Grantee, Key, Names};
use rustc_hash::FxHashSet;

/// What the changes do.
pub fn powers(
    transition: &Transition,
    live: &LiveSite,
    changes: &[Change],
    names: &Names,
) -> Powers {
    let Transition { tree, before, after, offices: [held, given], .. } = transition;
    let sides = Sides { tree, states: [before, after], offices: [held, given] };
    told(sides, live, changes, names, |sign| sign)
}

/// What was done, of changes that would undo it.
pub fn powers_undone(
    transition: &Transition,
    live: &LiveSite,
    changes: &[Change],
    names: &Names,
) -> Powers {
    let Transition { tree, before, after, offices: [held, given], exact, .. } = transition;
    let (after, given) = match exact {
        Some(exact) => (&exact.state, &exact.offices),
        None => (after, given),
    };
    let sides = Sides { tree, states: [before, after], offices: [held, given] };
    told(sides, live, changes, names, Sign::reversed)
}

/// At most so many new administrators are named.
const NAMED: usize = 3;

/// What is compared.
#[derive(Clone, Copy)]
struct Sides<'a> {
    tree: &'a Tree,
    states: [&'a State; 2],
    offices: [&'a Offices; 2],
}

fn told(
    sides: Sides<'_>,
    live: &LiveSite,
    changes: &[Change],
    names: &Names,
    read: fn(Sign) -> Sign,
) -> Powers {
    if changes.is_empty() {
        return Powers::default();
    }
    let finding = Finding {
        sides,
        names,
        spelling: spelling(changes.iter(), live, names),
        declared: Declared::new(sides.tree, changes.iter(), names),
        read,
        found: Vec::new(),
        new: FxHashSet::default(),
    };
    finding.all(changes)
}

struct Finding<'a> {
    sides: Sides<'a>,
    names: &'a Names,
    spelling: Spelling<'a>,
    declared: Declared<'a>,
    /// The changes are told as they are, or the other way round.
    read: fn(Sign) -> Sign,
    found: Vec<PowerChange>,
    /// Who becomes an administrator.
    new: FxHashSet<Key>,
}

impl<'a> Finding<'a> {
    fn all(mut self, changes: &'a [Change]) -> Powers {
        self.openings();
        self.openings_by_moves();
        self.roles();
        self.child_roles(changes);
        self.group_admins();
        self.folder_admins();
        self.keys(changes);
        self.settings(changes);
        let Finding { mut found, new, names, spelling, .. } = self;
        found.retain(|one| one.change == Sign::Gained || one.power.is_held());
        found.sort_by_cached_key(|one| {
            let holder = one.holder.as_ref().map(ToString::to_string);
            (one.power.rank(), one.change == Sign::Lost, holder, one.through.clone())
        });
        let mut people: Vec<String> =
            new.iter().map(|user| spelling.of_user(names.key_text(*user))).collect();
        people.sort_unstable();
        let new_administrators = people.len();
        people.truncate(NAMED);
        Powers { new_administrators, named: people, changes: found }
    }

    fn user(&self, user: Key) -> Subject {
        Subject::User(self.spelling.of_user(self.names.key_text(user)))
    }

    fn subject(&self, grantee: &Grantee) -> Subject {
        let group = |group: &Key| self.spelling.of_group(self.names.key_text(*group));
        match grantee {
            Grantee::User(user) => self.user(*user),
            Grantee::Group(one) => Subject::Group(group(one)),
            Grantee::Partner(one) => {
                Subject::Partner(self.spelling.of_partner(self.names.key_text(*one)))
            }
            Grantee::AllOf(all) => Subject::AllOf(all.iter().map(group).collect()),
        }
    }

    /// What is so in one of the states and not in the other, as it is to be read; and the state
    /// in which it is so.
    fn sides(&self) -> [(Sign, usize); 2] {
        [((self.read)(Sign::Lost), 0), ((self.read)(Sign::Gained), 1)]
    }

    fn state(&self, at: usize) -> &'a State {
        self.sides.states[at]
    }

    /// A line about one user.
    fn gives(&mut self, sign: Sign, power: Power, user: Key, declared: Option<Origin>) {
        if sign == Sign::Gained && power.is_held() {
            self.new.insert(user);
        }
        let holder = Some(self.user(user));
        let (people, through) = (None, None);
        self.found.push(PowerChange { change: sign, power, holder, people, through, declared });
    }

    /// A line about whoever is given something, group or user.
    fn grants(
        &mut self,
        sign: Sign,
        power: Power,
        grantee: &Grantee,
        people: usize,
        declared: Option<Origin>,
    ) {
        let people = match grantee {
            Grantee::User(_) => None,
            Grantee::Group(_) | Grantee::AllOf(_) | Grantee::Partner(_) => Some(people),
        };
        let holder = Some(self.subject(grantee));
        let through = None;
        self.found.push(PowerChange { change: sign, power, holder, people, through, declared });
    }

    /// A line about one user who joins or leaves a group that has it all along. Whose account
    /// goes leaves nothing.
    fn comes_with(&mut self, sign: Sign, power: Power, user: Key, group: &Grantee, is_new: bool) {
        if sign == Sign::Gained && is_new {
            self.new.insert(user);
        }
        let stays = [0, 1].iter().all(|at| self.state(*at).account(user).is_some());
        let through = (sign == Sign::Gained || stays).then(|| self.subject(group));
        let holder = Some(self.user(user));
        let declared = self.declared.of_membership(user, group);
        self.found.push(PowerChange {
            change: sign,
            power,
            holder,
            people: None,
            through,
            declared,
        });
    }

    /// Who is of a grantee that is there before and after in this state only.
    fn coming(&self, grantee: &Grantee, at: usize) -> Vec<Key> {
        if matches!(grantee, Grantee::User(_)) {
            return Vec::new();
        }
        let there = self.state(1 - at).people_of(grantee);
        self.state(at).people_of(grantee).difference(&there).copied().collect()
    }
}
