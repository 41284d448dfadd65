//! Which step makes a difference to which fact that access follows from.

mod holders;
mod moves;

use super::in_order::InOrder;
use super::term::{Term, Terms};
use crate::access::{Account, Folder, Held};
use crate::diff::{AccessPart, Change, Field, FolderGrant, Operation};
use crate::model::{Grantee, Key, Names, kinds, path};
use crate::plan::expand::Draft;
use crate::plan::transition::{Transition, known_grantee};
use moves::Away;
use rustc_hash::{FxHashMap, FxHashSet};

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
        match change.address.access_part() {
            AccessPart::Settings => self.site(step, draft),
            AccessPart::User(user) => self.user(step, draft, names.find_key(user)?, names),
            AccessPart::Group(group) => self.group(step, draft, names.find_key(group)?),
            AccessPart::Membership { group, user } => {
                let pair = (names.find_key(user)?, names.find_key(group)?);
                if deleted {
                    self.leaves.insert(pair, step);
                    self.narrows = true;
                } else {
                    self.joins.insert(pair, step);
                    self.widens = true;
                }
            }
            AccessPart::Grant(FolderGrant { path, grantee, level, recursive }) => {
                let held = Held { folder: folder(path)?, level, recursive };
                let grant = (known_grantee(grantee, names)?, held);
                if deleted {
                    self.revoked.insert(grant, step);
                    self.narrows = true;
                } else {
                    self.made.insert(grant, step);
                    self.widens = true;
                }
            }
            AccessPart::Fence(path) => {
                let folder = folder(path)?;
                if created {
                    self.unfenced.insert(folder, Term::until(step));
                    self.narrows = true;
                } else if deleted {
                    self.unfenced.insert(folder, Term::once(step));
                    self.widens = true;
                }
            }
            AccessPart::Folder(path) if draft.operation == Operation::Move => {
                let at = path::key(draft.address.folder()?);
                let from = path::key(change.was.as_deref()?);
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
            AccessPart::Folder(path) if created => {
                self.created.insert(folder(path)?);
            }
            AccessPart::Folder(path) if deleted => {
                self.removed.insert(folder(path)?, step);
                self.narrows = true;
            }
            AccessPart::Folder(_) | AccessPart::Nothing => {}
        }
        Some(())
    }

    fn site(&mut self, step: usize, draft: &Draft) {
        if let Some(setting) =
            draft.assignment(Field::attribute(&kinds::SITE, "protocol_access_groups_only"))
        {
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
                account.set(assignment.field.name(), &assignment.after);
            }
            account
        });
        if account == last {
            return;
        }
        known.push((step, account));
        self.widens |= account.is_some();
        self.narrows |= last.is_some();
        let groups =
            draft.assignment(Field::Groups).map_or(&[][..], |groups| groups.after.as_list());
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
            protocols.set(assignment.field.name(), assignment.after.as_bool().unwrap_or(false));
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
}
