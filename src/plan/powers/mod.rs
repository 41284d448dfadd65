//! Who becomes or ceases to be an administrator, who gets a key, and which settings open the
//! site: what a reviewer must see first.
//!
//! In: the site before and after, and the changes between. Out: [`Powers`], as data. A plan
//! takes [`powers`]; drift reads what would undo it as what was done, by [`powers_undone`].

pub(super) mod data;
mod folders;

pub use data::{Power, PowerChange, Powers};

use super::fold::Spelling;
use super::impact::{Declared, spelling};
use super::transition::Transition;
use crate::access::{ChildRole, Roles, Sign, State};
use crate::diff::{Change, Operation, Origin, Subject};
use crate::live::LiveSite;
use crate::model::kinds::{self, Effect};
use crate::model::{Grantee, Key, Names};
use rustc_hash::{FxHashMap, FxHashSet};

/// What the changes do.
pub fn powers(
    transition: &Transition,
    live: &LiveSite,
    changes: &[Change],
    names: &Names,
) -> Powers {
    told(transition, live, changes, names, |sign| sign)
}

/// What was done, of changes that would undo it.
pub fn powers_undone(
    transition: &Transition,
    live: &LiveSite,
    changes: &[Change],
    names: &Names,
) -> Powers {
    told(transition, live, changes, names, |sign| match sign {
        Sign::Gained => Sign::Lost,
        Sign::Lost => Sign::Gained,
    })
}

/// At most so many new administrators are named.
const NAMED: usize = 3;

fn told(
    transition: &Transition,
    live: &LiveSite,
    changes: &[Change],
    names: &Names,
    read: fn(Sign) -> Sign,
) -> Powers {
    let finding = Finding {
        transition,
        names,
        spelling: spelling(changes, live, names),
        declared: Declared::new(transition, changes, names),
        read,
        found: Vec::new(),
        new: FxHashSet::default(),
    };
    finding.all(changes)
}

struct Finding<'a> {
    transition: &'a Transition,
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
        self.roles();
        self.child_roles();
        self.group_admins();
        self.folder_admins();
        self.keys(changes);
        self.settings(changes);
        let Finding { mut found, new, names, spelling, .. } = self;
        found.retain(|one| one.change == Sign::Gained || one.power.is_held());
        let lost = |one: &PowerChange| one.change == Sign::Lost;
        found.sort_by(|a, b| {
            let place = |one: &PowerChange| (one.power.rank(), lost(one));
            let text = |one: &PowerChange| one.holder.as_ref().map(ToString::to_string);
            (place(a), text(a), &a.through).cmp(&(place(b), text(b), &b.through))
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
            Grantee::AllOf(all) => Subject::AllOf(all.iter().map(group).collect()),
        }
    }

    /// What is so in one of the states and not in the other, as it is to be read; and the state
    /// in which it is so.
    fn sides(&self) -> [(Sign, usize); 2] {
        [((self.read)(Sign::Lost), 0), ((self.read)(Sign::Gained), 1)]
    }

    fn state(&self, at: usize) -> &'a State {
        let states = [&self.transition.before, &self.transition.after];
        states[at]
    }

    /// Site, read-only and billing administrators. Of those who can sign in.
    fn roles(&mut self) {
        let offices = &self.transition.offices;
        let mut users: Vec<Key> =
            offices.iter().flat_map(|offices| offices.with_roles()).collect();
        users.sort_unstable();
        users.dedup();
        for user in users {
            let is_open = |at: usize| {
                let account = self.state(at).account(user);
                account.is_none_or(|account| !account.disabled)
            };
            let held: [Roles; 2] = [0, 1].map(|at| offices[at].roles(user));
            let open = [0, 1].map(is_open);
            let kinds: [(Power, fn(&Roles) -> bool); 3] = [
                (Power::SiteAdmin, |roles| roles.site),
                (Power::ReadOnlyAdmin, |roles| roles.read_only),
                (Power::BillingAdmin, |roles| roles.billing),
            ];
            for (power, has) in kinds {
                for (sign, at) in self.sides() {
                    let other = 1 - at;
                    let comes = has(&held[at]) && !has(&held[other]);
                    let opens = has(&held[at]) && open[at] && !open[other];
                    if comes || opens {
                        let declared = self.declared.of_user(user);
                        self.gives(sign, power.clone(), user, declared);
                    }
                }
            }
        }
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
        at: usize,
        declared: Option<Origin>,
    ) {
        let people = match grantee {
            Grantee::User(_) => None,
            Grantee::Group(_) | Grantee::AllOf(_) => Some(members(self.state(at), grantee).len()),
        };
        let holder = Some(self.subject(grantee));
        let through = None;
        self.found.push(PowerChange { change: sign, power, holder, people, through, declared });
    }

    /// A line about one user who joins or leaves a group that has it all along.
    fn comes_with(&mut self, sign: Sign, power: Power, user: Key, group: &Grantee) {
        if sign == Sign::Gained {
            self.new.insert(user);
        }
        let (holder, through) = (Some(self.user(user)), Some(self.subject(group)));
        let declared = self.declared.of_membership(user, group);
        self.found
            .push(PowerChange { change: sign, power, holder, people: None, through, declared });
    }

    fn child_roles(&mut self) {
        let offices = &self.transition.offices;
        let [before, after] = [offices[0].child_roles(), offices[1].child_roles()];
        for (sign, at) in self.sides() {
            let (here, there) = if at == 1 { (after, before) } else { (before, after) };
            let mut roles: Vec<&ChildRole> = here.difference(there).collect();
            roles.sort_unstable();
            for (grantee, site, level) in roles {
                let power = Power::ChildSite { site: *site, level: *level };
                if sign == Sign::Gained {
                    self.new.extend(members(self.state(at), grantee));
                }
                self.grants(sign, power, grantee, at, None);
            }
        }
        let mut kept: Vec<&ChildRole> = before.intersection(after).collect();
        kept.sort_unstable();
        for (grantee, site, level) in kept {
            for (sign, user) in self.moves(grantee) {
                let power = Power::ChildSite { site: *site, level: *level };
                self.comes_with(sign, power, user, grantee);
            }
        }
    }

    /// Who joins or leaves a grantee that is there before and after.
    fn moves(&self, grantee: &Grantee) -> Vec<(Sign, Key)> {
        if matches!(grantee, Grantee::User(_)) {
            return Vec::new();
        }
        let [before, after] = [0, 1].map(|at| members(self.state(at), grantee));
        let mut moves = Vec::new();
        for (sign, at) in self.sides() {
            let (here, there) = if at == 1 { (&after, &before) } else { (&before, &after) };
            moves.extend(here.difference(there).map(|user| (sign, *user)));
        }
        moves
    }

    fn group_admins(&mut self) {
        let offices = &self.transition.offices;
        let [before, after] = [offices[0].group_admins(), offices[1].group_admins()];
        for (sign, at) in self.sides() {
            let (here, there) = if at == 1 { (after, before) } else { (before, after) };
            let mut by_user: FxHashMap<Key, Vec<Key>> = FxHashMap::default();
            for (group, user) in here.difference(there) {
                by_user.entry(*user).or_default().push(*group);
            }
            for (user, of) in by_user {
                let origins = of.iter().find_map(|group| {
                    self.declared.of_membership(user, &Grantee::Group(*group))
                });
                let mut groups: Vec<String> =
                    of.iter().map(|of| self.spelling.of_group(self.names.key_text(*of))).collect();
                groups.sort_unstable();
                self.gives(sign, Power::GroupAdmin { groups }, user, origins);
            }
        }
    }

    fn keys(&mut self, changes: &'a [Change]) {
        let mut by_user: FxHashMap<(bool, bool, &str), (Vec<String>, Option<Origin>)> =
            FxHashMap::default();
        for change in changes {
            let Some(key) = change.address.key() else { continue };
            let comes = match change.operation {
                Operation::Create => true,
                Operation::Delete => false,
                Operation::Update | Operation::Move => continue,
            };
            let (keys, declared) = by_user.entry((comes, key.is_ssh, key.user)).or_default();
            keys.push(key.name.to_owned());
            *declared = declared.take().or_else(|| change.declared.clone());
        }
        for ((comes, is_ssh, user), (mut keys, declared)) in by_user {
            keys.sort_unstable();
            let power = if is_ssh { Power::SshKey { keys } } else { Power::ApiKey { keys } };
            let change = (self.read)(if comes { Sign::Gained } else { Sign::Lost });
            let holder = Some(Subject::User(user.to_owned()));
            let (people, through) = (None, None);
            self.found.push(PowerChange { change, power, holder, people, through, declared });
        }
    }

    fn settings(&mut self, changes: &'a [Change]) {
        for change in changes {
            let of = change.address.kind().counted_as();
            for assignment in &change.set {
                let name = assignment.field.name();
                let (mut before, mut after) = (&assignment.before, &assignment.after);
                let Some(effect) = kinds::effect(of, name, before, after) else { continue };
                let sign = (self.read)(match effect {
                    Effect::Opens => Sign::Gained,
                    Effect::Closes => Sign::Lost,
                });
                if (self.read)(Sign::Gained) == Sign::Lost {
                    std::mem::swap(&mut before, &mut after);
                }
                let (before, after) = (before.clone(), after.clone());
                self.found.push(PowerChange {
                    change: sign,
                    power: Power::Setting { setting: name.to_owned(), before, after },
                    holder: None,
                    people: None,
                    through: None,
                    declared: change.declared.clone(),
                });
            }
        }
    }
}

/// The people whom a grant to this is for.
fn members(state: &State, grantee: &Grantee) -> FxHashSet<Key> {
    match grantee {
        Grantee::User(user) => FxHashSet::from_iter([*user]),
        Grantee::Group(group) => state.members(*group).collect(),
        Grantee::AllOf(all) => match all.split_first() {
            Some((first, rest)) => {
                let in_rest = |user: &Key| rest.iter().all(|group| state.is_member(*user, *group));
                state.members(*first).filter(in_rest).collect()
            }
            None => FxHashSet::default(),
        },
    }
}
