//! Who gains or loses access, a line for each cause with its reach: what a reviewer judges is one
//! grant, one membership, one account, however many people and folders it concerns.
//!
//! A line says nothing that is not so of everybody and everywhere it names; where people lose or
//! gain different parts, it says so.

use super::impact::{self, PLAIN, Quoting, cover, first, way_of};
use crate::access::Atoms;
use crate::diff::Origin;
use crate::model::{SiteKey, Strangers};
use crate::plan::{
    AccessCause, AccessChange, AccessImpact, AccessMove, AccessPlace, AccessThrough, AccessVia,
    Sign,
};
use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxBuildHasher;

/// One cause, and whom and what it reaches.
pub struct Line<'p> {
    pub people: Vec<&'p str>,
    /// The group whose members these are, all of them.
    pub group: Option<&'p str>,
    pub atoms: Vec<&'p str>,
    pub places: Vec<Reach<'p>>,
    /// Everybody named gains or loses all of it at every place named.
    pub exact: bool,
    sign: Sign,
    causes: Vec<&'p AccessThrough>,
}

/// A place, and those below it at which not all of this holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reach<'p> {
    pub place: &'p AccessPlace,
    pub except: &'p [AccessPlace],
}

/// What of a change's grants makes it one cause with others: nobody asks from which folder a
/// grant comes that somebody loses with a membership or an account.
type Cause<'p> = Vec<(&'p AccessCause, Option<&'p AccessVia>, Option<&'p str>)>;

type Changes<'p> = Vec<(usize, &'p AccessChange)>;
type Grouped<K, V> = IndexMap<K, V, FxBuildHasher>;

/// So many different parts of one cause stand in lines of their own.
const PARTS: usize = 3;

/// The lines of one sign, the gravest first.
pub fn lines<'p>(moves: &'p [AccessMove], sign: Sign) -> Vec<Line<'p>> {
    let mut by_cause: Grouped<(Option<usize>, Cause<'p>), Changes<'p>> = Grouped::default();
    for (at, one) in moves.iter().enumerate() {
        for change in one.changes.iter().filter(|change| change.change == sign) {
            let cause = cause(change);
            let own = cause.iter().any(|(because, ..)| is_of_account(because)).then_some(at);
            by_cause.entry((own, cause)).or_default().push((at, change));
        }
    }
    let mut lines: Vec<Line<'p>> = Vec::new();
    for changes in by_cause.into_values() {
        lines.extend(parts(moves, sign, changes));
    }
    lines.sort_by_cached_key(|line| std::cmp::Reverse(line.gravity()));
    lines
}

fn cause(change: &AccessChange) -> Cause<'_> {
    let mut causes: Cause<'_> = Vec::new();
    for through in cover(change) {
        let because = &through.because;
        let grant = through.grant.as_ref().filter(|_| !is_of_account(because));
        let on = grant.filter(|_| *because != AccessCause::Membership);
        let one = (because, grant.map(|it| &it.holder), on.map(|it| it.on.as_str()));
        if !causes.contains(&one) {
            causes.push(one);
        }
    }
    causes
}

/// What becomes of an account is a cause by itself, and another one for another account.
fn is_of_account(cause: &AccessCause) -> bool {
    matches!(cause, AccessCause::Account | AccessCause::Role)
}

/// One line where all is the same for all, and a few where that makes each of them so.
fn parts<'p>(moves: &'p [AccessMove], sign: Sign, changes: Changes<'p>) -> Vec<Line<'p>> {
    let mut of_moves: Grouped<usize, Vec<&'p AccessChange>> = Grouped::default();
    for (at, change) in changes {
        of_moves.entry(at).or_default().push(change);
    }
    type Signature<'p> = Vec<(&'p [String], Reach<'p>)>;
    let mut alike: Grouped<Signature<'p>, Changes<'p>> = Grouped::default();
    for (at, changes) in of_moves {
        let signature = changes.iter().map(|change| (&change.atoms[..], reach(change))).collect();
        alike.entry(signature).or_default().extend(changes.into_iter().map(|one| (at, one)));
    }
    if alike.len() > PARTS {
        let all = alike.into_values().flatten().collect();
        return vec![line(moves, sign, all, false)];
    }
    let mut lines = Vec::new();
    for changes in alike.into_values() {
        let mut by_atoms: Grouped<&'p [String], Changes<'p>> = Grouped::default();
        for (at, change) in &changes {
            by_atoms.entry(&change.atoms).or_default().push((*at, change));
        }
        if by_atoms.len() > PARTS {
            lines.push(line(moves, sign, changes, false));
        } else {
            lines.extend(by_atoms.into_values().map(|changes| line(moves, sign, changes, true)));
        }
    }
    lines
}

fn line<'p>(moves: &'p [AccessMove], sign: Sign, changes: Changes<'p>, exact: bool) -> Line<'p> {
    let concerned: IndexSet<usize, FxBuildHasher> = changes.iter().map(|(at, _)| *at).collect();
    let people = concerned.iter().filter_map(|at| moves.get(*at));
    let people = people.flat_map(|one| one.people.iter().map(String::as_str)).collect();
    let group = match concerned.iter().collect::<Vec<_>>()[..] {
        [at] => moves.get(*at).and_then(|one| one.group.as_deref()),
        _ => None,
    };
    let given =
        |name: &str| changes.iter().any(|(_, change)| change.atoms.iter().any(|a| a == name));
    let known: Vec<&'static str> =
        Atoms::NAMED.iter().map(|(name, _)| *name).filter(|name| given(name)).collect();
    let places: IndexSet<Reach<'p>, FxBuildHasher> =
        changes.iter().map(|(_, change)| reach(change)).collect();
    let causes = changes.first().map_or_else(Vec::new, |(_, change)| cover(change));
    // A plan's file may name what is no atom.
    let strange = changes.iter().flat_map(|(_, change)| &change.atoms).map(String::as_str);
    let strange = strange.filter(|name| !known.contains(name));
    let strange: IndexSet<&'p str, FxBuildHasher> = strange.collect();
    let atoms = known.iter().copied().chain(strange.iter().copied()).collect();
    Line { people, group, atoms, places: places.into_iter().collect(), exact, sign, causes }
}

fn reach(change: &AccessChange) -> Reach<'_> {
    Reach { place: &change.place, except: &change.except }
}

impl<'p> Line<'p> {
    /// How it comes about, each way once, with where the first is declared.
    pub fn ways(&self, quoting: &Quoting) -> Vec<(String, Option<&'p Origin>)> {
        let named = match self.places[..] {
            [Reach { place, .. }] => Some(&*place.path),
            _ => None,
        };
        impact::each_once(&self.causes, |through| way_of(through, self.sign, named, quoting))
    }

    /// The whole line in plain words, but for where it is declared.
    pub fn told(&self) -> String {
        const PEOPLE: usize = 6;
        const PLACES: usize = 3;
        const WAYS: usize = 2;
        let count = self.people.len();
        let named = first(", ", self.people.iter().map(|name| (*name).to_owned()), count, PEOPLE);
        let who = match self.group {
            Some(group) => format!("{count} members of group {group:?}"),
            None if count > PEOPLE => format!("{count} people ({named})"),
            None => named,
        };
        let ways = self.ways(&PLAIN);
        let how = first("; ", ways.iter().map(|(way, _)| way.clone()), ways.len(), WAYS);
        let how = match (how.is_empty(), self.places.len()) {
            (true, _) => how,
            (false, 0 | 1) => format!(" {how}"),
            (false, _) => format!(", {how}"),
        };
        let count = self.places.len();
        let places = self.places.iter().map(|Reach { place, except }| {
            let but = impact::exceptions(except, false);
            let but = if count > 1 { in_brackets(&but) } else { but };
            impact::place(place) + &but
        });
        let places = first(", ", places, count, PLACES);
        let (some, count) = match (self.exact, count) {
            (true, 0..=PLACES) => ("", String::new()),
            (true, count) => ("", format!("{count} places: ")),
            (false, 1) => ("some or all of ", String::new()),
            (false, count) => ("some or all of ", format!("some or all of {count} places: ")),
        };
        let atoms = impact::atoms(&self.atoms);
        format!("{who}: {some}{atoms} on {count}{places}{how}")
    }

    /// The first place of those that declare what makes the difference.
    pub fn declared(&self) -> Option<&'p Origin> {
        self.causes.iter().find_map(|through| through.declared.as_ref())
    }

    /// Outsiders before people, administrators before readers, many before few.
    fn gravity(&self) -> (bool, bool, usize, usize) {
        const GRAVEST: [&str; 8] =
            ["manage", "delete", "write", "share", "read", "history", "preview", "list"];
        let is_open = self
            .people
            .iter()
            .any(|name| Strangers::listed_as(name).is_some() || SiteKey::listed_as(name).is_some());
        let gravest = GRAVEST.iter().position(|atom| self.atoms.contains(atom));
        let reach = self.people.len().saturating_mul(self.places.len());
        (
            is_open,
            self.atoms.len() >= Atoms::NAMED.len(),
            GRAVEST.len() - gravest.unwrap_or(8),
            reach,
        )
    }
}

/// `, but not A,` as ` (but not A)`.
fn in_brackets(but: &str) -> String {
    match but.trim_matches([',', ' ']) {
        "" => String::new(),
        but => format!(" ({but})"),
    }
}

/// Of all who gain or lose, those who are in some of the lines.
pub fn told<'p>(lines: &[Line<'p>], impact: &AccessImpact, sign: Sign) -> usize {
    let named: IndexSet<&str, FxBuildHasher> =
        lines.iter().flat_map(|line| line.people.iter().copied()).collect();
    let all = if sign == Sign::Lost { impact.lose } else { impact.gain };
    named.len().min(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Level;
    use crate::plan::{AccessGrant, Scope};

    /// A few people with some of the same losses, by a few causes.
    fn moves(seed: u64) -> Vec<AccessMove> {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut below = |end: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % end) as usize
        };
        let count = 1 + below(7);
        let one = |at: usize| {
            let changes = (0..1 + below(6)).map(|_| {
                let atoms: &[&str] = [&["list"][..], &["list", "read"], &["write"]][below(3)];
                let holder = AccessVia::Group(format!("G{}", below(2)));
                let on = format!("F{}", below(4));
                let because = match below(4) {
                    0 => AccessCause::Account,
                    1 => AccessCause::Grant,
                    _ => AccessCause::Membership,
                };
                let (level, recursive) = (Level::Full, true);
                let grant = AccessGrant { holder, level, on: on.clone(), recursive };
                AccessChange {
                    place: AccessPlace { path: on, scope: Scope::Whole },
                    change: if below(4) == 0 { Sign::Gained } else { Sign::Lost },
                    atoms: atoms.iter().map(|atom| (*atom).to_owned()).collect(),
                    except: Vec::new(),
                    through: vec![AccessThrough {
                        because,
                        account: None,
                        grant: Some(grant),
                        declared: None,
                    }],
                }
            });
            let mut changes: Vec<AccessChange> = changes.collect();
            changes.dedup_by(|a, b| (a.change, &a.place) == (b.change, &b.place));
            let people = (0..=at % 2).map(|twin| format!("p{at}-{twin}")).collect();
            AccessMove { people, group: None, changes }
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn lines_say_all_that_changes_and_nothing_that_does_not() {
        for seed in 1..2_000 {
            let moves = moves(seed);
            for sign in [Sign::Lost, Sign::Gained] {
                let lines = lines(&moves, sign);
                let is_so = |person: &str, reach: &Reach<'_>, atoms: &[&str]| {
                    let of = |one: &&AccessMove| one.people.iter().any(|known| known == person);
                    let changes = moves.iter().filter(of).flat_map(|one| &one.changes);
                    let mut here =
                        changes.filter(|one| one.change == sign && one.place == *reach.place);
                    here.any(|one| one.atoms == atoms)
                };
                for line in lines.iter().filter(|line| line.exact) {
                    for (person, reach) in line
                        .people
                        .iter()
                        .flat_map(|who| line.places.iter().map(move |at| (who, at)))
                    {
                        assert!(is_so(person, reach, &line.atoms), "{seed}: {}", line.told());
                    }
                }
                for one in &moves {
                    for change in one.changes.iter().filter(|change| change.change == sign) {
                        let says = |line: &Line<'_>| {
                            one.people.iter().all(|who| line.people.contains(&&**who))
                                && line.places.contains(&reach(change))
                                && change.atoms.iter().all(|atom| line.atoms.contains(&&**atom))
                        };
                        assert!(lines.iter().any(says), "{seed}: {change:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_gravest_comes_first() {
        let change = |atoms: &[&str], because| AccessChange {
            place: AccessPlace { path: "A".to_owned(), scope: Scope::Whole },
            change: Sign::Gained,
            atoms: atoms.iter().map(|atom| (*atom).to_owned()).collect(),
            except: Vec::new(),
            through: vec![AccessThrough { because, account: None, grant: None, declared: None }],
        };
        let all: Vec<&str> = Atoms::NAMED.iter().map(|(name, _)| *name).collect();
        let one = |who: &str, change| AccessMove {
            people: vec![who.to_owned()],
            group: None,
            changes: vec![change],
        };
        let outsiders = Strangers::Outsiders.name();
        let moves = [
            one("reader", change(&["list", "read"], AccessCause::Grant)),
            one("writer", change(&["write"], AccessCause::Membership)),
            one("boss", change(&all, AccessCause::Role)),
            one(outsiders, change(&["list"], AccessCause::Partner)),
        ];
        let lines = lines(&moves, Sign::Gained);
        let order: Vec<&str> = lines.iter().map(|line| line.people[0]).collect();
        assert_eq!(order, [outsiders, "boss", "writer", "reader"]);
    }
}
