//! What many users have in common, said once.
//!
//! A template holds at least three statements that at least three accounts share. Names,
//! addresses and memberships stay with the person, and so does what sets somebody apart: the
//! next account made from the template must not be born disabled, or an administrator.

use super::accounts::Person;
use super::files::stems;
use super::page::{Line, Statement};
use crate::syntax::quoted;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

const FEWEST_USERS: usize = 3;
const FEWEST_STATEMENTS: usize = 3;

/// Sets that so large a part of all accounts has get a template of their own.
const LARGE_PART: usize = 20;

/// Sets that are intersected with one another, and templates made so.
const MOST_COMPARED: usize = 48;
const MOST_INTERSECTIONS: usize = 8;

/// Statements by number, in order of their texts.
type Set = Vec<u32>;

/// Takes what is common out of the people's blocks. Gives the templates, and for each person
/// the name of the one that they use.
pub(super) fn fold(people: &mut [Person<'_>]) -> (Vec<Line>, Vec<Option<String>>) {
    let mut templates = Vec::new();
    let mut used: Vec<Option<String>> = people.iter().map(|_| None).collect();
    let mut taken = BTreeSet::new();
    for bots in [false, true] {
        let sets = common_sets(people, bots);
        for (set, users) in choose(sets.by_set) {
            let heads: BTreeSet<&str> =
                set.iter().filter_map(|id| sets.heads.get(*id as usize).map(|h| &**h)).collect();
            let name = name(&heads, bots, &mut taken);
            let mut lines = Vec::new();
            for at in users {
                let Some(person) = people.get_mut(at) else { continue };
                let (common, own) = std::mem::take(&mut person.lines)
                    .into_iter()
                    .partition(|line| is_in(line, &heads));
                (lines, person.lines) = (common, own);
                if let Some(used) = used.get_mut(at) {
                    *used = Some(name.clone());
                }
            }
            let lines = lines.into_iter().map(unmarked).collect();
            templates
                .push(Statement::new(format!("template {}", quoted(&name))).block(lines).into());
        }
    }
    (templates, used)
}

/// A template's statements speak of several users.
fn unmarked(line: Line) -> Line {
    match line {
        Line::Statement(statement) => Statement { said: None, ..statement }.into(),
        other => other,
    }
}

fn is_in(line: &Line, heads: &BTreeSet<&str>) -> bool {
    shareable(line).is_some_and(|head| heads.contains(head))
}

/// The statement, if others may have it too.
fn shareable(line: &Line) -> Option<&str> {
    const PERSONAL: [&str; 9] = [
        "name ",
        "email ",
        "groups ",
        "disabled ",
        "authenticate-until ",
        "role ",
        "notes ",
        "heir ",
        "user-root ",
    ];
    match line {
        Line::Statement(Statement { head, block, .. }) if block.is_empty() => {
            Some(&**head).filter(|head| PERSONAL.iter().all(|word| !head.starts_with(word)))
        }
        _ => None,
    }
}

struct Sets {
    heads: Vec<Box<str>>,
    /// Who has exactly this set.
    by_set: BTreeMap<Set, Vec<usize>>,
}

fn common_sets(people: &[Person<'_>], bots: bool) -> Sets {
    let mut count: FxHashMap<&str, usize> = FxHashMap::default();
    let chosen = || people.iter().enumerate().filter(|(_, person)| person.bot == bots);
    for (_, person) in chosen() {
        for head in person.lines.iter().filter_map(shareable) {
            *count.entry(head).or_default() += 1;
        }
    }
    let mut heads: Vec<&str> =
        count.iter().filter(|(_, users)| **users >= FEWEST_USERS).map(|(head, _)| *head).collect();
    heads.sort_unstable();
    let ids: FxHashMap<&str, u32> = heads.iter().copied().zip(0..).collect();
    let mut by_set: BTreeMap<Set, Vec<usize>> = BTreeMap::new();
    for (at, person) in chosen() {
        let own = person.lines.iter().filter_map(shareable);
        let mut set: Set = own.filter_map(|head| ids.get(head).copied()).collect();
        set.sort_unstable();
        if set.len() >= FEWEST_STATEMENTS {
            by_set.entry(set).or_default().push(at);
        }
    }
    Sets { heads: heads.into_iter().map(Box::from).collect(), by_set }
}

/// Which sets become templates, and for whom: those that many have exactly, then what the
/// others have in common, the most lines saved first.
fn choose(mut by_set: BTreeMap<Set, Vec<usize>>) -> Vec<(Set, Vec<usize>)> {
    let all: usize = by_set.values().map(Vec::len).sum();
    let many = FEWEST_USERS.max(all / LARGE_PART);
    let mut chosen: Vec<(Set, Vec<usize>)> =
        by_set.extract_if(.., |_, users| users.len() >= many).collect();
    for _ in 0..MOST_INTERSECTIONS {
        let Some(best) = best_intersection(&by_set) else { break };
        let users =
            by_set.extract_if(.., |set, _| contains(set, &best)).flat_map(|(_, users)| users);
        let mut users: Vec<usize> = users.collect();
        users.sort_unstable();
        chosen.push((best, users));
    }
    chosen
}

fn best_intersection(by_set: &BTreeMap<Set, Vec<usize>>) -> Option<Set> {
    let mut largest: Vec<(&Set, usize)> =
        by_set.iter().map(|(set, users)| (set, users.len())).collect();
    largest.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    largest.truncate(MOST_COMPARED);
    let mut candidates: BTreeSet<Set> = BTreeSet::new();
    for (at, (one, _)) in largest.iter().enumerate() {
        for (other, _) in largest.iter().skip(at) {
            let both: Set =
                one.iter().filter(|id| other.binary_search(id).is_ok()).copied().collect();
            if both.len() >= FEWEST_STATEMENTS {
                candidates.insert(both);
            }
        }
    }
    let saved = |candidate: &Set| {
        let has = by_set.iter().filter(|(set, _)| contains(set, candidate));
        let users: usize = has.map(|(_, users)| users.len()).sum();
        (users >= FEWEST_USERS).then(|| (users - 1) * candidate.len())
    };
    let scored = candidates.into_iter().filter_map(|set| Some((saved(&set)?, set)));
    scored.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1))).map(|(_, set)| set)
}

fn contains(set: &Set, part: &Set) -> bool {
    part.iter().all(|id| set.binary_search(id).is_ok())
}

/// After what tells the accounts apart best: their company, how they sign in, where they are.
fn name(heads: &BTreeSet<&str>, bots: bool, taken: &mut BTreeSet<String>) -> String {
    let value = |word: &str| {
        let rest = heads.iter().find_map(|head| head.strip_prefix(word)?.strip_prefix(' '))?;
        let value = rest.rsplit('=').next()?;
        stems(&[value]).pop().filter(|stem| stem != "folder")
    };
    let found =
        ["company", "authentication", "time-zone", "tags"].iter().find_map(|word| value(word));
    let kind = if bots { "bot" } else { "person" };
    let base = found.map_or(kind.to_owned(), |value| format!("{value}-{kind}"));
    let numbered = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
    let mut free = numbered.filter(|name| taken.insert(name.clone()));
    free.next().unwrap_or(base)
}
