//! What people would lose, in the words of an answer. Whoever holds the same loses the same.

use super::answer::{Lost, LostBy};
use crate::access::{PlaceChange, Standing, Way, losses};
use crate::model::Key;
use crate::plan::AccessPlace;
use crate::query::Asked;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// What somebody has, and what they keep of it.
type Profile<'a> = (Standing, Standing, Vec<(Way<'a>, bool)>);

pub(super) struct Losses<'a> {
    asked: &'a Asked<'a>,
    known: FxHashMap<Profile<'a>, Rc<[Lost]>>,
}

impl<'a> Losses<'a> {
    pub fn new(asked: &'a Asked<'a>) -> Self {
        Losses { asked, known: FxHashMap::default() }
    }

    /// What a user would lose who kept these of the grants, as somebody of that standing.
    pub fn of(
        &mut self,
        user: Key,
        standing: Standing,
        keeps: impl Fn(&Way<'_>) -> bool,
    ) -> Rc<[Lost]> {
        let (asked, state) = (self.asked, self.asked.view.state);
        let ways = state.held_by(user).into_iter().map(|way| (way, keeps(&way))).collect();
        let profile = (state.standing(user), standing, ways);
        let lost = || -> Rc<[Lost]> {
            let changes = losses(&asked.view, user, standing, |way| keeps(way));
            changes.iter().map(|change| lost(asked, change)).collect()
        };
        Rc::clone(self.known.entry(profile).or_insert_with(lost))
    }

    /// The same for several people, those who lose the same together.
    pub fn of_all(
        &mut self,
        people: &[Key],
        standing: impl Fn(Key) -> Standing,
        keeps: impl Fn(&Way<'_>) -> bool + Copy,
    ) -> Vec<LostBy> {
        let mut alike: Vec<(Rc<[Lost]>, Vec<String>)> = Vec::new();
        let mut places: FxHashMap<Rc<[Lost]>, usize> = FxHashMap::default();
        for user in people {
            let lost = self.of(*user, standing(*user), keeps);
            let at = *places.entry(Rc::clone(&lost)).or_insert_with(|| {
                alike.push((lost, Vec::new()));
                alike.len() - 1
            });
            alike[at].1.push(self.asked.username(*user));
        }
        let told = alike.into_iter().map(|(lost, mut people)| {
            people.sort();
            LostBy { people, places: lost.to_vec() }
        });
        let mut told: Vec<LostBy> = told.collect();
        told.sort_by(|a, b| {
            (a.places.is_empty(), &a.people).cmp(&(b.places.is_empty(), &b.people))
        });
        told
    }
}

fn lost(asked: &Asked<'_>, change: &PlaceChange<'_>) -> Lost {
    let place = |folder, scope| AccessPlace {
        path: asked.spelling.of_path(asked.tree().folders().path(folder)),
        scope,
    };
    Lost {
        place: place(change.folder, change.scope),
        atoms: change.atoms.names().map(str::to_owned).collect(),
        except: change.except.iter().map(|(folder, scope)| place(*folder, *scope)).collect(),
    }
}
