//! Which step makes a difference to which fact that access follows from.

mod holders;
mod moves;

use super::in_order::InOrder;
use super::term::{Term, Terms};
use crate::access::{Account, Folder, Held, OPENINGS, Opening};
use crate::diff::{AccessPart, Change, Field, FolderGrant, Operation};
use crate::model::{Grantee, Key, Names, SiteKey, child_site, kinds, path};
use crate::plan::expand::{UnplacedId, UnplacedStep, UnplacedSteps};
use crate::plan::transition::{Opened, Transition, known_grantee};
use indexmap::IndexMap;
use moves::PathChange;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

/// A folder that a step takes elsewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved {
    /// Where it lay, under the name that the old parent will have.
    pub(super) from: Folder,
    pub(super) step: UnplacedId,
}

pub(in crate::plan) struct Facts<'a> {
    pub(super) transition: &'a Transition,
    joins: FxHashMap<(Key, Key), UnplacedId>,
    pub(super) leaves: FxHashMap<(Key, Key), UnplacedId>,
    pub(super) made: FxHashMap<(Grantee, Held), UnplacedId>,
    revoked: FxHashMap<(Grantee, Held), UnplacedId>,
    pub(super) group_goes: FxHashMap<Key, UnplacedId>,
    /// What becomes of an account, step by step.
    pub(super) accounts: FxHashMap<Key, Vec<(UnplacedId, Option<Account>)>>,
    /// Whether a group lets its members sign in, step by step.
    pub(super) lets_in: FxHashMap<Key, Vec<(UnplacedId, bool)>>,
    /// While the accounts' own protocols count.
    pub(super) own_protocols_count: Terms,
    /// Fences that come or go: while there is none.
    pub(super) unfenced: FxHashMap<Folder, Term>,
    pub(super) moved: FxHashMap<Folder, Moved>,
    /// Folders that come to bear another path themselves.
    path_changes: IndexMap<Folder, PathChange, FxBuildHasher>,
    /// Folders that a step makes.
    created: FxHashSet<Folder>,
    /// Folders that a step removes.
    removed: FxHashMap<Folder, UnplacedId>,
    /// Every fence that stands at any time.
    pub(super) fences: InOrder<()>,
    /// Fences that come or go.
    pub(super) fences_change: InOrder<()>,
    /// Folders that are removed or go elsewhere, each by itself and by the folder that it leaves.
    pub(super) moved_or_removed: InOrder<Folder>,
    widens: bool,
    narrows: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn new(
        transition: &'a Transition,
        changes: &[Change],
        unplaced: &UnplacedSteps,
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
            path_changes: IndexMap::default(),
            created: FxHashSet::default(),
            removed: FxHashMap::default(),
            fences: InOrder::default(),
            fences_change: InOrder::default(),
            moved_or_removed: InOrder::default(),
            widens: false,
            narrows: false,
        };
        for (id, step) in unplaced.iter_enumerated() {
            if let Some(change) = step.change.of(changes) {
                facts.add(id, step, change, names);
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
        self.moved_or_removed = InOrder::new(tree, moved.chain(removed));
    }

    /// Whether a folder, or one that it lies in, comes with the plan: nobody keeps anything there.
    pub(super) fn is_new(&self, folder: Folder) -> bool {
        let folders = self.transition.tree.folders();
        let comes = |at: &Folder| self.created.contains(at) || self.path_changes.contains_key(at);
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
        let mut down: Vec<UnplacedId> =
            above.filter_map(|at| self.removed.get(&at).copied()).collect();
        down.sort_unstable();
        Term { up: Vec::new(), down }
    }

    /// Takes over one step. Objects bear the names that they will have.
    fn add(
        &mut self,
        id: UnplacedId,
        step: &UnplacedStep,
        change: &Change,
        names: &Names,
    ) -> Option<()> {
        let folders = self.transition.tree.folders();
        let folder = |path: &str| folders.find(&path::key(path));
        match change.address.access_part() {
            AccessPart::Settings => self.site(id, step),
            AccessPart::User(user) => self.user(id, step, names.find_key(user)?, names),
            AccessPart::Group(group) => self.group(id, step, names.find_key(group)?),
            AccessPart::Membership { group, user } => {
                self.membership(id, step, (names.find_key(user)?, names.find_key(group)?));
            }
            AccessPart::Grant(FolderGrant { path, grantee, level, recursive }) => {
                let held = Held::grant(folder(path)?, level, recursive);
                self.grant(id, step, (known_grantee(grantee, names)?, held));
            }
            AccessPart::Fence(path) => {
                self.fence(id, step, folder(path)?);
            }
            AccessPart::Folder(path) if step.operation == Operation::Move => {
                self.moves(id, step, change.was.as_deref()?, path);
            }
            AccessPart::Folder(path) if step.operation == Operation::Create => {
                self.created.insert(folder(path)?);
            }
            AccessPart::Folder(path) if step.operation == Operation::Delete => {
                self.removed.insert(folder(path)?, id);
                self.narrows = true;
            }
            AccessPart::Partner(partner) if step.operation == Operation::Delete => {
                let partner = names.find_key(partner)?;
                for user in self.transition.before.partner_users(partner) {
                    self.accounts.entry(user).or_default().push((id, None));
                }
                let grantee = Grantee::Partner(partner);
                for held in self.transition.before.granted(&grantee) {
                    self.revoked.insert((grantee.clone(), held), id);
                }
                self.narrows = true;
            }
            AccessPart::ChildRole(role) if role.level.gives_files() => {
                let held =
                    Held::opening(folder(&child_site::files(role.site))?, Opening::ChildSite);
                self.grant(id, step, (known_grantee(role.grantee, names)?, held));
            }
            AccessPart::Link(link) => self.opened(id, self.opened_by(names.find_key(link)?)),
            AccessPart::SiteKey(key) => {
                let mut opened = self.opened_by(names.find_key(&SiteKey(key).to_string())?);
                match step.operation {
                    Operation::Create => opened.shut.clear(),
                    Operation::Delete => opened.open.clear(),
                    Operation::Update | Operation::Move => {}
                }
                self.opened(id, opened);
            }
            AccessPart::Setting { path, behavior } if OPENINGS.contains(&behavior) => {
                self.opens(id, change, folder(path)?, behavior);
            }
            AccessPart::Folder(_)
            | AccessPart::Partner(_)
            | AccessPart::Setting { .. }
            | AccessPart::ChildRole(_)
            | AccessPart::Nothing => {}
        }
        Some(())
    }

    fn membership(&mut self, id: UnplacedId, step: &UnplacedStep, pair: (Key, Key)) {
        if step.operation == Operation::Delete {
            self.leaves.insert(pair, id);
            self.narrows = true;
        } else {
            self.joins.insert(pair, id);
            self.widens = true;
        }
    }

    fn grant(&mut self, id: UnplacedId, step: &UnplacedStep, grant: (Grantee, Held)) {
        if step.operation == Operation::Delete {
            self.revoked.insert(grant, id);
            self.narrows = true;
        } else {
            self.made.insert(grant, id);
            self.widens = true;
        }
    }

    /// What a share link or a key opened, and what it opens.
    fn opened_by(&self, link: Key) -> Opened {
        let Transition { before, after, .. } = self.transition;
        let (was, is) = (before.opened_by(link), after.opened_by(link));
        let known = if was.is_empty() { after } else { before };
        let holder = Grantee::User(known.holder_of(link));
        let grants = |held: &[Held], without: &[Held]| {
            let held = held.iter().filter(|held| !without.contains(held));
            held.map(|held| (holder.clone(), *held)).collect()
        };
        Opened { shut: grants(&was, &is), open: grants(&is, &was) }
    }

    /// A folder setting lets in, or shuts out, whom no grant names.
    fn opens(&mut self, id: UnplacedId, change: &Change, folder: Folder, behavior: &str) {
        self.opened(id, Opened::by(change, folder, behavior, &self.transition.before));
    }

    fn opened(&mut self, id: UnplacedId, Opened { shut, open }: Opened) {
        self.narrows |= !shut.is_empty();
        self.widens |= !open.is_empty();
        self.revoked.extend(shut.into_iter().map(|grant| (grant, id)));
        self.made.extend(open.into_iter().map(|grant| (grant, id)));
    }

    fn fence(&mut self, id: UnplacedId, step: &UnplacedStep, folder: Folder) {
        match step.operation {
            Operation::Create => {
                self.unfenced.insert(folder, Term::until(id));
                self.narrows = true;
            }
            Operation::Delete => {
                self.unfenced.insert(folder, Term::once(id));
                self.widens = true;
            }
            Operation::Update | Operation::Move => {}
        }
    }

    fn site(&mut self, id: UnplacedId, step: &UnplacedStep) {
        if let Some(setting) =
            step.assignment(Field::attribute(&kinds::SITE, "protocol_access_groups_only"))
        {
            let moot = setting.after.as_bool().unwrap_or(false);
            let was = self.own_protocols_count.is_always();
            self.own_protocols_count = Terms::over(was, [(id, !moot)]);
            (self.widens, self.narrows) = (true, true);
        }
    }

    fn user(&mut self, id: UnplacedId, step: &UnplacedStep, user: Key, names: &Names) {
        let known = self.accounts.entry(user).or_default();
        let last = match known.last() {
            Some((_, account)) => *account,
            None => self.transition.before.account(user),
        };
        let account = (step.operation != Operation::Delete).then(|| {
            let mut account = last.unwrap_or(Account::NEW);
            for assignment in &step.set {
                account.set(assignment.field.name(), &assignment.after, names);
            }
            account
        });
        if account == last {
            return;
        }
        known.push((id, account));
        self.widens |= account.is_some();
        self.narrows |= last.is_some();
        let groups =
            step.assignment(Field::Groups).map_or(&[][..], |groups| groups.after.as_list());
        for group in groups.iter().filter_map(|group| names.find_key(group.as_text()?)) {
            self.joins.insert((user, group), id);
        }
    }

    fn group(&mut self, id: UnplacedId, step: &UnplacedStep, group: Key) {
        let Transition { before, .. } = self.transition;
        if step.operation == Operation::Delete {
            self.group_goes.insert(group, id);
            self.narrows = true;
            return;
        }
        let mut protocols = before.group_protocols(group);
        let closed = self.closed();
        let let_in = !protocols.without(closed).is_none();
        for assignment in &step.set {
            protocols.set(assignment.field.name(), assignment.after.as_bool().unwrap_or(false));
        }
        if protocols.without(closed).is_none() == let_in {
            self.lets_in.entry(group).or_default().push((id, !let_in));
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
