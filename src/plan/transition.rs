//! The live site before, and the same site with every change made, as access sees them.

use crate::access::{
    Account, Folder, Folders, Held, OPENINGS, Offices, Opening, Renames, State, Tree, all_of,
};
use crate::diff::{
    AccessPart, Change, ChildSiteGrant, Field, FolderGrant, Operation, Subject, Unsaid,
};
use crate::live::LiveSite;
use crate::model::{Grantee, Key, Names, SiteKey, Strangers, Value};
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

/// The states before and after a plan, under the names that things will have.
pub struct Transition {
    pub tree: Tree,
    /// What moves lies where it was.
    pub before: State,
    pub after: State,
    /// Who administers, before and after.
    pub offices: [Offices; 2],
    pub renames: Renames,
    /// Everybody whose access may differ, by name.
    pub touched: Vec<Key>,
    /// What would be left without what no file says; none where that is `after`.
    pub exact: Option<Exact>,
}

/// A site of nothing but what its definition says, and what is kept on purpose.
pub struct Exact {
    pub state: State,
    /// Whose access may differ from that after the plan, by name.
    pub touched: Vec<Key>,
    pub offices: Offices,
}

impl Transition {
    pub fn new(
        live: &LiveSite,
        changes: &[Change],
        unsaid: &[Unsaid],
        names: &mut Names,
        now: Timestamp,
    ) -> Self {
        let renames = renames(changes, names);
        let mut folders = Folders::default();
        let mut before = live.access(names, now, &mut folders, &renames);
        let offices = live.offices().renamed(&renames);
        let mut made =
            Making::of(live, before.clone(), folders, offices.clone(), names).all(changes.iter());
        let left = (!unsaid.is_empty()).then(|| {
            let (after, folders) = (made.after.clone(), std::mem::take(&mut made.folders));
            let mut left = Making::of(live, after, folders, made.offices.clone(), made.names);
            // What stands on a folder is a fact by itself, and may be kept where the folder is not.
            unsaid.iter().for_each(|one| left.change(&one.undoing));
            left.offices.without(&left.users_gone, &left.groups_gone);
            made.folders = std::mem::take(&mut left.folders);
            let Making { after, touched, fences, offices, .. } = left;
            (after, touched, fences, offices)
        });
        let Making {
            mut after,
            folders,
            mut touched,
            fences,
            created,
            removed,
            names,
            offices: held,
            ..
        } = made;
        let tree = Tree::new(folders);
        before.is_without(created);
        after.is_without(removed.clone());
        below_grants(&tree, &[&before, &after], &fences, &mut touched);
        before.lies_as_it_did(&tree, &renames);
        above_moves(&tree, &[&before, &after], before.elsewhere(), &mut touched);
        let exact = left.map(|(mut state, mut touched, fences, offices)| {
            state.is_without(removed);
            below_grants(&tree, &[&after, &state], &fences, &mut touched);
            Exact { state, touched: by_name(touched, names), offices }
        });
        let (offices, touched) = ([offices, held], by_name(touched, names));
        Transition { tree, before, after, offices, renames, touched, exact }
    }
}

fn by_name(touched: FxHashSet<Key>, names: &Names) -> Vec<Key> {
    let mut touched: Vec<Key> = touched.into_iter().collect();
    touched.sort_unstable_by_key(|key| names.key_text(*key));
    touched
}

fn renames(changes: &[Change], names: &mut Names) -> Renames {
    let mut renames = Renames::default();
    for change in changes {
        let Some(was) = &change.was else { continue };
        if let Some(user) = change.address.user() {
            renames.user(names.key(was), names.key(user));
        } else if let Some(group) = change.address.group() {
            renames.group(names.key(was), names.key(group));
        } else if let AccessPart::Partner(partner) = change.address.access_part() {
            renames.partner(names.key(was), names.key(partner));
        } else if let AccessPart::Link(link) = change.address.access_part() {
            renames.link(names.key(was), names.key(link));
        } else if let Some(path) = change.address.folder() {
            renames.folder(was, path);
        }
    }
    renames
}

/// Fences concern whoever holds something above them.
fn below_grants(tree: &Tree, states: &[&State], fences: &[Folder], touched: &mut FxHashSet<Key>) {
    if fences.is_empty() {
        return;
    }
    let above: FxHashSet<Folder> = fences
        .iter()
        .flat_map(|fence| tree.folders().upwards(*fence).skip(1).collect::<Vec<_>>())
        .collect();
    for state in states {
        for (grantee, held) in state.grants() {
            if held.recursive && !held.passes_fences() && above.contains(&held.folder) {
                touch(grantee, state, touched);
            }
        }
    }
}

/// Moves concern whoever holds something above where a folder was, or above where it goes.
fn above_moves(
    tree: &Tree,
    states: &[&State],
    moved: &FxHashMap<Folder, Folder>,
    touched: &mut FxHashSet<Key>,
) {
    if moved.is_empty() {
        return;
    }
    let ends = moved.iter().flat_map(|(folder, from)| [*folder, *from]);
    let above: FxHashSet<Folder> =
        ends.flat_map(|end| tree.folders().upwards(end).collect::<Vec<_>>()).collect();
    for state in states {
        for (grantee, held) in state.grants() {
            if held.recursive && above.contains(&held.folder) {
                touch(grantee, state, touched);
            }
        }
    }
}

fn touch(grantee: &Grantee, state: &State, touched: &mut FxHashSet<Key>) {
    match grantee {
        Grantee::User(user) => {
            touched.insert(*user);
        }
        Grantee::Group(group) => touched.extend(state.members(*group)),
        Grantee::Partner(partner) => touched.extend(state.partner_users(*partner)),
        // Whoever is in all of them is in the first.
        Grantee::AllOf(groups) => {
            touched.extend(groups.first().into_iter().flat_map(|group| state.members(*group)));
        }
    }
}

/// The grantee that a change names, if the names are known.
pub(super) fn known_grantee(subject: &Subject, names: &Names) -> Option<Grantee> {
    Some(match subject {
        Subject::User(name) => Grantee::User(names.find_key(name)?),
        Subject::Group(name) => Grantee::Group(names.find_key(name)?),
        Subject::Partner(name) => Grantee::Partner(names.find_key(name)?),
        Subject::AllOf(groups) => {
            let groups: Option<Vec<Key>> = groups.iter().map(|name| names.find_key(name)).collect();
            all_of(groups?.into_iter())
        }
    })
}

/// What a change of a folder setting shuts, and what it opens, to whom.
#[derive(Default)]
pub(super) struct Opened {
    pub shut: Vec<(Grantee, Held)>,
    pub open: Vec<(Grantee, Held)>,
}

impl Opened {
    /// `before` is a state in which the change is not made.
    pub(super) fn by(change: &Change, folder: Folder, behavior: &str, before: &State) -> Self {
        let value = change.assignment(Field::Value).map(|value| &value.after);
        if change.operation == Operation::Update && value.is_none() {
            return Opened::default();
        }
        let grantees = Strangers::ALL.map(|one| Grantee::User(one.key()));
        let shut = grantees.iter().flat_map(|grantee| {
            let here = before.granted(grantee).filter(|held| {
                held.folder == folder
                    && held.opening.is_some_and(|opening| opening.setting() == Some(behavior))
            });
            here.map(|held| (grantee.clone(), held))
        });
        let open = (change.operation != Operation::Delete)
            .then_some(())
            .and_then(|()| Opening::of(behavior, value.unwrap_or(&Value::Null)));
        let open =
            open.map(|(whom, opening)| (Grantee::User(whom.key()), Held::opening(folder, opening)));
        Opened { shut: shut.collect(), open: open.into_iter().collect() }
    }
}

struct Making<'a> {
    live: &'a LiveSite,
    names: &'a mut Names,
    after: State,
    folders: Folders,
    touched: FxHashSet<Key>,
    /// Folders whose fence comes or goes.
    fences: Vec<Folder>,
    created: FxHashSet<Folder>,
    removed: FxHashSet<Folder>,
    offices: Offices,
    users_gone: FxHashSet<Key>,
    groups_gone: FxHashSet<Key>,
}

impl<'a> Making<'a> {
    fn of(
        live: &'a LiveSite,
        state: State,
        folders: Folders,
        offices: Offices,
        names: &'a mut Names,
    ) -> Self {
        Making {
            live,
            names,
            after: state,
            folders,
            touched: FxHashSet::default(),
            fences: Vec::new(),
            created: FxHashSet::default(),
            removed: FxHashSet::default(),
            offices,
            users_gone: FxHashSet::default(),
            groups_gone: FxHashSet::default(),
        }
    }

    fn all<'c>(mut self, changes: impl Iterator<Item = &'c Change> + Clone) -> Self {
        for change in changes.clone() {
            self.change(change);
        }
        let removed = changes.filter(|change| change.operation == Operation::Delete);
        for path in removed.filter_map(|change| change.address.folder()) {
            let folder = self.folder(path);
            self.removed.insert(folder);
        }
        self.go_with_folders();
        self.offices.without(&self.users_gone, &self.groups_gone);
        self
    }

    fn change(&mut self, change: &Change) {
        let deleted = change.operation == Operation::Delete;
        match change.address.access_part() {
            AccessPart::Settings => self.site(change),
            AccessPart::User(user) => self.user(user, change),
            AccessPart::Group(group) => self.group(group, change),
            AccessPart::Membership { group, user } => {
                let (group, user) = (self.names.key(group), self.names.key(user));
                self.touched.insert(user);
                if deleted {
                    self.after.leave(user, group)
                } else {
                    self.after.join(user, group)
                }
                self.group_admin(group, user, change);
            }
            AccessPart::Grant(FolderGrant { path, grantee, level, recursive }) => {
                let held = Held::grant(self.folder(path), level, recursive);
                let grantee = self.grantee(grantee);
                touch(&grantee, &self.after, &mut self.touched);
                if deleted {
                    self.after.revoke(&grantee, held)
                } else {
                    self.after.grant(grantee, held)
                }
            }
            AccessPart::Fence(path) => {
                let folder = self.folder(path);
                self.fences.push(folder);
                if deleted { self.after.unfence(folder) } else { self.after.fence(folder) }
            }
            AccessPart::Folder(path) if !deleted => {
                let folder = self.folder(path);
                if change.operation == Operation::Create {
                    self.created.insert(folder);
                }
            }
            AccessPart::Folder(_) => {}
            AccessPart::Partner(partner) if deleted => {
                let partner = self.names.key(partner);
                self.touched.extend(self.after.partner_users(partner));
                self.users_gone.extend(self.after.partner_users(partner));
                self.after.remove_partner(partner);
            }
            AccessPart::Partner(_) => {}
            AccessPart::Link(link) => self.link(link, change),
            AccessPart::SiteKey(key) => self.site_key(key, change),
            AccessPart::Setting { path, behavior } => self.setting(path, behavior, change),
            AccessPart::ChildRole(role) => self.child_role(role, change),
            AccessPart::Nothing => {}
        }
    }

    fn link(&mut self, link: &str, change: &Change) {
        let link = self.names.key(link);
        self.touched.insert(Strangers::Outsiders.key());
        if change.operation == Operation::Delete {
            return self.after.remove_link(link, change.id);
        }
        let set = change.set.iter().map(|set| (set.field.name(), &set.after));
        self.after.link(link, change.id, set, |path| self.folders.add(path));
    }

    /// What of a key decides on access is fixed once it is made; one that is replaced has another
    /// beside it until it goes.
    fn site_key(&mut self, key: &str, change: &Change) {
        let key = self.names.key(&SiteKey(key).to_string());
        self.touched.insert(key);
        let set = change.set.iter().map(|set| (set.field.name(), &set.after));
        match change.operation {
            Operation::Delete => self.after.remove_link(key, change.id),
            Operation::Create => {
                let workspace = |of: &Value| self.live.confined_to(of);
                self.after.site_key(key, None, set, workspace, |path| self.folders.add(path));
            }
            Operation::Update | Operation::Move => {
                self.after.link(key, change.id, set, |path| self.folders.add(path));
            }
        }
    }

    /// A folder setting may let in whom no grant names.
    fn setting(&mut self, path: &str, behavior: &str, change: &Change) {
        if !OPENINGS.contains(&behavior) {
            return;
        }
        let folder = self.folder(path);
        let Opened { shut, open } = Opened::by(change, folder, behavior, &self.after);
        for (grantee, held) in shut {
            touch(&grantee, &self.after, &mut self.touched);
            self.after.revoke(&grantee, held);
        }
        for (grantee, held) in open {
            touch(&grantee, &self.after, &mut self.touched);
            self.after.grant(grantee, held);
        }
    }

    fn group_admin(&mut self, group: Key, user: Key, change: &Change) {
        let admin =
            change.assignment(Field::Admin).map(|admin| admin.after.as_bool() == Some(true));
        match (change.operation, admin) {
            (Operation::Delete, _) | (_, Some(false)) => self.offices.dismiss(group, user),
            (_, Some(true)) => self.offices.appoint(group, user),
            (_, None) => {}
        }
    }

    fn child_role(&mut self, grant: ChildSiteGrant<'_>, change: &Change) {
        let grantee = self.grantee(grant.grantee);
        let held = Held::child_site(grant.site, &mut self.folders);
        touch(&grantee, &self.after, &mut self.touched);
        let role = (grantee.clone(), grant.site, grant.level);
        let gone = change.operation == Operation::Delete;
        if gone {
            self.offices.take(&role)
        } else {
            self.offices.give(role)
        }
        match gone {
            _ if !grant.level.gives_files() => {}
            true => self.after.revoke(&grantee, held),
            false => self.after.grant(grantee, held),
        }
    }

    /// Grants go with the folder that they stand on, and with all that it lies in.
    fn go_with_folders(&mut self) {
        if self.removed.is_empty() {
            return;
        }
        let goes =
            |folder| self.folders.upwards(folder).any(|folder| self.removed.contains(&folder));
        let grants: Vec<(Grantee, Held)> = self
            .after
            .grants()
            .filter(|(_, held)| goes(held.folder))
            .map(|(grantee, held)| (grantee.clone(), held))
            .collect();
        for (grantee, held) in grants {
            touch(&grantee, &self.after, &mut self.touched);
            self.after.revoke(&grantee, held);
        }
    }

    fn folder(&mut self, path: &str) -> Folder {
        let key = self.names.path_key(path);
        self.folders.add(self.names.key_text(key))
    }

    fn grantee(&mut self, subject: &Subject) -> Grantee {
        match subject {
            Subject::User(name) => Grantee::User(self.names.key(name)),
            Subject::Group(name) => Grantee::Group(self.names.key(name)),
            Subject::Partner(name) => Grantee::Partner(self.names.key(name)),
            Subject::AllOf(names) => all_of(names.iter().map(|name| self.names.key(name))),
        }
    }

    fn site(&mut self, change: &Change) {
        for assignment in &change.set {
            self.after.set_site(assignment.field.name(), &assignment.after);
        }
        // Who may sign in can follow from the site's settings.
        if change.set.iter().any(|assignment| State::depends_on_setting(assignment.field.name())) {
            self.touched.extend(self.after.users());
        }
    }

    fn group(&mut self, group: &str, change: &Change) {
        let group = self.names.key(group);
        // Members who come with the same plan are touched by their own changes.
        self.touched.extend(self.after.members(group));
        if change.operation == Operation::Delete {
            self.groups_gone.insert(group);
            return self.after.remove_group(group);
        }
        for assignment in &change.set {
            self.after.set_group(group, assignment.field.name(), &assignment.after);
        }
    }

    fn user(&mut self, user: &str, change: &Change) {
        let user = self.names.key(user);
        self.touched.insert(user);
        if change.operation == Operation::Delete {
            self.users_gone.insert(user);
            return self.after.remove_account(user);
        }
        let mut account = self.after.account(user).unwrap_or(Account::NEW);
        for assignment in &change.set {
            if let Some(reference) = assignment.after.as_reference() {
                self.names.key(&reference.name);
            }
            account.set(assignment.field.name(), &assignment.after, self.names);
            self.offices.set(user, assignment.field.name(), &assignment.after);
            self.after.set_root(user, assignment.field.name(), &assignment.after);
        }
        self.after.set_account(user, account);
        let folders = &mut self.folders;
        self.after.confine(user, |path| folders.add(path));
        for group in
            change.assignment(Field::Groups).map_or(&[][..], |groups| groups.after.as_list())
        {
            let group = self.names.key(group.as_text().unwrap_or_default());
            self.after.join(user, group);
        }
    }
}
