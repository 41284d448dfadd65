//! What a plan says of who gains or loses access, against what differs between both worlds.
//! Folders are compared with themselves, wherever they lie before and after.

use super::generate::sample;
use super::judge::Judged;
use super::oracle::{ATOMS, Access, Places, access, at, below};
use super::planner;
use super::report::case_file;
use super::run::rng;
use super::shrink::shrunk;
use super::world::{Id, Pair};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use siteplan::facade::plan::{AccessImpact, AccessPlace, Scope, Sign};

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
    let told = planner::told(pair)?;
    let (before, after) = (access(&pair.live), access(&pair.desired));
    (0..pair.live.users.len()).find_map(|user| {
        let Pair { live, desired, .. } = pair;
        let known = [desired, live].into_iter().find(|world| world.users[user].exists)?;
        let name = &*known.users[user].name;
        [(Sign::Lost, &before, &after), (Sign::Gained, &after, &before)].into_iter().find_map(
            |(sign, here, there)| {
                let told = by_atom(&told, name, sign, pair);
                wrong(user, here, there, &told, pair)
                    .map(|words| format!("{name} {sign:?} {words}\ntold: {told:?}"))
            },
        )
    })
}

fn wrong(
    user: Id,
    here: &Access,
    there: &Access,
    told: &[Places; 8],
    pair: &Pair,
) -> Option<String> {
    // What goes has no name in the end, by which it could be told.
    let stays = (0..pair.desired.folders.len()).filter(|id| pair.desired.folders[*id].exists);
    let stays = stays.fold(0, |all, id| all | at(id) | below(id));
    (0..ATOMS.len()).find_map(|atom| {
        let real = here[user][atom] & !there[user][atom] & stays;
        let told = told[atom] & stays;
        (real != told).then(|| format!("{}: {real:b} is told as {told:b}", ATOMS[atom]))
    })
}

/// Where somebody is told to lose, or gain, each atom.
fn by_atom(told: &AccessImpact, name: &str, sign: Sign, pair: &Pair) -> [Places; 8] {
    let mut places = [0; 8];
    let moves = told.moves.iter().filter(|one| one.people.iter().any(|person| person == name));
    for change in moves.flat_map(|one| &one.changes).filter(|change| change.change == sign) {
        assert!(!change.through.is_empty(), "{change:?}");
        let except = change.except.iter().fold(0, |all, place| all | covered(place, pair));
        let covered = covered(&change.place, pair) & !except;
        for (atom, places) in ATOMS.iter().zip(&mut places) {
            if change.atoms.iter().any(|told| told == atom) {
                *places |= covered;
            }
        }
    }
    places
}

/// A place as the site will know it.
fn covered(place: &AccessPlace, pair: &Pair) -> Places {
    let Some(folder) = pair.desired.folder(&place.path) else { return 0 };
    let inside = (0..pair.desired.folders.len()).filter(|id| pair.desired.is_within(*id, folder));
    let whole = inside.fold(0, |all, id| all | at(id) | below(id));
    match place.scope {
        Scope::Whole => whole,
        Scope::FolderOnly => at(folder),
        Scope::BelowOnly => whole & !at(folder),
    }
}
