//! What several rules look up about one site; each map is made once, on first use.

use super::Context;
use super::coverage::{Owned, owned};
use super::editors::{Editors, editors};
use crate::access::{Folders, Renames, State, Tree, View};
use crate::model::{Automation, Grant, Grantee, Key, Membership, Owner, path};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::rc::Rc;

#[derive(Default)]
pub(super) struct Index<'a> {
    memberships: OnceCell<Memberships<'a>>,
    grants: OnceCell<Grants<'a>>,
    automations: OnceCell<FxHashMap<Key, Vec<&'a Automation>>>,
    user_folders: OnceCell<FxHashSet<Key>>,
    owned: OnceCell<Vec<Owned<'a>>>,
    editors: OnceCell<Vec<Option<Rc<Editors<'a>>>>>,
    access: OnceCell<(Tree, State)>,
    ground: OnceCell<(Tree, State)>,
}

#[derive(Default)]
struct Memberships<'a> {
    of_user: FxHashMap<Key, Vec<&'a Membership>>,
    of_group: FxHashMap<Key, Vec<&'a Membership>>,
}

#[derive(Default)]
struct Grants<'a> {
    to_user: FxHashMap<Key, Vec<&'a Grant>>,
    to_group: FxHashMap<Key, Vec<&'a Grant>>,
    /// Grants to several groups at once, by the first of them.
    to_all_of: FxHashMap<Key, Vec<&'a Grant>>,
    to_partner: FxHashMap<Key, Vec<&'a Grant>>,
}

impl<'a> Context<'a> {
    /// The groups that a user is declared in.
    pub fn memberships_of(&self, user: Key) -> &[&'a Membership] {
        self.memberships().of_user.get(&user).map_or(&[], Vec::as_slice)
    }

    /// The users that a group is declared to have.
    pub fn members_of(&self, group: Key) -> &[&'a Membership] {
        self.memberships().of_group.get(&group).map_or(&[], Vec::as_slice)
    }

    /// The grants that name the user.
    pub fn grants_to_user(&self, user: Key) -> &[&'a Grant] {
        self.grants().to_user.get(&user).map_or(&[], Vec::as_slice)
    }

    /// The grants that name the group and no other.
    pub fn grants_to_group(&self, group: Key) -> &[&'a Grant] {
        self.grants().to_group.get(&group).map_or(&[], Vec::as_slice)
    }

    /// Every grant that the user holds: by name, by a group, by all the groups of a set.
    pub fn grants_held_by(&self, user: Key) -> Vec<&'a Grant> {
        let mut held = self.grants_to_user(user).to_vec();
        let groups: FxHashSet<Key> = self.memberships_of(user).iter().map(|m| m.group).collect();
        for membership in self.memberships_of(user) {
            held.extend(self.grants_to_group(membership.group));
            let sets = self.grants().to_all_of.get(&membership.group);
            held.extend(sets.into_iter().flatten().filter(|grant| match &grant.grantee {
                Grantee::AllOf(all) => all.iter().all(|group| groups.contains(group)),
                _ => false,
            }));
        }
        held
    }

    /// The automations that the user is said to own.
    pub fn automations_of(&self, user: Key) -> &[&'a Automation] {
        let automations = self.index.automations.get_or_init(|| {
            let mut map: FxHashMap<Key, Vec<&Automation>> = FxHashMap::default();
            for automation in &self.site.automations {
                if let Some((Owner::User(owner), _)) = automation.owner {
                    map.entry(owner).or_default().push(automation);
                }
            }
            map
        });
        automations.get(&user).map_or(&[], Vec::as_slice)
    }

    /// The automations of ordinary users, and whether these cover where they lead.
    pub(super) fn owned(&self) -> &[Owned<'a>] {
        self.index.owned.get_or_init(|| owned(self))
    }

    /// For each automation, the Folder Admins who could edit it, if that matters.
    pub fn editors(&self) -> &[Option<Rc<Editors<'a>>>] {
        self.index.editors.get_or_init(|| editors(self))
    }

    /// Who can do what where, by the definition alone.
    pub fn view(&self) -> View<'_> {
        let (tree, state) = self.index.access.get_or_init(|| {
            let (mut folders, same) = (Folders::default(), Renames::default());
            let state = State::of_definition(self.site, self.names, self.now, &mut folders, &same);
            (Tree::new(folders), state)
        });
        View::new(tree, state)
    }

    /// Folders, grants and fences, for rules that do not look at people.
    pub fn ground(&self) -> View<'_> {
        let (tree, state) = self.index.ground.get_or_init(|| {
            let (mut folders, same) = (Folders::default(), Renames::default());
            let state = State::ground_of(self.site, self.names, self.now, &mut folders, &same);
            (Tree::new(folders), state)
        });
        View::new(tree, state)
    }

    /// Whether the definition makes sure of this folder: it declares it, or has the site make
    /// one for each user in the folder above.
    pub fn has_folder(&self, path: &str) -> bool {
        let declared = |key: &Key| self.site.folder(*key).is_some();
        let path = path::normalize(path);
        path.is_empty()
            || self.names.find_path_key(&path).as_ref().is_some_and(declared)
            || path::parent(&path)
                .and_then(|above| self.names.find_path_key(above))
                .is_some_and(|above| self.user_folders().contains(&above))
    }

    /// The folders in which the site makes one for each new user.
    fn user_folders(&self) -> &FxHashSet<Key> {
        self.index.user_folders.get_or_init(|| {
            let makers =
                self.site.behaviors.iter().filter(|b| b.kind.name == "create_user_folders");
            makers.map(|behavior| behavior.folder).collect()
        })
    }

    fn memberships(&self) -> &Memberships<'a> {
        self.index.memberships.get_or_init(|| {
            let mut maps = Memberships::default();
            for membership in &self.site.memberships {
                maps.of_user.entry(membership.user).or_default().push(membership);
                maps.of_group.entry(membership.group).or_default().push(membership);
            }
            maps
        })
    }

    fn grants(&self) -> &Grants<'a> {
        self.index.grants.get_or_init(|| {
            let mut maps = Grants::default();
            for grant in &self.site.grants {
                match &grant.grantee {
                    Grantee::User(user) => maps.to_user.entry(*user).or_default().push(grant),
                    Grantee::Group(group) => maps.to_group.entry(*group).or_default().push(grant),
                    Grantee::AllOf(groups) => {
                        if let Some(first) = groups.first() {
                            maps.to_all_of.entry(*first).or_default().push(grant);
                        }
                    }
                    Grantee::Partner(partner) => {
                        maps.to_partner.entry(*partner).or_default().push(grant);
                    }
                }
            }
            maps
        })
    }
}
