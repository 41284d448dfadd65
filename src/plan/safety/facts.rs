//! Which step makes a difference to which fact that access follows from.

use super::in_order::InOrder;
use super::term::{Term, Terms};
use crate::access::{Account, Folder, Held, State};
use crate::diff::{Address, Change, Operation};
use crate::model::catalog::FENCE;
use crate::model::{Grantee, Key, Names, path};
use crate::plan::expand::Draft;
use crate::plan::transition::{Transition, known_grantee};
use rustc_hash::{FxHashMap, FxHashSet};

/// A folder that comes to bear another path. Paths are keys.
pub(super) struct Away {
    from: String,
    to: String,
    step: usize,
    /// Where it lies by then, if it comes along with another one first.
    via: Option<String>,
}

/// A folder that a step takes elsewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved {
    /// Where it lay, under the name that the old parent will have.
    pub(super) from: Folder,
    pub(super) step: usize,
}

pub(in crate::plan) struct Facts<'a> {
    pub(super) transition: &'a Transition,
    joins: FxHashMap<(Key, Key), usize>,
    pub(super) leaves: FxHashMap<(Key, Key), usize>,
    pub(super) made: FxHashMap<(Grantee, Held), usize>,
    revoked: FxHashMap<(Grantee, Held), usize>,
    pub(super) group_goes: FxHashMap<Key, usize>,
    /// What becomes of an account, step by step.
    pub(super) accounts: FxHashMap<Key, Vec<(usize, Option<Account>)>>,
    /// Whether a group lets its members sign in, step by step.
    pub(super) lets_in: FxHashMap<Key, Vec<(usize, bool)>>,
    /// While the accounts' own protocols count.
    pub(super) own_protocols_count: Terms,
    /// Fences that come or go: while there is none.
    pub(super) unfenced: FxHashMap<Folder, Term>,
    pub(super) moved: FxHashMap<Folder, Moved>,
    away: Vec<Away>,
    /// Folders that a step makes.
    created: FxHashSet<Folder>,
    /// Which of those that go away comes to be a folder.
    settled: FxHashMap<Folder, usize>,
    /// Folders that a step removes.
    removed: FxHashMap<Folder, usize>,
    /// Every fence that stands at any time.
    pub(super) fences: InOrder<()>,
    /// Fences that come or go.
    pub(super) fences_change: InOrder<()>,
    /// Folders that are removed or go elsewhere, each by itself and by the folder that it leaves.
    pub(super) stirs: InOrder<Folder>,
    widens: bool,
    narrows: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn new(
        transition: &'a Transition,
        changes: &[Change],
        drafts: &[Draft],
        names: &Names,
    ) -> Self {
        let mut facts = Facts {
            transition,
            joins: FxHashMap::default(),
            leaves: FxHashMap::default(),
            made: FxHashMap::default(),
            revoked: FxHashMap::default(),
            group_goes: FxHashMap::default(),
            accounts: FxHashMap::default(),
            lets_in: FxHashMap::default(),
            own_protocols_count: Terms::over(!transition.before.own_protocols_are_moot(), []),
            unfenced: FxHashMap::default(),
            moved: FxHashMap::default(),
            away: Vec::new(),
            created: FxHashSet::default(),
            settled: FxHashMap::default(),
            removed: FxHashMap::default(),
            fences: InOrder::default(),
            fences_change: InOrder::default(),
            stirs: InOrder::default(),
            widens: false,
            narrows: false,
        };
        for (step, draft) in drafts.iter().enumerate() {
            if let Some(change) = changes.get(draft.change) {
                facts.draft(step, draft, change, names);
            }
        }
        if !facts.removed.is_empty() {
            facts.go_with_folders();
        }
        facts.put_in_order();
        facts
    }

    /// Grants go with the folder that they stand on, and with all that it lies in.
    fn go_with_folders(&mut self) {
        for (grantee, held) in self.transition.before.grants() {
            if let Some(step) = self.goes_with(held.folder).down.first() {
                self.revoked.entry((grantee.clone(), held)).or_insert(*step);
            }
        }
    }

    /// Whether any folder comes to bear another path.
    pub(super) fn moves_folders(&self) -> bool {
        !self.away.is_empty()
    }

    fn put_in_order(&mut self) {
        let Transition { tree, before, after, .. } = self.transition;
        let fences = before.fences().union(after.fences());
        self.fences = InOrder::new(tree, fences.map(|folder| (*folder, ())));
        self.fences_change = InOrder::new(tree, self.unfenced.keys().map(|folder| (*folder, ())));
        let moved = self.moved.iter();
        let moved = moved.flat_map(|(folder, moved)| [(*folder, *folder), (moved.from, *folder)]);
        let removed = self.removed.keys().map(|folder| (*folder, *folder));
        self.stirs = InOrder::new(tree, moved.chain(removed));
    }

    /// The step that brings a folder to its path, if one does.
    pub(super) fn settles(&self, folder: Folder) -> Option<usize> {
        self.comes_with(folder).map(|away| away.step)
    }

    /// The nearest folder at or above one that comes to bear its path.
    fn comes_with(&self, folder: Folder) -> Option<&Away> {
        let mut above = self.transition.tree.folders().upwards(folder);
        above.find_map(|at| self.away.get(*self.settled.get(&at)?))
    }

    /// Folders that come along with a move, with the paths (keys) that they have before it, and
    /// while they have them.
    pub(super) fn former_paths(&self) -> Vec<(Folder, String, Term)> {
        if self.away.is_empty() {
            return Vec::new();
        }
        let folders = self.transition.tree.folders();
        let mut paths = Vec::new();
        for folder in Folder::all(folders).filter(|folder| !self.is_new(*folder)) {
            let Some(Away { from, to, step, via }) = self.comes_with(folder) else { continue };
            let former = |place: &str| path::moved(folders.path(folder), to, place);
            let via = via.as_ref().and_then(|at| Some((at, self.takes_along(from, at)?)));
            if let Some((at, outer)) = via {
                let meanwhile = Term { up: vec![outer], down: vec![*step] };
                paths.push((folder, former(at), meanwhile));
            }
            let first = via.map_or(*step, |(_, outer)| outer);
            paths.push((folder, former(from), Term::until(first)));
        }
        paths
    }

    /// The step that moves a folder around a path, and so takes it to another one.
    fn takes_along(&self, path: &str, to: &str) -> Option<usize> {
        let takes = |away: &&Away| {
            path::is_within(path, &away.from) && path::moved(path, &away.from, &away.to) == to
        };
        self.away.iter().find(takes).map(|away| away.step)
    }

    /// The step that moves away the folder in which a path (a key) leads, and where it leads
    /// within the folder then.
    pub(super) fn moved_away(&self, path: &str) -> Option<(usize, String)> {
        let around = self.away.iter().filter(|away| path::is_within(path, &away.from));
        let Away { from, to, step, .. } = around.max_by_key(|away| away.from.len())?;
        Some((*step, path::moved(path, from, to)))
    }

    /// Whether a folder, or one that it lies in, comes with the plan: nobody keeps anything there.
    pub(super) fn is_new(&self, folder: Folder) -> bool {
        let folders = self.transition.tree.folders();
        let comes = |at: &Folder| self.created.contains(at) || self.settled.contains_key(at);
        // What moves into a new folder was there before.
        !self.created.is_empty()
            && folders.upwards(folder).find(comes).is_some_and(|at| self.created.contains(&at))
    }

    /// While nothing is removed that a folder lies in.
    pub(super) fn goes_with(&self, folder: Folder) -> Term {
        if self.removed.is_empty() {
            return Term::default();
        }
        let above = self.transition.tree.folders().upwards(folder);
        let mut down: Vec<usize> = above.filter_map(|at| self.removed.get(&at).copied()).collect();
        down.sort_unstable();
        Term { up: Vec::new(), down }
    }

    /// Takes over one draft. Objects bear the names that they will have.
    fn draft(&mut self, step: usize, draft: &Draft, change: &Change, names: &Names) -> Option<()> {
        let deleted = draft.operation == Operation::Delete;
        let created = draft.operation == Operation::Create;
        let folders = self.transition.tree.folders();
        let folder = |path: &str| folders.find(&path::key(path));
        match &change.address {
            Address::Site => self.site(step, draft),
            Address::User { user } => self.user(step, draft, names.find_key(user)?, names),
            Address::Group { group } => self.group(step, draft, names.find_key(group)?),
            Address::Membership { group, user } => {
                let pair = (names.find_key(user)?, names.find_key(group)?);
                if deleted {
                    self.leaves.insert(pair, step);
                    self.narrows = true;
                } else {
                    self.joins.insert(pair, step);
                    self.widens = true;
                }
            }
            Address::Grant { path, grantee, level, recursive } => {
                let held = Held { folder: folder(path)?, level: *level, recursive: *recursive };
                let grant = (known_grantee(grantee, names)?, held);
                if deleted {
                    self.revoked.insert(grant, step);
                    self.narrows = true;
                } else {
                    self.made.insert(grant, step);
                    self.widens = true;
                }
            }
            Address::Behavior { path, behavior, .. } if behavior == FENCE => {
                let folder = folder(path)?;
                if created {
                    self.unfenced.insert(folder, Term::until(step));
                    self.narrows = true;
                } else if deleted {
                    self.unfenced.insert(folder, Term::once(step));
                    self.widens = true;
                }
            }
            Address::Folder { path } if draft.operation == Operation::Move => {
                let Address::Folder { path: at } = &draft.address else { return None };
                let (from, at) = (path::key(change.was.as_deref()?), path::key(at));
                let via = (at != from).then(|| at.into_owned());
                let (from, to) = (from.into_owned(), path::key(path).into_owned());
                let folder = folder(path)?;
                self.settled.insert(folder, self.away.len());
                self.away.push(Away { from, to, step, via });
                if let Some(from) = self.transition.before.elsewhere().get(&folder).copied() {
                    self.moved.insert(folder, Moved { from, step });
                    (self.widens, self.narrows) = (true, true);
                }
            }
            Address::Folder { path } if created => {
                self.created.insert(folder(path)?);
            }
            Address::Folder { path } if deleted => {
                self.removed.insert(folder(path)?, step);
                self.narrows = true;
            }
            _ => {}
        }
        Some(())
    }

    fn site(&mut self, step: usize, draft: &Draft) {
        if let Some(setting) = draft.assignment("protocol_access_groups_only") {
            let moot = setting.after.as_bool().unwrap_or(false);
            let was = self.own_protocols_count.is_always();
            self.own_protocols_count = Terms::over(was, [(step, !moot)]);
            (self.widens, self.narrows) = (true, true);
        }
    }

    fn user(&mut self, step: usize, draft: &Draft, user: Key, names: &Names) {
        let known = self.accounts.entry(user).or_default();
        let last = match known.last() {
            Some((_, account)) => *account,
            None => self.transition.before.account(user),
        };
        let account = (draft.operation != Operation::Delete).then(|| {
            let mut account = last.unwrap_or(Account::NEW);
            for assignment in &draft.set {
                account.set(&assignment.name, &assignment.after);
            }
            account
        });
        if account == last {
            return;
        }
        known.push((step, account));
        self.widens |= account.is_some();
        self.narrows |= last.is_some();
        let groups = draft.assignment("groups").map_or(&[][..], |groups| groups.after.as_list());
        for group in groups.iter().filter_map(|group| names.find_key(group.as_text()?)) {
            self.joins.insert((user, group), step);
        }
    }

    fn group(&mut self, step: usize, draft: &Draft, group: Key) {
        let Transition { before, .. } = self.transition;
        if draft.operation == Operation::Delete {
            self.group_goes.insert(group, step);
            self.narrows = true;
            return;
        }
        let mut protocols = before.group_protocols(group);
        let let_in = !protocols.is_none();
        for assignment in &draft.set {
            protocols.set(&assignment.name, assignment.after.as_bool().unwrap_or(false));
        }
        if protocols.is_none() == let_in {
            self.lets_in.entry(group).or_default().push((step, !let_in));
            (self.widens, self.narrows) = (self.widens || !let_in, self.narrows || let_in);
        }
    }

    /// Whether some steps give and others take: where not, no order of theirs can hurt.
    pub(super) fn give_and_take(&self) -> bool {
        self.widens && self.narrows
    }

    /// While no fence stands on a folder.
    pub(super) fn unfenced_at(&self, folder: Folder) -> Terms {
        match self.unfenced.get(&folder) {
            Some(term) => term.clone().into(),
            None if self.transition.before.fences().contains(&folder) => Terms::never(),
            None => Terms::always(),
        }
    }

    pub(super) fn is_member(&self, user: Key, group: Key) -> Terms {
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
                    Grantee::User(_) => &[][..],
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

    pub(super) fn exists(&self, user: Key) -> Terms {
        self.account(user, |_| true)
    }

    /// While the user has the role of site administrator, able to sign in or not.
    pub(super) fn has_role(&self, user: Key) -> Terms {
        self.account(user, |account| account.site_admin)
    }

    /// While the user is a site administrator who can sign in.
    pub(super) fn everything(&self, user: Key) -> Terms {
        let now = self.transition.before.now();
        self.account(user, |account| account.site_admin && account.is_open(now))
    }

    /// While the user can sign in at all.
    pub(super) fn signs_in(&self, user: Key) -> Terms {
        let now = self.transition.before.now();
        let own = self.account(user, |a| a.is_open(now) && !a.protocols.is_none());
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
            match lets_in.is_never() {
                true => terms,
                false => terms.or(open.and(&self.is_member(user, group)).and(&lets_in)),
            }
        })
    }

    fn lets_in(&self, group: Key) -> Terms {
        let first = !self.transition.before.group_protocols(group).is_none();
        let steps = self.lets_in.get(&group).into_iter().flatten().copied();
        Terms::over(first, steps)
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
    pub(super) fn ways(&self, user: Key) -> Vec<(Held, Terms)> {
        let mut ways: Vec<(Held, Terms)> = Vec::new();
        let mut add = |grantee: &Grantee, member: &Terms| {
            for held in self.ever_granted(grantee) {
                let terms = self.is_granted(grantee, held).and(member);
                if !terms.is_never() {
                    ways.push((held, terms));
                }
            }
        };
        add(&Grantee::User(user), &Terms::always());
        let groups = self.groups(user);
        for group in &groups {
            let member = self.is_member(user, *group);
            add(&Grantee::Group(*group), &member);
            for grantee in self.together(*group) {
                let Grantee::AllOf(all) = grantee else { continue };
                if all.iter().all(|group| groups.binary_search(group).is_ok()) {
                    let member = all.iter().fold(Terms::always(), |terms, group| {
                        terms.and(&self.is_member(user, *group))
                    });
                    add(grantee, &member);
                }
            }
        }
        merge(ways)
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

fn until_any(steps: impl Iterator<Item = usize>) -> Terms {
    let mut down: Vec<usize> = steps.collect();
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
