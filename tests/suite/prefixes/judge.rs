//! What is wrong at the moments of one run: nobody may lack what they have before and after, or
//! have what they have neither before nor after.

use super::moment::{Access, Moment, Track};
use siteplan::facade::access::Atoms;
use siteplan::facade::model::path;
use siteplan::facade::plan::{AccessPlace, Plan, Scope, Step, Transient, TransientKind};
use std::fmt;

/// A store from before the first step until after the last.
pub struct Run {
    moments: Vec<(Moment, Track)>,
    /// The steps in the order in which they were done.
    pub order: Vec<u32>,
}

/// Something that is wrong at a moment.
#[derive(Debug, Clone)]
pub struct Breach {
    /// How many steps have been done.
    pub done: usize,
    pub what: What,
}

#[derive(Debug, Clone)]
pub enum What {
    Access { gain: bool, person: String, path: String, below: bool, atoms: Atoms },
    Automation(i64),
    Administrator,
    Assertion(String),
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "after {} steps: ", self.done)?;
        match &self.what {
            What::Access { gain, person, path, below, atoms } => {
                let verb = if *gain { "has" } else { "lacks" };
                let at = if *below { "below" } else { "on" };
                let atoms: Vec<&str> = atoms.names().collect();
                write!(f, "{person} {verb} {} {at} {path:?}", atoms.join(", "))
            }
            What::Automation(id) => write!(f, "automation {id} cannot run"),
            What::Assertion(text) => write!(f, "{text:?} does not hold"),
            What::Administrator => write!(f, "nobody administers the site"),
        }
    }
}

impl Run {
    pub fn of(first: Moment) -> Self {
        let track = Track::of(&first);
        Run { moments: vec![(first, track)], order: Vec::new() }
    }

    pub fn then(&mut self, step: &Step, moment: Moment) {
        let mut track = self.ends()[1].1.clone();
        track.follow(step);
        assert_eq!(track.paths(), moment.paths(), "after {step:#?}");
        self.moments.push((moment, track));
        self.order.push(step.id.0);
    }

    fn ends(&self) -> [&(Moment, Track); 2] {
        [self.moments.first().expect("a run begins"), self.moments.last().expect("it ends")]
    }

    fn breaches(&self) -> Vec<Breach> {
        let [(first, _), (last, _)] = self.ends();
        let mut found = Vec::new();
        for (done, (now, track)) in self.moments.iter().enumerate() {
            let mut add = |what| found.push(Breach { done, what });
            if first.administered && last.administered && !now.administered {
                add(What::Administrator);
            }
            let throughout = first.running.intersection(&last.running);
            for id in throughout.filter(|id| !now.running.contains(id)) {
                add(What::Automation(*id));
            }
            let known =
                |text: &&String| !first.broken.contains(*text) && !last.broken.contains(*text);
            for text in now.broken.iter().filter(known) {
                add(What::Assertion(text.clone()));
            }
            for folder in 0..track.len() {
                self.folder(folder, now, track, &mut add);
            }
        }
        found
    }

    fn folder(&self, folder: usize, now: &Moment, track: &Track, add: &mut impl FnMut(What)) {
        let [(_, was), (last, will)] = self.ends();
        let Some(path) = track.get(folder) else { return };
        let stays = will.get(folder);
        let is_kept = was.get(folder).is_some() && stays.is_some();
        for (user, person) in self.people() {
            let before = self.before(user, folder);
            let after = stays.map_or(Access::default(), |path| last.access(user, path));
            let now = now.access(user, path);
            for (at, now) in now.into_iter().enumerate() {
                let lacks = before[at].and(after[at]).without(now);
                let more = now.without(before[at] | after[at]);
                for (gain, atoms) in [(false, lacks), (true, more)] {
                    if !atoms.is_none() && (gain || is_kept) {
                        let path = stays.unwrap_or(path).to_owned();
                        let (person, below) = (person.to_owned(), at == 1);
                        add(What::Access { gain, person, path, below, atoms });
                    }
                }
            }
        }
    }

    /// Everybody, by the last name that they bear.
    fn people(&self) -> Vec<(i64, &str)> {
        let [(first, _), (last, _)] = self.ends();
        let mut people: Vec<(i64, &str)> = Vec::new();
        for (id, name) in last.people.iter().chain(&first.people) {
            if !people.iter().any(|(known, _)| known == id) {
                people.push((*id, name));
            }
        }
        people
    }

    /// What is new is before what any new folder at its place would be.
    fn before(&self, user: i64, folder: usize) -> Access {
        let [(first, was), (_, will)] = self.ends();
        if let Some(path) = was.get(folder) {
            return first.access(user, path);
        }
        let above = will.get(folder).and_then(path::parent);
        let above = above.and_then(|path| will.at(path));
        let below = above.map_or(Atoms::NONE, |above| self.before(user, above)[1]);
        [below, below]
    }

    pub fn undeclared(&self, plan: &Plan) -> impl Iterator<Item = Breach> {
        self.breaches().into_iter().filter(|breach| !self.is_declared(breach, plan))
    }

    /// Whether a plan says so. In the plan's own order, each transient says from when until
    /// when; in another order, that something is said is enough.
    fn is_declared(&self, breach: &Breach, plan: &Plan) -> bool {
        let in_order = self.order.is_sorted();
        let holds = |one: &&Transient| {
            let done = breach.done as u32;
            !in_order || (one.from.0 <= done && done < one.until.0)
        };
        let mut told = plan.transient.iter().filter(holds).map(|one| &one.what);
        match &breach.what {
            What::Access { gain, person, path, below, atoms } => {
                let names = told.filter_map(|what| match what {
                    TransientKind::Loss { people, place, atoms } if !gain => {
                        Some((people, place, atoms))
                    }
                    TransientKind::Gain { people, place, atoms } if *gain => {
                        Some((people, place, atoms))
                    }
                    _ => None,
                });
                let names = names.filter(|(people, place, _)| {
                    people.contains(person) && is_meant(place, path, *below)
                });
                let said: Vec<&String> = names.flat_map(|(_, _, atoms)| atoms).collect();
                atoms.names().all(|atom| said.iter().any(|said| *said == atom))
            }
            What::Automation(_) => told.any(|one| {
                matches!(one, TransientKind::Automation { .. } | TransientKind::Moves { .. })
            }),
            What::Assertion(text) => told.any(
                |one| matches!(one, TransientKind::Assertion { expect, .. } if **expect == **text),
            ),
            What::Administrator => told.any(|one| matches!(one, TransientKind::Administrator)),
        }
    }
}

fn is_meant(place: &AccessPlace, at: &str, below: bool) -> bool {
    let key = path::key(&place.path);
    let inside = at != key && path::is_within(at, &key);
    match place.scope {
        Scope::Whole => at == key || inside,
        Scope::FolderOnly => at == key && !below,
        Scope::BelowOnly => inside || (at == key && below),
    }
}
