//! A state made ready to be asked: who can do what where.

use super::account::Standing;
use super::atoms::Atoms;
use super::folders::{Folder, Folders, Place, Tree};
use super::openings::Opening;
use super::state::{Held, State, Via, Way};
use crate::model::Key;

/// A state over its finished tree of folders.
pub struct View<'a> {
    pub tree: &'a Tree,
    pub state: &'a State,
    /// The deepest fence at or above each folder.
    fence_at: Vec<Option<Folder>>,
    /// The ranks of all fenced folders, sorted.
    fences: Vec<u32>,
    /// The deepest folder at or above each that lies elsewhere than in the tree; empty where
    /// all lie as the tree has them.
    elsewhere_at: Vec<Option<Folder>>,
}

/// A stretch of the way from a place up to the root, along what really lies in what.
struct Stretch {
    place: Place,
    /// The folder at or above the place that lies elsewhere: the way leaves the tree there.
    top: Option<Folder>,
}

impl<'a> View<'a> {
    pub fn new(tree: &'a Tree, state: &'a State) -> Self {
        let folders = tree.folders();
        let fence_at = deepest(folders, |folder| state.fences().contains(&folder));
        let elsewhere_at = if state.elsewhere().is_empty() {
            Vec::new()
        } else {
            deepest(folders, |folder| state.elsewhere().contains_key(&folder))
        };
        let mut fences: Vec<u32> = state.fences().iter().map(|fence| tree.rank(*fence)).collect();
        fences.sort_unstable();
        View { tree, state, fence_at, fences, elsewhere_at }
    }

    /// The deepest fence at or above a folder.
    pub fn fence_at(&self, folder: Folder) -> Option<Folder> {
        self.fence_at[folder.index()]
    }

    /// Whether the grant is meant for the place, whatever fences stand between.
    pub fn is_meant_for(&self, held: Held, place: Place) -> bool {
        if held.opening.is_some_and(Opening::is_everywhere) {
            return true;
        }
        if !held.recursive {
            return held.folder == place.folder && !place.below;
        }
        self.way_up(place).any(|stretch| self.has(&stretch, held.folder))
    }

    /// The fence that stops a grant on its way to a place.
    pub fn stopped_by(&self, held: Held, place: Place) -> Option<Folder> {
        if held.passes_fences() {
            return None;
        }
        if self.elsewhere_at.is_empty() {
            // Both lie at or above the place: the one with the larger number lies lower.
            self.fence_at(place.folder).filter(|fence| *fence > held.folder)
        } else {
            self.stopped_on_the_way(held, place)
        }
    }

    fn stopped_on_the_way(&self, held: Held, place: Place) -> Option<Folder> {
        for stretch in self.way_up(place) {
            let fence = self.fence_at(stretch.place.folder);
            let fence = fence.filter(|fence| self.has(&stretch, *fence));
            if self.has(&stretch, held.folder) {
                return fence.filter(|fence| *fence > held.folder);
            }
            if fence.is_some() {
                return fence;
            }
        }
        None
    }

    pub fn reaches(&self, held: Held, place: Place) -> bool {
        self.is_meant_for(held, place) && self.stopped_by(held, place).is_none()
    }

    /// The folders at or above one that lie elsewhere than in the tree: as the tree has it.
    pub(super) fn elsewhere_above(&self, folder: Folder) -> impl Iterator<Item = Folder> {
        let at = |folder: Folder| self.elsewhere_at.get(folder.index()).copied().flatten();
        let above = move |found: &Folder| self.tree.folders().parent(*found).and_then(at);
        std::iter::successors(at(folder), above)
    }

    fn way_up(&self, place: Place) -> impl Iterator<Item = Stretch> {
        let stretch = |place: Place| Stretch {
            place,
            top: self.elsewhere_at.get(place.folder.index()).copied().flatten(),
        };
        let further = move |last: &Stretch| {
            let folder = *self.state.elsewhere().get(&last.top?)?;
            Some(stretch(Place { folder, below: true }))
        };
        // None is passed twice: folders lie in each other by turns at most.
        let most = self.state.elsewhere().len() + 1;
        std::iter::successors(Some(stretch(place)), further).take(most)
    }

    /// Whether a folder is on this stretch of the way.
    fn has(&self, stretch: &Stretch, folder: Folder) -> bool {
        self.tree.is_within(stretch.place.folder, folder)
            && stretch.top.is_none_or(|top| self.tree.is_within(folder, top))
    }

    /// The folders in a stretch of the order of folders that lie elsewhere, and the fences in
    /// them.
    fn marks_elsewhere(&self, start: u32, end: u32, marks: &mut Vec<u32>) {
        for folder in self.state.elsewhere().keys() {
            let (from, to) = (self.tree.rank(*folder).max(start), self.tree.end(*folder).min(end));
            if from < to {
                marks.push(from);
                marks.extend_from_slice(self.fences_between(from, to));
            }
        }
    }

    /// The fences in a stretch of the order of folders.
    pub(super) fn fences_between(&self, start: u32, end: u32) -> &[u32] {
        let from = self.fences.partition_point(|rank| *rank < start);
        let to = self.fences.partition_point(|rank| *rank < end);
        self.fences.get(from..to).unwrap_or_default()
    }
}

/// For each folder the deepest one at or above it of which something is so.
fn deepest(folders: &Folders, is_so: impl Fn(Folder) -> bool) -> Vec<Option<Folder>> {
    let mut found: Vec<Option<Folder>> = Vec::with_capacity(folders.len());
    for folder in Folder::all(folders) {
        let above = folders.parent(folder).and_then(|parent| found[parent.index()]);
        found.push(if is_so(folder) { Some(folder) } else { above });
    }
    found
}

/// A person in one state.
pub struct Person<'v> {
    pub view: &'v View<'v>,
    pub user: Key,
    pub standing: Standing,
    /// Every grant the person holds; sorted.
    pub ways: Vec<Way<'v>>,
}

impl<'v> Person<'v> {
    pub fn new(view: &'v View<'v>, user: Key) -> Self {
        let standing = view.state.standing(user);
        Person { view, user, standing, ways: view.state.held_by(user) }
    }

    /// Somebody with nothing but what comes this one way: a member of one group, say.
    pub fn by_way_of(view: &'v View<'v>, user: Key, via: Via<'v>) -> Self {
        let grantee = via.grantee(user);
        let held = view.state.granted(&grantee);
        let mut ways: Vec<Way<'v>> = held.map(|held| Way { via, held }).collect();
        ways.sort_unstable();
        Person { view, user, standing: Standing::Ordinary, ways }
    }

    /// Everything the person may do at a place.
    pub fn access(&self, place: Place) -> Atoms {
        match self.standing {
            Standing::Absent | Standing::ShutOut(_) => Atoms::NONE,
            Standing::Everything => Atoms::ALL,
            Standing::Ordinary => self.granted(place),
            Standing::Confined(root) if self.view.tree.is_within(place.folder, root) => {
                self.granted(place)
            }
            Standing::Confined(_) => Atoms::NONE,
        }
    }

    /// The grants that reach a place, whatever the account's standing.
    pub fn ways_to(&self, place: Place) -> impl Iterator<Item = Way<'v>> {
        self.ways.iter().copied().filter(move |way| self.view.reaches(way.held, place))
    }

    fn granted(&self, place: Place) -> Atoms {
        self.ways_to(place).fold(Atoms::NONE, |atoms, way| atoms | way.held.atoms())
    }

    /// The ranks of the folders in a stretch at which this person's access can change: where a
    /// grant of theirs stands, and where a fence stands in its reach.
    pub(super) fn marks(&self, start: u32, end: u32, marks: &mut Vec<u32>) {
        let tree = self.view.tree;
        if let Standing::Confined(root) = self.standing
            && (start..end).contains(&tree.rank(root))
        {
            marks.push(tree.rank(root));
        }
        for way in &self.ways {
            let (from, to) = (tree.rank(way.held.folder), tree.end(way.held.folder));
            if (start..end).contains(&from) {
                marks.push(from);
            }
            if way.held.recursive && !way.held.passes_fences() {
                marks.extend_from_slice(self.view.fences_between(from.max(start), to.min(end)));
            }
        }
        self.view.marks_elsewhere(start, end, marks);
    }

    /// Where the person has what, from the root down: each folder at which it changes.
    pub fn regions(&self) -> Vec<Region> {
        let end = self.view.tree.end_of_all();
        let mut marks = vec![self.view.tree.rank(Folder::ROOT)];
        if self.standing.is_by_grants() {
            self.marks(0, end, &mut marks);
        }
        marks.sort_unstable();
        marks.dedup();
        let mut around: Vec<(u32, Atoms)> = Vec::new();
        let mut regions = Vec::new();
        for rank in marks {
            let folder = self.view.tree.at(rank);
            while around.last().is_some_and(|(end, _)| *end <= rank) {
                around.pop();
            }
            let inherited = around.last().map_or(Atoms::NONE, |(_, atoms)| *atoms);
            let own = self.access(Place { folder, below: false });
            let below = self.access(Place { folder, below: true });
            if own != inherited || below != inherited {
                regions.push(Region { folder, own, below });
                around.push((self.view.tree.end(folder), below));
            }
        }
        regions
    }
}

/// A folder at which a person's access changes, against what lies around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    pub folder: Folder,
    /// On the folder itself.
    pub own: Atoms,
    /// Below it, as far as no other region begins.
    pub below: Atoms,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Account, Cause};
    use crate::access::{Renames, Sign, difference};
    use crate::model::{Grantee, Level, Names};

    const LEVELS: [(&str, Level); 4] = [
        ("staff", Level::ReadOnly),
        ("sales", Level::Full),
        ("staff", Level::Admin),
        ("staff/offers/old", Level::List),
    ];

    /// `staff/offers` moves to `sales/offers`; somebody holds one grant, and fences stand.
    fn states(names: &mut Names, held: (&str, Level), fences: &[&str]) -> (Tree, State, State) {
        let user = names.key("ada");
        let mut renames = Renames::default();
        renames.folder("staff/offers", "sales/offers");
        let mut folders = Folders::default();
        let mut state = State::new(jiff::Timestamp::UNIX_EPOCH);
        state.set_account(user, Account::NEW);
        let mut add = |path: &str| folders.add(&renames.of_folder(path));
        for path in ["staff/offers/old", "sales"] {
            add(path);
        }
        let held = Held::grant(add(held.0), held.1, true);
        state.grant(Grantee::User(user), held);
        for fence in fences {
            state.fence(add(fence));
        }
        let (tree, after) = (Tree::new(folders), state.clone());
        state.lies_as_it_did(&tree, &renames);
        (tree, state, after)
    }

    /// Who reaches the folder that moves, and one below it, before and after.
    fn reached(held: (&str, Level), fences: &[&str]) -> [[bool; 2]; 2] {
        let mut names = Names::default();
        let (tree, before, after) = states(&mut names, held, fences);
        let user = names.key("ada");
        ["sales/offers", "sales/offers/old"].map(|path| {
            [&before, &after].map(|state| {
                let view = View::new(&tree, state);
                !Person::new(&view, user).access(tree.place(path)).is_none()
            })
        })
    }

    #[test]
    fn a_folder_is_reached_from_where_it_lies() {
        let [staff, sales, admin, own] = LEVELS;
        assert_eq!(reached(staff, &[]), [[true, false]; 2]);
        assert_eq!(reached(sales, &[]), [[false, true]; 2]);
        assert_eq!(reached(own, &[]), [[false; 2], [true; 2]]);
        assert_eq!(reached(("", Level::List), &[]), [[true; 2]; 2]);
        // Fences, at the old parent, the new one and on what moves.
        assert_eq!(reached(("", Level::List), &["staff"]), [[false, true]; 2]);
        assert_eq!(reached(("", Level::List), &["sales"]), [[true, false]; 2]);
        assert_eq!(reached(staff, &["staff"]), [[true, false]; 2]);
        assert_eq!(reached(staff, &["staff/offers"]), [[false; 2]; 2]);
        assert_eq!(reached(admin, &["staff/offers"]), [[true, false]; 2]);
        assert_eq!(reached(staff, &["staff/offers/old"]), [[true, false], [false; 2]]);
        assert_eq!(reached(own, &["staff/offers/old"]), [[false; 2], [true; 2]]);
    }

    #[test]
    fn a_move_is_the_cause_of_what_it_changes() {
        let mut names = Names::default();
        let cause = |names: &mut Names, held, fences: &[&str]| {
            let (tree, before, after) = states(names, held, fences);
            let people = difference(&tree, &before, &after, [names.key("ada")]);
            let changes = people.iter().flat_map(|person| person.changes.iter());
            let path = |folder| tree.folders().path(folder).to_owned();
            let told = changes.flat_map(|change| {
                change.through.iter().map(|through| match through.cause {
                    Cause::Move(folder) => (change.sign, path(change.folder), path(folder)),
                    other => panic!("{other:?}"),
                })
            });
            told.collect::<Vec<_>>()
        };
        let offers = |sign| vec![(sign, "sales/offers".to_owned(), "sales/offers".to_owned())];
        let [staff, sales, _, own] = LEVELS;
        assert_eq!(cause(&mut names, staff, &[]), offers(Sign::Lost));
        assert_eq!(cause(&mut names, sales, &[]), offers(Sign::Gained));
        assert_eq!(cause(&mut names, ("", Level::List), &["sales"]), offers(Sign::Lost));
        assert_eq!(cause(&mut names, own, &[]), []);
    }
}
