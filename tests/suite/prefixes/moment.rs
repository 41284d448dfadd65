//! A store at one moment: who can do what, by the ids of people and by paths as they are then.

use crate::stores::read;
use siteplan::facade::access::broken;
use siteplan::facade::access::{
    Atoms, Coverage, Folders, Offices, Person, Renames, Standing, State, Tree, View, Worker,
};
use siteplan::facade::live::{LiveAutomation, LiveOwner, LiveSite, Look};
use siteplan::facade::model::leads::leads;
use siteplan::facade::model::{Definition, Value, path};
use siteplan::facade::pipeline::Checked;
use siteplan::facade::plan::Step;
use siteplan::facade::site::{LocalSite, ReadSite};
use std::collections::{BTreeMap, BTreeSet};

/// On a folder itself, and below it as far as nothing else is said there.
pub type Access = [Atoms; 2];

pub struct Moment {
    pub people: BTreeMap<i64, String>,
    /// For each person, what they can do on each folder that is there.
    access: BTreeMap<(i64, String), Access>,
    folders: BTreeSet<String>,
    pub administered: bool,
    /// Automations that can run.
    pub running: BTreeSet<i64>,
    /// Assertions that do not hold.
    pub broken: BTreeSet<String>,
}

impl Moment {
    /// With the assertions of a definition.
    pub fn of(site: &LocalSite, definition: &str) -> Self {
        let Checked { mut names, site: Definition { expectations, .. }, .. } = read(definition);
        let live = site.read(&Look::Everything, &mut names).expect("the store is read");
        let now = "2026-06-01T00:00:00Z".parse().expect("an instant");
        let mut folders = Folders::default();
        let state = live.access(&names, now, &mut folders, &Renames::default());
        let tree = Tree::new(folders);
        let view = View::new(&tree, &state);
        let there = live.folders.iter().map(|folder| names.key_text(folder.key).to_owned());
        let there: BTreeSet<String> = there.chain([String::new()]).collect();
        let mut access = BTreeMap::new();
        for user in &live.users {
            let person = Person::new(&view, user.key);
            for folder in &there {
                let mut place = tree.place(folder);
                place.below = false;
                let own = person.access(place);
                place.below = true;
                access.insert((user.id, folder.clone()), [own, person.access(place)]);
            }
        }
        let people = live.users.iter().map(|user| (user.id, names.text(user.name).to_owned()));
        let offices = live.offices();
        let runs = |automation: &&LiveAutomation| can_run(automation, &view, &offices);
        let broken = broken(&view, &expectations).into_iter();
        Moment {
            broken: broken.map(|broken| broken.expectation.text.to_string()).collect(),
            people: people.collect(),
            access,
            folders: there,
            administered: is_administered(&live, &state),
            running: live.automations.iter().filter(runs).map(|one| one.id).collect(),
        }
    }

    pub fn paths(&self) -> BTreeSet<&str> {
        self.folders.iter().map(|folder| &**folder).collect()
    }

    /// Nothing where the person or the folder is not there.
    pub fn access(&self, user: i64, folder: &str) -> Access {
        self.access.get(&(user, folder.to_owned())).copied().unwrap_or_default()
    }
}

fn is_administered(live: &LiveSite, state: &State) -> bool {
    live.users.iter().any(|user| state.standing(user.key) == Standing::Everything)
}

fn can_run(automation: &LiveAutomation, view: &View<'_>, offices: &Offices) -> bool {
    let get = |name: &str| automation.attributes.get(name);
    if *get("disabled") == Value::Bool(true) {
        return false;
    }
    let owner = match automation.owner {
        LiveOwner::Site => return true,
        LiveOwner::Gone(_) => return false,
        LiveOwner::User(owner) => Worker::new(view, offices, owner),
    };
    let leads = leads(|name| Some(get(name)));
    leads.known.iter().all(|lead| !matches!(owner.covers(lead, &leads.files), Coverage::Gap(_)))
}

/// Where each folder lies that was ever seen: a folder is known by its number, whatever it is
/// called. The root is the first.
#[derive(Clone)]
pub struct Track(Vec<Option<String>>);

impl Track {
    pub fn of(moment: &Moment) -> Self {
        Track(moment.paths().into_iter().map(|path| Some(path.to_owned())).collect())
    }

    /// The paths after a step.
    pub fn follow(&mut self, step: &Step) {
        use siteplan::facade::diff::{Address, Field, Operation};
        let Address::Folder { path: at } = &step.address else { return };
        let at = path::key(at);
        match step.operation {
            Operation::Create => self.0.push(Some(at.into_owned())),
            Operation::Delete => {
                for known in &mut self.0 {
                    *known = known.take().filter(|known| !path::is_within(known, &at));
                }
            }
            Operation::Move => {
                let to = step.text(Field::Path).expect("it goes somewhere");
                let to = path::key(to).into_owned();
                for known in self.0.iter_mut().flatten() {
                    if path::is_within(known, &at) {
                        *known = path::moved(known, &at, &to);
                    }
                }
            }
            Operation::Update => {}
        }
    }

    pub fn get(&self, folder: usize) -> Option<&str> {
        self.0.get(folder)?.as_deref()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn paths(&self) -> BTreeSet<&str> {
        self.0.iter().flatten().map(|path| &**path).collect()
    }

    /// Which folder lies there.
    pub fn at(&self, path: &str) -> Option<usize> {
        self.0.iter().position(|known| known.as_deref() == Some(path))
    }
}
