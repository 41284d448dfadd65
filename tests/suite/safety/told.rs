//! What a plan says of who gains or loses access, against what differs between both worlds.
//! Folders are compared with themselves, wherever they lie before and after.

use super::generate::sample;
use super::judge::Judged;
use super::openings::name_of;
use super::oracle::{ATOMS, Access, Places, access, at, below};
use super::planner;
use super::report::case_file;
use super::run::rng;
use super::shrink::shrunk;
use super::world::{Id, Pair, World};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use siteplan::facade::plan::{AccessMove, AccessPlace, Scope, Sign};

/// Looks at many pairs. Gives the first that is told wrongly, made small, and in how many pairs
/// a folder goes elsewhere.
pub fn first_untrue(seed: u64, cases: u64) -> (Option<String>, usize) {
    let (samples, config) = (sample(), Config::default());
    let mut moved = 0;
    for seed in (0..cases).map(|at| seed.wrapping_add(at)) {
        let mut runner = TestRunner::new_with_rng(config.clone(), rng(seed));
        let pair = samples.new_tree(&mut runner).expect("a sample").current().pair();
        moved += usize::from(has_move(&pair));
        if untrue(&pair).is_some() {
            let pair = shrunk(pair, &mut |pair| untrue(pair).is_some());
            let words = untrue(&pair).unwrap_or_default();
            return (
                Some(format!("seed {seed}: {words}\n{}", case_file(&pair, &Judged::default()))),
                moved,
            );
        }
    }
    (None, moved)
}

fn has_move(pair: &Pair) -> bool {
    let both = pair.live.folders.iter().zip(pair.desired.folders.iter());
    both.into_iter().any(|(was, is)| was.exists && is.exists && was.parent != is.parent)
}

/// The first thing that the plan says and that is not so, or the other way round.
fn untrue(pair: &Pair) -> Option<String> {
    let impact = planner::told(pair)?;
    let Pair { live, desired, .. } = pair;
    // What goes has no name in the end, by which it could be told.
    let (moves, seen) = (impact.moves.iter().collect(), seen(desired));
    let told = Told { moves, paths: desired, seen };
    let name = |user: Id| Some(name_of(user, [desired, live]));
    told.untrue(&name, &access(live), &access(desired))
}

/// What is told of how access differs between two moments.
pub struct Told<'a> {
    pub moves: Vec<&'a AccessMove>,
    /// By whose paths.
    pub paths: &'a World,
    /// What is looked at.
    pub seen: Places,
}

impl Told<'_> {
    /// The first thing that is told and not so, or the other way round.
    pub fn untrue<'n>(
        &self,
        name: &impl Fn(Id) -> Option<&'n str>,
        before: &Access,
        after: &Access,
    ) -> Option<String> {
        (0..before.len()).find_map(|user| {
            let name = name(user)?;
            let signs = [(Sign::Lost, before, after), (Sign::Gained, after, before)];
            signs.into_iter().find_map(|(sign, here, there)| {
                let told = self.by_atom(name, sign);
                (0..ATOMS.len()).find_map(|atom| {
                    let real = here[user][atom] & !there[user][atom] & self.seen;
                    let told = told[atom] & self.seen;
                    let words =
                        || format!("{name} {sign:?} {}: {real:b} is told as {told:b}", ATOMS[atom]);
                    (real != told).then(words)
                })
            })
        })
    }

    /// Where somebody is told to lose, or gain, each atom.
    fn by_atom(&self, name: &str, sign: Sign) -> [Places; 8] {
        let mut places = [0; 8];
        let moves = self.moves.iter().filter(|one| one.people.iter().any(|person| person == name));
        for change in moves.flat_map(|one| &one.changes).filter(|change| change.change == sign) {
            assert!(!change.through.is_empty(), "{change:?}");
            let except = change.except.iter().fold(0, |all, place| all | self.covered(place));
            let covered = self.covered(&change.place) & !except;
            for (atom, places) in ATOMS.iter().zip(&mut places) {
                if change.atoms.iter().any(|told| told == atom) {
                    *places |= covered;
                }
            }
        }
        places
    }

    /// A place as the site will know it.
    fn covered(&self, place: &AccessPlace) -> Places {
        let Some(folder) = self.paths.folder(&place.path) else { return 0 };
        let inside = (0..self.paths.folders.len()).filter(|id| self.paths.is_within(*id, folder));
        let whole = inside.fold(0, |all, id| all | at(id) | below(id));
        match place.scope {
            Scope::Whole => whole,
            Scope::FolderOnly => at(folder),
            Scope::BelowOnly => whole & !at(folder),
        }
    }
}

/// The places of all folders that there are.
pub fn seen(world: &World) -> Places {
    let there = (0..world.folders.len()).filter(|id| world.folders[*id].exists);
    there.fold(0, |all, id| all | at(id) | below(id))
}
